"""Boilerplate as data: the lines that a web page puts around an article."""

from __future__ import annotations

from functools import cache

import regex
from attrs import frozen

from quotex.errors import RuleError
from quotex.rules.tables import checked_rows, read_table

FLAGS = regex.IGNORECASE | regex.VERSION1
OPENS = ("headlines", "teasers")


@frozen
class BoilerplateRow:
    """One pattern. ``opens`` is "" for a line, else what a heading opens (see ``OPENS``).

    ``long`` says whether it is tried on long lines. ``holds``: every line that it fits has one of these in
    it, in lower case (empty where that is not known).
    ``example`` is a line that it fits, ``counter`` one that it must not fit, or "".
    """

    name: str
    pattern: regex.Pattern[str]
    opens: str
    long: bool
    holds: tuple[str, ...]
    example: str
    counter: str

    def may_fit(self, folded: str) -> bool:
        """Whether a line, its case folded, has what every line has that the pattern fits."""
        return not self.holds or any(part in folded for part in self.holds)


@cache
def boilerplate_rules(language: str = "en") -> tuple[BoilerplateRow, ...]:
    """Load the boilerplate patterns of a language.

    Raises:
        RuleError: a row is not valid.
    """
    where = f"{language}/boilerplate.toml"
    table = read_table("boilerplate", language)
    if unknown := sorted(set(table) - {"line", "heading"}):
        raise RuleError(f"{where}: unknown table {unknown[0]!r}")
    text = {"name": str, "pattern": str, "example": str}
    optional: dict[str, type] = {"counter": str, "long": bool, "holds": list}
    out: list[BoilerplateRow] = []
    # Headings first: a line that fits both opens something.
    for key, required in (("heading", {**text, "opens": str}), ("line", text)):
        for n, row in enumerate(
            checked_rows(table, key, where=where, required=required, optional=optional), 1
        ):
            here = f"{where}: [[{key}]] row {n}"
            if any(row["name"] == other.name for other in out):
                raise RuleError(f"{here}: the name {row['name']!r} comes twice")
            if key == "heading" and row["opens"] not in OPENS:
                raise RuleError(f"{here}: opens must be one of {', '.join(OPENS)}, is {row['opens']!r}")
            try:
                pattern = regex.compile(rf"\A(?:{row['pattern']})\Z", FLAGS)
            except regex.error as error:
                raise RuleError(f"{here}: pattern: {error}") from None
            holds = tuple(row.get("holds", ()))
            if holds and not any(part in row["example"].casefold() for part in holds):
                raise RuleError(f"{here}: its example holds none of {', '.join(holds)}")
            out.append(
                BoilerplateRow(
                    name=row["name"],
                    pattern=pattern,
                    opens=row.get("opens", ""),
                    long=row.get("long", False),
                    holds=holds,
                    example=row["example"],
                    counter=row.get("counter", ""),
                )
            )
    return tuple(out)
