"""The columns of passages and of their appearances."""

from __future__ import annotations

from typing import Any

from quotex.records import Appearance, Passage

PASSAGE_COLUMNS = (
    "passage_id",
    "quote",
    "speaker",
    "outlets",
    "n_outlets",
    "n_articles",
    "n_independent",
    "first_outlet",
    "first_published",
    "last_published",
    "n_variants",
    "flags",
)
APPEARANCE_COLUMNS = (
    "passage_id",
    "outlet",
    "published",
    "speaker",
    "channel",
    "quote",
    "relation",
    "differences",
    "similarity",
    "passage_offset",
    "first_seen",
    "copied_article",
    "speaker_differs",
    "channel_differs",
    "url",
    "article_id",
    "quote_id",
)


def passage_row(passage: Passage) -> dict[str, Any]:
    """A passage's columns with typed values."""
    return {
        "passage_id": passage.id,
        "quote": passage.text,
        "speaker": passage.speaker,
        "outlets": list(passage.outlets),
        "n_outlets": len(passage.outlets),
        "n_articles": passage.n_articles,
        "n_independent": passage.n_independent,
        "first_outlet": passage.first_outlet,
        "first_published": passage.first_published or None,
        "last_published": passage.last_published or None,
        "n_variants": passage.n_variants,
        "flags": list(passage.flags),
    }


def appearance_row(appearance: Appearance) -> dict[str, Any]:
    """An appearance's columns with typed values."""
    quote = appearance.quote
    return {
        "passage_id": appearance.passage_id,
        "outlet": quote.outlet,
        "published": quote.published_text or None,
        "speaker": quote.speaker,
        "channel": quote.channel,
        "quote": quote.text,
        "relation": appearance.relation,
        "differences": [str(d) for d in appearance.differences],
        "similarity": appearance.similarity,
        "passage_offset": appearance.passage_offset,
        "first_seen": appearance.first_seen,
        "copied_article": appearance.copied_article,
        "speaker_differs": appearance.speaker_differs,
        "channel_differs": appearance.channel_differs,
        "url": quote.url,
        "article_id": quote.article_id,
        "quote_id": quote.id,
    }


def appearance_json(appearance: Appearance) -> dict[str, Any]:
    """An appearance as one JSON object: its columns, and the spans of its content in the article."""
    return {**appearance_row(appearance), "content": [list(span) for span in appearance.quote.content]}
