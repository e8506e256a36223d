"""Which witnesses must be looked at together: those of which one may be a printing of the other.

Witnesses of the same words, speaker, days and occasion are one cell. Whether a cell's witnesses fit those
of another is decided by the two alone (``quotex.tracking.passages.fits``), so that what is connected by
such pairs, and nothing else, decides what becomes of a witness.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from quotex.records import Quote
from quotex.spark.batches import Row, mapped
from quotex.spark.links import LINK, link_columns, match_of
from quotex.spark.windows import joined_near, run_windows
from quotex.spark.witnesses import of_facts
from quotex.tracking.information import information
from quotex.tracking.matches import Rule, with_itself
from quotex.tracking.passages import fits
from quotex.tracking.witness import Witness

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

EDGE = f"cell long, root_cell long, itself boolean, {LINK}"
"""Two cells that fit, and by which link of their forms. ``itself`` marks that of a form with another
printing of the same words, which goes without saying."""

_KNOWN = 100_000


def edges(
    links: DataFrame, printings: DataFrame, forms: DataFrame, window_days: int, language: str
) -> DataFrame:
    """Pairs of cells that fit, and why: ``EDGE``.

    Args:
        links: ``LINK``, one for each two forms.
        printings: ``cell, number, main, first, last, facts`` of each witness, and of its pieces.
        forms: ``number, key``.
        window_days: days within which two printings can be of one utterance.
        language: whose vocabulary to use.
    """
    from pyspark.sql import functions as f

    cells = printings.select("cell", "number", "main", "first", "last", "facts").distinct()
    windows = run_windows(window_days)
    own = cells.select("cell", "number", "main", "facts", windows.alias("windows"))
    roots = cells.where("main").select(
        f.col("number").alias("root_number"),
        f.col("cell").alias("root_cell"),
        f.col("facts").alias("root_facts"),
        f.explode(windows).alias("window"),
    )
    several = cells.groupBy("number").agg(f.count_distinct("cell").alias("n")).where("n > 1")
    same = mapped(several.join(forms, "number"), partial(_itself, language=language), LINK)
    both = links.withColumn("itself", f.lit(False)).unionByName(same.withColumn("itself", f.lit(True)))
    # From either form to the other; two whole quotations meet once.
    directed = both.withColumns({"number": f.col("b"), "root_number": f.col("a"), "turned": f.lit(False)})
    turned = both.where("a <> b").withColumns(
        {"number": f.col("a"), "root_number": f.col("b"), "turned": f.lit(True)}
    )
    sought = directed.unionByName(turned).join(own, "number").where("not (turned and main)")
    pairs = joined_near(sought, roots, ["root_number"]).where("cell <> root_cell")
    return mapped(pairs, partial(_fitting, window_days=window_days), EDGE)


def _itself(rows: Iterator[Row], language: str) -> Iterator[Row]:
    weights = information(language)
    for row in rows:
        found = with_itself(row["key"], weights)
        if found.condition:
            yield {"a": row["number"], "b": row["number"], **link_columns(Rule.RUNS, found)}


def _fitting(rows: Iterator[Row], window_days: int) -> Iterator[Row]:
    @lru_cache(maxsize=_KNOWN)
    def one(told: str) -> tuple[Witness, Quote]:
        return of_facts(told, 0)

    @lru_cache(maxsize=_KNOWN)
    def other(told: str) -> tuple[Witness, Quote]:
        return of_facts(told, 1)

    kept = ("cell", "root_cell", "itself", "a", "b", "rule", "condition", "strength", "close")
    for row in rows:
        a, quote_a = one(row["facts"])
        b, quote_b = other(row["root_facts"])
        quotes = (quote_a, quote_b)
        found = match_of(row)
        if fits(found, a, b, quotes, window_days) or fits(found, b, a, quotes, window_days):
            yield {name: row[name] for name in kept}
