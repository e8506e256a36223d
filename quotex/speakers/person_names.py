"""When two person names can be the same person's: initials, middle names, short forms, slips."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import OSA

from quotex.rules.speakers import SpeakerRules

Words = tuple[str, ...]

SHORTEST_SLIPPED = 5
"""Letters of a word that may be misspelt; in shorter ones a slip makes another name."""


def close_spelling(a: str, b: str) -> bool:
    """Whether two words differ by one slip (a letter dropped, added, changed or two swapped).

    Words under five letters must be equal: there a slip makes another name.
    """
    return a == b or (min(len(a), len(b)) >= SHORTEST_SLIPPED and OSA.distance(a, b, score_cutoff=1) <= 1)


def same_given(a: str, b: str, rules: SpeakerRules) -> bool:
    """Whether two given names can be one person's: equal, an initial, a short form, or a slip."""
    if a == b or (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b)):
        return True
    forms_a, forms_b = rules.formal.get(a, frozenset()), rules.formal.get(b, frozenset())
    return b in forms_a or a in forms_b or bool(forms_a & forms_b) or close_spelling(a, b)


def same_person(a: Words, b: Words, rules: SpeakerRules) -> bool:
    """Whether two names of at least two words each can be one person's.

    Surnames must agree up to a slip and given names as ``same_given`` says; a middle name or
    initial may be missing, but two that are there must agree. A surname of two words may stand
    with or without the given name ("Lopez Haro", "Ana Lopez Haro").
    """
    if len(a) < len(b):
        a, b = b, a
    if len(b) < 2:
        return False
    if a[-len(b) :] == b:
        return True
    if not close_spelling(a[-1], b[-1]):
        return False
    if a[-1] != b[-1] and a[0] != b[0]:
        return False
    if not same_given(a[0], b[0], rules):
        return a[0][:1] == b[0][:1] and len(a) > 2 and a[1] == b[0]
    middle_a, middle_b = a[1:-1], b[1:-1]
    if middle_a and middle_b:
        return all(any(same_given(x, y, rules) for x in middle_a) for y in middle_b)
    return True


def is_surname(word: Words, full: Words, particles: frozenset[str]) -> bool:
    """Whether a short form is the surname of a full name ("van der Meer", "Meer", "Lopez Haro")."""
    if len(word) >= len(full):
        return False
    if full[-len(word) :] == word:
        return True
    # A double surname may be shortened to its first part; a hyphen may come and go.
    return (
        len(full) >= 3
        and len(word) == 1
        and full[-2] == word[0]
        and len(word[0]) > 2
        and (full[-2] not in particles and full[0] != word[0] and len(full) == 3)
    )


def initials(words: Sequence[str], joiners: frozenset[str]) -> str:
    """First letters of a name's words, joining words left out."""
    return "".join(w[0] for w in words if w and w not in joiners)
