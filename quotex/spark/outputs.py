"""Tables as folders of part files: JSON Lines, CSV (each part with its header) and Parquet."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from quotex.columns import COLUMNS, json_row
from quotex.errors import InputError
from quotex.export import TableWriter
from quotex.export.formats.parquet import LISTS, NUMBERS, SPANS, clean
from quotex.records import Quote
from quotex.spark.batches import Row, mapped
from quotex.tracking.columns import APPEARANCE_COLUMNS, PASSAGE_COLUMNS

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

FORMATS = ("csv", "jsonl", "parquet")

_LINE = "line string"
_NUMBER_TYPES = {"int64": "bigint", "float64": "double", "bool": "boolean"}
_EXAMPLE = Quote(id="", article_id="", kind="", content=((0, 0),), text="")


def write_quotations(extracted: DataFrame, path: str, form: str, guard: bool = True) -> None:
    """Write the quotations of articles.

    Args:
        extracted: ``quotex.spark.extracting.EXTRACTED``.
        path: the folder, which must not be there yet.
        form: one of ``FORMATS``.
        guard: guard cells that a spreadsheet could run (CSV only).

    Raises:
        InputError: the folder is there, or cannot be written.
    """
    from pyspark.sql import functions as f

    records = extracted.select(f.explode("quotations").alias("record"))
    if form == "parquet":
        _write(mapped(records, _cells, quotation_types()), path, "parquet")
    elif form == "csv":
        _write(mapped(records, partial(_table, columns=COLUMNS, guard=guard), _LINE), path, "text")
    else:
        _write(mapped(records, _lines, _LINE), path, "text")


def write_passages(passages: DataFrame, folder: str, guard: bool = True) -> None:
    """Write passages.csv, appearances.csv and the same as .jsonl, each a folder of part files.

    The parts, by their names, are in the order in which the single-machine engine writes passages.

    Args:
        passages: ``quotex.spark.building.PASSAGES``.
        folder: where to; none of the four may be there yet.
        guard: guard cells that a spreadsheet could run.

    Raises:
        InputError: one of them is there, or cannot be written.
    """
    from pyspark.sql import functions as f

    # Sorted once and kept: read again, part files would come in another order.
    ordered = passages.orderBy("less_articles", "less_outlets", "first", "id").localCheckpoint(eager=True)
    whole = ordered.select(f.col("passage").alias("record"))
    printed = ordered.select(f.explode("appearances").alias("record"))
    for name, rows, columns in (
        ("passages", whole, PASSAGE_COLUMNS),
        ("appearances", printed, APPEARANCE_COLUMNS),
    ):
        table = mapped(rows, partial(_table, columns=columns, guard=guard), _LINE)
        _write(table, f"{folder.rstrip('/')}/{name}.csv", "text")
        _write(mapped(rows, _lines, _LINE), f"{folder.rstrip('/')}/{name}.jsonl", "text")


def write_problems(problems: DataFrame, path: str) -> None:
    """Write problems as JSON Lines.

    Args:
        problems: one column ``record``.
        path: the folder, which must not be there yet.

    Raises:
        InputError: the folder is there, or cannot be written.
    """
    _write(mapped(problems, _lines, _LINE), path, "text")


def quotation_types() -> str:
    """Names and types of a quotation's columns, as SQL has them."""
    types = dict.fromkeys(LISTS, "array<string>")
    types |= dict.fromkeys(SPANS, "array<array<bigint>>")
    types |= {name: _NUMBER_TYPES[alias] for name, alias in NUMBERS.items()}
    types["channel_evidence_span"] = "array<bigint>"
    return ", ".join(f"`{name}` {types.get(name, 'string')}" for name in json_row(_EXAMPLE))


def _write(frame: DataFrame, path: str, form: str) -> None:
    from pyspark.errors import AnalysisException

    try:
        frame.write.format(form).save(path)
    except AnalysisException as error:
        reason = "is there already" if error.getCondition() == "PATH_ALREADY_EXISTS" else str(error)
        raise InputError(f"{path}: {reason.splitlines()[0]}") from None


def _lines(rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        yield {"line": row["record"].rstrip(b"\n").decode("utf-8")}


def _table(rows: Iterator[Row], columns: tuple[str, ...], guard: bool) -> Iterator[Row]:
    """Rows of a table, the header first; a partition without rows has none."""
    stream = io.BytesIO()
    table = None
    for row in rows:
        table = table or TableWriter(stream, columns, guarded=guard)
        table.write(json.loads(row["record"]))
        yield {"line": stream.getvalue()[:-1].decode("utf-8")}
        stream.seek(0)
        stream.truncate()


def _cells(rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        yield {name: clean(value) for name, value in json.loads(row["record"]).items()}
