"""Candidates become links: alignment in Arrow batches, by the single-machine engine's own functions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from quotex.spark.batches import Row, mapped
from quotex.tracking.information import information
from quotex.tracking.matches import Rule, compare
from quotex.tracking.matching import Condition, Match
from quotex.tracking.wording import normaliser

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

LINK = "a long, b long, rule int, condition int, strength double, close boolean"
"""Numbers of two forms, a <= b; which rule found the link, and the fields of its match."""


def link_columns(rule: Rule, found: Match) -> dict[str, Any]:
    """A rule's match as columns."""
    return {
        "rule": int(rule),
        "condition": int(found.condition),
        "strength": found.strength,
        "close": found.close,
    }


def match_of(row: Row) -> Match:
    """The match of a row."""
    return Match(Condition(row["condition"]), row["strength"], row["close"])


def compared(pairs: DataFrame, forms: DataFrame, rule: Rule, language: str) -> DataFrame:
    """The links among pairs of forms: ``LINK``.

    Args:
        pairs: ``low, high``, the form that tells less and the one that tells more.
        forms: ``number, key``.
        rule: what found the pairs.
        language: whose vocabulary to use.
    """
    from pyspark.sql import functions as f

    low = forms.select(f.col("number").alias("low"), f.col("key").alias("low_key"))
    high = forms.select(f.col("number").alias("high"), f.col("key").alias("high_key"))
    worded = pairs.distinct().join(low, "low").join(high, "high")
    return mapped(worded, partial(_compared, rule=rule, language=language), LINK)


def _compared(rows: Iterator[Row], rule: Rule, language: str) -> Iterator[Row]:
    weights, negations = information(language), normaliser(language).negations
    for row in rows:
        found = compare(row["low_key"], row["high_key"], weights, negations)
        if found.condition:
            a, b = sorted((row["low"], row["high"]))
            yield {"a": a, "b": b, **link_columns(rule, found)}


def chosen(links: DataFrame) -> DataFrame:
    """One link for each two forms, as ``quotex.tracking.matches.Matches`` chooses it.

    The one with the weakest condition counts, of these that of the first rule, then the strongest.

    Args:
        links: ``LINK``.
    """
    from pyspark.sql import functions as f

    rank = f.struct("condition", (-f.col("rule")).alias("less"), "strength", "close", "rule")
    best = links.groupBy("a", "b").agg(f.max(rank).alias("best"))
    return best.select("a", "b", *(f"best.{name}" for name in ("rule", "condition", "strength", "close")))
