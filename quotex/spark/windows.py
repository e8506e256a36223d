"""Windows of days on Spark, as ``quotex.tracking.windows`` has them, and joins of what is near in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotex.tracking.windows import NEAR_DAYS, UNDATED, run_length

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame


def run_windows(window_days: int) -> Column:
    """The windows for shared runs of words, as an array, of the columns ``first`` and ``last`` (days)."""
    length = run_length(window_days)
    return _windows(length, 2 * length)


def near_windows() -> Column:
    """The windows for short quotations, as an array, of the columns ``first`` and ``last`` (days)."""
    return _windows(NEAR_DAYS, NEAR_DAYS)


def _windows(length: int, vaguest: int) -> Column:
    """Windows of some days; what may have been printed on any of more days than ``vaguest`` is undated."""
    from pyspark.sql import functions as f

    dated = f.sequence(f.expr(f"first div {length}"), f.expr(f"last div {length}"))
    vague = f.col("first").isNull() | (f.col("last") - f.col("first") > vaguest)
    return f.when(vague, f.array(f.lit(UNDATED).cast("long"))).otherwise(dated)


def around(window: str) -> Column:
    """The windows that may hold something near to what was printed in one, as an array."""
    from pyspark.sql import functions as f

    undated = f.lit(UNDATED).cast("long")
    near = f.array(f.col(window) - 1, f.col(window), f.col(window) + 1, undated)
    return f.when(f.col(window) == UNDATED, f.array(undated)).otherwise(near)


def seen_from(entries: DataFrame, windows: DataFrame, on: list[str]) -> DataFrame:
    """Entries by each of some windows that they are near to, once a window.

    Args:
        entries: columns ``on``, ``window``, and more.
        windows: columns ``on`` and ``window``, each once.
        on: what must be the same.
    """
    from pyspark.sql import functions as f

    dated = f.col("window") != UNDATED
    beside = f.array(*(f.col("window") + d for d in (-1, 0, 1)))
    near = entries.where(dated).withColumn("window", f.explode(beside))
    seen = near.join(windows.where(dated), [*on, "window"], "left_semi")
    undated = entries.where(~dated).drop("window").join(windows, on)
    return seen.unionByName(undated).distinct()


def joined_near(probe: DataFrame, index: DataFrame, on: list[str]) -> DataFrame:
    """Rows that agree in some columns and lie in the same or adjacent windows.

    Args:
        probe: one row an item, with an array ``windows``.
        index: one row an item and ``window``.
        on: columns in which they must agree.

    Returns:
        The columns of both without the windows; a pair may come several times.
    """
    from pyspark.sql import functions as f

    near = f.flatten(f.transform("windows", lambda w: f.array(w - 1, w, w + 1)))
    near = f.array_distinct(f.concat(near, f.array(f.lit(UNDATED).cast("long"))))
    anywhere = f.array_contains("windows", UNDATED)
    dated = probe.where(~anywhere).withColumn("window", f.explode(near)).drop("windows")
    undated = probe.where(anywhere).drop("windows")
    same = dated.join(index, [*on, "window"]).drop("window")
    return same.unionByName(undated.join(index.drop("window"), on))
