"""Records as rows of a store, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from quotex.columns import quote_of
from quotex.reading.dates import published
from quotex.records import Appearance, Article, Difference, Passage, Published
from quotex.tracking.columns import appearance_row, passage_row
from quotex.tracking.display import TrackedPassage

QUOTE_COLUMNS = (
    *("quote_id", "article_id", "outlet", "published", "speaker", "speaker_role", "speaker_type", "channel"),
    *("kind", "quote", "polarity", "confidence", "start", "end"),
)


def article_cells(article: Article, version: int, checksum: str) -> dict[str, Any]:
    """An article's row."""
    return {
        "article_id": article.id,
        "version": version,
        "current": 1,
        "outlet": article.outlet,
        "published": article.published_text or None,
        "title": article.title,
        "url": article.url,
        "author": article.author,
        "language": article.language,
        "text": article.text,
        "checksum": checksum,
    }


def article_of(row: Mapping[str, Any]) -> Article:
    """The article of a row."""
    row = {k: restored(v) if isinstance(v, str) and k != "article_id" else v for k, v in row.items()}
    return Article(
        id=row["article_id"],
        text=row["text"],
        outlet=row["outlet"],
        published=_date(row["published"]),
        title=row["title"],
        url=row["url"],
        author=row["author"],
        language=row["language"] or "en",
    )


def quote_cells(record: Mapping[str, Any]) -> dict[str, Any]:
    """A quotation's row, of its JSON form."""
    return {**{n: record[n] for n in QUOTE_COLUMNS}, "record": json.dumps(record, ensure_ascii=True)}


def passage_cells(passage: Passage) -> dict[str, Any]:
    """A passage's row."""
    row = passage_row(passage)
    return {name: _cell(value) for name, value in row.items()}


def appearance_cells(appearance: Appearance) -> dict[str, Any]:
    """An appearance's row."""
    row = appearance_row(appearance)
    row["differences"] = [[d.was, d.now] for d in appearance.differences]
    return {name: _cell(value) for name, value in row.items()}


def passages_of(kept: Sequence[Mapping[str, Any]], rows: Iterable[Mapping[str, Any]]) -> list[Passage]:
    """The passages of their rows and of the rows of their appearances."""
    printed: dict[str, list[Appearance]] = {}
    for row in rows:
        printed.setdefault(row["passage_id"], []).append(_appearance_of(row))
    return [
        TrackedPassage(
            id=row["passage_id"],
            text=restored(row["quote"]),
            speaker=row["speaker"],
            outlets=tuple(json.loads(row["outlets"])),
            first_published=row["first_published"] or "",
            last_published=row["last_published"] or "",
            first_outlet=row["first_outlet"],
            appearances=tuple(printed.get(row["passage_id"], ())),
            n_articles=row["n_articles"],
            n_independent=row["n_independent"],
            n_variants=row["n_variants"],
            flags=tuple(json.loads(row["flags"])),
        )
        for row in kept
    ]


def _appearance_of(row: Mapping[str, Any]) -> Appearance:
    return Appearance(
        quote=quote_of(json.loads(row["record"])),
        passage_id=row["passage_id"],
        relation=row["relation"],
        passage_offset=row["passage_offset"],
        differences=tuple(Difference(was=was, now=now) for was, now in json.loads(row["differences"])),
        similarity=row["similarity"],
        copied_article=bool(row["copied_article"]),
        first_seen=bool(row["first_seen"]),
        speaker_differs=bool(row["speaker_differs"]),
        channel_differs=bool(row["channel_differs"]),
    )


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=True)
    return value


def plain(text: str) -> str:
    """A text that SQLite can hold: lone surrogates become what no text holds otherwise."""
    if text.isascii():
        return text
    return "".join(chr(_PRIVATE + ord(c) - 0xD800) if "\ud800" <= c <= "\udfff" else c for c in text)


def restored(text: str) -> str:
    """The text as it was before ``plain``."""
    if text.isascii():
        return text
    first, last = chr(_PRIVATE), chr(_PRIVATE + 0x7FF)
    return "".join(chr(ord(c) - _PRIVATE + 0xD800) if first <= c <= last else c for c in text)


_PRIVATE = 0x10F000
"""Where lone surrogates are kept: the end of the last private plane."""


def _date(text: str | None) -> Published:
    if not text:
        return None
    try:
        return published(text)
    except ValueError:
        return text
