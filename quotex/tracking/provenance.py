"""Where a printing comes from: copies of one article, agencies' lines, families of outlets.

Two articles are copies if the text around the quotation, or all of the text but the quotations, has
most of its word shingles in common (containment, Broder 1997): what two newsrooms share of one event
is the words that were said, not their own words about them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from itertools import combinations

from attrs import field, frozen

from quotex.records import Article, Quote, Span
from quotex.rules.tracking import TrackingRules
from quotex.tracking.speaker_key import fold
from quotex.tracking.wording import Normaliser

SHINGLE = 4
WHOLE_CONTAINMENT = 0.5
NEARBY_CONTAINMENT = 0.6
CREDITED_CONTAINMENT = 0.2
NEARBY_WORDS = 60
_FEWEST_SHINGLES = 15


@frozen(slots=True)
class Surroundings:
    """The words of an article outside its quotations, as they lie around them.

    Attributes:
        words: comparable words outside the quotations.
        starts: offset into the article of each.
        shingles: all runs of ``SHINGLE`` of them.
        agencies: agencies whose copy it says it is.
        credited: agencies that it credits in part.
    """

    words: tuple[str, ...]
    starts: tuple[int, ...]
    shingles: frozenset[tuple[str, ...]] = field(repr=False)
    agencies: frozenset[str]
    credited: frozenset[str]

    def near(self, start: int, end: int) -> frozenset[tuple[str, ...]]:
        """Shingles of the words on either side of a stretch of the article."""
        before = [w for w, s in zip(self.words, self.starts, strict=True) if s < start][-NEARBY_WORDS:]
        after = [w for w, s in zip(self.words, self.starts, strict=True) if s >= end][:NEARBY_WORDS]
        return _shingles(before) | _shingles(after)


class Provenance:
    """Tells copies from articles that report on their own.

    Args:
        articles: the articles, by id.
        spans: of each article the spans of its quotations, so that their words are not taken for the
            article's own.
        rules, normaliser: vocabulary of the language.
        families: outlet to the family (owner, group) it belongs to.
    """

    def __init__(
        self,
        articles: Mapping[str, Article],
        spans: Mapping[str, Sequence[Span]],
        rules: TrackingRules,
        normaliser: Normaliser,
        families: Mapping[str, str] | None = None,
    ) -> None:
        self._articles = articles
        self._rules = rules
        self._normaliser = normaliser
        self._families = {fold(k): fold(v) for k, v in (families or {}).items()}
        self._spans = spans
        self._known: dict[str, Surroundings] = {}
        self._whole: dict[tuple[str, str], float] = {}

    def newsroom(self, quote: Quote) -> str:
        """The outlet, or its family, or the article where neither is known."""
        if not quote.outlet:
            return f"article {quote.article_id}"
        outlet = fold(quote.outlet)
        return self._families.get(outlet, outlet)

    def copies(self, quotes: Sequence[Quote]) -> list[tuple[int, int]]:
        """Pairs of a passage's quotations, by index, whose articles are copies of one another."""
        with_text = [n for n, q in enumerate(quotes) if q.article_id in self._articles]
        return [
            (a, b)
            for a, b in combinations(with_text, 2)
            if quotes[a].article_id != quotes[b].article_id and self._copied(quotes[a], quotes[b])
        ]

    def surroundings(self, article_id: str) -> Surroundings:
        """The words of an article outside its quotations."""
        known = self._known.get(article_id)
        if known is None:
            known = self._known[article_id] = self._read(self._articles[article_id])
        return known

    def _read(self, article: Article) -> Surroundings:
        words: list[str] = []
        starts: list[int] = []
        position = 0
        for start, end in [*sorted(self._spans.get(article.id, [])), (len(article.text), len(article.text))]:
            if start > position:
                wording = self._normaliser.wording(article.text, position, start)
                words.extend(wording.words)
                starts.extend(s for s, _ in wording.spans)
            position = max(position, end)
        agencies, credited = _agencies(article, self._rules)
        return Surroundings(tuple(words), tuple(starts), _shingles(words), agencies, credited)

    def _copied(self, a: Quote, b: Quote) -> bool:
        one, other = self.surroundings(a.article_id), self.surroundings(b.article_id)
        key = (min(a.article_id, b.article_id), max(a.article_id, b.article_id))
        whole = self._whole.get(key)
        if whole is None:
            whole = self._whole[key] = containment(one.shingles, other.shingles)
        if whole >= WHOLE_CONTAINMENT or one.agencies & other.agencies:
            return True
        in_common = (one.agencies | one.credited) & (other.agencies | other.credited)
        if in_common and whole >= CREDITED_CONTAINMENT:
            return True
        nearby = containment(one.near(a.start, a.end), other.near(b.start, b.end))
        return nearby >= NEARBY_CONTAINMENT


def quoted_spans(quotes: Iterable[Quote], articles: Container[str]) -> dict[str, list[Span]]:
    """The spans of the quotations in each of some articles, by the article's id."""
    spans: dict[str, list[Span]] = {}
    for quote in quotes:
        if quote.article_id in articles:
            spans.setdefault(quote.article_id, []).extend(quote.content)
    return spans


def containment(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> float:
    """Share of the smaller set that is in the larger one; 0 if it is too small to tell."""
    few = min(len(a), len(b))
    return len(a & b) / few if few >= _FEWEST_SHINGLES else 0.0


def _shingles(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))


def _agencies(article: Article, rules: TrackingRules) -> tuple[frozenset[str], frozenset[str]]:
    """Agencies whose copy an article is by its outlet or dateline, and those that it credits."""
    whole, part = set(), set()
    outlet = fold(article.outlet or "")
    head = article.text[:400]
    for name, names in rules.agencies.items():
        if outlet in {fold(x) for x in names} or rules.datelines[name].search(head):
            whole.add(name)
        elif any(p.search(article.text) or p.search(article.author or "") for p in rules.credits[name]):
            part.add(name)
    return frozenset(whole), frozenset(part)
