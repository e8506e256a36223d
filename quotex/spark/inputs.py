"""Parquet and JSON Lines, files or folders of part files, as rows of articles or of quotations."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from quotex.columns import quote_of
from quotex.config import Config
from quotex.errors import InputError
from quotex.reading.fields import article_of_row
from quotex.reading.limits import Limits
from quotex.records import Article, Problem
from quotex.spark.batches import Row, mapped
from quotex.spark.records import article_record, lean, problem_record

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

ARTICLES, QUOTATIONS = "articles", "quotations"

_ROW = "place string, line binary"
_MARK = b"\xef\xbb\xbf"


def read(spark: SparkSession, inputs: Sequence[str]) -> tuple[DataFrame, str]:
    """Rows of inputs, and whether they are articles or quotations.

    Args:
        spark: the session.
        inputs: paths of files and folders, as Spark takes them (``s3a://...``, ``hdfs://...``, local ones).

    Returns:
        ``place, line``: where a row stands, and the row as JSON; and ``ARTICLES`` or ``QUOTATIONS``.

    Raises:
        InputError: an input is missing, is empty, or is of another kind than the first.
    """
    frames = [_rows(spark, path) for path in inputs]
    kinds = {path: _kind(frame, path) for path, frame in zip(inputs, frames, strict=True)}
    first = next(iter(kinds.values()))
    for path, kind in kinds.items():
        if kind != first:
            raise InputError(f"{path}: holds {kind}, but {inputs[0]} holds {first}: one kind at a time")
    together = frames[0]
    for frame in frames[1:]:
        together = together.unionByName(frame)
    return together, first


def read_articles(rows: DataFrame) -> DataFrame:
    """The articles of rows: ``article`` or ``problem``, records of either.

    Ids are unique: one that comes again gets "#2" and so on, in the order of the rows' bytes.

    Args:
        rows: what ``read`` gave.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    named = mapped(rows, partial(_articles, limits=Limits()), "id binary, article binary, problem binary")
    again = f.row_number().over(Window.partitionBy("id").orderBy("article"))
    whole = named.where("article is not null").withColumn("nth", again)
    unique = mapped(whole, _renamed, "article binary, problem binary")
    return unique.unionByName(named.where("article is null").select("article", "problem"))


def read_quotations(rows: DataFrame, config: Config) -> DataFrame:
    """The quotations of rows: ``record`` or ``problem``.

    Args:
        rows: what ``read`` gave.
        config: the names that count.
    """
    return mapped(rows, partial(_quotations, config=config), "record binary, problem binary")


def told_quotations(lines: DataFrame) -> DataFrame:
    """The quotations that were just extracted: ``record``.

    Args:
        lines: one column ``line``, full records.
    """
    return mapped(lines, _leaned, "record binary")


def _rows(spark: SparkSession, path: str) -> DataFrame:
    from pyspark.errors import AnalysisException
    from pyspark.sql import functions as f

    try:
        if _is_parquet(spark, path):
            columns = spark.read.parquet(path)
            placed = columns.select(f.struct("*").alias("row"), f.lit(path).alias("place"))
            return mapped(placed, _json_lines, _ROW)
        lines = spark.read.option("lineSep", "\n").option("recursiveFileLookup", "true").text(path)
        return lines.select(
            f.col("_metadata.file_path").alias("place"), f.col("value").cast("binary").alias("line")
        ).where(f.length("line") > 0)
    except AnalysisException as error:
        raise InputError(f"{path}: {_first_line(error)}") from None


def _is_parquet(spark: SparkSession, path: str) -> bool:
    if path.rstrip("/").lower().endswith(".parquet"):
        return True
    files = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(path).select("path")
    return not files.where("lower(path) like '%.parquet'").isEmpty()


def _kind(rows: DataFrame, path: str) -> str:
    first = rows.select("line").head()
    if first is None:
        raise InputError(f"{path}: no rows in it")
    try:
        row = json.loads(bytes(first.line).removeprefix(_MARK))
    except ValueError:
        return ARTICLES
    return QUOTATIONS if isinstance(row, dict) and "quote_id" in row and "content" in row else ARTICLES


def _json_lines(rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        cells = {name: _plain(value) for name, value in row["row"].items()}
        yield {"place": row["place"], "line": json.dumps(cells, ensure_ascii=True).encode("ascii")}


def _plain(value: Any) -> Any:
    """A Parquet cell as JSON has it: dates as ISO text, bytes as text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return value if value is None or isinstance(value, str | bool | int | float | dict) else str(value)


def _object(row: Row) -> Mapping[str, Any]:
    """The JSON object of a line.

    Raises:
        InputError: it is none.
    """
    try:
        found = json.loads(row["line"].removeprefix(_MARK).decode("utf-8"))
    except UnicodeDecodeError:
        raise InputError("not UTF-8") from None
    except json.JSONDecodeError as error:
        raise InputError(f"malformed JSON: {error.msg} (column {error.colno})") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"malformed JSON: {error}") from None
    if not isinstance(found, dict):
        raise InputError("not a JSON object")
    return found


def _articles(rows: Iterator[Row], limits: Limits) -> Iterator[Row]:
    for row in rows:
        if not row["line"].strip():
            continue
        try:
            article = article_of_row(_object(row), "", row["place"], limits)
            if not article.id:
                # Lines of a file that is read in pieces have no numbers to name an article by.
                raise InputError("its row has no id")
        except InputError as error:
            problem = problem_record(Problem(where=row["place"], reason=str(error)))
            yield {"id": None, "article": None, "problem": problem}
            continue
        key = article.id.encode("utf-8", "surrogatepass")
        yield {"id": key, "article": article_record(article), "problem": None}


def _renamed(rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        record = row["article"]
        if row["nth"] > 1:
            cells = json.loads(record)
            cells["id"] = f"{cells['id']}#{row['nth']}"
            record = article_record(Article(**cells))
        yield {"article": record, "problem": None}


def _leaned(rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        yield {"record": lean(quote_of(json.loads(row["line"])))}


def _quotations(rows: Iterator[Row], config: Config) -> Iterator[Row]:
    for row in rows:
        if not row["line"].strip():
            continue
        try:
            yield {"record": lean(config.quote(quote_of(_object(row)))), "problem": None}
        except InputError as error:
            yield {"record": None, "problem": problem_record(Problem(where=row["place"], reason=str(error)))}


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
