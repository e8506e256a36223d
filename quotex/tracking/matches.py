"""What comparisons of wordings gave, and the comparisons themselves, each of two wordings alone.

Which wordings are compared is decided elsewhere, in one process (``linking``) or in many
(``quotex.spark``); what comes of it does not depend on the order.
"""

from __future__ import annotations

from collections.abc import Sequence

from quotex.tracking.alignment import align
from quotex.tracking.information import Information
from quotex.tracking.matching import ANY_BITS, NO_MATCH, Condition, Match, contained, match

_IDENTICAL_BITS = 2.0
_FRAME_RATIO = 0.6


class Matches:
    """The matches of forms (numbers of wordings), each kept under the worse-ranked of the two.

    Args:
        keys: the forms.
        information: weights of words.
    """

    def __init__(self, keys: Sequence[str], information: Information) -> None:
        self._keys = keys
        self._information = information
        self._compared: dict[int, dict[int, Match]] = {}
        self._noted: dict[int, dict[int, Match]] = {}

    def known(self, low: int, high: int) -> bool:
        """Whether two forms, the worse-ranked first, have been found to match by their words."""
        return high in self._compared.get(low, ())

    def put(self, low: int, high: int, found: Match) -> None:
        """Keep what a comparison of all words of two forms gave."""
        self._compared.setdefault(low, {})[high] = found

    def note(self, low: int, high: int, found: Match) -> None:
        """Keep a match that was found otherwise; of several the one that asks least, then the strongest."""
        noted = self._noted.setdefault(low, {})
        known = noted.get(high)
        if known is None or (known.condition, known.strength) < (found.condition, found.strength):
            noted[high] = found

    def of(self, form: int) -> list[tuple[int, Match]]:
        """A form's matches: with itself, and with better-ranked forms.

        What was noted counts where the comparison of all words asks for more.
        """
        own = self._compared.get(form, {})
        noted = self._noted.get(form)
        if noted:
            own = dict(own)
            for high, found in noted.items():
                if high not in own or own[high].condition < found.condition:
                    own[high] = found
        return [(form, with_itself(self._keys[form], self._information)), *own.items()]


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
