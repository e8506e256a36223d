"""Whether two wordings are one utterance, and under which condition on speaker and date."""

from __future__ import annotations

from enum import IntEnum

from attrs import frozen

from quotex.tracking.alignment import Alignment, align
from quotex.tracking.information import Information


class Condition(IntEnum):
    """What must hold besides the wording for two quotations to be one utterance."""

    NEVER = 0
    SAME_SPEAKER_NEAR = 1
    SAME_SPEAKER = 2
    NOT_ANOTHER_SPEAKER = 3
    ANY_SPEAKER = 4


@frozen(slots=True)
class Match:
    """A comparison of two wordings.

    Attributes:
        condition: what must hold besides.
        strength: shared bits, less what speaks against them.
        close: whether even words that nobody vouches for (a paraphrase) are alike enough.
    """

    condition: Condition
    strength: float
    close: bool = False


NO_MATCH = Match(Condition.NEVER, 0.0)

ENOUGH_BITS = 25.0
"""Shared information from which a match does not need a known speaker."""

ANY_BITS = 30.0
ANY_RATIO = 0.75
ANY_WORDS = 4
CLOSE_RATIO = 0.75
CLOSE_WORDS = 5
RATIO = 0.7
COVERAGE = 0.6
LOOSE_RATIO = 0.62
RUN_BITS = 60.0
"""A run of equal words (a dozen or so) that two people do not say by chance, however little of each it is."""

OVERLAP_BITS = 22.0
OVERLAP_RATIO = 0.85
SENTENCE_BITS = 30.0
SHORT_BITS = 8.0
SHORT_COVERAGE = 0.7


def match(
    a: tuple[str, ...], b: tuple[str, ...], information: Information, negations: frozenset[str] = frozenset()
) -> Match:
    """Compare two wordings.

    Args:
        a: comparable words of the less informative one.
        b: comparable words of the other.
        information: weights of words.
        negations: words that turn a sentence round; a paraphrase that has one more is another remark.
    """
    others = set(b)
    common = information.words(w for w in dict.fromkeys(a) if w in others)
    if common < SHORT_BITS:
        return NO_MATCH
    alignment = align(a, b, information)
    longest = max((n for _, _, n in alignment.blocks), default=0)
    close = (
        alignment.shared >= ENOUGH_BITS
        and min(alignment.ratio, alignment.coverage) >= CLOSE_RATIO
        and longest >= 3
        and len(a) >= CLOSE_WORDS
        and not _turned(alignment, a, b, negations)
    )
    run = max((information.words(a[i : i + n]) for i, _, n in alignment.blocks), default=0.0)
    return Match(condition_of(alignment, len(a), run), alignment.shared * alignment.ratio, close)


def _turned(alignment: Alignment, a: tuple[str, ...], b: tuple[str, ...], negations: frozenset[str]) -> bool:
    """Whether the aligned stretches differ by a negation."""
    (i, j, _), (k, m, n) = alignment.blocks[0], alignment.blocks[-1]
    count_a = sum(w in negations for w in a[i : k + n])
    return count_a % 2 != sum(w in negations for w in b[j : m + n]) % 2


def contained(a: tuple[str, ...], information: Information) -> Match:
    """The match of a wording that lies in another without any change."""
    bits = information.words(a)
    close = bits >= ENOUGH_BITS and len(a) >= CLOSE_WORDS
    if bits >= ANY_BITS and len(a) >= ANY_WORDS:
        return Match(Condition.ANY_SPEAKER, bits, close)
    if bits >= ENOUGH_BITS and len(a) >= ANY_WORDS:
        return Match(Condition.NOT_ANOTHER_SPEAKER, bits, close)
    if len(a) > 1 and bits >= SHORT_BITS:
        return Match(Condition.SAME_SPEAKER_NEAR, bits)
    return NO_MATCH


def condition_of(alignment: Alignment, words: int, run: float) -> Condition:
    """The condition under which an alignment is one utterance.

    Args:
        alignment: of the shorter wording (a) in the longer (b).
        words: number of words of the shorter one.
        run: information of the most telling run of equal words.
    """
    shared, ratio, coverage = alignment.shared, alignment.ratio, alignment.coverage
    longest = max((n for _, _, n in alignment.blocks), default=0)
    if shared >= ENOUGH_BITS and ratio >= RATIO and coverage >= COVERAGE:
        if shared >= ANY_BITS and ratio >= ANY_RATIO and longest >= 4:
            return Condition.ANY_SPEAKER
        return Condition.NOT_ANOTHER_SPEAKER
    if run >= RUN_BITS and ratio >= OVERLAP_RATIO:
        return Condition.ANY_SPEAKER
    if shared >= OVERLAP_BITS and ratio >= OVERLAP_RATIO and longest >= 4:
        return Condition.SAME_SPEAKER
    if shared >= SENTENCE_BITS and ratio >= LOOSE_RATIO and longest >= 3:
        return Condition.SAME_SPEAKER_NEAR
    if alignment.moved and longest < 3:
        return Condition.NEVER
    if shared >= SHORT_BITS and ratio >= RATIO and coverage >= SHORT_COVERAGE and (longest >= 2 or words < 3):
        return Condition.SAME_SPEAKER_NEAR
    return Condition.NEVER
