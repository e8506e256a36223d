"""CSV: one quotation a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from quotex.columns import COLUMNS, values
from quotex.export.formats import ExportFormat, ExportOptions
from quotex.export.guard import unguard
from quotex.export.tables import BOM, TableWriter, cells_of, whole_rows
from quotex.records import Article, Quote


class CsvExporter:
    """See ``quotex.export.formats.Exporter``."""

    def __init__(self, stream: BinaryIO, options: ExportOptions) -> None:
        self._table = TableWriter(
            stream, COLUMNS, guarded=options.guard, bom=options.bom, header=not options.append
        )

    def write(self, quotes: Iterable[Quote], article: Article | None = None) -> None:
        """Write one row a quotation."""
        for quote in quotes:
            self._table.write(values(quote))

    def finalize(self) -> None:
        """Nothing is left to write."""


def rows(stream: BinaryIO, options: ExportOptions) -> Iterator[tuple[int, str]]:
    """The offset and article id of each whole row; see ``ExportFormat.rows``."""
    at = COLUMNS.index("article_id")
    offset = 0
    for number, record in enumerate(whole_rows(stream)):
        cells = cells_of(record.removeprefix(BOM) if number == 0 else record)
        if number == 0 and tuple(cells) != COLUMNS:
            raise ValueError("another header")
        if number:
            yield offset, unguard(cells[at]) if options.guard else cells[at]
        offset += len(record)


FORMAT = ExportFormat(
    name="csv", suffixes=(".csv",), description="a table for any spreadsheet", open=CsvExporter, rows=rows
)
