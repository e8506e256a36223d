"""Writing quotations to files."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from quotex.export.formats import ExportOptions, export_format
from quotex.records import Article, Quote

BUFFER = 1 << 20
"""Bytes that are written at once at most; until it is flushed a file holds less than that of what came in."""


@contextmanager
def output(path: str | Path, offset: int | None = None) -> Iterator[BinaryIO]:
    """A file for writing, its folder made where missing, compressed if its name ends in ``.gz``.

    Args:
        path: The file.
        offset: Bytes of it that stay; None makes it anew.

    Raises:
        OSError: it cannot be written.
    """
    path = Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb" if offset is None else "r+b", BUFFER) as file:
        if offset is not None:
            file.seek(offset)
            file.truncate()
        if path.suffix.lower() != ".gz":
            yield file
            return
        # No name and no time in it: the same quotations give the same bytes.
        with gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as packed:
            yield cast(BinaryIO, packed)


def by_article(quotes: Iterable[Any]) -> Iterator[tuple[Iterable[Quote], Article | None]]:
    """Quotations, or sequences of them as an extractor gives them, as one stream of sequences."""
    article = getattr(quotes, "article", None)
    if article is not None:
        yield quotes, article
        return
    for item in quotes:
        if isinstance(item, Quote):
            yield (item,), None
        else:
            yield item, getattr(item, "article", None)


def write(
    quotes: Iterable[Any],
    path: str | Path,
    format: str | None = None,
    *,
    guard: bool = True,
    bom: bool = False,
) -> None:
    """Write quotations to a file.

    Args:
        quotes: Quotations; or what ``extract`` gave, or the sequences that ``pipe`` gives.
        path: The file; ".gz" at its end compresses it.
        format: A format's name; None takes the one that the file's suffix says.
        guard: Guard cells that a spreadsheet could run as a formula (tables only).
        bom: Begin with a byte order mark, for Excel (CSV only).

    Raises:
        InputError: no such format.
        OSError: the file cannot be written.
    """
    form = export_format(format, path)
    with output(path) as stream:
        exporter = form.open(stream, ExportOptions(guard=guard, bom=bom))
        for group, article in by_article(quotes):
            exporter.write(group, article)
        exporter.finalize()


def write_csv(quotes: Iterable[Any], path: str | Path, *, guard: bool = True, bom: bool = False) -> None:
    """Write quotations as CSV; see ``write``."""
    write(quotes, path, "csv", guard=guard, bom=bom)


def write_jsonl(quotes: Iterable[Any], path: str | Path) -> None:
    """Write quotations as JSON Lines; see ``write``."""
    write(quotes, path, "jsonl")
