"""CSV: one quotation a row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from quotex.export.columns import COLUMNS, values
from quotex.export.formats import ExportFormat, ExportOptions
from quotex.export.tables import TableWriter
from quotex.records import Article, Quote


class CsvExporter:
    """See ``quotex.export.formats.Exporter``."""

    def __init__(self, stream: BinaryIO, options: ExportOptions) -> None:
        self._table = TableWriter(stream, COLUMNS, guarded=options.guard, bom=options.bom)

    def write(self, quotes: Iterable[Quote], article: Article | None = None) -> None:
        """Write one row a quotation."""
        for quote in quotes:
            self._table.write(values(quote))

    def finalize(self) -> None:
        """Nothing is left to write."""


FORMAT = ExportFormat(
    name="csv", suffixes=(".csv",), description="a table for any spreadsheet", open=CsvExporter
)
