"""Which wordings can be one utterance: comparisons by shared runs of words, by speaker and by frame."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise

import numpy as np

from quotex.records import Quote
from quotex.tracking.candidates import MOST_FORMS, Ints, WordTable, candidate_pairs
from quotex.tracking.dates import When, days_apart
from quotex.tracking.information import Information
from quotex.tracking.matches import Matches, compare, compare_frames
from quotex.tracking.matching import Condition, Match
from quotex.tracking.witness import Witness
from quotex.tracking.wording import Normaliser

NEAR_DAYS = 3
"""Days within which short quotations of one speaker are one utterance."""

SHORT_WORDS = 12
SHORT_BITS = 25.0
MOST_NAMESAKES = 400
"""Two words in a row that more forms of one surname have in a few days tell nothing."""

STRETCH_BITS = 6.0
FEW_PAIRS = 4
FRAME_BITS = 20.0
FRAME_WORDS = 3


class Linker:
    """Compares forms and keeps what matches.

    Args:
        keys: the forms.
        ranks: rank of each form as a root, 0 the best.
        information: weights of words.
        negations: words that turn a sentence round.
    """

    def __init__(
        self, keys: Sequence[str], ranks: Ints, information: Information, negations: frozenset[str]
    ) -> None:
        self._keys = keys
        self._ranks = ranks.tolist()
        self._information = information
        self._negations = negations
        self.matches = Matches(keys, information)

    def bits(self, words: str) -> float:
        """Information of words joined by spaces."""
        return self._information.words(words.split())

    def compare(self, a: int, b: int) -> None:
        """Compare two forms and keep the match if they can be one utterance."""
        low, high = self._in_order(a, b)
        if self.matches.known(low, high):
            return
        found = compare(self._keys[low], self._keys[high], self._information, self._negations)
        if found.condition:
            self.matches.put(low, high, found)

    def compare_frames(self, a: int, b: int, words_a: tuple[str, ...], words_b: tuple[str, ...]) -> None:
        """Compare two mixed quotations with the reporters' words in them, and note what matches."""
        found = compare_frames(words_a, words_b, self._information)
        if found.condition:
            self.note(a, b, found)

    def note(self, a: int, b: int, found: Match) -> None:
        """Note a match that was found otherwise than by all words of two forms."""
        self.matches.note(*self._in_order(a, b), found)

    def _in_order(self, a: int, b: int) -> tuple[int, int]:
        return (a, b) if self._ranks[a] > self._ranks[b] else (b, a)


def link_forms(
    quotes: Sequence[Quote],
    found: Sequence[Witness],
    keys: Sequence[str],
    normaliser: Normaliser,
    information: Information,
    window_days: int,
) -> Matches:
    """Compare all wordings that are worth it.

    Args:
        quotes: the quotations, as the witnesses' indices count them.
        found: their witnesses.
        keys: the forms.
        normaliser, information: what compares and weighs words.
        window_days: days within which two printings can be of one utterance.
    """
    ranks = _ranks(found, keys, information)
    linker = Linker(keys, ranks, information, normaliser.negations)
    _compare_forms(found, keys, ranks, linker, window_days)
    _compare_short(found, keys, linker)
    _compare_frames(quotes, found, linker, normaliser)
    return linker.matches


