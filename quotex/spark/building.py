"""Passages of whole components, by the single-machine engine's own code.

A partition's rows come sorted by component. As many components as make a chunk are taken together, which
changes nothing: no witness of one fits a witness of another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from attrs import field, frozen

from quotex.export.lines import json_line
from quotex.records import Article, Quote, Span
from quotex.rules.tracking import tracking_rules
from quotex.spark.batches import Row, digest, mapped
from quotex.spark.links import match_of
from quotex.spark.records import article_of_record, key, quote_of_record
from quotex.tracking.columns import appearance_json, passage_row
from quotex.tracking.comparing import comparer
from quotex.tracking.information import information
from quotex.tracking.matches import Link, Matches, Rule
from quotex.tracking.passages import Group, group
from quotex.tracking.provenance import Provenance
from quotex.tracking.tracker import passage_of, place
from quotex.tracking.translations import merge
from quotex.tracking.witness import witnesses
from quotex.tracking.wording import normaliser

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

CHUNK = 20_000
"""Quotations that are built into passages together, where no component is larger."""

MEMBERS = """
    component long, record binary, article binary, spans array<long>,
    form binary, other binary, rule int, condition int, strength double, close boolean,
    one binary, two binary, likeness double
"""
"""A row is a quotation, an article that a component needs, a link of two forms by their digests, or a pair
of possible translations by the ids of their roots."""

PASSAGES = """
    less_articles long, less_outlets long, first string, id string,
    passage binary, appearances array<binary>
"""


@frozen
class Settings:
    """What holds for all of a run.

    Attributes:
        window_days, translations, families, language: as of ``quotex.track``.
    """

    window_days: int
    translations: bool | None = False
    families: Mapping[str, str] = field(factory=dict)
    language: str = "en"


@frozen
class Chunk:
    """Whole components.

    Attributes:
        quotes: their quotations, in the order of their ids.
        components: the component of each.
        links: rows of links.
        versions: rows of pairs of possible translations.
        articles, spans: as ``quotex.tracking.provenance.Provenance`` takes them.
    """

    quotes: Sequence[Quote]
    components: Sequence[int]
    links: Sequence[Row]
    versions: Sequence[Row]
    articles: Mapping[str, Article]
    spans: Mapping[str, Sequence[Span]]


def together(members: DataFrame) -> DataFrame:
    """Rows with those of the same component after one another in one partition."""
    return members.repartition("component").sortWithinPartitions("component")


def passages(members: DataFrame, settings: Settings) -> DataFrame:
    """The passages of components: ``PASSAGES``, in no order.

    Args:
        members: ``MEMBERS``, as ``together`` gives them.
        settings: what holds for all.
    """
    return mapped(members, partial(_passages, settings=settings), PASSAGES)


def _passages(rows: Iterator[Row], settings: Settings) -> Iterator[Row]:
    for chunk in chunks(rows):
        yield from built(chunk, settings)


def chunks(rows: Iterable[Row], size: int = CHUNK) -> Iterator[Chunk]:
    """Rows sorted by component as chunks of whole components.

    Args:
        rows: ``MEMBERS``.
        size: quotations from which a chunk ends with its last component.
    """
    quotes: list[tuple[Quote, int]] = []
    links: list[Row] = []
    versions: list[Row] = []
    articles: dict[str, Article] = {}
    spans: dict[str, Sequence[Span]] = {}
    last = None

    def chunk() -> Chunk:
        quotes.sort(key=lambda pair: pair[0].id)
        return Chunk(
            tuple(q for q, _ in quotes),
            tuple(number for _, number in quotes),
            tuple(links),
            tuple(versions),
            dict(articles),
            dict(spans),
        )

    for row in rows:
        if row["component"] != last and len(quotes) >= size:
            yield chunk()
            for some in (quotes, links, versions, articles, spans):
                some.clear()
        last = row["component"]
        if row["record"] is not None:
            quotes.append((quote_of_record(row["record"]), row["component"]))
        elif row["article"] is not None:
            article = article_of_record(row["article"])
            articles[article.id] = article
            offsets = row["spans"] or ()
            spans[article.id] = list(zip(offsets[::2], offsets[1::2], strict=True))
        elif row["likeness"] is not None:
            versions.append(row)
        else:
            links.append(row)
    if quotes:
        yield chunk()


def grouped(chunk: Chunk, settings: Settings) -> tuple[list[Group], list[str]]:
    """The groups of witnesses of a chunk, and the keys of their forms."""
    weights, words = information(settings.language), normaliser(settings.language)
    found, keys = witnesses(chunk.quotes, words, weights)
    numbers = {digest(key): n for n, key in enumerate(keys)}
    matches = Matches(_links(chunk.links, numbers), keys, weights)
    return group(chunk.quotes, found, keys, matches, settings.window_days), keys


def _versions(chunk: Chunk, groups: Sequence[Group]) -> list[tuple[int, int, float]]:
    """Pairs of possible translations by the numbers of their groups."""
    if not chunk.versions:
        return []
    numbers = {key(chunk.quotes[group.root.index]): n for n, group in enumerate(groups)}
    return [(numbers[row["one"]], numbers[row["two"]], row["likeness"]) for row in chunk.versions]


def _links(rows: Iterable[Row], numbers: Mapping[bytes, int]) -> Iterator[Link]:
    for row in rows:
        a, b = sorted((numbers[row["form"]], numbers[row["other"]]))
        yield Link(rule=Rule(row["rule"]), window=0, a=a, b=b, match=match_of(row))


def built(chunk: Chunk, settings: Settings) -> Iterator[Row]:
    """The passages of a chunk as rows."""
    groups, keys = grouped(chunk, settings)
    groups = merge(groups, _versions(chunk, groups), chunk.quotes)
    provenance = Provenance(
        chunk.articles,
        chunk.spans,
        tracking_rules(settings.language),
        normaliser(settings.language),
        settings.families,
    )
    compare = comparer(settings.language)
    for together in groups:
        passage = passage_of(together, chunk.quotes, keys, compare, provenance)
        less_articles, less_outlets, first, name = place(passage)
        yield {
            "less_articles": less_articles,
            "less_outlets": less_outlets,
            "first": first,
            "id": name,
            "passage": json_line(passage_row(passage)),
            "appearances": [json_line(appearance_json(a)) for a in passage.appearances],
        }
