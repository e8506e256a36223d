"""Candidates among what one surname is quoted with, and among mixed quotations, as joins.

The same as ``quotex.tracking.namesakes`` finds in one process, window by window.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from quotex.spark.batches import Row, mapped, signed
from quotex.spark.links import LINK, link_columns
from quotex.spark.windows import around, near_windows, seen_from
from quotex.tracking.candidates import MOST_FORMS, word_hash
from quotex.tracking.dates import When, days_apart
from quotex.tracking.information import information
from quotex.tracking.matches import Rule, compare_frames
from quotex.tracking.matching import Condition, Match
from quotex.tracking.namesakes import (
    FEW_PAIRS,
    FRAME_BITS,
    FRAME_WORDS,
    MOST_NAMESAKES,
    is_short,
    word_pairs,
)
from quotex.tracking.windows import NEAR_DAYS, UNDATED

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def namesake_pairs(printings: DataFrame, forms: DataFrame) -> DataFrame:
    """Short forms with the forms of the same surname printed within a few days: ``low, high``.

    Args:
        printings: ``number, first, last, unmarked, names`` of each witness.
        forms: ``number, key, bits``.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    named = (
        printings.withColumn("window", f.explode(near_windows()))
        .select("number", f.explode("names").alias("name"), "window", "unmarked")
        .groupBy("name", "window", "number")
        .agg(f.min("unmarked").alias("unmarked"))
    )
    paired = mapped(forms, _paired, "number long, short boolean, pairs array<long>")
    entries = named.join(paired, "number")
    size = f.count("*").over(Window.partitionBy("name", "where", "pair"))
    index = entries.select(
        "name",
        f.col("window").alias("where"),
        f.explode("pairs").alias("pair"),
        f.col("number").alias("other"),
    ).withColumn("size", size)
    short = entries.where("short").select("name", "window", f.col("number").alias("one"), "pairs")
    dated = named.select("name", "window").distinct().where(f.col("window") != UNDATED)
    seekers = short.withColumns({"where": f.explode(around("window")), "undated": f.lit(False)})
    undated = short.where(f.col("window") == UNDATED).drop("window").join(dated, "name")
    seekers = seekers.unionByName(undated.withColumns({"where": f.col("window"), "undated": f.lit(True)}))
    few = f.size("pairs") < FEW_PAIRS
    sought = seekers.withColumns({"few": few, "pair": f.explode("pairs")}).drop("pairs")
    near = sought.join(index, ["name", "where", "pair"]).where(
        (f.col("one") != f.col("other")) & (f.col("few") | (f.col("size") <= MOST_NAMESAKES))
    )
    counted = near.groupBy("name", "window", "undated", "one", "other").agg(
        f.count_distinct("pair").alias("shared"), f.first("few").alias("few")
    )
    enough = counted.where("few or shared > 1").select("name", "window", "one", "other").distinct()
    return _ranked(enough, named)


def _ranked(pairs: DataFrame, named: DataFrame) -> DataFrame:
    """Pairs as ``low, high``: what stands in quote marks near a window is better, then what tells more."""
    from pyspark.sql import functions as f

    windows = named.select("name", "window").distinct()
    marked = seen_from(named.where("not unmarked").select("name", "window", "number"), windows, ["name"])
    ranks = []
    for one in ("one", "other"):
        own = marked.select("name", "window", f.col("number").alias(one), f.lit(True).alias(f"{one}_marked"))
        pairs = pairs.join(own, ["name", "window", one], "left")
        ranks.append(f.struct(f.col(f"{one}_marked").isNull().alias("unmarked"), f.col(one).alias("number")))
    ranked = pairs.select(f.array_sort(f.array(*ranks)).alias("ranks"))
    return ranked.select(f.expr("ranks[1].number").alias("low"), f.expr("ranks[0].number").alias("high"))


def _paired(rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        pairs = {signed(word_hash(f"{a} {b}")) for a, b in word_pairs(row["key"])}
        short = is_short(row["key"], row["bits"])
        yield {"number": row["number"], "short": short, "pairs": sorted(pairs)}


def stretch_links(printings: DataFrame, language: str) -> DataFrame:
    """Links of quotations of one surname that have a whole stretch in quote marks in common: ``LINK``.

    Args:
        printings: ``number, first, last, names, stretches`` of each witness.
        language: whose vocabulary to use.
    """
    from pyspark.sql import functions as f

    entries = (
        printings.where(f.size("stretches") > 0)
        .withColumn("window", f.explode(near_windows()))
        .withColumn("stretch", f.explode("stretches"))
        .select(f.explode("names").alias("name"), "stretch", "window", "number")
        .distinct()
    )
    on = ["name", "stretch"]
    seen = seen_from(entries, entries.select(*on, "window").distinct(), on)
    near = entries.join(seen.withColumnRenamed("number", "other"), [*on, "window"])
    pairs = near.where("number <> other").select(
        f.least("number", "other").alias("a"), f.greatest("number", "other").alias("b"), "stretch"
    )
    return mapped(pairs.distinct(), partial(_stretched, language=language), LINK)


def _stretched(rows: Iterator[Row], language: str) -> Iterator[Row]:
    weights = information(language)
    for row in rows:
        found = Match(Condition.SAME_SPEAKER_NEAR, weights.words(row["stretch"].split()))
        yield {"a": row["a"], "b": row["b"], **link_columns(Rule.STRETCHES, found)}


def frame_links(printings: DataFrame, language: str) -> DataFrame:
    """Links of mixed quotations that share a stretch and the reporter's words around it: ``LINK``.

    Args:
        printings: ``order, number, first, last, stretches, whole`` of each witness.
        language: whose vocabulary to use.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    entries = (
        printings.where("whole is not null")
        .withColumns({"window": f.explode(near_windows()), "stretch": f.explode("stretches")})
        .where(f.size(f.split("stretch", " ")) >= FRAME_WORDS)
        .select("stretch", "window", "order")
        .distinct()
    )
    windows = entries.select("stretch", "window").distinct()
    seen = seen_from(entries, windows, ["stretch"]).withColumn(
        "size", f.count("*").over(Window.partitionBy("stretch", "window"))
    )
    few = seen.where((f.col("size") > 1) & (f.col("size") <= MOST_FORMS)).withColumnRenamed("order", "other")
    together = entries.join(few, ["stretch", "window"]).where(f.col("order") != f.col("other"))
    pairs = together.select(
        "stretch", f.greatest("order", "other").alias("worse"), f.least("order", "other").alias("better")
    ).distinct()
    told = f.struct("number", "first", "last", "whole")
    for column in ("worse", "better"):
        texts = printings.select(f.col("order").alias(column), told.alias(f"{column}_one"))
        pairs = pairs.join(texts, column)
    return mapped(pairs, partial(_framed, language=language), LINK)


def _framed(rows: Iterator[Row], language: str) -> Iterator[Row]:
    weights = information(language)
    for row in rows:
        worse, better = row["worse_one"], row["better_one"]
        if weights.words(row["stretch"].split()) < FRAME_BITS:
            continue
        if days_apart(_when(worse), _when(better)) > NEAR_DAYS:
            continue
        found = compare_frames(tuple(worse["whole"].split()), tuple(better["whole"].split()), weights)
        if found.condition:
            a, b = sorted((worse["number"], better["number"]))
            yield {"a": a, "b": b, **link_columns(Rule.FRAMES, found)}


def _when(row: Row) -> When | None:
    return None if row["first"] is None else When(row["first"], row["last"])
