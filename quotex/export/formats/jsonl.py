"""JSON Lines: one quotation an object, with all its spans."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from quotex.columns import json_row
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


def rows(stream: BinaryIO, options: ExportOptions) -> Iterator[tuple[int, str]]:
    """The offset and article id of each whole line; see ``ExportFormat.rows``."""
    offset = 0
    for line in stream:
        if line.endswith(b"\n"):
            yield offset, str(json.loads(line)["article_id"])
        offset += len(line)


FORMAT = ExportFormat(
    name="jsonl",
    suffixes=(".jsonl", ".ndjson"),
    description="one JSON object a line, with every span",
    open=JsonlExporter,
    rows=rows,
)
