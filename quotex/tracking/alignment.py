"""Local alignment of two quotations over words, weighted by information.

Runs of equal words are chained in order (a colinear chain of heaviest weight with a cost for each
gap), then the gaps are filled by a longest common subsequence. Words that occur on both sides but
in another order are found afterwards. What is left between the runs speaks against the match; what
one side leaves out does so hardly, because newspapers cut.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from attrs import frozen
from rapidfuzz.distance import LCSseq

from quotex.tracking.information import Information

Block = tuple[int, int, int]
"""A run of equal words: index in the appearance, index in the root, number of words."""

_LONE_WORD_BITS = 5.0
_MOST_RUNS = 80
_GAP_COST = 1.0
_GAP_WORD_COST = 0.05
_REACH = 3
_CUT_COST = 3.0
_MOVED_BITS = 8.0
_MOVED_SHARE = 0.6


@frozen(slots=True)
class Alignment:
    """How one quotation (a) lies in another (b).

    Attributes:
        blocks: runs of equal words in order.
        moved: comparable words that both have, in another order.
        shared: bits of all words in blocks and moved.
        mismatch: bits of what stands against each other inside the aligned stretch.
        overhang: bits by which both go on differently before or behind it.
        coverage: share of a's bits that b has.
        cover_b: share of b's bits that a has.
    """

    blocks: tuple[Block, ...]
    moved: tuple[str, ...]
    shared: float
    mismatch: float
    overhang: float
    coverage: float
    cover_b: float

    @property
    def ratio(self) -> float:
        """Shared bits as a share of all bits that the two ought to share, 0 to 1."""
        whole = self.shared + self.mismatch + self.overhang
        return self.shared / whole if whole else 0.0


def align(
    a: Sequence[str], b: Sequence[str], information: Information, breaks_a: Collection[int] = ()
) -> Alignment:
    """Align two sequences of comparable words.

    Args:
        a: the shorter one, or the appearance.
        b: the longer one, or the root.
        information: weights of words.
        breaks_a: indices in ``a`` before which something may have been left out by its own account
            (an ellipsis, another piece of the quotation).
    """
    bits = information.word
    whole = _whole(a, b)
    blocks = [whole] if whole else _fill(a, b, _chain(_runs(a, b, information), a, information))
    if not blocks:
        return Alignment((), (), 0.0, 0.0, 0.0, 0.0, 0.0)
    shared = sum(information.words(a[i : i + n]) for i, _, n in blocks)
    mismatch = 0.0
    left_a: list[str] = list(a[: blocks[0][0]])
    left_b: list[str] = list(b[: blocks[0][1]])
    for (i, j, n), (k, m, _) in pairwise(blocks):
        gap_a, gap_b = a[i + n : k], b[j + n : m]
        left_a.extend(gap_a)
        left_b.extend(gap_b)
        if gap_a and gap_b:
            mismatch += min(information.words(gap_a), information.words(gap_b)) + 1.0
        elif gap_a:
            mismatch += 0.5 * information.words(gap_a)
        elif gap_b and k not in breaks_a:
            mismatch += min(_CUT_COST, 0.5 * information.words(gap_b))
    i, j, n = blocks[-1]
    head_a, head_b = a[: blocks[0][0]], b[: blocks[0][1]]
    tail_a, tail_b = a[i + n :], b[j + n :]
    left_a.extend(tail_a)
    left_b.extend(tail_b)
    moved = _moved(left_a, left_b, information)
    overhang = min(information.words(head_a), information.words(head_b))
    overhang += min(information.words(tail_a), information.words(tail_b))
    if moved:
        bits_moved = sum(bits(w) for w in moved)
        shared += bits_moved
        taken = min(bits_moved, overhang)
        overhang -= taken
        mismatch = max(0.0, mismatch - (bits_moved - taken))
    whole_a, whole_b = information.words(a), information.words(b)
    return Alignment(
        tuple(blocks), moved, shared, mismatch, overhang, shared / whole_a, min(1.0, shared / whole_b)
    )


def _whole(a: Sequence[str], b: Sequence[str]) -> Block | None:
    """All of a as one run in b."""
    if not a:
        return None
    hay = f" {' '.join(b)} "
    at = hay.find(f" {' '.join(a)} ")
    return (0, hay.count(" ", 0, at + 1) - 1, len(a)) if at >= 0 else None


def _runs(a: Sequence[str], b: Sequence[str], information: Information) -> list[Block]:
    places: dict[str, list[int]] = {}
    for j, word in enumerate(b):
        places.setdefault(word, []).append(j)
    runs: list[Block] = []
    for i, word in enumerate(a):
        for j in places.get(word, ()):
            if i and j and a[i - 1] == b[j - 1]:
                continue
            n = 1
            while i + n < len(a) and j + n < len(b) and a[i + n] == b[j + n]:
                n += 1
            if n > 1 or information.word(word) >= _LONE_WORD_BITS:
                runs.append((i, j, n))
    if len(runs) > _MOST_RUNS:
        runs.sort(key=lambda r: (-information.words(a[r[0] : r[0] + r[2]]), r))
        del runs[_MOST_RUNS:]
    runs.sort()
    return runs


def _chain(runs: list[Block], a: Sequence[str], information: Information) -> list[Block]:
    """The heaviest chain of runs that go forward on both sides; overlaps are cut off the later run."""
    best: list[float] = []
    cut: list[int] = []
    before: list[int] = []
    for k, (i, j, n) in enumerate(runs):
        weight = information.words(a[i : i + n])
        best.append(weight)
        cut.append(0)
        before.append(-1)
        for p in range(k):
            pi, pj, pn = runs[p]
            if pi >= i or pj >= j:
                continue
            overlap = max(pi + pn - i, pj + pn - j, 0)
            if overlap >= n:
                continue
            gap = max(i - pi - pn, 0) + max(j - pj - pn, 0)
            score = best[p] + weight - _GAP_COST - _GAP_WORD_COST * min(gap, 60)
            if overlap:
                score -= information.words(a[i : i + overlap])
            if score > best[k] + 1e-9:
                best[k], cut[k], before[k] = score, overlap, p
    if not runs:
        return []
    k = max(range(len(runs)), key=lambda x: (best[x], -x))
    chain = []
    while k >= 0:
        i, j, n = runs[k]
        chain.append((i + cut[k], j + cut[k], n - cut[k]))
        k = before[k]
    chain.reverse()
    return chain


def _fill(a: Sequence[str], b: Sequence[str], chain: list[Block]) -> list[Block]:
    """Match the small words between the runs, and the few at either end."""
    if not chain:
        return chain
    out: list[Block] = []
    i, j, _ = chain[0]
    if i:
        out += _ending(a, b, 0, i, max(0, j - i - _REACH), j)
    for n, (i, j, size) in enumerate(chain):
        out.append((i, j, size))
        i, j = i + size, j + size
        if n + 1 < len(chain):
            out += _common(a, b, i, chain[n + 1][0], j, chain[n + 1][1])
        elif i < len(a):
            out += _ending(a, b, i, len(a), j, min(len(b), j + len(a) - i + _REACH))
    return _joined(out)


def _ending(a: Sequence[str], b: Sequence[str], i: int, k: int, j: int, m: int) -> list[Block]:
    """Matches at an end of a: only if nothing of a is left over beside them."""
    found = _common(a, b, i, k, j, m)
    return found if sum(n for _, _, n in found) == k - i else []


def _common(a: Sequence[str], b: Sequence[str], i: int, k: int, j: int, m: int) -> list[Block]:
    if i >= k or j >= m:
        return []
    found = LCSseq.opcodes(list(a[i:k]), list(b[j:m]))
    return [(i + o.src_start, j + o.dest_start, o.src_end - o.src_start) for o in found if o.tag == "equal"]


def _joined(blocks: list[Block]) -> list[Block]:
    out: list[Block] = []
    for i, j, n in blocks:
        if out and out[-1][0] + out[-1][2] == i and out[-1][1] + out[-1][2] == j:
            i, j, n = out[-1][0], out[-1][1], out[-1][2] + n
            out.pop()
        out.append((i, j, n))
    return out


def _moved(left_a: list[str], left_b: list[str], information: Information) -> tuple[str, ...]:
    """Words left on both sides, if they are most of what is left of a."""
    common = Counter(left_a) & Counter(left_b)
    if not common:
        return ()
    words = tuple(sorted(common.elements()))
    shared = information.words(words)
    if shared < _MOVED_BITS or shared < _MOVED_SHARE * information.words(left_a):
        return ()
    return words
