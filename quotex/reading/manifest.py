"""A manifest: a table that says for each file who published it, when, and where."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from attrs import evolve, frozen

from quotex.errors import InputError
from quotex.reading.columns import columns_of
from quotex.reading.decoding import decode
from quotex.reading.fields import metadata
from quotex.reading.formats import bare_name
from quotex.reading.limits import Limits
from quotex.reading.source import Source
from quotex.reading.streams import bounded, whole
from quotex.records import Article

FILE_COLUMNS = ("file", "path", "filename", "id")


@frozen
class Manifest:
    """Fields by file. ``rows`` maps the file as the manifest names it to (line number, fields)."""

    folder: Path
    rows: dict[str, dict[str, Any]]

    def apply(self, article: Article, source: Source) -> Article:
        """The article with what the manifest says of its file in place of what the file says.

        A file is found by its path from the manifest's own folder, its path within the input
        folder, or its name, each with the suffix or without.
        """
        names = [source.name, source.id, source.name.rsplit("/", 1)[-1], source.id.rsplit("/", 1)[-1]]
        if source.path is not None:
            path = source.path.resolve()
            if path.is_relative_to(self.folder):
                within = path.relative_to(self.folder).as_posix()
                names[:0] = [within, bare_name(within)]
        return next((evolve(article, **self.rows[n]) for n in names if n in self.rows), article)


def read_manifest(path: str | Path, limits: Limits) -> Manifest:
    """Read a manifest.

    Args:
        path: A CSV file with a column ``file`` (or path, filename, id) and any of outlet (or
            publisher), published (or date), title, url, author, language.
        limits: Bounds for its size.

    Raises:
        InputError: it is missing, not a table, or has no such column.
    """
    path = Path(path)
    try:
        with path.open("rb") as stream:
            text = decode(whole(bounded(stream, limits), limits.page_bytes))
    except OSError as error:
        raise InputError(f"{path}: {(error.strerror or 'cannot be read').lower()}") from None
    except InputError as error:
        raise InputError(f"{path}: {error}") from None
    first = text.lstrip("\r\n").splitlines()[0]
    try:
        delimiter, columns, key = columns_of(first, FILE_COLUMNS)
    except InputError as error:
        raise InputError(f"{path}:1: {error}") from None
    rows: dict[str, dict[str, Any]] = {}
    table = csv.reader(text.lstrip("\r\n").splitlines(keepends=True), delimiter=delimiter)
    next(table)
    try:
        for cells in table:
            row = dict(zip(columns, cells, strict=False))
            name = row.get(key, "").strip().replace("\\", "/").removeprefix("./")
            if name:
                rows[name] = metadata(row, f"{path}:{table.line_num}")
    except csv.Error as error:
        raise InputError(f"{path}:{table.line_num}: {error}") from None
    return Manifest(path.resolve().parent, rows)
