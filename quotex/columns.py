"""The columns of a quotation, in their fixed order; new ones are only ever appended."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from quotex.errors import InputError
from quotex.reading.dates import published
from quotex.records import Published, Quote, Span

COLUMNS = (
    "outlet",
    "published",
    "title",
    "speaker",
    "speaker_role",
    "speaker_type",
    "channel",
    "kind",
    "quote",
    "verbatim",
    "cue",
    "mention",
    "via",
    "addressee",
    "venue",
    "said_on",
    "polarity",
    "original_language",
    "channel_evidence",
    "channel_inherited",
    "confidence",
    "rule",
    "flags",
    "url",
    "article_id",
    "quote_id",
    "start",
    "end",
)
SPAN_KEYS = ("content", "source", "cue_spans", "channel_evidence_span")
EXTRA_KEYS = ("cue_lemma", "said_on_text")
SEPARATOR = " | "
"""Stands between several values in one cell."""


def values(quote: Quote) -> dict[str, Any]:
    """A quotation's columns with typed values: None for nothing, lists for several values."""
    return {
        "outlet": quote.outlet,
        "published": quote.published_text or None,
        "title": quote.title,
        "speaker": quote.speaker,
        "speaker_role": quote.speaker_role,
        "speaker_type": quote.speaker_type,
        "channel": quote.channel,
        "kind": quote.kind,
        "quote": quote.text,
        "verbatim": list(quote.verbatim),
        "cue": quote.cue_text or None,
        "mention": quote.mention_text or None,
        "via": list(quote.via),
        "addressee": quote.addressee,
        "venue": quote.venue,
        "said_on": quote.said_on,
        "polarity": quote.polarity,
        "original_language": quote.original_language,
        "channel_evidence": quote.channel_evidence_text or None,
        "channel_inherited": quote.channel_inherited,
        "confidence": round(quote.confidence, 3),
        "rule": quote.rule,
        "flags": list(quote.flags),
        "url": quote.url,
        "article_id": quote.article_id,
        "quote_id": quote.id,
        "start": quote.start,
        "end": quote.end,
    }


def cell(value: Any) -> str:
    """A typed value as the text of a table's cell."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return SEPARATOR.join(map(cell, value))
    return str(value)


def json_row(quote: Quote) -> dict[str, Any]:
    """A quotation as one JSON object: its columns, its spans, and what else a reader needs."""
    return {
        **values(quote),
        "content": [list(s) for s in quote.content],
        "source": [list(s) for s in quote.mention],
        "cue_spans": [list(s) for s in quote.cue],
        "channel_evidence_span": list(quote.channel_evidence) if quote.channel_evidence else None,
        "cue_lemma": quote.cue_lemma,
        "said_on_text": quote.said_on_text,
    }


def quote_of(row: Mapping[str, Any]) -> Quote:
    """The quotation that ``json_row`` made a row of.

    Raises:
        InputError: the row is none of ours.
    """
    try:
        confidence = float(row.get("confidence", 1.0))
        if not math.isfinite(confidence):
            raise ValueError("confidence must be a number")
        return Quote(
            id=_string(row, "quote_id"),
            article_id=_string(row, "article_id"),
            kind=_string(row, "kind"),
            content=_spans(row["content"]),
            text=_string(row, "quote"),
            verbatim=_strings(row, "verbatim"),
            speaker=row.get("speaker"),
            speaker_type=row.get("speaker_type") or "unknown",
            speaker_role=row.get("speaker_role"),
            mention=_spans(row.get("source") or []),
            mention_text=row.get("mention") or "",
            cue=_spans(row.get("cue_spans") or []),
            cue_text=row.get("cue") or "",
            cue_lemma=row.get("cue_lemma"),
            channel=row.get("channel") or "unspecified",
            channel_evidence=_pair(row.get("channel_evidence_span")),
            channel_evidence_text=row.get("channel_evidence") or "",
            channel_inherited=bool(row.get("channel_inherited")),
            venue=row.get("venue"),
            via=_strings(row, "via"),
            addressee=row.get("addressee"),
            said_on=row.get("said_on"),
            said_on_text=row.get("said_on_text"),
            polarity=row.get("polarity") or "asserted",
            original_language=row.get("original_language"),
            rule=row.get("rule") or "",
            confidence=confidence,
            flags=_strings(row, "flags"),
            outlet=row.get("outlet"),
            published=_published(row.get("published")),
            title=row.get("title"),
            url=row.get("url"),
        )
    except KeyError as error:
        raise InputError(f"not a quotation: it has no {error.args[0]}") from None
    except (TypeError, ValueError, IndexError) as error:
        raise InputError(f"not a quotation: {error}") from None


def _string(row: Mapping[str, Any], key: str) -> str:
    value = row[key]
    if not isinstance(value, str):
        raise TypeError(f"{key} must be a string")
    return value


def _strings(row: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = row.get(key) or []
    if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
        raise TypeError(f"{key} must be a list of strings")
    return tuple(value)


def _spans(value: Any) -> tuple[Span, ...]:
    spans = tuple((int(start), int(end)) for start, end in value)
    if any(start < 0 or end < start for start, end in spans):
        raise ValueError("a span ends before it starts")
    return spans


def _pair(value: Any) -> Span | None:
    return _spans([value])[0] if value else None


def _published(value: Any) -> Published:
    if value is None:
        return None
    try:
        return published(str(value))
    except ValueError:
        return str(value)
