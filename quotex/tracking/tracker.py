"""``track``: from quotations of many articles to passages."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from quotex.columns import SEPARATOR
from quotex.records import Appearance, Article, Passage, Quote
from quotex.rules.tracking import tracking_rules
from quotex.tracking.comparing import comparer
from quotex.tracking.dates import earliest, when
from quotex.tracking.display import Passages, TrackedPassage
from quotex.tracking.embeddings import Vectors, encoder_installed, sentence_encoder
from quotex.tracking.information import information
from quotex.tracking.linking import link_forms
from quotex.tracking.passages import Group, group
from quotex.tracking.provenance import Provenance, quoted_spans
from quotex.tracking.relations import Comparer, Relation
from quotex.tracking.speaker_key import DIFFERENT, SAME, same_speaker
from quotex.tracking.translations import merge, possible_translations
from quotex.tracking.witness import Witness, witnesses
from quotex.tracking.wording import normaliser

WINDOW_DAYS = 7
UNSPECIFIED = "unspecified"
TRANSLATION = "possible_translation"
MISQUOTES = frozenset({"number_changed", "negation_changed"})


def track(
    quotes: Iterable[Any],
    articles: Iterable[Article] | None = None,
    *,
    window_days: int = WINDOW_DAYS,
    translations: bool | None = None,
    families: Mapping[str, str] | None = None,
    language: str = "en",
) -> Passages:
    """Find what was said once and printed in several places, and how each printing differs.

    Args:
        quotes: quotations, or sequences of them as ``extract`` and ``pipe`` give them.
        articles: the articles they come from; with them reprints of one article are told apart.
        window_days: days within which two printings can be of one utterance.
        translations: whether to look for translations and paraphrases by sentence embeddings; None
            does so where the encoder is installed.
        families: outlet to the family it belongs to; a family counts as one newsroom.
        language: whose vocabulary to use.

    Returns:
        Every passage, also those printed once, the most printed first; the same for any order of
        the input. A quotation that comes twice (the same id) counts once.

    Raises:
        ModelError: ``translations`` is True and no encoder is installed.
        ValueError: ``window_days`` is negative.
    """
    by_id = {a.id: a for a in articles or ()}
    wanted = encoder_installed() if translations is None else translations
    encode = sentence_encoder().encode if wanted else None
    return Passages(
        find_passages(
            _flat(quotes), by_id, window_days=window_days, encode=encode, families=families, language=language
        )
    )


def find_passages(
    given: Sequence[Quote],
    articles: Mapping[str, Article],
    *,
    window_days: int,
    encode: Callable[[Sequence[str]], Vectors] | None,
    families: Mapping[str, str] | None = None,
    language: str = "en",
) -> list[Passage]:
    """``track`` with its parts in hand.

    Args:
        given: quotations, each once, in an order that does not depend on how they came.
        articles: the articles by id, as far as there are any.
        window_days, families, language: as in ``track``.
        encode: gives a unit vector for each text; None leaves translations out.

    Raises:
        ValueError: ``window_days`` is negative.
    """
    if window_days < 0:
        raise ValueError("window_days must not be negative")
    weights, words = information(language), normaliser(language)
    found, keys = witnesses(given, words, weights)
    matches = link_forms(given, found, keys, words, weights, window_days)
    groups = group(given, found, keys, matches, window_days)
    del found, matches
    if encode is not None:
        pairs = possible_translations(groups, given, tracking_rules(language), words, weights, encode)
        groups = merge(groups, pairs, given)
    spans = quoted_spans(given, articles)
    provenance = Provenance(articles, spans, tracking_rules(language), words, families)
    compare = comparer(language)
    passages: list[Passage] = []
    while groups:  # a group is forgotten as soon as it is a passage: a million of either take much memory
        passages.append(passage_of(groups.pop(), given, keys, compare, provenance))
    passages.sort(key=place)
    return passages


def place(passage: Passage) -> tuple[int, int, str, str]:
    """Where a passage stands among others: the most printed first, then the earliest."""
    return -passage.n_articles, -len(passage.outlets), passage.first_published or "~", passage.id


def _flat(quotes: Iterable[Any]) -> list[Quote]:
    """All quotations once, in an order of their own."""
    by_id: dict[str, Quote] = {}
    for item in quotes:
        for quote in (item,) if isinstance(item, Quote) else item:
            by_id[quote.id] = quote
    return [by_id[k] for k in sorted(by_id)]


def passage_of(
    together: Group, quotes: Sequence[Quote], keys: Sequence[str], compare: Comparer, provenance: Provenance
) -> TrackedPassage:
    """The passage of a group of witnesses.

    Args:
        together: the group.
        quotes: the quotations, as the witnesses' indices count them.
        keys: the forms.
        compare: what tells how a printing differs from the root.
        provenance: what tells copies of one article.
    """
    root = quotes[together.root.index]
    members = sorted((*together.members, *together.echoes), key=lambda w: _printed(quotes[w.index]))
    own = [quotes[w.index] for w in members]
    speaker, speaker_differs = _speakers(members, own, together.root)
    channel_differs = _channels(own, root)
    first = earliest([when(q.published) for q in own])
    copied, independent = _copies(own, provenance)
    passage_id = "p" + hashlib.sha256(root.id.encode()).hexdigest()[:16]
    relations = [_relation(w, together, quotes, compare) for w in members]
    appearances = tuple(
        Appearance(
            quote=quote,
            passage_id=passage_id,
            relation=relation.name,
            passage_offset=relation.offset,
            differences=relation.differences,
            similarity=relation.similarity,
            copied_article=copied[n],
            first_seen=first[n],
            speaker_differs=speaker_differs[n],
            channel_differs=channel_differs[n],
        )
        for n, (quote, relation) in enumerate(zip(own, relations, strict=True))
    )
    flags = []
    if any(a.relation in MISQUOTES for a in appearances):
        flags.append("possible_misquote")
    if any(speaker_differs):
        flags.append("speaker_differs")
    if any(channel_differs):
        flags.append("channel_differs")
    dates = [q.published_text for q in own if q.published_text]
    return TrackedPassage(
        id=passage_id,
        text=root.text,
        speaker=speaker,
        outlets=tuple(dict.fromkeys(q.outlet for q in own if q.outlet)),
        first_published=next((q.published_text for q, f in zip(own, first, strict=True) if f), ""),
        last_published=dates[-1] if dates else "",
        first_outlet=_together(q.outlet for q, f in zip(own, first, strict=True) if f),
        appearances=appearances,
        n_articles=len({q.article_id for q in own}),
        n_independent=independent,
        n_variants=len({(keys[w.form], w.surface) for w in members}),
        flags=tuple(flags),
    )


def _together(outlets: Iterable[str | None]) -> str | None:
    """Outlets that tie for the first printing, as one cell."""
    return SEPARATOR.join(dict.fromkeys(o for o in outlets if o)) or None


def _printed(quote: Quote) -> tuple[object, ...]:
    date = when(quote.published)
    return (
        date is None,
        date.first if date else 0,
        date.moment if date and date.moment is not None else 0.0,
        quote.outlet or "",
        quote.article_id,
        quote.content,
        quote.id,
    )


def _relation(witness: Witness, together: Group, quotes: Sequence[Quote], compare: Comparer) -> Relation:
    if witness is together.root:
        return Relation("identical", (), 0, 1.0)
    likeness = together.translated.get(witness.index)
    if likeness is not None:
        return Relation(TRANSLATION, (), 0, likeness)
    within = witness in together.echoes
    return compare.relation(quotes[witness.index], quotes[together.root.index], within=within)


def _speakers(
    members: Sequence[Witness], quotes: Sequence[Quote], root: Witness
) -> tuple[str | None, list[bool]]:
    """The speaker most printings agree on, in the fullest form, and which printings name another."""
    support = [sum(same_speaker(a.speaker, b.speaker) == SAME for b in members) for a in members]
    named = [n for n, w in enumerate(members) if w.speaker is not None]
    if not named:
        return None, [False] * len(members)

    def rank(n: int) -> tuple[object, ...]:
        key = members[n].speaker
        known = key is not None and key.named
        return (not known, -support[n], members[n] is not root, members[n].order)

    chosen = min(named, key=rank)
    agreeing = [n for n in named if same_speaker(members[n].speaker, members[chosen].speaker) == SAME]
    fullest = min(agreeing, key=lambda n: (-_length(members[n]), rank(n)))
    differs = [same_speaker(w.speaker, members[chosen].speaker) == DIFFERENT for w in members]
    return quotes[fullest].speaker, differs


def _length(witness: Witness) -> int:
    return len(witness.speaker.words) if witness.speaker else 0


def _channels(quotes: Sequence[Quote], root: Quote) -> list[bool]:
    told = Counter(q.channel for q in quotes if q.channel != UNSPECIFIED)
    if len(told) < 2:
        return [False] * len(quotes)
    usual = min(told, key=lambda c: (-told[c], c != root.channel, c))
    return [q.channel not in (UNSPECIFIED, usual) for q in quotes]


def _copies(quotes: Sequence[Quote], provenance: Provenance) -> tuple[list[bool], int]:
    """Which printings stand in copies of an earlier article, and how many newsrooms are left."""
    leader = list(range(len(quotes)))

    def find(n: int) -> int:
        while leader[n] != n:
            leader[n] = leader[leader[n]]
            n = leader[n]
        return n

    def join(a: int, b: int) -> None:
        a, b = sorted((find(a), find(b)))
        leader[b] = a

    first_of: dict[str, int] = {}
    for n, quote in enumerate(quotes):
        join(first_of.setdefault(quote.article_id, n), n)
    for a, b in provenance.copies(quotes):
        join(a, b)
    copied = [quotes[find(n)].article_id != q.article_id for n, q in enumerate(quotes)]
    newsrooms: dict[str, int] = {}
    for n, quote in enumerate(quotes):
        join(newsrooms.setdefault(provenance.newsroom(quote), n), n)
    return copied, len({find(n) for n in range(len(quotes))})
