"""A printing beside its passage's root, word by word, for showing."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from quotex.tracking.alignment import align
from quotex.tracking.information import information
from quotex.tracking.wording import Wording, normaliser

SAME, ADDED, MISSING, CUT = 0, 1, 2, 3
"""What a stretch is: in both, only in this printing, only in the root, or left out of it openly."""

Stretch = tuple[int, str]
_Gap = tuple[int, int, int, int]


def marked_differences(root: str, printed: str, language: str = "en") -> list[Stretch]:
    """The printed text with what differs from the root.

    Words are aligned and compared as tracking does, so spelling, case and marks do not count.

    Args:
        root: text of the passage.
        printed: text of one printing.
        language: whose word forms to use.

    Returns:
        Stretches in reading order. Those that are SAME or ADDED give the printed text when joined.
    """
    words = normaliser(language)
    a, r = words.wording(printed), words.wording(root)
    blocks = align(a.words, r.words, information(language), a.elided).blocks
    if not blocks:
        return [stretch for stretch in ((MISSING, root), (ADDED, printed)) if stretch[1]]
    out: list[Stretch] = []
    done = 0

    def printed_to(op: int, end: int) -> None:
        nonlocal done
        for _, start, stop in a.brackets:
            if done <= start and stop <= end:
                out.extend([(op, printed[done:start]), (ADDED, printed[start:stop])])
                done = stop
        out.append((op, printed[done:end]))
        done = max(done, end)

    for i, j, first, last in _gaps(blocks, a, r):
        if i > 0:
            printed_to(SAME, a.spans[i - 1][1])
        openly = i == j and (first == 0 or last == len(r.words) or i in a.elided)
        if last > first:
            ahead = printed[done : a.spans[i][0]] if i < len(a.spans) else ""
            printed_to(SAME, done + len(ahead))
            out.append((CUT if openly else MISSING, root[r.spans[first][0] : r.spans[last - 1][1]]))
        if j > i:
            printed_to(SAME, a.spans[i][0])
            printed_to(ADDED, a.spans[j - 1][1])
    printed_to(SAME, len(printed))
    return list(_joined(out))


def _joined(stretches: list[Stretch]) -> Iterator[Stretch]:
    """Neighbours of one kind as one, none of them empty."""
    told = (stretch for stretch in stretches if stretch[1])
    for op, together in groupby(told, key=lambda stretch: stretch[0]):
        yield op, "".join(text for _, text in together)


def _gaps(blocks: tuple[tuple[int, int, int], ...], a: Wording, r: Wording) -> Iterator[_Gap]:
    """What lies between runs of equal words: ``a.words[i:j]`` against ``r.words[first:last]``."""
    at = root_at = 0
    for i, first, n in (*blocks, (len(a.words), len(r.words), 0)):
        edge = max(0, first - root_at - (i - at))
        if root_at == 0 and at == 0 and i > at and edge:
            # Of a long beginning only the end can be what the printing put otherwise.
            yield 0, 0, 0, edge
            root_at = edge
        if i > at and n == 0 and i == len(a.words) and edge:
            yield at, i, root_at, first - edge
            at, root_at = i, first - edge
        if i > at or first > root_at:
            yield at, i, root_at, first
        at, root_at = i + n, first + n
