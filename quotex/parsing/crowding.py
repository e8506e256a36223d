"""Trees without two subjects or two objects of one head.

The repair that Stanza makes after its search (``resolve_head_constraint_violations`` in its
head_constraints module), asking for the relation scores of the few words that are in conflict only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np
from attrs import frozen
from numpy.typing import NDArray
from stanza.models.depparse.head_constraints import DEPREL_TO_GROUP

from quotex.parsing.arborescence import Heads, Scores, best_tree

ROUNDS = 5
"""Conflicts that are resolved in one sentence."""


@frozen(eq=False)
class Tree:
    """A tree under repair, all arrays with a first entry for the root.

    ``labels`` are relation ids, ``label_scores`` their log-probabilities.
    """

    heads: Heads
    labels: NDArray[np.int64]
    label_scores: Scores


class Groups:
    """The groups of relations of which a head has one at most.

    Args:
        relations: the name of each relation id.
    """

    def __init__(self, relations: Sequence[str]) -> None:
        self.of = [DEPREL_TO_GROUP.get(name) for name in relations]
        self.masks = {
            group: np.array([other == group for other in self.of]) for group in set(DEPREL_TO_GROUP.values())
        }

    def conflict(self, heads: Sequence[int], labels: Sequence[int]) -> tuple[int, str, list[int]] | None:
        """The first head with several dependents of one group: head, group, dependents."""
        found: dict[tuple[int, str], list[int]] = {}
        for i in range(1, len(heads)):
            group = self.of[labels[i]]
            if group is not None:
                found.setdefault((heads[i], group), []).append(i)
        for (head, group), dependents in found.items():
            if len(dependents) > 1:
                return head, group, dependents
        return None


def uncrowded(tree: Tree, arcs: Scores, rows: Callable[[int], Scores], groups: Groups) -> Tree:
    """The tree with its conflicts resolved.

    For each conflict, every dependent in turn keeps its relation while the others take their best
    head and relation without it; the best tree of these goes on.

    Args:
        tree: the tree that the search found.
        arcs: log-probabilities (dependent, head).
        rows: the log-probabilities (head, relation) of a dependent.
        groups: the groups of relations.
    """
    banned: dict[tuple[int, int], set[str]] = defaultdict(set)
    for _ in range(ROUNDS):
        conflict = groups.conflict(tree.heads.tolist(), tree.labels.tolist())
        if conflict is None:
            break
        head, group, dependents = conflict
        best: tuple[float, int, Tree] | None = None
        for kept in dependents:
            others = [i for i in dependents if i != kept]
            trial = {key: set(names) for key, names in banned.items()}
            for other in others:
                trial.setdefault((other, head), set()).add(group)
            scores = arcs.copy()
            for other in others:
                allowed = _allowed(other, rows(other), trial, groups)
                scores[other] = arcs[other] + allowed.max(1)
            candidate = _relabelled(tree, best_tree(scores), rows, trial, groups)
            total = float(
                arcs[np.arange(1, len(arcs)), candidate.heads[1:]].sum() + candidate.label_scores[1:].sum()
            )
            if best is None or total > best[0]:
                best = (total, kept, candidate)
        assert best is not None
        tree = best[2]
        for other in dependents:
            if other != best[1]:
                banned[other, head].add(group)
    return tree


def _allowed(dependent: int, row: Scores, banned: dict[tuple[int, int], set[str]], groups: Groups) -> Scores:
    """A dependent's relation scores with minus infinity for what is banned."""
    row = row.copy()
    for (word, head), names in banned.items():
        if word == dependent:
            for name in names:
                row[head, groups.masks[name]] = -np.inf
    return row


def _relabelled(
    tree: Tree,
    heads: Heads,
    rows: Callable[[int], Scores],
    banned: dict[tuple[int, int], set[str]],
    groups: Groups,
) -> Tree:
    labels, scores = tree.labels.copy(), tree.label_scores.copy()
    changed = set(np.flatnonzero(heads != tree.heads).tolist()) | {word for word, _ in banned}
    for i in sorted(changed - {0}):
        row = _allowed(i, rows(i), banned, groups)[heads[i]]
        labels[i] = row.argmax()
        scores[i] = row[labels[i]]
    return Tree(heads, labels, scores)
