"""JSON Lines: one quotation an object, with all its spans."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from quotex.export.columns import json_row
from quotex.export.formats import ExportFormat, ExportOptions
from quotex.export.lines import json_line
from quotex.records import Article, Quote


class JsonlExporter:
    """See ``quotex.export.formats.Exporter``."""

    def __init__(self, stream: BinaryIO, options: ExportOptions) -> None:
        self._stream = stream

    def write(self, quotes: Iterable[Quote], article: Article | None = None) -> None:
        """Write one line a quotation."""
        for quote in quotes:
            self._stream.write(json_line(json_row(quote)))

    def finalize(self) -> None:
        """Nothing is left to write."""


FORMAT = ExportFormat(
    name="jsonl",
    suffixes=(".jsonl", ".ndjson"),
    description="one JSON object a line, with every span",
    open=JsonlExporter,
)
