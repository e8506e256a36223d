"""Every speaker of a collection as a row: names, roles, numbers, channels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from quotex.report.audit import count_words
from quotex.report.collection import Collection, Source
from quotex.report.gender import shown_genders
from quotex.report.roles import classes_of
from quotex.rules.audit import audit_rules
from quotex.rules.language import Language
from quotex.rules.speakers import load_speaker_rules

SPEAKER_COLUMNS = (
    "speaker",
    "speaker_type",
    "speaker_class",
    "speaker_role",
    "variants",
    "gender_shown",
    "quotations",
    "words",
    "n_articles",
    "n_outlets",
    "outlets",
    "channels",
    "first_published",
    "last_published",
    "article_id",
)


def speaker_rows(
    collection: Collection, *, by_article: bool = False, language: str = "en"
) -> Iterator[dict[str, Any]]:
    """Speakers as rows under ``SPEAKER_COLUMNS``, the most quoted first.

    Args:
        collection: articles and quotations.
        by_article: a row for each speaker and article, in the order of the articles; only then has
            ``article_id`` a value.
        language: whose vocabulary to use.
    """
    rules = audit_rules(language)
    classes = classes_of(collection.sources, rules)
    genders = shown_genders(collection, language)
    pronouns = load_speaker_rules(Language(language)).pronouns
    parts: list[tuple[int, Source, Sequence[int]]] = []
    for index, source in enumerate(collection.sources):
        if not by_article:
            parts.append((index, source, source.quotes))
            continue
        for at in dict.fromkeys(collection.article_of[n] for n in source.quotes):
            parts.append((index, source, [n for n in source.quotes if collection.article_of[n] == at]))
    if by_article:
        parts.sort(key=lambda part: (collection.article_of[part[2][0]], -len(part[2]), part[0]))
    for index, source, own in parts:
        quotes = [collection.quotes[n] for n in own]
        mentions = [q.mention_text for q in quotes if q.mention_text.casefold() not in pronouns]
        forms = Counter([*(q.speaker or "" for q in quotes), *mentions])
        outlets = sorted({q.outlet for q in quotes if q.outlet})
        dates = sorted(q.published_text for q in quotes if q.published_text)
        roles = dict.fromkeys(q.speaker_role for q in quotes if q.speaker_role)
        yield {
            "speaker": source.name,
            "speaker_type": source.type,
            "speaker_class": classes[index],
            "speaker_role": list(roles) if by_article else source.roles,
            "variants": [form for form in sorted(forms) if form and form != source.name],
            "gender_shown": genders[index],
            "quotations": len(quotes),
            "words": sum(count_words(q.text) for q in quotes),
            "n_articles": len({q.article_id for q in quotes}),
            "n_outlets": len(outlets),
            "outlets": outlets,
            "channels": [f"{name} {n}" for name, n in _ranked(Counter(q.channel for q in quotes))],
            "first_published": dates[0] if dates else None,
            "last_published": dates[-1] if dates else None,
            "article_id": quotes[0].article_id if by_article else None,
        }


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
