"""Stretches of a text as one set, asked for an offset or a stretch in logarithmic time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from quotex.records import Span


class Cover:
    """The characters that lie in any of some spans (offsets, end exclusive).

    Args:
        spans: in any order; they may overlap.
    """

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        # Apart from each other and in text order.
        self._starts: list[int] = []
        self._ends: list[int] = []
        for span in sorted(spans):
            self.add(span)

    def add(self, span: Span) -> None:
        """Take a span in."""
        start, end = span
        if start >= end:
            return
        first = bisect_left(self._ends, start)
        last = bisect_right(self._starts, end)
        if first < last:
            start, end = min(start, self._starts[first]), max(end, self._ends[last - 1])
        self._starts[first:last] = [start]
        self._ends[first:last] = [end]

    def holds(self, offset: int) -> bool:
        """Whether a character is covered."""
        return self.meets(offset, offset + 1)

    def meets(self, start: int, end: int) -> bool:
        """Whether any character of a stretch is covered."""
        at = bisect_right(self._ends, start)
        return at < len(self._starts) and self._starts[at] < end
