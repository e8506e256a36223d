"""Bytes to text: declared, UTF-8, or detected. Nothing but a byte order mark is taken away, so
offsets count code points of the text as decoded, line ends included."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

from quotex.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_KINDS = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or Office document"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"(\xb5/\xfd", "a zstd archive"),
    (b"SQLite format 3", "a SQLite database"),
)
_CONTROL = bytes([*range(9), 11, *range(14, 27), *range(28, 32)])
_SAMPLE = 1 << 13
_DETECTION_SAMPLE = 1 << 18
_VALID_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]{1,3}")


def marked(data: bytes) -> tuple[str, int] | None:
    """The encoding that a byte order mark declares, and the mark's length."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    return None


def unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without a byte order mark, told by where its zero bytes stand."""
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if half < 2:
        return None
    if sample[1::2].count(0) > 0.6 * half and sample[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.6 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return None


def refuse_binary(data: bytes) -> None:
    """Raise InputError if the first bytes are not those of a text in an 8-bit encoding."""
    for magic, kind in _KINDS:
        if data.startswith(magic):
            raise InputError(f"{kind}, not text")
    sample = data[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROL))
    if controls > 0.02 * len(sample):
        raise InputError("binary data, not text")


def known(encoding: str | None) -> str | None:
    """The codec's own name for a declared encoding; None for one that does not exist."""
    if not encoding:
        return None
    try:
        return codecs.lookup(encoding).name
    except (LookupError, ValueError):
        return None


def decode(data: bytes, declared: str | None = None) -> str:
    """Decode a whole file.

    Args:
        data: The bytes.
        declared: An encoding that the file itself declares (an HTML page's meta element); it is
            believed if it fits the bytes.

    Raises:
        InputError: the bytes are no text in any encoding known here.
    """
    if mark := marked(data):
        encoding, length = mark
        try:
            return data[length:].decode(encoding)
        except UnicodeDecodeError:
            if encoding != "utf-8":
                raise InputError(f"not valid {encoding.upper()[:6]}, though marked so") from None
            data = data[length:]
    elif wide := unmarked_utf16(data):
        return data.decode(wide, errors="replace")
    refuse_binary(data)
    for candidate in ("utf-8", known(declared)):
        if candidate:
            try:
                return data.decode(candidate)
            except (UnicodeDecodeError, LookupError):
                continue
    return data.decode(narrow_encoding(data), errors="replace")


def narrow_encoding(data: bytes) -> str:
    """The likeliest encoding of bytes that are not valid UTF-8.

    UTF-8 with a few broken places stays UTF-8. Else charset-normalizer decides, and among
    encodings that it finds about as good, windows-1252 wins: it is what old English texts are in.

    Raises:
        InputError: no encoding fits.
    """
    sample = data[:_DETECTION_SAMPLE]
    good = len(_VALID_MULTIBYTE.findall(sample))
    if good and sample.decode("utf-8", errors="replace").count("\ufffd") <= 0.1 * good:
        return "utf-8"
    return _detected(sample)


@lru_cache(maxsize=64)
def _detected(sample: bytes) -> str:
    from charset_normalizer import from_bytes  # costs 30 ms; most files never need it

    matches = from_bytes(sample)
    best = matches.best()
    if best is None:
        raise InputError("neither UTF-8 nor any other encoding that can be told")
    for match in matches:
        names = {match.encoding, *match.could_be_from_charset}
        if "cp1252" in names and match.chaos <= best.chaos + 0.02:
            return "cp1252"
    return best.encoding
