"""The decoded lines of formats that hold many articles, read as a stream."""

from __future__ import annotations

import io
from collections.abc import Iterator

from quotex.errors import InputError
from quotex.reading.decoding import marked, narrow_encoding, refuse_binary, unmarked_utf16
from quotex.reading.streams import lines

_SAMPLE = 1 << 16


def text_lines(stream: io.BufferedReader, most: int) -> Iterator[tuple[int, str | None]]:
    """The lines of a stream as text, numbered from 1; None for a line longer than ``most`` bytes.

    A line that is not UTF-8 is read in the encoding that fits it and the lines after it best.

    Raises:
        InputError: the stream is binary, or in no encoding that can be told.
    """
    head = stream.peek(_SAMPLE)[:_SAMPLE]
    mark = marked(head)
    wide = mark[0] if mark and mark[0] != "utf-8" else unmarked_utf16(head)
    if wide:
        yield from _wide_lines(stream, wide, most)
        return
    refuse_binary(head)
    encoding = "utf-8"
    for number, line in lines(stream, most):
        if line is None:
            yield number, None
            continue
        if number == 1 and mark:
            line = line[mark[1] :]
        try:
            text = line.decode(encoding)
        except UnicodeDecodeError:
            encoding = narrow_encoding(line + stream.peek(_SAMPLE)[:_SAMPLE])
            text = line.decode(encoding, errors="replace")
            if encoding != "utf-8":
                refuse_binary(line)
        yield number, text


def _wide_lines(stream: io.BufferedReader, encoding: str, most: int) -> Iterator[tuple[int, str | None]]:
    """Lines of UTF-16 or UTF-32, whose line ends are no single bytes."""
    decoded = io.TextIOWrapper(stream, encoding=encoding, newline="")
    number = 0
    try:
        while line := decoded.readline(most):
            number += 1
            if len(line) == most and not line.endswith("\n"):
                while (rest := decoded.readline(_SAMPLE)) and not rest.endswith("\n"):
                    pass
                yield number, None
            else:
                yield number, line.removeprefix("\ufeff") if number == 1 else line
    except UnicodeDecodeError:
        raise InputError(f"not valid {encoding.upper()[:6]} after line {number}") from None
