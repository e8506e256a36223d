"""Which wordings are worth comparing: those that share a run of words within a date window.

An exact inverted index of word shingles, one window of dates at a time. MinHash would not do: six
words of a long quotation have next to no resemblance to it as sets, but they share shingles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

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
    table: WordTable, ranks: Ints, forms: Ints, windows: Ints, everywhere: Ints
) -> Iterator[tuple[int, int, int]]:
    """Pairs of forms that share shingles within a window of dates.

    Args:
        table: the forms' words.
        ranks: rank of each form as a root, 0 the best.
        forms, windows: form and number of the window in which it was printed, one entry each.
        everywhere: forms without a date; they belong to every window.

    Yields:
        (worse-ranked form, better-ranked form, number of shared shingles), each pair once.
    """
    seen: set[int] = set()
    total = len(ranks)
    order = np.lexsort((forms, windows))
    forms, windows = forms[order], windows[order]
    starts = [n for n in range(len(windows)) if n == 0 or windows[n] != windows[n - 1]]
    groups = [(int(windows[s]), forms[s:e]) for s, e in pairwise([*starts, len(forms)])]
    if not groups:
        groups = [(0, everywhere)]
    for n, (window, own) in enumerate(groups):
        members = [own, everywhere]
        if n + 1 < len(groups) and groups[n + 1][0] == window + 1:
            members.append(groups[n + 1][1])
        together = np.unique(np.concatenate(members))
        together = together[np.argsort(ranks[together], kind="stable")]
        low, high, shared = _pairs_within(table, together)
        if not len(low):
            continue
        codes = low * total + high
        enough = shared >= least_shared(np.minimum(table.lengths(low), table.lengths(high)))
        for code, count in zip(codes[enough].tolist(), shared[enough].tolist(), strict=True):
            if code not in seen:
                seen.add(code)
                yield code // total, code % total, count


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
