"""Connected components by alternating stars (Kiveris et al. 2014, "Connected Components in MapReduce and
Beyond", algorithm 3): each round is two joins, and the rounds grow with the logarithm of the nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from quotex.errors import QuotexError
from quotex.spark.stages import Stages

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

MOST_ROUNDS = 100


def components(edges: DataFrame, stages: Stages) -> DataFrame:
    """The component of each node that has an edge: ``node, component``, the least node of it.

    Args:
        edges: columns ``a, b``, numbers of nodes; direction and repetition do not matter.
        stages: where each round is kept.

    Raises:
        QuotexError: the rounds do not end (they do: this is a guard).
    """
    from pyspark.sql import functions as f

    now = (
        edges.where("a <> b").select(f.greatest("a", "b").alias("a"), f.least("a", "b").alias("b")).distinct()
    )
    now = stages.keep(now, "round-0")
    for number in range(1, MOST_ROUNDS):
        now = stages.keep(small_star(large_star(now)), f"round-{number % 2 + 1}")
        if _all_stars(now):
            roots = now.select(f.col("b").alias("node")).distinct()
            return (
                now.select(f.col("a").alias("node"), f.col("b").alias("component"))
                .unionByName(roots.withColumn("component", f.col("node")))
                .distinct()
            )
    raise QuotexError(f"no components after {MOST_ROUNDS} rounds")


def large_star(edges: DataFrame) -> DataFrame:
    """Connect each node's larger neighbours with its least neighbour (or itself)."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    both = edges.unionByName(edges.select(f.col("b").alias("a"), f.col("a").alias("b")))
    least = f.least(f.min("b").over(Window.partitionBy("a")), f.col("a"))
    starred = both.withColumn("least", least).where("b > a")
    return starred.select(f.col("b").alias("a"), f.col("least").alias("b")).distinct()


def small_star(edges: DataFrame) -> DataFrame:
    """Connect each node and its smaller neighbours with the least of them."""
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    starred = edges.withColumn("least", f.min("b").over(Window.partitionBy("a")))
    moved = starred.where("b <> least").select(f.col("b").alias("a"), f.col("least").alias("b"))
    return moved.unionByName(starred.select("a", f.col("least").alias("b"))).distinct()


def _all_stars(edges: DataFrame) -> bool:
    """Whether every node has one neighbour, which itself has no smaller one."""
    from pyspark.sql import functions as f

    parents = edges.select(f.col("b").alias("a"))
    if not edges.join(parents, "a", "left_semi").isEmpty():
        return False
    return bool(edges.groupBy("a").count().where("count > 1").isEmpty())
