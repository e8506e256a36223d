"""Export: quotations become files, one module a format in ``quotex/export/formats/``."""

from __future__ import annotations

from quotex.columns import COLUMNS
from quotex.export.formats import ExportOptions, export_format, export_formats
from quotex.export.lines import json_line, quotes_of, read_jsonl
from quotex.export.tables import TableWriter, read_csv
from quotex.export.writing import output, write, write_csv, write_jsonl

__all__ = [
    "COLUMNS",
    "ExportOptions",
    "TableWriter",
    "export_format",
    "export_formats",
    "json_line",
    "output",
    "quotes_of",
    "read_csv",
    "read_jsonl",
    "write",
    "write_csv",
    "write_jsonl",
]
