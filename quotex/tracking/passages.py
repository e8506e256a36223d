"""Passages: each quotation joins the root that it lies in, or becomes a root itself.

Roots are tried in a fixed order, the most informative first, and a quotation is compared with the
root only. So nothing drifts along a chain of likenesses, and two fragments of one speech that do
not meet stay siblings in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from attrs import frozen

from quotex.records import Quote
from quotex.tracking.candidates import WordTable, candidate_pairs
from quotex.tracking.dates import When, days_apart
from quotex.tracking.information import Information
from quotex.tracking.matching import Condition, Match, contained, match
from quotex.tracking.speaker_key import DIFFERENT, SAME, same_speaker
from quotex.tracking.witness import Witness

NEAR_DAYS = 3
"""Days within which short quotations of one speaker are one utterance."""

SHORT_WORDS = 8
SHORT_BITS = 25.0
REPEATABLE = "speech"
REPEAT_DAYS = 2
_IDENTICAL_BITS = 2.0


@frozen(slots=True)
class Group:
    """The witnesses of one passage; the root is the first."""

    root: Witness
    members: tuple[Witness, ...]


class Linker:
    """Finds for each form the forms it may be a variant of."""

    def __init__(self, keys: Sequence[str], information: Information) -> None:
        self._keys = keys
        self._information = information
        self._matches: dict[tuple[int, int], Match] = {}
        self.linked: dict[int, list[int]] = defaultdict(list)

    def compare(self, low: int, high: int) -> None:
        """Compare two forms once and note them if they can be one utterance."""
        if (low, high) in self._matches:
            return
        a, b = self._keys[low], self._keys[high]
        words = tuple(a.split())
        found = contained(words, self._information) if a in b else match(words, tuple(b.split()), self._information)
        if found.condition:
            self._matches[low, high] = found
            self.linked[low].append(high)

    def of(self, low: int, high: int) -> Match:
        """The match of a form with a better one, or with itself."""
        if low == high:
            bits = self._information.words(self._keys[low].split())
            found = contained(tuple(self._keys[low].split()), self._information)
            if found.condition or bits < _IDENTICAL_BITS:
                return found
            return Match(Condition.SAME_SPEAKER_NEAR, bits)
        return self._matches[low, high]


def group(
    quotes: Sequence[Quote],
    found: Sequence[Witness],
    keys: Sequence[str],
    information: Information,
    window_days: int,
) -> list[Group]:
    """Put witnesses into passages.

    Args:
        quotes: the quotations, as the witnesses' indices count them.
        found: their witnesses.
        keys: the forms.
        information: weights of words.
        window_days: days within which two printings can be of one utterance.
    """
    linker = Linker(keys, information)
    _compare_forms(found, keys, linker, window_days)
    _compare_short(found, keys, linker)
    roots: dict[int, list[Witness]] = defaultdict(list)
    members: dict[int, list[Witness]] = {}
    for witness in sorted(found, key=lambda w: w.order):
        root = _best_root(witness, linker, roots, quotes, window_days) if keys[witness.form].strip() else None
        if root is None:
            roots[witness.form].append(witness)
            members[witness.index] = [witness]
        else:
            members[root.index].append(witness)
    return [Group(group[0], tuple(group)) for group in members.values()]


def _best_root(
    witness: Witness,
    linker: Linker,
    roots: dict[int, list[Witness]],
    quotes: Sequence[Quote],
    window_days: int,
) -> Witness | None:
    best: tuple[object, ...] | None = None
    chosen = None
    for form in (witness.form, *linker.linked.get(witness.form, ())):
        for root in roots.get(form, ()):
            found = linker.of(witness.form, form)
            apart = days_apart(witness.published, root.published)
            if apart > window_days or another_occasion(witness, root, quotes):
                continue
            speaker = same_speaker(witness.speaker, root.speaker)
            if not _holds(found.condition, speaker, apart, witness, root):
                continue
            rank = (speaker != SAME, -round(found.strength, 6), apart, root.order)
            if best is None or rank < best:
                best, chosen = rank, root
    return chosen


def _holds(condition: Condition, speaker: str, apart: int, witness: Witness, root: Witness) -> bool:
    if witness.indirect or root.indirect:
        # A paraphrase vouches for no word: the speaker must be the same.
        return condition >= Condition.SAME_SPEAKER_NEAR and speaker == SAME and apart <= NEAR_DAYS
    if condition is Condition.SAME_SPEAKER_NEAR:
        return speaker == SAME and apart <= NEAR_DAYS
    if condition is Condition.SAME_SPEAKER:
        return speaker == SAME
    if condition is Condition.NOT_ANOTHER_SPEAKER:
        return speaker != DIFFERENT
    return condition is Condition.ANY_SPEAKER


def another_occasion(a: Witness, b: Witness, quotes: Sequence[Quote]) -> bool:
    """Whether the articles themselves tell that the words were said on different days.

    A speech is given more than once, so that there a date in one article is held against the day
    that the other's publication implies; of all else both articles must give a date.
    """
    if a.dated and b.dated:
        return days_apart(a.said, b.said) > 1
    if not a.dated and not b.dated:
        return False
    if quotes[a.index].channel != REPEATABLE or quotes[b.index].channel != REPEATABLE:
        return False
    return days_apart(a.said, b.said) > REPEAT_DAYS


def _compare_forms(
    found: Sequence[Witness], keys: Sequence[str], linker: Linker, window_days: int
) -> None:
    ranks = _ranks(found, len(keys))
    length = max(window_days, 1)
    printed: set[tuple[int, int]] = set()
    everywhere: set[int] = set()
    for witness in found:
        date = witness.published
        if date is None or (date.last - date.first) > 2 * length:
            everywhere.add(witness.form)
        else:
            for window in range(date.first // length, date.last // length + 1):
                printed.add((witness.form, window))
    entries = np.array(sorted(printed), dtype=np.int64).reshape(-1, 2)
    undated = np.array(sorted(everywhere), dtype=np.int64)
    table = WordTable(keys)
    for low, high, _ in candidate_pairs(table, ranks, entries[:, 0], entries[:, 1], undated):
        linker.compare(low, high)


def _ranks(found: Sequence[Witness], forms: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    best: dict[int, tuple[object, ...]] = {}
    for witness in found:
        known = best.get(witness.form)
        if known is None or witness.order < known:
            best[witness.form] = witness.order
    ranks = np.zeros(forms, dtype=np.int64)
    for rank, form in enumerate(sorted(best, key=lambda f: best[f])):
        ranks[form] = rank
    return ranks


def _compare_short(found: Sequence[Witness], keys: Sequence[str], linker: Linker) -> None:
    """Compare short forms with the forms of the same surname printed within a few days."""
    by_name: dict[str, list[Witness]] = defaultdict(list)
    for witness in found:
        if witness.speaker is not None:
            for name in {witness.speaker.last, *witness.speaker.words[-1:]}:
                by_name[name].append(witness)
    for name in sorted(by_name):
        namesakes = by_name[name]
        if any(_is_short(w, keys) for w in namesakes):
            _compare_namesakes(namesakes, keys, linker)


def _is_short(witness: Witness, keys: Sequence[str]) -> bool:
    return witness.bits < SHORT_BITS or keys[witness.form].count(" ") <= SHORT_WORDS + 1


def _compare_namesakes(namesakes: Sequence[Witness], keys: Sequence[str], linker: Linker) -> None:
    pairs_of_words: dict[tuple[str, str], list[Witness]] = defaultdict(list)
    for witness in namesakes:
        for pair in _word_pairs(keys[witness.form]):
            pairs_of_words[pair].append(witness)
    for witness in namesakes:
        if not _is_short(witness, keys):
            continue
        near: set[int] = set()
        for pair in _word_pairs(keys[witness.form]):
            for other in pairs_of_words[pair]:
                if other.order < witness.order and other.form != witness.form and _near(witness.published, other.published):
                    near.add(other.form)
        for form in sorted(near):
            linker.compare(witness.form, form)


def _near(a: When | None, b: When | None) -> bool:
    return days_apart(a, b) <= NEAR_DAYS


def _word_pairs(key: str) -> Iterable[tuple[str, str]]:
    words = key.split()
    return set(zip(words, words[1:], strict=False))
