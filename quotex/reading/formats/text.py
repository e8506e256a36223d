"""Plain text: one article a file, with a header block or without."""

from __future__ import annotations

import io
from collections.abc import Iterator

from quotex.reading.decoding import decode
from quotex.reading.fields import check_text, metadata
from quotex.reading.formats import Format
from quotex.reading.header import header
from quotex.reading.limits import Limits
from quotex.reading.source import Source
from quotex.reading.streams import whole
from quotex.records import Article, Problem


def read(source: Source, stream: io.BufferedReader, limits: Limits) -> Iterator[Article | Problem]:
    """The one article of a text file: what follows its header block, unchanged."""
    text = decode(whole(stream, limits.article_bytes))
    fields, start = header(text)
    text = text[start:]
    check_text(text, limits)
    yield Article(id=source.id, text=text, **metadata(fields, source.where))


FORMAT = Format(
    name="text", suffixes=(".txt", ".text"), rank=9, read=read, looks_like=lambda head: True, single=True
)
