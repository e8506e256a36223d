"""Windows of days, in which quotations are looked for, and which of them a change touches."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from quotex.tracking.dates import When

UNDATED = -1
"""The window of what has no date, or one that is too vague; it is near every other."""

NEAR_DAYS = 3
"""Days within which short quotations of one speaker are one utterance."""


def run_length(window_days: int) -> int:
    """Length in days of the windows in which shared runs of words are looked for."""
    return max(window_days, 1)


def run_windows(date: When | None, window_days: int) -> tuple[int, ...]:
    """The windows for shared runs of words in which something was printed."""
    length = run_length(window_days)
    if date is None or date.last - date.first > 2 * length:
        return (UNDATED,)
    return tuple(range(date.first // length, date.last // length + 1))


def near_windows(date: When | None) -> tuple[int, ...]:
    """The windows for short quotations in which something was printed."""
    if date is None or date.last - date.first > NEAR_DAYS:
        return (UNDATED,)
    return tuple(sorted({date.first // NEAR_DAYS, date.last // NEAR_DAYS}))


@frozen
class Touched:
    """The windows in which changed quotations may have made or undone links.

    Attributes:
        runs: windows for shared runs of words; None for all of them.
        near: windows for short quotations; None for all.
    """

    runs: frozenset[int] | None = None
    near: frozenset[int] | None = None

    @classmethod
    def by(cls, dates: Iterable[When | None], window_days: int) -> Touched:
        """What quotations of some dates touch: a window for runs goes on into the next one."""
        dates = set(dates)
        runs = {w for date in dates for w in run_windows(date, window_days)}
        near = {w for date in dates for w in near_windows(date)}
        return cls(
            None if UNDATED in runs else frozenset(w - d for w in runs for d in (0, 1)),
            None if UNDATED in near else frozenset(w + d for w in near for d in (-1, 0, 1)),
        )

    def days(self, window_days: int) -> list[tuple[int, int]] | None:
        """First and last day of each stretch of days that the windows see; None for all time."""
        if self.runs is None or self.near is None:
            return None
        length = run_length(window_days)
        spans = [(w * length, (w + 2) * length - 1) for w in self.runs]
        spans += [((w - 1) * NEAR_DAYS, (w + 2) * NEAR_DAYS - 1) for w in self.near]
        out: list[tuple[int, int]] = []
        for first, last in sorted(spans):
            if out and first <= out[-1][1] + 1:
                out[-1] = (out[-1][0], max(last, out[-1][1]))
            else:
                out.append((first, last))
        return out


EVERYTHING = Touched()
