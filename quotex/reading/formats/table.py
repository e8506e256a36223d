"""CSV and its kin: one article a row, the first row names the columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from quotex.errors import InputError
from quotex.reading.columns import columns_of
from quotex.reading.fields import article_of_row
from quotex.reading.formats import Format
from quotex.reading.limits import Limits, size_text
from quotex.reading.source import Source
from quotex.reading.table_lines import text_lines
from quotex.records import Article, Problem


class _Lines:
    """Feeds csv.reader, and remembers the number of the line it was given last."""

    def __init__(self, numbered: Iterator[tuple[int, str | None]], most: int) -> None:
        self._numbered = numbered
        self._most = most
        self.number = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        self.number, line = next(self._numbered)
        if line is None:
            raise InputError(f"line {self.number} is longer than {size_text(self._most)}")
        return line


def read(source: Source, stream: io.BufferedReader, limits: Limits) -> Iterator[Article | Problem]:
    """The articles of a table; a row that holds none gives a problem that names its line."""
    # csv's limit is the process's own: it is raised where it would cut an allowed text, never lowered.
    csv.field_size_limit(max(csv.field_size_limit(), limits.article_bytes))
    feed = _Lines(text_lines(stream, limits.article_bytes), limits.article_bytes)
    first = next((line for line in feed if line.strip()), None)
    if first is None:
        raise InputError("empty file")
    delimiter, columns, _ = columns_of(first, ["text"])
    rows = 0
    table = csv.reader(feed, delimiter=delimiter)
    while True:
        line = feed.number + 1
        where = f"{source.where}:{line}"
        try:
            cells = next(table, None)
            if cells is None:
                break
            if any(c.strip() for c in cells):
                rows += 1
                # A row that is too long holds an unquoted delimiter: its cells are not where they seem.
                if len(cells) > len(columns) and any(c.strip() for c in cells[len(columns) :]):
                    raise InputError(f"{len(cells)} cells under {len(columns)} columns")
                row = dict(zip(columns, cells, strict=False))
                yield article_of_row({"text": "", **row}, f"{source.id}:{line}", where, limits)
        except (InputError, csv.Error) as error:
            rows += 1
            yield Problem(where=where, reason=str(error))
    if not rows:
        raise InputError("no rows below the columns' names")


def _looks_like(head: bytes) -> bool:
    first = head.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0]
    try:
        return len(columns_of(first.decode("utf-8", errors="replace"), ["text"])[1]) > 1
    except InputError:
        return False


FORMAT = Format(name="csv", suffixes=(".csv", ".tsv"), rank=3, read=read, looks_like=_looks_like)
