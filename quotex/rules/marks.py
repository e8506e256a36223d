"""Quotation marks as data: glyphs, families and what each reading of a mark costs."""

from __future__ import annotations

from functools import cache, cached_property

import regex
from attrs import frozen

from quotex.errors import RuleError
from quotex.rules.tables import checked_rows, read_table

SIDES = ("open", "close", "both")


@frozen(slots=False)
class MarkRules:
    """Everything the pairing of marks knows about their shapes.

    Attributes:
        sides: glyph to open, close or both.
        families: glyph to the family that it pairs within.
        elisions: lower-case words that begin with an apostrophe.
        before_open, after_close, before_close: characters that may be neighbours of a mark.
        costs: name of a reading to its cost.
        examples: one sentence a glyph.
    """

    sides: dict[str, str]
    families: dict[str, str]
    elisions: frozenset[str]
    before_open: frozenset[str]
    after_close: frozenset[str]
    before_close: frozenset[str]
    costs: dict[str, float]
    examples: tuple[tuple[str, str], ...]

    @cached_property
    def glyphs(self) -> tuple[str, ...]:
        """All glyphs, longest first."""
        return tuple(sorted(self.sides, key=lambda g: (-len(g), g)))

    @cached_property
    def pattern(self) -> regex.Pattern[str]:
        """Finds glyphs."""
        return regex.compile("|".join(map(regex.escape, self.glyphs)))


COSTS = (
    "wrong_side wrong_context ignored ignored_single measure nested lost_close open_end reopened "
    "open_start long_open"
).split()


@cache
def mark_rules(language: str = "en") -> MarkRules:
    """Load the marks of a language.

    Raises:
        RuleError: a row is not valid.
    """
    where = f"{language}/marks.toml"
    table = read_table("marks", language)
    sides: dict[str, str] = {}
    families: dict[str, str] = {}
    examples = []
    text = {"glyph": str, "side": str, "family": str, "example": str}
    for row in checked_rows(table, "mark", where=where, required=text):
        glyph = row["glyph"]
        if row["side"] not in SIDES:
            raise RuleError(f"{where}: {glyph!r} has side {row['side']!r}, not one of {', '.join(SIDES)}")
        if glyph in sides or glyph not in row["example"]:
            raise RuleError(f"{where}: {glyph!r} stands twice or not in its example")
        sides[glyph], families[glyph] = row["side"], row["family"]
        examples.append((glyph, row["example"]))
    costs = table.get("costs", {})
    if sorted(costs) != sorted(COSTS) or not all(isinstance(x, (int, float)) for x in costs.values()):
        raise RuleError(f"{where}: [costs] must give a number for each of {', '.join(COSTS)}")
    context = table["context"]
    return MarkRules(
        sides=sides,
        families=families,
        elisions=frozenset(table["elisions"]["words"]),
        before_open=frozenset(context["before_open"]),
        after_close=frozenset(context["after_close"]),
        before_close=frozenset(context["before_close"]),
        costs={k: float(v) for k, v in costs.items()},
        examples=tuple(examples),
    )
