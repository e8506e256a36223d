"""How a printing differs from its passage's root: the relation, and the words that differ."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from attrs import frozen

from quotex.records import Difference, Quote
from quotex.rules.tracking import TrackingRules
from quotex.tracking.alignment import Alignment, align
from quotex.tracking.differences import HEAD, INNER, TAIL, Change, differences, spelled, unspoken
from quotex.tracking.information import Information
from quotex.tracking.numerals import is_number
from quotex.tracking.witness import evidence, piece_starts
from quotex.tracking.wording import Normaliser, Wording

_TURNING_WORDS = 3
"""A longer change that holds a negation is another sentence, not this one turned round."""


@frozen(slots=True)
class Relation:
    """What one comparison with the root gives.

    Attributes:
        name: one of ``quotex.records.RELATIONS`` (never possible_translation).
        differences: the words that differ.
        offset: code points into the root's text at which the appearance begins.
        similarity: 0 to 1.
    """

    name: str
    differences: tuple[Difference, ...]
    offset: int
    similarity: float


SAME_TEXT = Relation("identical", (), 0, 1.0)


class Comparer:
    """Compares appearances with roots by the vocabulary of one language."""

    def __init__(self, rules: TrackingRules, normaliser: Normaliser, information: Information) -> None:
        self._rules = rules
        self._normaliser = normaliser
        self._information = information
        self._last: tuple[Quote, Wording, Wording] | None = None

    def relation(self, quote: Quote, root: Quote, *, within: bool = False) -> Relation:
        """The relation of a quotation to a root that it is a printing of.

        Args:
            quote: the printing.
            root: what it is compared with.
            within: the quotation goes on with other utterances; only what it has of the root counts.
        """
        if quote.text == root.text and len(quote.content) == len(root.content) and quote.kind == root.kind:
            return SAME_TEXT
        whole, a = self._wordings(quote)
        if self._last is None or self._last[0] is not root:
            self._last = (root, *self._wordings(root))
        _, whole_root, r = self._last
        plain = not (whole.brackets or whole.elided or whole_root.brackets or whole_root.elided)
        framed = quote.kind == root.kind == "mixed" and a.words == r.words
        if plain and not within and (framed or whole.words == whole_root.words):
            a, r = whole, whole_root
        pieces = self._piece_indices(quote, a)
        alignment = align(a.words, r.words, self._information, pieces | a.elided)
        if not alignment.blocks:
            return Relation("substituted", (Difference(was=root.text, now=quote.text),), 0, 0.0)
        changes = list(_changes(alignment, a, r))
        if within:
            changes = [c for c in changes if c.place == INNER or c.a_first == c.a_last]
            pieces = frozenset()
        moved = frozenset(alignment.moved)
        names = {self._name(c, a, r, moved) for c in changes} - {""}
        if alignment.moved:
            names = {n for n in names if n not in ("substituted", "truncated")} | {"reordered"}
        if _elided_within(quote, a, self._normaliser) and not within:
            names.add("elided")
        if a.brackets and not within:
            names.add("bracketed")
        respelled = list(spelled(alignment, a, r, quote.text, root.text))
        if respelled or (not names and a.surface != r.surface):
            names.add("orthographic")
        if len(quote.content) > len(root.content) == 1 and quote.kind != "mixed" and not within:
            names.add("split")
        bracketed = [] if within else list(unspoken(changes, alignment, a, r, quote.text, root.text))
        if bracketed:
            names.add("bracketed")
        shown = [*differences(changes, a, r, quote.text, root.text), *bracketed]
        offset = r.spans[min(j for _, j, _ in alignment.blocks)][0]
        similarity = round(min(alignment.ratio, alignment.coverage), 3)
        return Relation(_strongest(names), (*shown, *respelled), offset, similarity)

    def _wordings(self, quote: Quote) -> tuple[Wording, Wording]:
        """The words of all of a quotation, and of its evidence."""
        whole = self._normaliser.wording(quote.text)
        return whole, evidence(quote, self._normaliser) if quote.kind == "mixed" else whole

    def _piece_indices(self, quote: Quote, wording: Wording) -> frozenset[int]:
        starts = piece_starts(quote)
        if not starts:
            return frozenset()
        out = set()
        for start in starts:
            out.add(sum(1 for s, _ in wording.spans if s < start))
        return frozenset(out)

    def _name(self, change: Change, a: Wording, r: Wording, moved: frozenset[str]) -> str:
        """The relation that one change speaks for; "" for words that only moved."""
        now = tuple(w for w in a.words[change.a_first : change.a_last] if w not in moved)
        was = tuple(w for w in r.words[change.r_first : change.r_last] if w not in moved)
        if not now and not was:
            return ""
        bracketed = any(change.a_first <= k <= change.a_last for k, _, _ in a.brackets)
        filled = any(change.r_first <= k <= change.r_last for k, _, _ in r.brackets)
        if bracketed or filled:
            return "bracketed"
        marked = any(change.a_first <= k <= change.a_last for k in a.elided)
        longest = _TURNING_WORDS + (1 if was and now else 0)
        if not marked and max(len(was), len(now)) <= longest and self._turned(was, now):
            return "negation_changed" if change.place == INNER or (was and now) else "truncated"
        numbers_was, numbers_now = _numbers(was), _numbers(now)
        if numbers_was and numbers_now and numbers_was != numbers_now:
            return "number_changed"
        if now and was and "".join(now) == "".join(was):
            return "orthographic"
        if now and was:
            return "elided" if marked and change.place == INNER and _root_elided(change, r) else "substituted"
        if now:
            if change.place != INNER:
                return "truncated"
            return "elided" if _root_elided(change, r) else "substituted"
        if marked and change.place == INNER:
            return "elided"
        return "truncated"

    def _turned(self, was: tuple[str, ...], now: tuple[str, ...]) -> bool:
        """Whether a change turns the sentence round."""
        negations = self._rules.negations
        if sum(w in negations for w in was) % 2 != sum(w in negations for w in now) % 2:
            return True
        if len(was) == len(now):
            for before, after in zip(was, now, strict=True):
                for prefix in self._rules.reversals:
                    if before == prefix + after or after == prefix + before:
                        return True
        return False


def _changes(alignment: Alignment, a: Wording, r: Wording) -> Iterator[Change]:
    """What stands between and around the blocks of an alignment."""
    blocks = alignment.blocks
    i, j, _ = blocks[0]
    if i:
        against = max(0, j - i)
        yield Change(HEAD, 0, i, against, j)
        if against:
            yield Change(HEAD, 0, 0, 0, against)
    elif j:
        yield Change(HEAD, 0, 0, 0, j)
    for (i, j, n), (k, m, _) in pairwise(blocks):
        if i + n < k or j + n < m:
            yield Change(INNER, i + n, k, j + n, m)
    i, j, n = blocks[-1]
    left, root_left = len(a.words) - i - n, len(r.words) - j - n
    if left:
        yield Change(TAIL, i + n, len(a.words), j + n, j + n + min(left, root_left))
        if root_left > left:
            yield Change(TAIL, len(a.words), len(a.words), j + n + left, len(r.words))
    elif root_left:
        yield Change(TAIL, len(a.words), len(a.words), j + n, len(r.words))


def _numbers(words: tuple[str, ...]) -> list[str]:
    return sorted(w for w in words if is_number(w))


def _root_elided(change: Change, r: Wording) -> bool:
    return any(change.r_first <= k <= change.r_last for k in r.elided)


def _elided_within(quote: Quote, a: Wording, normaliser: Normaliser) -> bool:
    """Whether the printing itself marks that words are left out; a mixed one only inside its marks."""
    wordings = [normaliser.wording(v) for v in quote.verbatim] if quote.kind == "mixed" else [a]
    return any(0 < k < len(wording.words) for wording in wordings for k in wording.elided)


def _strongest(names: set[str]) -> str:
    order = (
        "negation_changed",
        "number_changed",
        "substituted",
        "reordered",
        "elided",
        "bracketed",
        "truncated",
        "split",
        "orthographic",
    )
    return next((n for n in order if n in names), "identical")
