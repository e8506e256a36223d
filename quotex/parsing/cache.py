"""Parses kept on disk, so that no text is parsed twice by the same models."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
import zlib
from contextlib import suppress
from operator import le
from pathlib import Path

import orjson
import platformdirs

from quotex.parsing.document import Document, Sentence, Token

FORMAT = 6
"""Raised when the layout or the meaning of an entry changes."""

MAX_BYTES = 1_000_000_000
FOLDERS = 256
"""Folders that the entries are spread over evenly: one of them tells the size of all."""

SAMPLED = 64
"""The size is looked at with the first entry that a process writes, then every so many entries."""
UNFINISHED = ".tmp"
ABANDONED = 3600
"""Seconds after which a file that was not finished belongs to a process that was killed."""
ROOM = 1000
"""Bytes that an entry may unpack to for each character, and at least: a parse takes a tenth of it."""
RECENT = 3600
"""Seconds for which an entry that was used counts as just used: it need not be marked again."""
ENVIRONMENT = "QUOTEX_CACHE"


class ParseCache:
    """A folder of compressed JSON files, one a parse; any number of processes may share it.

    Nothing that goes wrong with the folder is an error: a damaged entry is a miss, and a folder
    that cannot be written to is not written to.

    Args:
        folder: None takes the folder in the environment variable QUOTEX_CACHE, else the user's
            cache folder.
        max_bytes: size beyond which the least recently used entries go.
    """

    def __init__(self, folder: str | os.PathLike[str] | None = None, max_bytes: int = MAX_BYTES) -> None:
        given = folder or os.environ.get(ENVIRONMENT)
        self.folder = Path(given) if given else Path(platformdirs.user_cache_dir("quotex")) / "parses"
        self.max_bytes = max_bytes
        self._written = 0
        self._entries = 0

    def get(self, text: str, key: str) -> Document | None:
        """The parse of a text under a key, or None."""
        path = self._path(text, key)
        try:
            with path.open("rb") as stream:
                data, used = stream.read(), os.fstat(stream.fileno()).st_mtime
            document = _decode(text, data, path.name)
            if not 0 <= time.time() - used < RECENT:
                os.utime(path)
        except (OSError, ValueError, KeyError, TypeError, IndexError, zlib.error):
            return None
        return document

    def holds(self, text: str, key: str) -> bool:
        """Whether there is an entry for a text under a key; it may still be damaged."""
        return self._path(text, key).exists()

    def put(self, document: Document, key: str) -> None:
        """Keep a parse; the file appears whole or not at all."""
        path = self._path(document.text, key)
        data = _encode(document, path.name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, suffix=UNFINISHED)
            try:
                with os.fdopen(handle, "wb") as stream:
                    stream.write(data)
                Path(name).replace(path)
            except OSError:
                Path(name).unlink()
                raise
        except OSError:
            return
        self._written += len(data)
        self._entries += 1
        crowded = self._entries % SAMPLED == 1 and FOLDERS * _size(path.parent) > self.max_bytes
        if crowded or self._written > self.max_bytes // 10:
            self.trim()

    def trim(self) -> None:
        """Drop what killed processes left, and the least recently used entries until the rest fits."""
        self._written = 0
        for path in self.folder.glob(f"*/*{UNFINISHED}"):
            with suppress(OSError):
                if time.time() - path.stat().st_mtime > ABANDONED:
                    path.unlink()
        entries = []
        for path in self.folder.glob("*/*.json.z"):
            try:
                state = path.stat()
            except OSError:
                continue
            entries.append((state.st_mtime_ns, path.name, state.st_size, path))
        total = sum(entry[2] for entry in entries)
        for _, _, size, path in sorted(entries):
            if total <= self.max_bytes:
                break
            try:
                path.unlink(missing_ok=True)
            except OSError:
                continue
            total -= size

    def _path(self, text: str, key: str) -> Path:
        digest = hashlib.sha256(f"{FORMAT}\x1f{key}\x1f".encode())
        digest.update(text.encode("utf-8", "surrogatepass"))
        name = digest.hexdigest()
        return self.folder.joinpath(name[:2], f"{name}.json.z")


def _size(folder: Path) -> int:
    try:
        return sum(path.stat().st_size for path in folder.iterdir())
    except OSError:
        return 0


def _encode(document: Document, name: str) -> bytes:
    """Columns, not rows: what the tagger says is written once for all words of which it says the same."""
    tokens = document.tokens
    tags = {tags: n for n, tags in enumerate(dict.fromkeys(map(_tags, tokens)))}
    columns = {
        "entry": name,
        "characters": len(document.text),
        "starts": [t.start for t in tokens],
        "ends": [t.end for t in tokens],
        "lemmas": [t.lemma for t in tokens],
        "heads": [t.head for t in tokens],
        "tags": list(tags),
        "tagged": [tags[_tags(t)] for t in tokens],
        "sentences": [[s.first, s.last, s.parsed, s.root] for s in document.sentences],
    }
    return zlib.compress(orjson.dumps(columns), 6)


def _tags(token: Token) -> tuple[str, str, str, str]:
    return token.upos, token.xpos, token.feats, token.deprel


def _unpacked(data: bytes, text: str) -> bytes:
    """What an entry holds, no more of it than a parse of the text can be."""
    unpacking = zlib.decompressobj()
    out = unpacking.decompress(data, ROOM + ROOM * len(text))
    if not unpacking.eof:
        raise ValueError("cut short, or too large")
    return out


def _check(
    sentences: list[Sentence], starts: list[int], ends: list[int], heads: list[int], characters: int
) -> None:
    """Raise ValueError if sentences, and starts, ends and heads of tokens, are not those of any text."""
    last = 0
    for sentence in sentences:
        if sentence.first != last or not last <= sentence.last <= len(heads):
            raise ValueError("sentences that do not follow each other")
        first, last = last, sentence.last
        if any(head != -1 and not first <= head < last for head in heads[first:last]):
            raise ValueError("a head that lies outside")
    if last != len(heads):
        raise ValueError("tokens without a sentence")
    if min(starts, default=0) < 0 or max(ends, default=0) > characters or not all(map(le, starts, ends)):
        raise ValueError("a token that lies outside")


def _decode(text: str, data: bytes, name: str) -> Document:
    columns = orjson.loads(_unpacked(data, text))
    if columns["entry"] != name or columns["characters"] != len(text):
        raise ValueError("another entry")
    sentences = [Sentence(*row) for row in columns["sentences"]]
    starts, ends, heads, tags = (columns[key] for key in ("starts", "ends", "heads", "tags"))
    _check(sentences, starts, ends, heads, len(text))
    of = [n for n, s in enumerate(sentences) for _ in range(s.first, s.last)]
    tagged = [tags[n] for n in columns["tagged"]]
    upos, xpos, feats, deprel = zip(*tagged, strict=True) if tagged else ((), (), (), ())
    texts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    lemmas, number = columns["lemmas"], range(len(starts))
    rows = zip(number, starts, ends, texts, lemmas, upos, xpos, feats, heads, deprel, of, strict=True)
    return Document(text, [Token(*row) for row in rows], sentences)
