"""The best dependency tree for given arc scores.

Chu and Liu (1965), Edmonds (1967): take the best head of every word, contract a cycle, go on. A single
root is had by making arcs from the root dear, as in Stanojevic and Cohen (2021, "A Root of a Problem",
https://aclanthology.org/2021.emnlp-main.823).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Heads = NDArray[np.int64]
Scores = NDArray[np.floating]


def best_tree(scores: Scores) -> Heads:
    """The highest tree in which the root has one child.

    Args:
        scores: of each arc, row: dependent, column: head, both with the root first; minus infinity
            where there is no such arc. A word must have a finite score for the root or another word.

    Returns:
        The head of each word; the root's own is 0.
    """
    heads: Heads = scores.argmax(1)
    heads[0] = 0
    if is_tree(heads):
        return heads
    weights = scores.astype(np.float64)
    np.fill_diagonal(weights, -np.inf)
    finite = weights[1:][np.isfinite(weights[1:])]
    weights[:, 0] += (finite.min() - finite.max()) * len(weights) - 1
    return _contracted(weights)


def is_tree(heads: Heads) -> bool:
    """Whether heads (the first entry is the root's own) make a tree with one child of the root.

    If the best head of every word makes such a tree, no other tree scores higher.
    """
    parents = heads.tolist()
    return parents[1:].count(0) == 1 and not _cycle(parents)


def _cycle(parents: list[int]) -> list[int]:
    """The first cycle of words, or nothing."""
    seen_from = [-1] * len(parents)
    seen_from[0] = 0
    for i in range(1, len(parents)):
        at = i
        while seen_from[at] < 0:
            seen_from[at] = i
            at = parents[at]
        if at and seen_from[at] == i:
            cycle = [at]
            while parents[cycle[-1]] != at:
                cycle.append(parents[cycle[-1]])
            return cycle
    return []


def _contracted(weights: Scores) -> Heads:
    heads: Heads = weights.argmax(1)
    heads[0] = 0
    cycle = np.array(_cycle(heads.tolist()), dtype=np.int64)
    if not len(cycle):
        return heads
    inside = np.zeros(len(heads), dtype=bool)
    inside[cycle] = True
    outside = np.flatnonzero(~inside)
    size = len(outside)
    entering = weights[np.ix_(cycle, outside)] - weights[cycle, heads[cycle]][:, None]
    leaving = weights[np.ix_(outside, cycle)]
    small = np.full((size + 1, size + 1), -np.inf)
    small[:size, :size] = weights[np.ix_(outside, outside)]
    small[size, :size] = entering.max(0)
    small[:size, size] = leaving.max(1)
    found = _contracted(small)
    out = heads.copy()
    of_cycle = found[:size] == size
    out[outside[~of_cycle]] = outside[found[:size][~of_cycle]]
    out[outside[of_cycle]] = cycle[leaving.argmax(1)[of_cycle]]
    entry = cycle[entering.argmax(0)[found[size]]]
    out[entry] = outside[found[size]]
    out[0] = 0
    return out
