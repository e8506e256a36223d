"""``track`` on Spark: records of quotations in, passages out, the same as of the single-machine engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from quotex.spark.batches import Row, mapped
from quotex.spark.building import MEMBERS, Settings, passages, together
from quotex.spark.candidates import hashed, printed_in, shared_shingles, shingle_pairs
from quotex.spark.components import components
from quotex.spark.linking import edges
from quotex.spark.links import chosen, compared
from quotex.spark.namesakes import frame_links, namesake_pairs, stretch_links
from quotex.spark.records import article_of_record
from quotex.spark.stages import Stages
from quotex.spark.translations import translated
from quotex.spark.witnesses import forms, witnesses
from quotex.tracking.embeddings import encoder_installed, sentence_encoder
from quotex.tracking.matches import Rule

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def track(
    records: DataFrame,
    settings: Settings,
    stages: Stages,
    articles: DataFrame | None = None,
) -> DataFrame:
    """The passages of quotations.

    Args:
        records: one column ``record``: quotations as ``quotex.spark.records.lean`` gives them.
        settings: window, families, language.
        stages: where each stage is kept.
        articles: one column ``article``: the articles they come from, as
            ``quotex.spark.records.article_record`` gives them; with them reprints are told apart.

    Returns:
        ``quotex.spark.building.PASSAGES``, kept, in no order.
    """
    from pyspark.sql import functions as f

    language = settings.language
    found = stages.keep(witnesses(records, language), "witnesses")
    worded = stages.keep(forms(found), "forms")
    printed = stages.keep(printings(found, worded), "printings")
    own = printed.where("main")
    seen = printed_in(printed, settings.window_days)
    shared = stages.keep(shared_shingles(hashed(worded), seen), "shingles")
    links = (
        compared(shingle_pairs(shared), worded, Rule.RUNS, language)
        .unionByName(compared(namesake_pairs(own, worded), worded, Rule.NAMESAKES, language))
        .unionByName(stretch_links(own, language))
        .unionByName(frame_links(own, language))
    )
    linked = stages.keep(chosen(links), "links")
    fitting = stages.keep(edges(linked, printed, worded, settings.window_days, language), "edges")
    placed = stages.keep(_placed(own, fitting, stages), "components")
    quotes = placed.join(found.select("order", "record", "article_id", "content"), "order")
    members = quotes.select("component", "record").unionByName(
        _links(placed, fitting, worded), allowMissingColumns=True
    )
    if wants_translations(settings):
        found_pairs = stages.keep(translated(together(filled(members)), settings), "translations")
        wider = stages.keep(components(found_pairs, stages), "versions")
        members = _widened(members, wider).unionByName(
            _widened(found_pairs.withColumn("component", f.col("a")).drop("a", "b"), wider),
            allowMissingColumns=True,
        )
        quotes = _widened(quotes, wider)
    if articles is not None:
        members = members.unionByName(texts(quotes, articles), allowMissingColumns=True)
    return stages.keep(passages(together(filled(members)), settings), "passages")


def wants_translations(settings: Settings) -> bool:
    """Whether to look for translations: where nothing is said, if the encoder is installed here.

    Raises:
        ModelError: they are asked for, and no encoder is installed.
    """
    if settings.translations is None:
        return encoder_installed()
    if settings.translations:
        sentence_encoder()
    return settings.translations


def printings(found: DataFrame, worded: DataFrame) -> DataFrame:
    """Witnesses by the number of their form, and of the forms of their pieces.

    Returns:
        ``order, cell, number, main, unmarked, first, last, facts``, and of the own form ``names, stretches,
        whole``.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    alike = Window.partitionBy("form", "facts")
    celled = found.withColumn("cell", f.min("order").over(alike))
    shared = ("order", "cell", "first", "last", "facts")
    own = celled.select(
        *shared,
        "form",
        f.lit(True).alias("main"),
        f.col("indirect").alias("unmarked"),
        *("names", "stretches", "whole"),
    )
    pieces = celled.where(f.size("parts") > 0).select(
        *shared,
        f.explode("parts.form").alias("form"),
        f.lit(False).alias("main"),
        f.lit(False).alias("unmarked"),
    )
    numbers = worded.select("form", "number")
    return own.unionByName(pieces, allowMissingColumns=True).join(numbers, "form").drop("form")


def _placed(own: DataFrame, fitting: DataFrame, stages: Stages) -> DataFrame:
    """The component of each witness: ``order, cell, component``."""
    from pyspark.sql import functions as f

    pairs = fitting.select(f.col("cell").alias("a"), f.col("root_cell").alias("b"))
    connected = components(pairs, stages).withColumnRenamed("node", "cell")
    # A cell without an edge is a component of its own.
    whole = own.select("order", "cell").join(connected, "cell", "left")
    return whole.select("order", "cell", f.coalesce("component", "cell").alias("component"))


def _links(placed: DataFrame, fitting: DataFrame, worded: DataFrame) -> DataFrame:
    """The links of the forms of each component, the forms by their digests."""
    from pyspark.sql import functions as f

    form = worded.select(f.col("number").alias("a"), "form")
    other = worded.select(f.col("number").alias("b"), f.col("form").alias("other"))
    return (
        fitting.where("not itself")
        .join(placed.select("cell", "component").distinct(), "cell")
        .select("component", "a", "b", "rule", "condition", "strength", "close")
        .distinct()
        .join(form, "a")
        .join(other, "b")
        .drop("a", "b")
    )


def _widened(members: DataFrame, wider: DataFrame) -> DataFrame:
    """Members by the components that possible translations make of theirs."""
    from pyspark.sql import functions as f

    renamed = wider.select(f.col("node").alias("component"), f.col("component").alias("wider"))
    joined = members.join(renamed, "component", "left")
    return joined.withColumn("component", f.coalesce("wider", "component")).drop("wider")


def filled(members: DataFrame) -> DataFrame:
    """Members with all columns of ``quotex.spark.building.MEMBERS``."""
    from pyspark.sql import functions as f
    from pyspark.sql.types import StructType

    fields = StructType.fromDDL(MEMBERS).fields
    lacking = {x.name: f.lit(None).cast(x.dataType) for x in fields if x.name not in members.columns}
    return members.withColumns(lacking) if lacking else members


def texts(quotes: DataFrame, articles: DataFrame) -> DataFrame:
    """The articles of components that have several: ``component, article, spans``.

    Args:
        quotes: ``component, article_id, content`` of all quotations.
        articles: ``article``, records of articles.
    """
    from pyspark.sql import functions as f

    printed = quotes.select("component", "article_id").distinct()
    several = printed.groupBy("component").count().where("count > 1").select("component")
    spans = quotes.groupBy("article_id").agg(f.flatten(f.collect_list("content")).alias("spans"))
    named = mapped(articles, _named, "article_id binary, article binary")
    once = named.groupBy("article_id").agg(f.max("article").alias("article")).join(spans, "article_id")
    return printed.join(several, "component").join(once, "article_id").drop("article_id")


def _named(rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        article = article_of_record(row["article"])
        yield {"article_id": article.id.encode("utf-8", "surrogatepass"), "article": row["article"]}
