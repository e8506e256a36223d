"""Words for days, weekdays, months and languages."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from attrs import frozen

from quotex.errors import RuleError
from quotex.rules.tables import Row, checked_rows, read_table

PRECISIONS = ("day", "week", "month", "year", "season")


@frozen(slots=True, eq=False)
class DateRules:
    """What says when something was said; every key is lower-case.

    Attributes:
        days: words to days from the article's date.
        weekdays: names to 0 (Monday) .. 6.
        months: names to 1 .. 12.
        units: names to the precision of the ISO date: day, week, month, year, or season (none).
        shifts: words before a weekday or unit to steps.
        counts: numbers before a unit.
        ago: words behind a counted unit to the way they go (-1: back).
        examples: (where, example, ISO date that it gives).
    """

    days: Mapping[str, int]
    weekdays: Mapping[str, int]
    months: Mapping[str, int]
    units: Mapping[str, str]
    shifts: Mapping[str, int]
    counts: Mapping[str, int]
    ago: Mapping[str, int]
    examples: tuple[tuple[str, str, str], ...]


@cache
def date_rules(language: str = "en") -> DateRules:
    """Load the words for dates of a language.

    Raises:
        RuleError: a row is not valid.
    """
    return parse_date_rules(read_table("dates", language), f"{language}/dates.toml")


def parse_date_rules(table: Row, where: str) -> DateRules:
    """Check a table of words for dates and index it.

    Raises:
        RuleError: a row is not valid; names the file and the row.
    """
    shapes: dict[str, tuple[str, str, type]] = {
        "day": ("words", "days", int),
        "weekday": ("names", "number", int),
        "month": ("names", "number", int),
        "unit": ("names", "precision", str),
        "shift": ("words", "steps", int),
        "count": ("names", "number", int),
        "ago": ("words", "steps", int),
    }
    if unknown := sorted(set(table) - set(shapes)):
        raise RuleError(f"{where}: unknown table {unknown[0]!r}")
    found: dict[str, dict[str, object]] = {key: {} for key in shapes}
    examples: list[tuple[str, str, str]] = []
    for key, (names, value, kind) in shapes.items():
        required: dict[str, type] = {names: list, value: kind, "example": str, "gives": str}
        for n, row in enumerate(checked_rows(table, key, where=where, required=required), 1):
            here = f"{where}: [[{key}]] row {n}"
            if key == "unit" and row[value] not in PRECISIONS:
                raise RuleError(f"{here}: precision is {row[value]!r}, not one of {', '.join(PRECISIONS)}")
            for name in row[names]:
                if name in found[key]:
                    raise RuleError(f"{here}: {name!r} stands twice")
                found[key][name] = row[value]
            examples.append((here, row["example"], row["gives"]))
    return DateRules(
        days=found["day"],  # type: ignore[arg-type]
        weekdays=found["weekday"],  # type: ignore[arg-type]
        months=found["month"],  # type: ignore[arg-type]
        units=found["unit"],  # type: ignore[arg-type]
        shifts=found["shift"],  # type: ignore[arg-type]
        counts=found["count"],  # type: ignore[arg-type]
        ago=found["ago"],  # type: ignore[arg-type]
        examples=tuple(examples),
    )


@cache
def language_names(language: str = "en") -> frozenset[str]:
    """The names of languages, as written in a language.

    Raises:
        RuleError: a row is not valid.
    """
    where = f"{language}/languages.toml"
    rows = checked_rows(
        read_table("languages", language), "language", where=where, required={"names": list, "example": str}
    )
    return frozenset(name for row in rows for name in row["names"])
