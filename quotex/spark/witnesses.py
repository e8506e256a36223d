"""From records of quotations to witnesses and their forms, each with a number that is its rank.

The numbers are not dense; only their order counts, and it is the order that the single-machine engine
gives (``quotex.tracking.witness``).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from quotex.records import Quote
from quotex.spark.batches import Row, digest, mapped
from quotex.spark.records import lean, quote_of_record
from quotex.tracking.information import information
from quotex.tracking.namesakes import FRAME_BITS, FRAME_WORDS, STRETCH_BITS
from quotex.tracking.speaker_key import speaker_key
from quotex.tracking.witness import Rank, Witness, ranked_witnesses
from quotex.tracking.wording import normaliser

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_TOGETHER = 2_000

RANKED = (
    *("indirect", "less_bits", "marked", "pieces", "not_direct", "day", "moment"),
    *("article_id", "content", "quote_id"),
)
"""The columns of a ``Rank``, in its order."""

COLUMNS = """
    indirect boolean, less_bits double, marked int, pieces int, not_direct boolean, day int, moment double,
    article_id binary, content array<long>, quote_id binary,
    record binary, form binary, key string, bits double,
    parts array<struct<form binary, key string, bits double, less_bits double>>,
    first int, last int, facts string, names array<string>, stretches array<string>, whole string
"""


def witnesses(records: DataFrame, language: str) -> DataFrame:
    """Witnesses of quotations, each quotation once, numbered best root first.

    Args:
        records: one column ``record``, as ``lean`` gives it.
        language: whose vocabulary to use.

    Returns:
        ``COLUMNS``, and ``order``, which must be kept before it is used: it depends on the partitions.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as f

    prepared = mapped(records, partial(_prepared, language=language), COLUMNS)
    again = Window.partitionBy("quote_id").orderBy("record")
    once = prepared.withColumn("nth", f.row_number().over(again)).where("nth = 1").drop("nth")
    return once.orderBy(*RANKED).withColumn("order", f.monotonically_increasing_id())


def forms(found: DataFrame) -> DataFrame:
    """All different wordings, those first that tell most: ``number, form, key, bits``.

    Args:
        found: what ``witnesses`` gave, kept.
    """
    from pyspark.sql import functions as f

    whole = found.select("form", "key", "bits", "less_bits")
    pieces = found.select(f.explode("parts").alias("part")).select("part.*")
    weighed = whole.unionByName(pieces).dropDuplicates(["form"])
    ranked = weighed.orderBy("less_bits", f.encode("key", "utf-8"))
    return ranked.select(f.monotonically_increasing_id().alias("number"), "form", "key", "bits")


def _prepared(rows: Iterator[Row], language: str) -> Iterator[Row]:
    words, weights = normaliser(language), information(language)
    quotes = (quote_of_record(row["record"]) for row in rows)
    while some := list(islice(quotes, _TOGETHER)):
        found, ranks, keys = ranked_witnesses(some, words, weights)
        forms = [digest(key) for key in keys]
        for quote, witness, rank in zip(some, found, ranks, strict=True):
            key = keys[witness.form]
            stretches = [s for s in witness.stretches if weights.words(s.split()) >= STRETCH_BITS]
            framed = quote.kind == "mixed" and any(map(_frames, stretches))
            published = witness.published
            parts = []
            for part in witness.parts:
                bits = weights.words(keys[part].split())
                told = {"bits": bits, "less_bits": -round(bits, 6)}
                parts.append({"form": forms[part], "key": keys[part], **told})
            yield {
                **_ranked(rank),
                "record": lean(quote),
                "form": forms[witness.form],
                "key": key,
                "bits": witness.bits,
                "parts": parts,
                "first": published.first if published else None,
                "last": published.last if published else None,
                "facts": facts(quote, witness, [keys[p] for p in witness.parts]),
                "names": _names(witness),
                "stretches": stretches,
                "whole": " ".join(words.words(quote.text)) if framed else None,
            }


def _frames(stretch: str, language: str = "en") -> bool:
    if stretch.count(" ") + 1 < FRAME_WORDS:
        return False
    return information(language).words(stretch.split()) >= FRAME_BITS


def _ranked(rank: Rank) -> dict[str, Any]:
    row: dict[str, Any] = dict(zip(RANKED, rank, strict=True))
    row["content"] = [offset for span in rank[8] for offset in span]
    # As bytes, texts are in the order of their code points.
    row["article_id"] = rank[7].encode("utf-8", "surrogatepass")
    row["quote_id"] = rank[9].encode("utf-8", "surrogatepass")
    return row


def _names(witness: Witness) -> list[str]:
    speaker = witness.speaker
    return sorted({speaker.last, *speaker.words[-1:]}) if speaker is not None else []


def facts(quote: Quote, witness: Witness, parts: Iterable[str]) -> str:
    """All but its words that decides which roots a witness can be a printing of, as JSON."""
    published, said = witness.published, witness.said
    return json.dumps(
        [
            [published.first, published.last] if published else None,
            [said.first, said.last] if said else None,
            witness.dated,
            witness.indirect,
            [quote.kind, quote.channel, quote.polarity],
            [quote.speaker, quote.speaker_type] if witness.speaker is not None else None,
            list(parts),
        ]
    )


def of_facts(told: str, index: int) -> tuple[Witness, Quote]:
    """A witness, and its quotation, that hold what ``facts`` told and no more."""
    from quotex.tracking.dates import When

    published, said, dated, indirect, (kind, channel, polarity), speaker, _ = json.loads(told)
    quote = Quote(
        id="", article_id="", kind=kind, content=((0, 0),), text="", channel=channel, polarity=polarity
    )
    witness = Witness(
        index=index,
        form=0,
        bits=0.0,
        indirect=indirect,
        published=When(*published) if published else None,
        said=When(*said) if said else None,
        dated=dated,
        stretches=(),
        parts=(),
        surface=0,
        speaker=speaker_key(*speaker) if speaker else None,
    )
    return witness, quote
