"""How much a shared word tells: its information in bits.

The weight of a word is -log2 of the chance that a quotation of usual length holds it (inverse
document frequency), taken from a fixed table of general English and not from the input. So two
quotations compare the same whatever else is tracked, and articles that come one by one give the
same passages as all of them at once.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache

from quotex.rules.word_counts import WordCounts, word_counts

USUAL_LENGTH = 21
"""Mean length in words of a quoted stretch in news."""

MOST_BITS = 12.0
"""Weight of a word that the table does not know; a rarer word tells no more than that."""

_FIGURE_BITS = 8.0


class Information:
    """Bits of words and of sequences of words."""

    def __init__(self, counts: WordCounts) -> None:
        self._bits = {
            word: min(MOST_BITS, -math.log2(-math.expm1(-USUAL_LENGTH * n / counts.total)))
            for word, n in counts.counts.items()
        }

    def word(self, word: str) -> float:
        """Bits of one comparable word."""
        known = self._bits.get(word)
        if known is not None:
            return known
        return _FIGURE_BITS if word[:1].isdigit() else MOST_BITS

    def words(self, words: Iterable[str]) -> float:
        """Bits of a sequence of comparable words, each counted as often as it stands there."""
        known = self._bits
        total = 0.0
        for word in words:
            bits = known.get(word)
            total += self.word(word) if bits is None else bits
        return total


@cache
def information(language: str = "en") -> Information:
    """The weights of a language."""
    return Information(word_counts(language))
