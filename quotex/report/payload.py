"""The data that the page reads: everything that it shows, as plain JSON values.

Spans count UTF-16 code units here, because that is how the page's script counts; everywhere else
in quotex they count code points.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from quotex.columns import COLUMNS, values
from quotex.records import Appearance, Passage, Quote, Span
from quotex.report.audit import Audit, Group, Tally, topic_of
from quotex.report.collection import Collection
from quotex.report.differences import SAME, marked_differences
from quotex.rules.audit import AuditRules
from quotex.tracking.tracker import MISQUOTES

LOW_CONFIDENCE = 0.6
"""Below this a quotation is marked as doubtful."""

_OF_ARTICLE = ("outlet", "published", "title", "url", "article_id")
_TRANSLATION = "possible_translation"


def payload(
    collection: Collection, passages: Iterable[Passage], audit: Audit, rules: AuditRules, title: str
) -> dict[str, Any]:
    """Everything but the articles' texts.

    Args:
        collection: articles, quotations and speakers.
        passages: those with a single printing are left out.
        audit: the source audit of the collection.
        rules: classes and families, with their titles.
        title: headline of the report.
    """
    index = {q.id: n for n, q in enumerate(collection.quotes)}
    told = [told_passage(p, index) for p in passages if len(p.appearances) > 1]
    return {
        "title": title,
        "low_confidence": LOW_CONFIDENCE,
        "columns": list(COLUMNS),
        "families": [
            {"name": f.name, "title": f.title, "channels": list(f.channels)} for f in rules.families
        ],
        "classes": [{"name": c.name, "title": c.title, "short": c.short} for c in rules.classes],
        "articles": _articles(collection, audit),
        "speakers": _speakers(collection, audit),
        "quotes": _quotes(collection),
        "passages": [p for p in told if p is not None],
        "audit": [_group(g) for g in audit.groups],
    }


def texts(collection: Collection) -> list[str]:
    """The articles' texts, in the order of the payload's articles."""
    return [article.text for article in collection.articles]


def _articles(collection: Collection, audit: Audit) -> list[dict[str, Any]]:
    return [
        _filled(
            id=a.id,
            outlet=a.outlet,
            published=a.published_text,
            title=a.title,
            url=a.url,
            author=a.author,
            topic=topic_of(a),
            sourcing=list(kinds),
        )
        for a, kinds in zip(collection.articles, audit.sourcing, strict=True)
    ]


def _speakers(collection: Collection, audit: Audit) -> list[dict[str, Any]]:
    return [
        _filled(
            name=source.name,
            type=source.type,
            **{"class": speaker_class},
            gender=gender,
            roles=source.roles,
            names=[n for n, _ in _ranked(source.names) if n != source.name],
        )
        for source, speaker_class, gender in zip(
            collection.sources, audit.classes, audit.genders, strict=True
        )
    ]


def _quotes(collection: Collection) -> list[dict[str, Any]]:
    units = [_units(a.text) for a in collection.articles]
    out = []
    for quote, at, source in zip(collection.quotes, collection.article_of, collection.source_of, strict=True):
        row = {k: v for k, v in values(quote).items() if k not in _OF_ARTICLE}
        row.update(a=at, s=source)
        row.update(_spans(quote, units[at], len(collection.articles[at].text)))
        out.append(_filled(**row))
    return out


def _spans(quote: Quote, units: Callable[[int], int], length: int) -> dict[str, Any]:
    def inside(spans: Sequence[Span]) -> list[list[int]]:
        return [[units(s), units(e)] for s, e in spans if e <= length]

    evidence = [quote.channel_evidence] if quote.channel_evidence else []
    return {
        "content": inside(quote.content),
        "source": inside(quote.mention),
        "cues": inside(quote.cue),
        "evidence": inside(evidence),
    }


def _units(text: str) -> Callable[[int], int]:
    """From code points to UTF-16 code units."""
    wide = [n for n, c in enumerate(text) if ord(c) > 0xFFFF]
    if not wide:
        return lambda offset: offset
    return lambda offset: offset + bisect_left(wide, offset)


def told_passage(passage: Passage, index: dict[str, int]) -> dict[str, Any] | None:
    """A passage as the page shows it, or None if fewer than two of its quotations are in the report."""
    shown = [a for a in passage.appearances if a.quote.id in index]
    if len(shown) < 2:
        return None
    return _filled(
        id=passage.id,
        text=passage.text,
        kind=next((a.quote.kind for a in shown if a.quote.text == passage.text), "indirect"),
        speaker=passage.speaker,
        outlets=list(passage.outlets),
        first=passage.first_published,
        last=passage.last_published,
        first_outlet=passage.first_outlet,
        articles=passage.n_articles,
        independent=passage.n_independent,
        variants=passage.n_variants,
        flags=list(passage.flags),
        printed=[_appearance(a, passage, index[a.quote.id]) for a in shown],
    )


def _appearance(appearance: Appearance, passage: Passage, quote: int) -> dict[str, Any]:
    text = appearance.quote.text
    plain = appearance.relation in ("identical", _TRANSLATION)
    stretches = [(SAME, text)] if plain else marked_differences(passage.text, text)
    return _filled(
        q=quote,
        relation=appearance.relation,
        misquote=appearance.relation in MISQUOTES,
        text=[list(stretch) for stretch in stretches],
        similarity=round(appearance.similarity, 3),
        copied=appearance.copied_article,
        first=appearance.first_seen,
        speaker_differs=appearance.speaker_differs,
        channel_differs=appearance.channel_differs,
    )


def _group(group: Group) -> dict[str, Any]:
    return {
        "by": group.dimension,
        "name": group.name,
        "articles": group.articles,
        "total": _tally(group.total),
        "measures": {
            measure: [[value, *_tally(tally)] for value, tally in found.items()]
            for measure, found in group.measures.items()
        },
        "sourcing": {kind: len(articles) for kind, articles in group.sourcing.items()},
    }


def _tally(tally: Tally) -> list[int]:
    return [tally.quotations, tally.words]


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def _filled(**fields: Any) -> dict[str, Any]:
    """Without what is empty: the page takes a missing field for that. A zero is not empty."""
    return {k: v for k, v in fields.items() if v is not None and v is not False and v != "" and v != []}
