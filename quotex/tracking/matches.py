"""Links: which forms can be one utterance, found rule by rule and window by window of days.

What a rule finds in a window depends on what was printed in that window and next to it, and on nothing
else. So a store keeps the links, and when articles come, only the windows they touch are looked at again.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

import numpy as np
from attrs import frozen

from quotex.tracking.alignment import align
from quotex.tracking.candidates import Ints
from quotex.tracking.information import Information
from quotex.tracking.matching import ANY_BITS, NO_MATCH, Condition, Match, contained, match

_IDENTICAL_BITS = 2.0
_FRAME_RATIO = 0.6


class Rule(IntEnum):
    """Why two forms were compared."""

    RUNS = 0
    NAMESAKES = 1
    STRETCHES = 2
    FRAMES = 3


@frozen(slots=True)
class Link:
    """A match of two forms, found by a rule in a window.

    Attributes:
        rule, window: what found it, and where.
        a, b: numbers of the forms, a <= b; a form may have a link with itself, too.
        match: the condition under which they are one utterance.
    """

    rule: Rule
    window: int
    a: int
    b: int
    match: Match


class Best(NamedTuple):
    """A match in the order in which one is chosen of several that link the same two forms."""

    condition: int
    rule: int
    strength: float
    close: int

    @classmethod
    def of(cls, rule: int, condition: int, strength: float, close: int) -> Best:
        """A match that a rule found."""
        return cls(condition, -rule, strength, close)

    @property
    def match(self) -> Match:
        """The match."""
        return Match(Condition(self.condition), self.strength, bool(self.close))


class Matches:
    """All links by form, in arrays: a million quotations have about as many links.

    Args:
        links: in any order; of several links of two forms the one with the weakest condition counts, of
            these that of the first rule, then the strongest.
        keys: the forms.
        information: weights of words.
    """

    def __init__(self, links: Iterator[Link], keys: Sequence[str], information: Information) -> None:
        self._keys = keys
        self._information = information
        columns = (array("q"), array("b"), array("b"), array("d"), array("b"))
        pairs, rules, conditions, strengths, closes = columns
        for link in links:
            pairs.append(link.a << 32 | link.b)
            rules.append(link.rule)
            conditions.append(link.match.condition)
            strengths.append(link.match.strength)
            closes.append(link.match.close)
        pair = np.array(pairs, dtype=np.int64)
        condition = np.array(conditions, dtype=np.int8)
        strength = np.array(strengths, dtype=np.float64)
        close = np.array(closes, dtype=np.int8)
        order = np.lexsort((-close, -strength, np.array(rules, dtype=np.int8), -condition, pair))
        order = order[np.flatnonzero(np.diff(pair[order], prepend=-1))]
        low, high = pair[order] >> 32, pair[order] & 0xFFFFFFFF
        two = np.flatnonzero(low != high)
        here: Ints = np.concatenate((low, high[two]))
        by_form = np.argsort(here, kind="stable")
        self._ends = np.searchsorted(here[by_form], np.arange(len(keys) + 1))
        self._others = np.concatenate((high, low[two]))[by_form].astype(np.int32)
        self._rows = np.concatenate((np.arange(len(order)), two))[by_form].astype(np.int32)
        self._conditions, self._strengths = condition[order], strength[order]
        self._closes = close[order]

    def others(self, form: int) -> list[tuple[int, Match]]:
        """The forms that a form has links with."""
        first, last = self._ends[form], self._ends[form + 1]
        return [
            (
                int(other),
                Match(Condition(self._conditions[row]), float(self._strengths[row]), bool(self._closes[row])),
            )
            for other, row in zip(self._others[first:last], self._rows[first:last], strict=True)
        ]

    def of(self, form: int) -> list[tuple[int, Match]]:
        """A form's matches: with itself, and with other forms."""
        return [(form, with_itself(self._keys[form], self._information)), *self.others(form)]

    def bits(self, form: int) -> float:
        """Information of a form."""
        return self._information.words(self._keys[form].split())


def compare(low: str, high: str, information: Information, negations: frozenset[str]) -> Match:
    """Compare the words of two forms.

    Args:
        low, high: keys of the worse-ranked and of the better-ranked form.
        information: weights of words.
        negations: words that turn a sentence round.
    """
    words = tuple(low.split())
    if low in high:
        return contained(words, information)
    return match(words, tuple(high.split()), information, negations)


def with_itself(key: str, information: Information) -> Match:
    """The match of a form with another printing of the same words."""
    words = tuple(key.split())
    found = contained(words, information)
    bits = information.words(words)
    if found.condition or bits < _IDENTICAL_BITS:
        return found
    return Match(Condition.SAME_SPEAKER_NEAR, bits)


def compare_frames(a: tuple[str, ...], b: tuple[str, ...], information: Information) -> Match:
    """Compare two mixed quotations with the reporters' words in them."""
    alignment = align(a, b, information)
    if alignment.shared >= ANY_BITS and alignment.ratio >= _FRAME_RATIO:
        return Match(Condition.ANY_SPEAKER, alignment.shared * alignment.ratio)
    return NO_MATCH
