"""Possible translations on Spark: all that one surname is quoted with comes together, and the
single-machine engine's own code looks for versions of one utterance among it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from quotex.records import Quote
from quotex.rules.tracking import tracking_rules
from quotex.spark.batches import Row, mapped
from quotex.spark.building import Settings, chunks, grouped
from quotex.spark.records import key, lean, quote_of_record
from quotex.tracking.embeddings import sentence_encoder
from quotex.tracking.information import information
from quotex.tracking.passages import Group
from quotex.tracking.translations import possible_translations
from quotex.tracking.witness import witnesses
from quotex.tracking.wording import normaliser

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

PAIRS = "a long, b long, one binary, two binary, likeness double"
"""Numbers of two components; the ids of the roots of two of their passages, as bytes; and their cosine."""

_TOLD = "component long, surname string, root int, records array<binary>"
_GROUPS = 2_000
"""Passages that are looked at together, where no surname has more."""


def translated(members: DataFrame, settings: Settings) -> DataFrame:
    """Pairs of passages that may be versions of one utterance: ``PAIRS``.

    Args:
        members: ``quotex.spark.building.MEMBERS``, sorted by component within partitions.
        settings: what holds for all.
    """
    told = mapped(members, partial(_told, settings=settings), _TOLD)
    together = told.repartition("surname").sortWithinPartitions("surname", "component")
    return mapped(together, partial(_translated, settings=settings), PAIRS)


def _told(rows: Iterator[Row], settings: Settings) -> Iterator[Row]:
    """The passages of components that may have versions: those of somebody who is named."""
    for chunk in chunks(rows):
        groups, _ = grouped(chunk, settings)
        for group in groups:
            speaker = group.root.speaker
            if speaker is None or not speaker.named or group.root.indirect:
                continue
            quotes = [chunk.quotes[w.index] for w in group.members]
            yield {
                "component": chunk.components[group.root.index],
                "surname": speaker.last,
                "root": next(n for n, w in enumerate(group.members) if w is group.root),
                "records": [lean(quote) for quote in quotes],
            }


def _translated(rows: Iterator[Row], settings: Settings) -> Iterator[Row]:
    import torch

    torch.set_num_threads(1)  # each core has a worker of its own
    waiting: list[Row] = []
    for _, some in groupby(rows, key=lambda row: row["surname"]):
        waiting.extend(some)
        if len(waiting) >= _GROUPS:
            yield from _pairs(waiting, settings)
            waiting = []
    yield from _pairs(waiting, settings)


def _pairs(rows: Sequence[Row], settings: Settings) -> Iterator[Row]:
    quotes: list[Quote] = []
    places: list[range] = []
    for row in rows:
        places.append(range(len(quotes), len(quotes) + len(row["records"])))
        quotes.extend(map(quote_of_record, row["records"]))
    words, weights = normaliser(settings.language), information(settings.language)
    found, _ = witnesses(quotes, words, weights)
    groups = [
        Group(found[place[row["root"]]], tuple(found[n] for n in place))
        for row, place in zip(rows, places, strict=True)
    ]
    rules = tracking_rules(settings.language)
    encode = sentence_encoder().encode
    for a, b, likeness in possible_translations(groups, quotes, rules, words, weights, encode):
        yield {
            "a": rows[a]["component"],
            "b": rows[b]["component"],
            "one": key(quotes[groups[a].root.index]),
            "two": key(quotes[groups[b].root.index]),
            "likeness": likeness,
        }
