"""When words were said: weekdays, dates and spans of time resolved against the article's date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from dateutil.relativedelta import relativedelta

from quotex.light import frozen
from quotex.parsing.document import Document
from quotex.records import Published
from quotex.rules.dates import DateRules


@frozen(slots=True)
class SaidOn:
    """A time: its ISO date (None where it cannot be resolved) and the tokens that tell it."""

    iso: str | None
    first: int
    last: int


def published_on(published: Published) -> date | None:
    """The day of an article's publication, None where it is not known to the day."""
    if isinstance(published, datetime):
        return published.date()
    if isinstance(published, date):
        return published
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def read_time(
    document: Document, tokens: Sequence[int], rules: DateRules, day: date | None, *, future: bool = False
) -> SaidOn | None:
    """The first time told by a row of tokens.

    Args:
        document: the article.
        tokens: tokens of an adjunct, in text order.
        rules: the words for times.
        day: when the article was published; without it the words are found but not resolved.
        future: whether the words are still to be said (weekdays are then ahead).
    """
    words = [document.low[i] for i in tokens]
    for k, word in enumerate(words):
        before = words[k - 1] if k else ""
        if word in rules.weekdays:
            k0 = k - 1 if before in rules.shifts else k
            return SaidOn(_weekday(day, rules.weekdays[word], future), tokens[k0], tokens[k])
        if word in rules.months and document.tokens[tokens[k]].upos == "PROPN":
            return _month(words, k, tokens, rules, day, future)
        if word in rules.days:
            iso = (day + relativedelta(days=rules.days[word])).isoformat() if day else None
            return SaidOn(iso, tokens[k], tokens[k])
        if word in rules.ago and (counted := _ago(words, k, tokens, document, rules, day)):
            return counted
        if word in rules.units and before in rules.shifts:
            return SaidOn(_unit(day, rules.units[word], rules.shifts[before]), tokens[k - 1], tokens[k])
        past = day is None or future or not _is_year(word) or int(word) <= day.year
        if past and _is_year(word) and (len(words) <= 3 or document.tokens[tokens[k] - 1].upos == "ADP"):
            return SaidOn(word, tokens[k], tokens[k])
    return None


def _ago(
    words: Sequence[str],
    k: int,
    tokens: Sequence[int],
    document: Document,
    rules: DateRules,
    day: date | None,
) -> SaidOn | None:
    """A counted unit before word k: "two days ago", "12 years ago"."""
    if k < 2:
        return None
    unit = document.lemmas[tokens[k - 1]]
    number = words[k - 2]
    count = int(number) if number.isdigit() and len(number) < 4 else rules.counts.get(number)
    if unit not in rules.units or count is None:
        return None
    return SaidOn(_unit(day, rules.units[unit], rules.ago[words[k]] * count), tokens[k - 2], tokens[k])


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isdigit() and word[:2] in ("18", "19", "20", "21")


def _weekday(day: date | None, number: int, future: bool) -> str | None:
    if day is None:
        return None
    step = (number - day.weekday()) % 7 if future else -((day.weekday() - number) % 7)
    return (day + relativedelta(days=step)).isoformat()


def _month(
    words: Sequence[str], k: int, tokens: Sequence[int], rules: DateRules, day: date | None, future: bool
) -> SaidOn:
    month = rules.months[words[k]]
    first = last = k
    number = 0
    if k and words[k - 1].isdigit() and 1 <= int(words[k - 1]) <= 31:
        number, first = int(words[k - 1]), k - 1
    elif k + 1 < len(words) and words[k + 1].isdigit() and 1 <= int(words[k + 1]) <= 31:
        number, last = int(words[k + 1]), k + 1
    after = next((j for j in range(last + 1, min(last + 3, len(words))) if _is_year(words[j])), -1)
    year = int(words[after]) if after >= 0 else 0
    last = max(last, after)
    if not year:
        if day is None:
            return SaidOn(None, tokens[first], tokens[last])
        year = day.year
        later = (month, number or 1) > (day.month, day.day if number else 1)
        if later and not future:
            year -= 1
        elif future and not later and month < day.month:
            year += 1
    try:
        iso = date(year, month, number).isoformat() if number else f"{year:04d}-{month:02d}"
    except ValueError:
        iso = f"{year:04d}-{month:02d}"
    return SaidOn(iso, tokens[first], tokens[last])


def _unit(day: date | None, precision: str, steps: int) -> str | None:
    if day is None or precision == "season":
        return None
    if precision == "day":
        return (day + relativedelta(days=steps)).isoformat()
    if precision == "week":
        year, week, _ = (day + relativedelta(weeks=steps)).isocalendar()
        return f"{year:04d}-W{week:02d}"
    if precision == "month":
        there = day + relativedelta(months=steps)
        return f"{there.year:04d}-{there.month:02d}"
    return f"{(day + relativedelta(years=steps)).year:04d}"
