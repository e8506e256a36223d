"""What a report is made of: articles, their quotations, and who the speakers are across articles."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from attrs import Factory, define, field, frozen

from quotex.records import Article, Quote
from quotex.tracking.speaker_key import SAME, SpeakerKey, same_speaker, speaker_key

_NAMED = ("person", "organization")


@define(eq=False)
class Source:
    """A speaker of the whole collection.

    Named people and organisations are one source in all articles; unnamed ones, groups and
    documents are one source in one article only, since "an official" may be anybody elsewhere.

    Attributes:
        name: the most frequent form.
        type: as in ``Quote.speaker_type``, the most frequent one.
        quotes: indices of the quotations.
        names: every form of the name, with how often it comes.
        roles: every role that the articles give, the most frequent first.
    """

    name: str
    type: str
    quotes: list[int] = Factory(list)
    names: Counter[str] = Factory(Counter)
    roles: list[str] = Factory(list)


@frozen(eq=False)
class Collection:
    """Articles and quotations, put in order.

    Attributes:
        articles: by date, outlet and id; those of which only quotations are known have no text.
        quotes: in the order of the articles and of their places in them.
        article_of: for each quotation the index of its article.
        sources: speakers, the most quoted first.
        source_of: for each quotation the index of its speaker, -1 where nobody is named.
    """

    articles: tuple[Article, ...]
    quotes: tuple[Quote, ...]
    article_of: tuple[int, ...]
    sources: tuple[Source, ...] = field(repr=False)
    source_of: tuple[int, ...] = field(repr=False)


def collect(quotes: Iterable[Any], articles: Iterable[Article] | None = None) -> Collection:
    """Put quotations and articles in order and tell who the speakers are.

    Args:
        quotes: quotations, or the sequences of them that an extractor gives (with ``article``).
        articles: further articles, as where quotations were read from a file.
    """
    known: dict[str, Article] = {a.id: a for a in articles or ()}
    found: dict[str, Quote] = {}
    own = getattr(quotes, "article", None)
    if own is not None:
        known.setdefault(own.id, own)
    for item in quotes:
        if isinstance(item, Quote):
            found.setdefault(item.id, item)
            continue
        if item.article is not None:
            known.setdefault(item.article.id, item.article)
        for quote in item:
            found.setdefault(quote.id, quote)
    for quote in found.values():
        if quote.article_id not in known:
            known[quote.article_id] = _article_of(quote)
    ordered = sorted(known.values(), key=lambda a: (a.published_text or "~", a.outlet or "", a.id))
    place = {a.id: n for n, a in enumerate(ordered)}
    own_quotes = sorted(found.values(), key=lambda q: (place[q.article_id], q.content, q.id))
    sources, source_of = _sources(own_quotes)
    return Collection(
        articles=tuple(ordered),
        quotes=tuple(own_quotes),
        article_of=tuple(place[q.article_id] for q in own_quotes),
        sources=tuple(sources),
        source_of=tuple(source_of),
    )


def _article_of(quote: Quote) -> Article:
    """What a quotation tells of its article, without the text."""
    return Article(
        id=quote.article_id,
        text="",
        outlet=quote.outlet,
        published=quote.published,
        title=quote.title,
        url=quote.url,
    )


def _sources(quotes: Sequence[Quote]) -> tuple[list[Source], list[int]]:
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    keys: dict[tuple[str, ...], SpeakerKey] = {}
    for n, quote in enumerate(quotes):
        if not quote.speaker:
            continue
        key = speaker_key(quote.speaker, quote.speaker_type)
        if quote.speaker_type in _NAMED and key is not None:
            name = ("named", *key.words, key.suffix)
            keys.setdefault(name, key)
        else:
            name = ("described", quote.article_id, quote.speaker.casefold())
        groups[name].append(n)
    merged = _merged(keys)
    together: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for name, members in groups.items():
        together[merged.get(name, name)].extend(members)
    sources = [_source(sorted(members), quotes) for members in together.values()]
    sources.sort(key=lambda s: (-len(s.quotes), s.name.casefold(), s.quotes[0]))
    source_of = [-1] * len(quotes)
    for index, source in enumerate(sources):
        for n in source.quotes:
            source_of[n] = index
    return sources, source_of


def _merged(keys: dict[tuple[str, ...], SpeakerKey]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Forms of a name to the fullest form, where exactly one name can be meant."""
    by_last: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for name, key in keys.items():
        if key.person:
            by_last[key.last].append(name)
    out: dict[tuple[str, ...], tuple[str, ...]] = {}
    for names in by_last.values():
        fullest_first = sorted(names, key=lambda n: (-len(keys[n].words), n))
        kept: list[tuple[str, ...]] = []
        for name in fullest_first:
            fitting = [k for k in kept if same_speaker(keys[k], keys[name]) == SAME]
            if len(fitting) == 1:
                out[name] = fitting[0]
            else:
                kept.append(name)
    return out


def _source(members: list[int], quotes: Sequence[Quote]) -> Source:
    names = Counter(quotes[n].speaker or "" for n in members)
    types = Counter(quotes[n].speaker_type for n in members)
    roles: dict[str, Counter[str]] = defaultdict(Counter)
    for n in members:
        role = quotes[n].speaker_role
        if role:
            roles[role.casefold()][role] += 1
    # Of forms as frequent as each other the fullest, and the one that kept its accents.
    name = min(names, key=lambda x: (-names[x], -len(x), x.isascii(), x))
    return Source(
        name=name,
        type=min(types, key=lambda t: (-types[t], t)),
        quotes=members,
        names=names,
        roles=[
            min(forms, key=lambda r: (-forms[r], r))
            for _, forms in sorted(roles.items(), key=lambda item: (-sum(item[1].values()), item[0]))
        ],
    )
