"""Which wordings can be one utterance: comparisons by shared runs of words, by speaker and by frame."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

import numpy as np

from quotex.records import Quote
from quotex.tracking.candidates import Ints, WordTable, candidate_pairs
from quotex.tracking.information import Information
from quotex.tracking.matches import Link, Matches, Rule, compare
from quotex.tracking.matching import Match
from quotex.tracking.namesakes import Compare, frame_links, namesake_links
from quotex.tracking.windows import EVERYTHING, Touched, run_windows
from quotex.tracking.witness import Witness
from quotex.tracking.wording import Normaliser


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
    links = find_links(quotes, found, keys, normaliser, information, window_days)
    return Matches(links, keys, information)


def find_links(
    quotes: Sequence[Quote],
    found: Sequence[Witness],
    keys: Sequence[str],
    normaliser: Normaliser,
    information: Information,
    window_days: int,
    touched: Touched = EVERYTHING,
) -> Iterator[Link]:
    """The links that each rule finds in each window, or in the windows that are touched.

    Args:
        quotes, found, keys, normaliser, information, window_days: as in ``link_forms``; the quotations
            must be all that were printed on the days that the touched windows see.
        touched: the windows to look at.

    Yields:
        Links; the same two forms may come in several windows, and by several rules.
    """
    ranks = _ranks(found, keys, information)

    def compared(low: int, high: int) -> Match:
        return compare(keys[low], keys[high], information, normaliser.negations)

    yield from _run_links(found, keys, ranks, compared, window_days, touched)
    yield from namesake_links(found, keys, ranks, compared, information, touched)
    yield from frame_links(quotes, found, normaliser, information, touched)


def _run_links(
    found: Sequence[Witness],
    keys: Sequence[str],
    ranks: Ints,
    compared: Compare,
    window_days: int,
    touched: Touched,
) -> Iterator[Link]:
    """Forms that share runs of words within a window."""
    columns = (array("q"), array("q"), array("q"))
    for witness in found:
        windows = run_windows(witness.published, window_days)
        for n, form in enumerate((witness.form, *witness.parts)):
            for window in windows:
                for column, value in zip(columns, (window, form, witness.indirect and not n), strict=True):
                    column.append(value)
    printed: list[Ints] = [np.array(column, dtype=np.int64) for column in columns]
    table = WordTable(keys)
    current = 0
    before: dict[tuple[int, int], Match] = {}
    known: dict[tuple[int, int], Match] = {}
    for window, low, high in candidate_pairs(table, ranks, printed, touched.runs):
        if window != current:
            # Two windows that follow each other have many pairs in common; others are compared again.
            before, known, current = known, {}, window
        match = before.get((low, high)) or compared(low, high)
        known[low, high] = match
        if match.condition:
            yield Link(Rule.RUNS, window, min(low, high), max(low, high), match)


def _ranks(found: Sequence[Witness], keys: Sequence[str], information: Information) -> Ints:
    """Rank of each form by what it tells, 0 the most; it depends on nothing but the words."""
    bits = {w.form: w.bits for w in found}
    for part in {p for w in found for p in w.parts if p not in bits}:
        bits[part] = information.words(keys[part].split())
    ranks = np.zeros(len(keys), dtype=np.int64)
    for rank, form in enumerate(sorted(bits, key=lambda f: (-round(bits[f], 6), keys[f]))):
        ranks[form] = rank
    return ranks
