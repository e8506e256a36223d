"""Parquet: one quotation a row, with typed columns and spans, for large collections."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, BinaryIO

from quotex.columns import json_row
from quotex.errors import InputError
from quotex.export.formats import ExportFormat, ExportOptions
from quotex.export.tables import encodable
from quotex.records import Article, Quote

ROWS_OF_A_GROUP = 5_000
LISTS = ("verbatim", "via", "flags")
SPANS = ("content", "source", "cue_spans")
NUMBERS = {"start": "int64", "end": "int64", "confidence": "float64", "channel_inherited": "bool"}


class ParquetExporter:
    """See ``quotex.export.formats.Exporter``.

    Raises:
        InputError: pyarrow is not installed.
    """

    def __init__(self, stream: BinaryIO, options: ExportOptions) -> None:
        try:
            import pyarrow as arrow
            import pyarrow.parquet as parquet
        except ImportError:
            raise InputError("parquet needs pyarrow: pip install 'quotex[parquet]'") from None
        self._arrow = arrow
        span = arrow.list_(arrow.int64())
        types = {name: arrow.list_(arrow.string()) for name in LISTS}
        types |= {name: arrow.list_(span) for name in SPANS}
        types |= {name: arrow.type_for_alias(alias) for name, alias in NUMBERS.items()}
        types["channel_evidence_span"] = span
        names = json_row(_EXAMPLE)
        self._schema = arrow.schema([(name, types.get(name, arrow.string())) for name in names])
        self._writer = parquet.ParquetWriter(stream, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []

    def write(self, quotes: Iterable[Quote], article: Article | None = None) -> None:
        """Write one row a quotation."""
        for quote in quotes:
            self._rows.append({name: clean(value) for name, value in json_row(quote).items()})
            if len(self._rows) >= ROWS_OF_A_GROUP:
                self._flush()

    def finalize(self) -> None:
        """Write the rest and the footer."""
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(self._arrow.Table.from_pylist(self._rows, schema=self._schema))
            self._rows = []


_EXAMPLE = Quote(id="", article_id="", kind="", content=((0, 0),), text="")


def clean(value: Any) -> Any:
    """A value without lone surrogates, which Parquet cannot hold."""
    if isinstance(value, str):
        return encodable(value)
    return [clean(v) for v in value] if isinstance(value, list) else value


FORMAT = ExportFormat(
    name="parquet",
    suffixes=(".parquet",),
    description="a Parquet file (needs quotex[parquet])",
    open=ParquetExporter,
    binary=True,
)
