"""Publication dates as articles give them, made into dates without guessing."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

from quotex.records import Published

_PARTIAL = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?\Z")
_NUMERIC = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b")
_YEAR = re.compile(r"\b\d{4}\b")
_WORD = re.compile(r"[^\W\d_]{3}")
_LONGEST = 80


def published(text: str | None) -> Published:
    """Read a publication date.

    ISO 8601 gives a date, or a datetime where a time is given; a partial one ("2026-11") stays the
    string it is. Other notations ("3 November 2026", an e-mail's "Tue, 03 Nov 2026 09:00 GMT") are
    read if they name day, month and year beyond doubt.

    Raises:
        ValueError: the text is no date, or one that reads in two ways, such as 03/11/2026.
    """
    text = (text or "").strip()
    if not text:
        return None
    if _PARTIAL.match(text):
        return text
    for read in (_iso, _mail, _prose):
        value = read(text)
        if value is not None:
            return value
    raise ValueError(f"{text[:_LONGEST]!r} is not a date that can be read in one way only")


def _iso(text: str) -> date | datetime | None:
    for kind in (date, datetime):
        try:
            return kind.fromisoformat(text)
        except ValueError:
            continue
    return None


def _mail(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text) if ":" in text and len(text) <= _LONGEST else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _prose(text: str) -> date | datetime | None:
    """A date in words; None unless two very different default dates lead to the same day."""
    if len(text) > _LONGEST or _NUMERIC.search(text) or not (_YEAR.search(text) and _WORD.search(text)):
        return None
    from dateutil import parser  # costs 20 ms; ISO dates do without

    values: list[datetime] = []
    for default in (datetime(1904, 1, 1), datetime(1999, 12, 31)):
        try:
            values.append(parser.parse(text, default=default, ignoretz=False))
        except (ValueError, OverflowError, TypeError):
            return None
    if values[0] != values[1]:
        return None
    value = values[0]
    return value if ":" in text else value.date()
