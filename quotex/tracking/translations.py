"""Possible translations: one utterance in other words, found by what it means.

Two agencies that translate one speech share no run of words. Their versions are alike in meaning
(cosine of sentence embeddings), but so are two remarks of one speaker on one matter, and a sentence
and its denial are even more alike. So the likeness only proposes; the speaker must be the same, the
days near, the occasion not another; names, numbers and negation must not contradict; either version
must be the other's best, by a margin over what else the speaker said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

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
from quotex.tracking.windows import UNDATED, near_windows
from quotex.tracking.witness import Witness, evidence, piece_starts
from quotex.tracking.wording import Normaliser

NEAR_DAYS = 2
FEWEST_WORDS = 5
FEWEST_BITS = 25.0
TRANSLATED = 0.52
"""Least cosine where an article tells that the speaker spoke another language."""
PARAPHRASED = 0.76
"""Least cosine where none does; two remarks of one speaker on one matter reach 0.74."""
SURE = 0.7
MARGIN = 0.06
STEM = 5
TELLING_BITS = 6.0
SHARED_WORDS = 2
"""Telling words that versions in one language must share to be worth embedding."""
NEARLY = 0.9

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
    compared = []
    for name in sorted(by_name):
        versions = _Versions(sorted(by_name[name], key=lambda v: v.root.order))
        pairs = versions.comparable(quotes)
        if pairs:
            compared.append((versions, pairs))
    texts = sorted({text for versions, pairs in compared for text in versions.texts(pairs)})
    if not texts:
        return []
    vectors = dict(zip(texts, encode(texts), strict=True))
    return [pair for versions, pairs in compared for pair in versions.best(pairs, vectors)]


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


class _Versions:
    """What one surname is quoted with, compared with itself."""

    def __init__(self, versions: Sequence[Version]) -> None:
        self._versions = versions
        self._by_window: dict[int, list[int]] = defaultdict(list)
        self._by_article: dict[str, list[int]] = defaultdict(list)
        self._foreign: set[int] = set()
        for n, version in enumerate(versions):
            for article in version.articles:
                self._by_article[article].append(n)
            for window in near_windows(version.root.published):
                self._by_window[window].append(n)
                if version.foreign:
                    self._foreign.add(window)

    def comparable(self, quotes: Sequence[Quote]) -> list[tuple[int, int]]:
        """Pairs of versions of the same days that nothing speaks against, before their meaning is known."""
        if len(self._by_article) < 2:
            return []
        return [
            (a, b)
            for a, version in enumerate(self._versions)
            for b in sorted({n for w in self._around(a) for n in self._by_window.get(w, ()) if n < a})
            if (
                self._in_another_language(a, b)
                or len(version.telling & self._versions[b].telling) >= SHARED_WORDS
            )
            and _near(version, self._versions[b])
            and not _contradict(version, self._versions[b], quotes)
        ]

    def texts(self, pairs: Iterable[tuple[int, int]]) -> set[str]:
        """The texts of what must be compared to choose among some pairs: their own and their rivals'."""
        wanted = {n for a, b in pairs for n in (a, b, *self._rivals(a, b), *self._rivals(b, a))}
        return {self._versions[n].quote.text for n in wanted}

    def best(
        self, pairs: Iterable[tuple[int, int]], vectors: Mapping[str, Vectors]
    ) -> Iterator[tuple[int, int, float]]:
        """The pairs that are alike enough, and more than either is like what else the other articles say."""

        def likeness(a: int, b: int) -> float:
            return float(vectors[self._versions[a].quote.text] @ vectors[self._versions[b].quote.text])

        for a, b in pairs:
            one, other = self._versions[a], self._versions[b]
            cosine = likeness(a, b)
            if cosine < (TRANSLATED if self._in_another_language(a, b) else PARAPHRASED):
                continue
            if one.articles & other.articles and cosine < SURE:
                continue
            rivals = [likeness(x, n) for x, y in ((a, b), (b, a)) for n in self._rivals(x, y)]
            if cosine >= max(rivals, default=-1.0) + MARGIN:
                yield one.group, other.group, round(cosine, 3)

    def _around(self, number: int) -> set[int]:
        windows = near_windows(self._versions[number].root.published)
        if UNDATED in windows:
            return set(self._by_window)
        return {UNDATED, *(w + d for w in windows for d in (-1, 0, 1))}

    def _in_another_language(self, a: int, b: int) -> bool:
        """Whether an article of these days tells that the speaker spoke another language."""
        return bool(self._foreign) and not self._foreign.isdisjoint(self._around(a) | self._around(b))

    def _rivals(self, a: int, b: int) -> set[int]:
        """What else the articles of one version let the speaker of another say.

        What a third article prints is no rival: it may be a third translation.
        """
        others = {n for article in self._versions[b].articles for n in self._by_article[article]}
        return others - {a, b}


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
