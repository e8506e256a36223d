"""Which wordings can be one utterance: comparisons by shared runs of words, by speaker and by frame."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from quotex.records import Quote
from quotex.tracking.alignment import align
from quotex.tracking.candidates import MOST_FORMS, WordTable, candidate_pairs
from quotex.tracking.dates import When, days_apart
from quotex.tracking.information import Information
from quotex.tracking.matching import ANY_BITS, NO_MATCH, Condition, Match, contained, match
from quotex.tracking.witness import Witness
from quotex.tracking.wording import Normaliser

NEAR_DAYS = 3
"""Days within which short quotations of one speaker are one utterance."""

SHORT_WORDS = 12
SHORT_BITS = 25.0
_IDENTICAL_BITS = 2.0
_STRETCH_BITS = 6.0
_FEW_PAIRS = 4
_FRAME_BITS = 20.0
_FRAME_RATIO = 0.6


class Linker:
    """Finds for each form the forms it may be a variant of."""

    def __init__(self, keys: Sequence[str], information: Information) -> None:
        self._keys = keys
        self._information = information
        self._matches: dict[tuple[int, int], Match] = {}
        self.linked: dict[int, list[int]] = defaultdict(list)

    def bits(self, words: str) -> float:
        """Information of words joined by spaces."""
        return self._information.words(words.split())

    def compare(self, low: int, high: int) -> None:
        """Compare two forms once and note them if they can be one utterance."""
        if (low, high) in self._matches:
            return
        a, b = self._keys[low], self._keys[high]
        words = tuple(a.split())
        found = (
            contained(words, self._information)
            if a in b
            else match(words, tuple(b.split()), self._information)
        )
        if found.condition:
            self._matches[low, high] = found
            self.linked[low].append(high)

    def note(self, low: int, high: int, found: Match) -> None:
        """Note a match that was found otherwise, unless a better one is known."""
        known = self._matches.get((low, high))
        if known is None:
            self.linked[low].append(high)
        if known is None or known.condition < found.condition:
            self._matches[low, high] = found

    def frame(self, a: tuple[str, ...], b: tuple[str, ...]) -> Match:
        """Compare two mixed quotations with the reporters' words in them."""
        alignment = align(a, b, self._information)
        if alignment.shared >= ANY_BITS and alignment.ratio >= _FRAME_RATIO:
            return Match(Condition.ANY_SPEAKER, alignment.shared * alignment.ratio)
        return NO_MATCH

    def of(self, low: int, high: int) -> Match:
        """The match of a form with a better one, or with itself."""
        if low == high and (low, high) not in self._matches:
            bits = self._information.words(self._keys[low].split())
            found = contained(tuple(self._keys[low].split()), self._information)
            if found.condition or bits < _IDENTICAL_BITS:
                return found
            return Match(Condition.SAME_SPEAKER_NEAR, bits)
        return self._matches[low, high]


def link_forms(
    quotes: Sequence[Quote],
    found: Sequence[Witness],
    keys: Sequence[str],
    normaliser: Normaliser,
    information: Information,
    window_days: int,
) -> Linker:
    """Compare all wordings that are worth it.

    Args:
        quotes: the quotations, as the witnesses' indices count them.
        found: their witnesses.
        keys: the forms.
        normaliser, information: what compares and weighs words.
        window_days: days within which two printings can be of one utterance.
    """
    linker = Linker(keys, information)
    _compare_forms(found, keys, linker, window_days)
    _compare_short(found, keys, linker)
    _compare_frames(quotes, found, linker, normaliser)
    return linker


def _compare_forms(found: Sequence[Witness], keys: Sequence[str], linker: Linker, window_days: int) -> None:
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
        _compare_stretches(namesakes, linker)


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
        near: Counter[int] = Counter()
        pairs = _word_pairs(keys[witness.form])
        for pair in pairs:
            for other in pairs_of_words[pair]:
                if other.form == witness.form or other.order > witness.order:
                    continue
                if _near(witness.published, other.published):
                    near[other.form] += 1
        least = 1 if len(pairs) < _FEW_PAIRS else 2
        for form, shared in sorted(near.items()):
            if shared >= least:
                linker.compare(witness.form, form)


def _compare_stretches(namesakes: Sequence[Witness], linker: Linker) -> None:
    """Link mixed quotations of one surname that have a whole stretch in quote marks in common."""
    by_stretch: dict[str, list[Witness]] = defaultdict(list)
    for witness in namesakes:
        for stretch in witness.stretches:
            by_stretch[stretch].append(witness)
    for stretch in sorted(by_stretch):
        sharing = sorted(by_stretch[stretch], key=lambda w: w.order)
        bits = linker.bits(stretch)
        if len(sharing) < 2 or bits < _STRETCH_BITS:
            continue
        for n, witness in enumerate(sharing):
            for other in sharing[:n]:
                if other.form != witness.form and _near(witness.published, other.published):
                    linker.note(witness.form, other.form, Match(Condition.SAME_SPEAKER_NEAR, bits))


def _compare_frames(
    quotes: Sequence[Quote], found: Sequence[Witness], linker: Linker, normaliser: Normaliser
) -> None:
    """Link mixed quotations, whoever speaks, that share a stretch and the reporter's words around it."""
    by_stretch: dict[str, list[Witness]] = defaultdict(list)
    for witness in found:
        for stretch in witness.stretches:
            if quotes[witness.index].kind == "mixed" and stretch.count(" ") >= 2:
                by_stretch[stretch].append(witness)
    for stretch in sorted(by_stretch):
        sharing = sorted(by_stretch[stretch], key=lambda w: w.order)
        if len(sharing) < 2 or len(sharing) > MOST_FORMS or linker.bits(stretch) < _FRAME_BITS:
            continue
        whole = {w.index: normaliser.words(quotes[w.index].text) for w in sharing}
        for n, witness in enumerate(sharing):
            for other in sharing[:n]:
                if not _near(witness.published, other.published):
                    continue
                found_match = linker.frame(whole[witness.index], whole[other.index])
                if found_match.condition:
                    linker.note(witness.form, other.form, found_match)


def _near(a: When | None, b: When | None) -> bool:
    return days_apart(a, b) <= NEAR_DAYS


def _word_pairs(key: str) -> set[tuple[str, str]]:
    words = key.split()
    return set(pairwise(words))
