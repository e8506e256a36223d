"""Which wordings are worth comparing: those that share a run of words within a date window.

An exact inverted index of word shingles, one window of dates at a time. MinHash would not do: six
words of a long quotation have next to no resemblance to it as sets, but they share shingles.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from hashlib import blake2b
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from quotex.tracking.windows import UNDATED

SHINGLE = 4
"""Words in a shingle."""

MOST_FORMS = 100
"""A shingle that more forms have in one window is used only by those that have no rarer one."""

LEADERS = 12
"""Each form is compared with that many of the most informative forms that share a shingle."""

_PRIME = np.uint64(0x9E3779B97F4A7C15)

Ints = NDArray[np.int64]


def word_hash(word: str) -> int:
    """A word as 64 bits, the same on every machine."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


class WordTable:
    """Forms as one array of word numbers, so that shingles come by array arithmetic.

    A shingle's hash depends on its words only, not on what else is in the table.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        vocabulary: dict[str, int] = {}
        numbers: list[int] = []
        ends = np.zeros(len(keys) + 1, dtype=np.int64)
        chunks: list[NDArray[np.int32]] = []
        for n, key in enumerate(keys):
            words = key.split()
            numbers.extend(vocabulary.setdefault(w, len(vocabulary)) for w in words)
            ends[n + 1] = ends[n] + len(words)
            if len(numbers) > 1_000_000:
                chunks.append(np.array(numbers, dtype=np.int32))
                numbers.clear()
        chunks.append(np.array(numbers, dtype=np.int32))
        self.words = np.concatenate(chunks)
        self._hashes = np.array([word_hash(word) for word in vocabulary], dtype=np.uint64)
        self.ends = ends

    def lengths(self, forms: Ints) -> Ints:
        """Number of words of forms."""
        return self.ends[forms + 1] - self.ends[forms]

    def shingles(self, forms: Ints, size: int = SHINGLE) -> tuple[NDArray[np.uint64], Ints]:
        """All shingles of forms as hashes, and the place in ``forms`` each comes from."""
        counts = np.maximum(self.lengths(forms) - size + 1, 0)
        owners = np.repeat(np.arange(len(forms), dtype=np.int64), counts)
        firsts = np.cumsum(counts) - counts
        at = np.arange(len(owners), dtype=np.int64) - firsts[owners] + self.ends[forms][owners]
        hashes = np.zeros(len(owners), dtype=np.uint64)
        for k in range(size):
            hashes = (hashes ^ self._hashes[self.words[at + k]]) * _PRIME
            hashes ^= hashes >> np.uint64(29)
        return hashes, owners


def candidate_pairs(
    table: WordTable,
    ranks: Ints,
    printed: Sequence[Ints],
    wanted: Collection[int] | None = None,
) -> Iterator[tuple[int, int, int]]:
    """Pairs of forms that share shingles within a window of dates and the one after it.

    Args:
        table: the forms' words.
        ranks: rank of each form by what it tells, 0 the most.
        printed: three columns, a row for each printing: number of the window (``UNDATED`` belongs to every
            window), form, and 1 where no quote marks vouch for the words.
        wanted: the windows to look at; None for all.

    Yields:
        (window, worse form, better form) by window, each pair once a window; forms that stand in quote
        marks there are better than those that do not.
    """
    order = np.lexsort(printed[::-1])
    windows, forms, indirect = (column[order] for column in printed)
    fresh = np.flatnonzero(np.diff(windows, prepend=UNDATED - 1))
    bounds = pairwise([*fresh.tolist(), len(windows)])
    found = {int(windows[a]): (forms[a:b], indirect[a:b]) for a, b in bounds}
    for window in found:
        if wanted is not None and window not in wanted:
            continue
        near = (UNDATED,) if window == UNDATED else (UNDATED, window, window + 1)
        members = [found[w] for w in near if w in found]
        own, unmarked = (np.concatenate(columns) for columns in zip(*members, strict=True))
        order = np.lexsort((unmarked, own))
        own, unmarked = own[order], unmarked[order]
        first = np.flatnonzero(np.diff(own, prepend=-1))
        own, unmarked = own[first], unmarked[first]
        low, high, shared = _pairs_within(table, own[np.lexsort((ranks[own], unmarked))])
        enough = shared >= least_shared(np.minimum(table.lengths(low), table.lengths(high)))
        for a, b in zip(low[enough].tolist(), high[enough].tolist(), strict=True):
            yield window, a, b


def least_shared(words: Ints) -> Ints:
    """Shingles that two forms must share to be compared, by the words of the shorter one."""
    least: Ints = np.minimum(1 + (words > 14) + (words > 40), 3).astype(np.int64)
    return least


def _pairs_within(table: WordTable, forms: Ints) -> tuple[Ints, Ints, Ints]:
    """(worse, better, shared shingles) of all pairs among forms, which stand best first."""
    none = np.zeros(0, dtype=np.int64)
    hashes, owners = table.shingles(forms)
    if not len(hashes):
        return none, none, none
    order = np.argsort(hashes, kind="stable")
    hashes, owners = hashes[order], owners[order]
    fresh = np.flatnonzero(np.concatenate(([True], hashes[1:] != hashes[:-1])))
    sizes = np.diff(np.append(fresh, len(hashes)))
    size_of = np.repeat(sizes, sizes)
    place = np.arange(len(hashes)) - np.repeat(fresh, sizes)
    rarest = np.full(len(forms), np.iinfo(np.int64).max)
    np.minimum.at(rarest, owners[size_of > 1], size_of[size_of > 1])
    used = (size_of > 1) & ((size_of <= MOST_FORMS) | (size_of == rarest[owners]))
    start_of = np.arange(len(hashes)) - place
    codes = []
    for leader in range(LEADERS):
        rows = np.flatnonzero(used & (place > leader))
        if not len(rows):
            break
        heads = owners[start_of[rows] + leader]
        own = owners[rows]
        different = heads != own
        codes.append(own[different] * len(forms) + heads[different])
    if not codes:
        return none, none, none
    unique, counts = np.unique(np.concatenate(codes), return_counts=True)
    return forms[unique // len(forms)], forms[unique % len(forms)], counts.astype(np.int64)
