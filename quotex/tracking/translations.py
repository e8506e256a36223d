"""Possible translations: one utterance in other words, found by what it means.

Two agencies that translate one speech share no run of words. Their versions are alike in meaning
(cosine of sentence embeddings), but so are two remarks of one speaker on one matter, and a sentence
and its denial are even more alike. So the likeness only proposes; the speaker must be the same, the
days near, the occasion not another; names, numbers and negation must not contradict; either version
must be the other's best, by a margin over what else the speaker said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np
import regex
from attrs import frozen

from quotex.records import Quote
from quotex.rules.tracking import TrackingRules
from quotex.tracking.dates import days_apart
from quotex.tracking.embeddings import Vectors
from quotex.tracking.information import Information
from quotex.tracking.numerals import is_number
from quotex.tracking.passages import Group, another_occasion
from quotex.tracking.speaker_key import SAME, same_speaker
from quotex.tracking.witness import Witness, evidence, piece_starts
from quotex.tracking.wording import Normaliser

NEAR_DAYS = 2
FEWEST_WORDS = 5
FEWEST_BITS = 25.0
TRANSLATED = 0.52
"""Least cosine where an article tells that the speaker spoke another language."""
PARAPHRASED = 0.72
"""Least cosine where none does."""
SURE = 0.7
MARGIN = 0.06
STEM = 5
TELLING_BITS = 6.0
SHARED_WORDS = 2
"""Telling words that versions in one language must share to be worth embedding."""
NEARLY = 0.9
MOST_OF_A_SPEAKER = 400

_UNTELLING = frozenset({"1"})
_NAME = regex.compile(r"(?<=[\p{L}\p{N},;:]['’\"”)]*\s+[\"“'‘(]*)\p{Lu}\p{L}+")


@frozen(slots=True)
class Version:
    """A passage's root as a possible translation.

    Attributes:
        group: number of the passage.
        root: its root.
        quote: the root's quotation.
        articles: ids of the articles that print it.
        numbers, names: figures and names in it.
        negated: whether it holds an odd number of negations.
        telling: beginnings of the words that tell something.
        foreign: whether an article tells that the speaker spoke another language.
    """

    group: int
    root: Witness
    quote: Quote
    articles: frozenset[str]
    numbers: frozenset[str]
    names: frozenset[str]
    negated: bool
    telling: frozenset[str]
    foreign: bool


def possible_translations(
    groups: Sequence[Group],
    quotes: Sequence[Quote],
    rules: TrackingRules,
    normaliser: Normaliser,
    information: Information,
    encode: Callable[[Sequence[str]], Vectors],
) -> list[tuple[int, int, float]]:
    """Pairs of passages that may be versions of one utterance.

    Args:
        groups: the passages that the wording gave.
        quotes: the quotations that the witnesses count.
        rules, normaliser, information: vocabulary of the language and its weights.
        encode: gives a unit vector for each text.

    Returns:
        (number of one passage, number of the other, cosine), each passage at most once.
    """
    by_name: dict[str, list[Version]] = defaultdict(list)
    for number, group in enumerate(groups):
        version = _version(number, group, quotes, rules, normaliser, information)
        if version is not None and version.root.speaker is not None:
            by_name[version.root.speaker.last].append(version)
    pairs = []
    for name in sorted(by_name):
        versions = sorted(by_name[name], key=lambda v: v.root.order)
        if len({a for v in versions for a in v.articles}) > 1:
            pairs += _of_speaker(versions, quotes, encode)
    return pairs


def _version(
    number: int,
    group: Group,
    quotes: Sequence[Quote],
    rules: TrackingRules,
    normaliser: Normaliser,
    information: Information,
) -> Version | None:
    root, quote = group.root, quotes[group.root.index]
    if root.indirect or root.bits < FEWEST_BITS or quote.polarity != "asserted":
        return None
    if root.speaker is None or not root.speaker.named:
        return None
    wording = evidence(quote, normaliser)
    if len(wording.words) < FEWEST_WORDS:
        return None
    members = [quotes[w.index] for w in group.members]
    return Version(
        number,
        root,
        quote,
        frozenset(q.article_id for q in members),
        frozenset(w for w in wording.words if is_number(w)) - _UNTELLING,
        _names(quote),
        sum(w in rules.negations for w in wording.words) % 2 == 1,
        frozenset(w[:STEM] for w in wording.words if information.word(w) >= TELLING_BITS),
        any(q.original_language for q in members),
    )


def _names(quote: Quote) -> frozenset[str]:
    """Capitalised words that begin neither a sentence nor a piece."""
    begins = set(piece_starts(quote))
    return frozenset(m[0].casefold() for m in _NAME.finditer(quote.text) if m.start() not in begins)


def _of_speaker(
    versions: list[Version], quotes: Sequence[Quote], encode: Callable[[Sequence[str]], Vectors]
) -> list[tuple[int, int, float]]:
    """Mutually best versions among what one surname is quoted with."""
    out = []
    for start in range(0, len(versions), MOST_OF_A_SPEAKER):
        some = versions[start : start + MOST_OF_A_SPEAKER]
        foreign = any(v.foreign for v in some)
        possible = [
            (a, b)
            for a in range(len(some))
            for b in range(a)
            if (foreign or len(some[a].telling & some[b].telling) >= SHARED_WORDS)
            and _near(some[a], some[b])
            and not _contradict(some[a], some[b], quotes)
        ]
        if not possible:
            continue
        compared = sorted({n for pair in possible for n in pair})
        vectors = encode([some[n].quote.text for n in compared])
        likeness = np.full((len(some), len(some)), -1.0, dtype=np.float32)
        likeness[np.ix_(compared, compared)] = vectors @ vectors.T
        for a, b in possible:
            cosine = float(likeness[a, b])
            if cosine < (TRANSLATED if foreign else PARAPHRASED):
                continue
            if some[a].articles & some[b].articles and cosine < SURE:
                continue
            if cosine >= max(_rival(likeness, some, a, b), _rival(likeness, some, b, a)) + MARGIN:
                out.append((some[a].group, some[b].group, round(cosine, 3)))
    return out


def _near(a: Version, b: Version) -> bool:
    if same_speaker(a.root.speaker, b.root.speaker) != SAME:
        return False
    return days_apart(a.root.published, b.root.published) <= NEAR_DAYS


def _contradict(a: Version, b: Version, quotes: Sequence[Quote]) -> bool:
    """Whether anything tells that two versions are not one utterance."""
    if a.articles == b.articles:
        return True
    if a.negated != b.negated or (a.numbers ^ b.numbers and a.numbers and b.numbers):
        return True
    if a.names and b.names and not a.names & b.names:
        return True
    channels = {a.quote.channel, b.quote.channel} - {"unspecified"}
    return len(channels) > 1 or another_occasion(a.root, b.root, quotes)


def _rival(likeness: Vectors, versions: Sequence[Version], a: int, b: int) -> float:
    """The best likeness of one version to what else the other's articles let the speaker say.

    What a third article prints is no rival: it may be a third translation.
    """
    others = [n for n, v in enumerate(versions) if n not in (a, b) and v.articles & versions[b].articles]
    return float(likeness[a, others].max()) if others else -1.0


def merge(
    groups: Sequence[Group], pairs: Sequence[tuple[int, int, float]], quotes: Sequence[Quote]
) -> list[Group]:
    """Put versions of one utterance into one passage.

    The longest version is the root, of nearly equal ones the one that was printed first. A version
    that is not paired with the root itself stays a passage of its own.

    Args:
        groups: passages by wording.
        pairs: what ``possible_translations`` gave.
        quotes: the quotations that the witnesses count.
    """
    near: dict[int, dict[int, float]] = defaultdict(dict)
    for a, b, cosine in pairs:
        near[a][b] = near[b][a] = cosine
    taken: set[int] = set()
    merged: dict[int, Group] = {}
    ranked = sorted(near, key=lambda n: groups[n].root.order)
    for number in ranked:
        if number in taken:
            continue
        free = [n for n in (number, *near[number]) if n not in taken]
        root = _root(free, groups, quotes)
        versions = [n for n in near[root] if n not in taken]
        taken.update((root, *versions))
        translated = {w.index: near[root][n] for n in versions for w in groups[n].members}
        members = (*groups[root].members, *(w for n in versions for w in groups[n].members))
        echoes = tuple(w for w in groups[root].echoes if w.index not in translated)
        merged[root] = Group(groups[root].root, members, echoes, translated)
    return [merged.get(n, group) for n, group in enumerate(groups) if n in merged or n not in taken]


def _root(numbers: Sequence[int], groups: Sequence[Group], quotes: Sequence[Quote]) -> int:
    lengths = {n: len(quotes[groups[n].root.index].text) for n in numbers}
    longest = max(lengths.values())

    def rank(number: int) -> tuple[object, ...]:
        published = groups[number].root.published
        day = published.first if published else 0
        moment = published.moment if published and published.moment is not None else 0.0
        return day, moment, -lengths[number], groups[number].root.order

    return min((n for n in numbers if lengths[n] >= NEARLY * longest), key=rank)
