"""Publication dates with the precision they come with: whole days, and how far apart two are."""

from __future__ import annotations

import calendar
from datetime import UTC, date, datetime
from functools import lru_cache

from attrs import frozen

from quotex.records import Published


@frozen(slots=True)
class When:
    """A date as an interval of days, with the moment where it is known.

    Attributes:
        first, last: proleptic ordinals of the first and last day it may be, as printed.
        moment: seconds since 1970 (UTC) of a datetime, or None for a date.
        zoned: whether the moment came with an offset from UTC.
    """

    first: int
    last: int
    moment: float | None = None
    zoned: bool = False


@lru_cache(maxsize=100_000)
def when(published: Published) -> When | None:
    """Read a publication date; None where there is none or it cannot be read."""
    if published is None or published == "":
        return None
    if isinstance(published, str):
        parsed = _parse(published.strip())
        return when(parsed) if isinstance(parsed, date) else parsed
    day = published.toordinal()
    if isinstance(published, datetime):
        zoned = published.tzinfo is not None
        moment = (published if zoned else published.replace(tzinfo=UTC)).timestamp()
        return When(day, day, moment, zoned)
    return When(day, day)


def _parse(text: str) -> date | When | None:
    try:
        if len(text) == 4:
            return When(date(int(text), 1, 1).toordinal(), date(int(text), 12, 31).toordinal())
        if len(text) == 7:
            year, month = int(text[:4]), int(text[5:])
            last = calendar.monthrange(year, month)[1]
            return When(date(year, month, 1).toordinal(), date(year, month, last).toordinal())
        if len(text) == 10:
            return date.fromisoformat(text)
        return datetime.fromisoformat(text)
    except (ValueError, calendar.IllegalMonthError):
        return None


def days_apart(a: When | None, b: When | None) -> int:
    """The least number of days that can lie between two dates; 0 where one is not known."""
    if a is None or b is None:
        return 0
    return max(0, b.first - a.last, a.first - b.last)


def earliest(dates: list[When | None]) -> list[bool]:
    """Which of the dates may be the first one, as far as their precision tells.

    Dates are compared by the day that is printed. Among those of the first day, moments decide; a
    date without a time of day ties with the earliest moment. If all are moments with an offset, the
    moments alone decide. Unknown dates are never first unless none is known.
    """
    known = [d for d in dates if d is not None]
    if not known:
        return [True] * len(dates)
    if all(d.zoned for d in known):
        least = min(d.moment or 0.0 for d in known)
        return [d is not None and d.moment == least for d in dates]
    bound = min(d.last for d in known)
    of_that_day = [d for d in known if d.first <= bound]
    moments = [d.moment for d in of_that_day if d.moment is not None]
    least = min(moments, default=0.0)
    return [d is not None and d.first <= bound and (d.moment is None or d.moment == least) for d in dates]
