"""Links of what says little: short quotations of one surname, and shared stretches of mixed quotations.

The windows are short here, and each looks at those before and after it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from quotex.records import Quote
from quotex.tracking.candidates import MOST_FORMS, Ints
from quotex.tracking.dates import days_apart
from quotex.tracking.information import Information
from quotex.tracking.matches import Link, Rule, compare_frames
from quotex.tracking.matching import Condition, Match
from quotex.tracking.windows import NEAR_DAYS, UNDATED, Touched, near_windows
from quotex.tracking.witness import Witness
from quotex.tracking.wording import Normaliser

SHORT_WORDS = 12
SHORT_BITS = 25.0
MOST_NAMESAKES = 400
"""Two words in a row that more forms of one surname have in a few days tell nothing."""

STRETCH_BITS = 6.0
FEW_PAIRS = 4
FRAME_BITS = 20.0
FRAME_WORDS = 3

Compare = Callable[[int, int], Match]
"""Compares a form that tells less with one that tells more."""


def namesake_links(
    found: Sequence[Witness],
    keys: Sequence[str],
    ranks: Ints,
    compared: Compare,
    information: Information,
    touched: Touched,
) -> Iterator[Link]:
    """Short forms with forms of the same surname, and forms of one surname with a stretch in common.

    Args:
        found: the witnesses.
        keys: the forms.
        ranks: rank of each form by what it tells, 0 the most.
        compared: what compares two forms.
        information: weights of words.
        touched: the windows to look at.
    """
    by_name: dict[str, list[Witness]] = defaultdict(list)
    for witness in found:
        if witness.speaker is not None:
            for name in {witness.speaker.last, *witness.speaker.words[-1:]}:
                by_name[name].append(witness)
    for name in sorted(by_name):
        namesakes = by_name[name]
        printed = _Printed(namesakes)
        wanted = printed.windows(touched)
        short = {w.form for w in namesakes if is_short(keys[w.form], w.bits)}
        if short:
            yield from _short_links(short, printed, wanted, keys, ranks, compared)
        yield from _stretch_links(namesakes, printed, wanted, information)


class _Printed:
    """Which forms were printed in which window, and in which of them in quote marks."""

    def __init__(self, some: Iterable[Witness]) -> None:
        self._forms: dict[int, set[int]] = defaultdict(set)
        self._direct: dict[int, set[int]] = defaultdict(set)
        for witness in some:
            for window in near_windows(witness.published):
                self._forms[window].add(witness.form)
                if not witness.indirect:
                    self._direct[window].add(witness.form)

    def windows(self, touched: Touched) -> list[int]:
        """The windows to look at."""
        return sorted(w for w in self._forms if touched.near is None or w in touched.near)

    def forms(self, window: int) -> set[int]:
        """The forms of a window."""
        return self._forms.get(window, set())

    def direct(self, windows: Iterable[int]) -> set[int]:
        """The forms that stand in quote marks in one of some windows."""
        return {form for w in windows for form in self._direct.get(w, ())}


def _around(window: int) -> tuple[int, ...]:
    """The windows that may hold something near to what was printed in one."""
    return (UNDATED,) if window == UNDATED else (window - 1, window, window + 1, UNDATED)


def is_short(key: str, bits: float) -> bool:
    """Whether a form is compared with what else its speaker said: it may share no run of four words."""
    return bits < SHORT_BITS or key.count(" ") <= SHORT_WORDS + 1


def _short_links(
    short: set[int],
    printed: _Printed,
    wanted: Sequence[int],
    keys: Sequence[str],
    ranks: Ints,
    compared: Compare,
) -> Iterator[Link]:
    pairs_of = {form: word_pairs(keys[form]) for form in short}
    by_pair: dict[int, Mapping[tuple[str, str], Sequence[int]]] = {}
    known: dict[tuple[int, int], Match] = {}
    for window in wanted:
        around = _around(window)
        seekers = [(form, around) for form in sorted(printed.forms(window) & short)]
        if window != UNDATED:
            seekers += [(form, (window,)) for form in sorted(printed.forms(UNDATED) & short)]
        if not seekers:
            continue
        direct = printed.direct(around)
        near: set[tuple[int, int]] = set()
        for form, where in seekers:
            for w in where:
                if w not in by_pair:
                    by_pair[w] = _by_pair(printed.forms(w), keys)
            near.update((form, other) for other in _sharing(pairs_of[form], [by_pair[w] for w in where]))
        for one, other in sorted(near):
            if one == other:
                continue
            low, high = sorted((one, other), key=lambda f: (f in direct, -ranks[f]))
            match = known.get((low, high))
            if match is None:
                match = known[low, high] = compared(low, high)
            if match.condition:
                yield Link(Rule.NAMESAKES, window, min(low, high), max(low, high), match)


def _by_pair(forms: Iterable[int], keys: Sequence[str]) -> Mapping[tuple[str, str], Sequence[int]]:
    """Forms by each two words in a row."""
    out: dict[tuple[str, str], list[int]] = defaultdict(list)
    for form in sorted(forms):
        for pair in word_pairs(keys[form]):
            out[pair].append(form)
    return out


def _sharing(
    pairs: set[tuple[str, str]], where: Sequence[Mapping[tuple[str, str], Sequence[int]]]
) -> Iterator[int]:
    """The forms that share enough pairs of words with a short one."""
    few = len(pairs) < FEW_PAIRS
    shared: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for pair in pairs:
        for forms in where:
            others = forms.get(pair, ())
            if few or len(others) <= MOST_NAMESAKES:
                for other in others:
                    shared[other].add(pair)
    return (other for other, some in shared.items() if few or len(some) > 1)


def _stretch_links(
    namesakes: Sequence[Witness], printed: _Printed, wanted: Sequence[int], information: Information
) -> Iterator[Link]:
    """Forms of one surname that have a whole stretch in quote marks in common."""
    by_stretch: dict[str, list[Witness]] = defaultdict(list)
    for witness in namesakes:
        for stretch in witness.stretches:
            by_stretch[stretch].append(witness)
    for stretch, sharing in sorted(by_stretch.items()):
        bits = information.words(stretch.split())
        if bits < STRETCH_BITS or len({w.form for w in sharing}) < 2:
            continue
        some = _Printed(sharing)
        match = Match(Condition.SAME_SPEAKER_NEAR, bits)
        for window in wanted:
            own = some.forms(window)
            others = {form for w in _around(window) for form in some.forms(w)} if own else set()
            for a, b in sorted({(min(x, y), max(x, y)) for x in own for y in others if x != y}):
                yield Link(Rule.STRETCHES, window, a, b, match)


def frame_links(
    quotes: Sequence[Quote],
    found: Sequence[Witness],
    normaliser: Normaliser,
    information: Information,
    touched: Touched,
) -> Iterator[Link]:
    """Mixed quotations, whoever speaks, that share a stretch and the reporter's words around it.

    Args:
        quotes: the quotations, as the witnesses' indices count them.
        found: the witnesses.
        normaliser: what makes words comparable.
        information: weights of words.
        touched: the windows to look at.
    """
    by_stretch: dict[str, list[Witness]] = defaultdict(list)
    for witness in found:
        for stretch in witness.stretches:
            if quotes[witness.index].kind == "mixed" and stretch.count(" ") + 1 >= FRAME_WORDS:
                by_stretch[stretch].append(witness)
    for stretch, sharing in sorted(by_stretch.items()):
        if len(sharing) < 2 or information.words(stretch.split()) < FRAME_BITS:
            continue
        by_window: dict[int, list[Witness]] = defaultdict(list)
        for witness in sharing:
            for window in near_windows(witness.published):
                by_window[window].append(witness)
        whole = {w.index: normaliser.words(quotes[w.index].text) for w in sharing}
        for window in sorted(w for w in by_window if touched.near is None or w in touched.near):
            around = {w.index: w for n in _around(window) for w in by_window.get(n, ())}.values()
            if len(around) > MOST_FORMS:
                continue
            for one in by_window[window]:
                for other in around:
                    if one is other or days_apart(one.published, other.published) > NEAR_DAYS:
                        continue
                    worse, better = sorted((one, other), key=lambda w: -w.order)
                    match = compare_frames(whole[worse.index], whole[better.index], information)
                    if match.condition:
                        a, b = sorted((one.form, other.form))
                        yield Link(Rule.FRAMES, window, a, b, match)


def word_pairs(key: str) -> set[tuple[str, str]]:
    """All runs of two words of a form."""
    return set(pairwise(key.split()))
