"""Pairs of forms that share runs of words, found by a join on the shingles' hashes.

The same pairs as ``quotex.tracking.candidates`` finds in one process: ``tests/test_spark.py`` holds one
against the other. A shingle's hash, the limits of what counts as too common, and how many shingles two
forms must share, are taken from there.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from quotex.spark.batches import Row, mapped
from quotex.spark.windows import run_windows
from quotex.tracking.candidates import LEADERS, MOST_FORMS, WordTable, least_shared
from quotex.tracking.windows import UNDATED

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_TOGETHER = 5_000


def hashed(forms: DataFrame) -> DataFrame:
    """The shingles of forms as hashes: ``number, least, shingles``.

    ``least`` is the number of shingles that a longer form must share with it.

    Args:
        forms: ``number, key``.
    """
    return mapped(forms.select("number", "key"), _hashed, "number long, least int, shingles array<long>")


def _hashed(rows: Iterator[Row]) -> Iterator[Row]:
    while some := list(islice(rows, _TOGETHER)):
        table = WordTable([row["key"] for row in some])
        places = np.arange(len(some), dtype=np.int64)
        hashes, owners = table.shingles(places)
        least = least_shared(table.lengths(places)).tolist()
        ends = np.searchsorted(owners, places, side="right").tolist()
        start = 0
        for n, row in enumerate(some):
            shingles = hashes[start : ends[n]].view(np.int64)
            start = ends[n]
            if len(shingles):
                yield {"number": row["number"], "least": least[n], "shingles": shingles.tolist()}


def printed_in(printings: DataFrame, window_days: int) -> DataFrame:
    """Which forms are compared in which window: ``number, window, unmarked``.

    In a window stands what was printed in it or in the next one, and all that has no date; ``unmarked``
    tells that there no quote marks vouch for the words.

    Args:
        printings: ``number, first, last, unmarked`` of each printing of a form, and of a form that is a
            piece of it.
        window_days: days within which two printings can be of one utterance.
    """
    from pyspark.sql import functions as f

    entries = (
        printings.withColumn("window", f.explode(run_windows(window_days)))
        .groupBy("number", "window")
        .agg(f.min("unmarked").alias("unmarked"))
    )
    windows = entries.select("window").distinct()
    dated = f.col("window") != UNDATED
    before = entries.where(dated).withColumn("window", f.col("window") - 1)
    before = before.where(dated).join(f.broadcast(windows), "window", "left_semi")
    undated = entries.where(~dated).drop("window").crossJoin(f.broadcast(windows.where(dated)))
    return (
        entries.unionByName(before)
        .unionByName(undated)
        .groupBy("number", "window")
        .agg(f.min("unmarked").alias("unmarked"))
    )


def shared_shingles(shingles: DataFrame, printed: DataFrame) -> DataFrame:
    """The shingles that more than one form has in a window, each with its rank there.

    Args:
        shingles: what ``hashed`` gave.
        printed: what ``printed_in`` gave.

    Returns:
        ``window, hash, rank, least, size, place``; a ``rank`` holds ``unmarked`` and the form's ``number``.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    entries = printed.join(shingles, "number").select(
        "window",
        f.explode("shingles").alias("hash"),
        f.struct("unmarked", "number").alias("rank"),
        "least",
    )
    alike = Window.partitionBy("window", "hash").orderBy("rank")
    everything = alike.rowsBetween(Window.unboundedPreceding, Window.unboundedFollowing)
    return (
        entries.withColumn("size", f.count("*").over(everything))
        .withColumn("place", f.row_number().over(alike))
        .where("size > 1")
    )


def shingle_pairs(shared: DataFrame) -> DataFrame:
    """Pairs of forms that share enough shingles within a window: ``low, high``.

    A shingle that more than ``MOST_FORMS`` have serves only those that have no rarer one, and each form
    meets the ``LEADERS`` best-ranked ones of a shingle, so that a shingle that everybody has costs no more
    than its length.

    Args:
        shared: what ``shared_shingles`` gave, kept.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    rarest = f.min("size").over(Window.partitionBy("window", "rank"))
    used = (
        shared.withColumn("rarest", rarest)
        .where((f.col("size") <= MOST_FORMS) | (f.col("size") == f.col("rarest")))
        .select("window", "hash", f.col("rank").alias("low"), f.col("least").alias("low_least"))
    )
    leaders = shared.where(f.col("place") <= LEADERS).select(
        "window", "hash", f.col("rank").alias("high"), f.col("least").alias("high_least")
    )
    counted = (
        used.join(leaders, ["window", "hash"])
        .where("high < low")
        .groupBy("window", "low", "high")
        .agg(
            f.count("*").alias("shared"),
            f.least(f.first("low_least"), f.first("high_least")).alias("least"),
        )
    )
    enough = counted.where("shared >= least")
    return enough.select(f.col("low.number").alias("low"), f.col("high.number").alias("high"))