def _compare_forms(
    found: Sequence[Witness], keys: Sequence[str], ranks: Ints, linker: Linker, window_days: int
) -> None:
    length = max(window_days, 1)
    printed: set[tuple[int, int]] = set()
    everywhere: set[int] = set()
    for witness in found:
        date = witness.published
        for form in (witness.form, *witness.parts):
            if date is None or (date.last - date.first) > 2 * length:
                everywhere.add(form)
            else:
                for window in range(date.first // length, date.last // length + 1):
                    printed.add((form, window))
    entries = np.array(sorted(printed), dtype=np.int64).reshape(-1, 2)
    undated = np.array(sorted(everywhere), dtype=np.int64)
    table = WordTable(keys)
    for low, high, _ in candidate_pairs(table, ranks, entries[:, 0], entries[:, 1], undated):
        linker.compare(low, high)


def _ranks(found: Sequence[Witness], keys: Sequence[str], information: Information) -> Ints:
    """Rank of each form as a root: that of its best witness; a form of pieces only is behind its equals."""
    best: dict[int, tuple[object, ...]] = {}
    for witness in sorted(found, key=lambda w: w.order):
        if witness.form not in best:
            best[witness.form] = (witness.indirect, -round(witness.bits, 6), False, witness.order)
    for part in {p for w in found for p in w.parts if p not in best}:
        bits = information.words(keys[part].split())
        best[part] = (False, -round(bits, 6), True, keys[part])
    ranks = np.zeros(len(keys), dtype=np.int64)
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
        if any(is_short(keys[w.form], w.bits) for w in namesakes):
            _compare_namesakes(namesakes, keys, linker)
        _compare_stretches(namesakes, linker)


def is_short(key: str, bits: float) -> bool:
    """Whether a form is compared with what else its speaker said: it may share no run of four words."""
    return bits < SHORT_BITS or key.count(" ") <= SHORT_WORDS + 1


def _compare_namesakes(namesakes: Sequence[Witness], keys: Sequence[str], linker: Linker) -> None:
    printed = _printed(namesakes)
    by_pair: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for form, windows in printed.items():
        for first, second in word_pairs(keys[form]):
            for window in windows:
                by_pair[first, second, window].append(form)
    for form in sorted({w.form for w in namesakes if is_short(keys[w.form], w.bits)}):
        pairs = word_pairs(keys[form])
        near: dict[int, set[tuple[str, str]]] = defaultdict(set)
        for first, second in pairs:
            for window in _around(printed[form], printed):
                others = by_pair.get((first, second, window), ())
                if len(others) <= MOST_NAMESAKES or len(pairs) < FEW_PAIRS:
                    for other in others:
                        near[other].add((first, second))
        least = 1 if len(pairs) < FEW_PAIRS else 2
        for other, shared in sorted(near.items()):
            if other != form and len(shared) >= least:
                linker.compare(form, other)


def _compare_stretches(namesakes: Sequence[Witness], linker: Linker) -> None:
    """Link mixed quotations of one surname that have a whole stretch in quote marks in common."""
    by_stretch: dict[str, list[Witness]] = defaultdict(list)
    for witness in namesakes:
        for stretch in witness.stretches:
            by_stretch[stretch].append(witness)
    for stretch, sharing in sorted(by_stretch.items()):
        bits = linker.bits(stretch)
        if bits < STRETCH_BITS:
            continue
        printed = _printed(sharing)
        by_window: dict[int, list[int]] = defaultdict(list)
        for form, windows in printed.items():
            for window in windows:
                by_window[window].append(form)
        for form in sorted(printed):
            near = {other for w in _around(printed[form], printed) for other in by_window.get(w, ())}
            for other in sorted(near):
                if other > form:
                    linker.note(form, other, Match(Condition.SAME_SPEAKER_NEAR, bits))


UNDATED = -1
"""The window of what has no date; it is near every other."""


def _printed(some: Sequence[Witness]) -> dict[int, list[int]]:
    """Form to the windows of a few days in which it was printed."""
    out: dict[int, set[int]] = defaultdict(set)
    for witness in some:
        date = witness.published
        if date is None or date.last - date.first > NEAR_DAYS:
            out[witness.form].add(UNDATED)
        else:
            out[witness.form].update((date.first // NEAR_DAYS, date.last // NEAR_DAYS))
    return {form: sorted(windows) for form, windows in out.items()}


def _around(windows: Sequence[int], printed: Mapping[int, Sequence[int]]) -> list[int]:
    """The windows that may hold something near to what was printed in some windows."""
    if UNDATED in windows:
        return sorted({w for some in printed.values() for w in some})
    return sorted({UNDATED, *(w + d for w in windows for d in (-1, 0, 1))})


def _compare_frames(
    quotes: Sequence[Quote], found: Sequence[Witness], linker: Linker, normaliser: Normaliser
) -> None:
    """Link mixed quotations, whoever speaks, that share a stretch and the reporter's words around it."""
    by_stretch: dict[str, list[Witness]] = defaultdict(list)
    for witness in found:
        for stretch in witness.stretches:
            if quotes[witness.index].kind == "mixed" and stretch.count(" ") + 1 >= FRAME_WORDS:
                by_stretch[stretch].append(witness)
    for stretch in sorted(by_stretch):
        sharing = sorted(by_stretch[stretch], key=lambda w: w.order)
        if len(sharing) < 2 or len(sharing) > MOST_FORMS or linker.bits(stretch) < FRAME_BITS:
            continue
        whole = {w.index: normaliser.words(quotes[w.index].text) for w in sharing}
        for n, witness in enumerate(sharing):
            for other in sharing[:n]:
                if not _near(witness.published, other.published):
                    continue
                linker.compare_frames(witness.form, other.form, whole[witness.index], whole[other.index])


def _near(a: When | None, b: When | None) -> bool:
    return days_apart(a, b) <= NEAR_DAYS


def word_pairs(key: str) -> set[tuple[str, str]]:
    """All runs of two words of a form."""
    words = key.split()
    return set(pairwise(words))
