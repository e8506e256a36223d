"""The vocabulary of tracking as data: writings of one word, words that change a meaning, agency lines."""

from __future__ import annotations

from functools import cache
from typing import Any

import regex
from attrs import frozen

from quotex.errors import RuleError
from quotex.rules.tables import PlacedRow, checked_rows, read_table

NAME_PARTS = ("title", "suffix", "particle", "article", "joint")


@frozen
class Example:
    """Two writings that a row makes comparable."""

    one: str
    other: str


@frozen
class NumberRules:
    """Number words: plain values, ordinals, scales that multiply, and the word that may join them."""

    joint: str
    ordinal_endings: tuple[str, ...]
    values: dict[str, int]
    ordinals: dict[str, int]
    scales: dict[str, int]


@frozen
class TrackingRules:
    """Everything that tracking knows about a language.

    Attributes:
        contractions: one written word to the words it stands for (apostrophe as ').
        endings: ending of a written word to the word it stands for.
        acronyms: capitals to the word they stand for.
        compounds: two words in a row to the words they are compared as.
        spellings: pattern over a lower-case word, and what it becomes.
        signs: a sign to the word it is read as.
        numbers: number words.
        negations: words that turn a sentence round.
        reversals: beginnings that reverse a word.
        profanities: words that are printed with letters masked.
        name_parts: kind to the words that stand before, in or behind a name and do not identify it.
        agencies: name of a news agency to all its names, longest first.
        datelines: agency to the pattern of its dateline.
        credits: agency to the patterns of the lines that credit it.
        examples: (table, row number, example) of each row that has a pair.
        agency_examples: (agency or None for a credit, a line).
    """

    contractions: dict[str, tuple[str, ...]]
    endings: dict[str, str]
    acronyms: dict[str, str]
    compounds: dict[tuple[str, str], tuple[str, ...]]
    spellings: tuple[tuple[regex.Pattern[str], str], ...]
    signs: dict[str, str]
    numbers: NumberRules
    negations: frozenset[str]
    reversals: tuple[str, ...]
    profanities: tuple[str, ...]
    name_parts: dict[str, frozenset[str]]
    agencies: dict[str, tuple[str, ...]]
    datelines: dict[str, regex.Pattern[str]]
    credits: dict[str, tuple[regex.Pattern[str], ...]]
    examples: tuple[tuple[str, int, Example], ...]
    agency_examples: tuple[tuple[str | None, str], ...]


class _Reader:
    """Reads one file's tables and gathers the examples on the way."""

    def __init__(self, language: str) -> None:
        self.where = f"{language}/tracking.toml"
        self.table = read_table("tracking", language)
        self.examples: list[tuple[str, int, Example]] = []

    def fail(self, key: str, n: int, why: str) -> RuleError:
        return RuleError(f"{self.where}: [[{key}]] row {n}: {why}")

    def example(self, key: str, n: int, value: Any) -> None:
        if not isinstance(value, dict) or set(value) != {"one", "other"}:
            raise self.fail(key, n, "'example' must hold 'one' and 'other'")
        self.examples.append((key, n, Example(value["one"], value["other"])))

    def rows(self, key: str, **columns: type) -> list[PlacedRow]:
        rows = list(checked_rows(self.table, key, where=self.where, required={**columns, "example": dict}))
        for n, row in enumerate(rows, 1):
            self.example(key, n, row["example"])
        return rows

    def mapping(self, key: str) -> dict[str, str]:
        out: dict[str, str] = {}
        for n, row in enumerate(self.rows(key, written=str, words=str), 1):
            if row["written"] in out:
                raise self.fail(key, n, f"{row['written']!r} stands twice")
            out[row["written"]] = row["words"]
        return out

    def pattern(self, key: str, n: int, text: str, flags: int = 0) -> regex.Pattern[str]:
        try:
            return regex.compile(text, flags)
        except regex.error as error:
            raise self.fail(key, n, f"not a pattern: {error}") from None

    def spellings(self) -> tuple[tuple[regex.Pattern[str], str], ...]:
        required = {"pattern": str, "example": dict}
        rows = checked_rows(
            self.table, "spelling", where=self.where, required=required, optional={"becomes": str}
        )
        out = []
        for n, row in enumerate(rows, 1):
            self.example("spelling", n, row["example"])
            out.append((self.pattern("spelling", n, row["pattern"]), row.get("becomes", "")))
        return tuple(out)

    def numbers(self) -> NumberRules:
        table = self.table.get("number", {})
        keys = ["examples", "joint", "ordinal_endings", "ordinals", "scales", "values"]
        if sorted(table) != keys:
            raise RuleError(f"{self.where}: [number] must hold {', '.join(keys)}")
        for n, value in enumerate(table["examples"], 1):
            self.example("number", n, value)
        for name in ("values", "ordinals", "scales"):
            if not all(isinstance(x, int) and x >= 0 for x in table[name].values()):
                raise RuleError(f"{self.where}: [number.{name}] must hold whole numbers")
        return NumberRules(
            joint=table["joint"],
            ordinal_endings=tuple(table["ordinal_endings"]),
            values=dict(table["values"]),
            ordinals=dict(table["ordinals"]),
            scales=dict(table["scales"]),
        )

    def name_parts(self) -> dict[str, frozenset[str]]:
        out: dict[str, frozenset[str]] = {}
        for n, row in enumerate(self.rows("name_part", kind=str, words=list), 1):
            if row["kind"] not in NAME_PARTS:
                raise self.fail("name_part", n, f"kind {row['kind']!r} is not one of {', '.join(NAME_PARTS)}")
            out[row["kind"]] = frozenset(row["words"])
        return out

    def agencies(self) -> tuple[dict[str, tuple[str, ...]], list[tuple[str | None, str]]]:
        out: dict[str, tuple[str, ...]] = {}
        lines: list[tuple[str | None, str]] = []
        required = {"name": str, "short": list, "example": str}
        for row in checked_rows(self.table, "agency", where=self.where, required=required):
            out[row["name"]] = tuple(sorted({row["name"], *row["short"]}, key=lambda x: (-len(x), x)))
            lines.append((row["name"], row["example"]))
        return out, lines

    def credits(
        self, agencies: dict[str, tuple[str, ...]]
    ) -> tuple[dict[str, tuple[regex.Pattern[str], ...]], list[str]]:
        out: dict[str, list[regex.Pattern[str]]] = {name: [] for name in agencies}
        lines = []
        required = {"pattern": str, "example": str}
        for n, row in enumerate(checked_rows(self.table, "credit", where=self.where, required=required), 1):
            if "{agency}" not in row["pattern"]:
                raise self.fail("credit", n, "the pattern does not say where {agency} stands")
            for name, names in agencies.items():
                text = row["pattern"].replace("{agency}", _any_of(names) + r"\b")
                out[name].append(self.pattern("credit", n, text, regex.IGNORECASE | regex.MULTILINE))
            lines.append(row["example"])
        return {k: tuple(v) for k, v in out.items()}, lines


def _any_of(names: tuple[str, ...]) -> str:
    return "(?:" + "|".join(regex.escape(x) for x in names) + ")"


@cache
def tracking_rules(language: str = "en") -> TrackingRules:
    """Load the vocabulary of tracking of a language.

    Raises:
        RuleError: a row is not valid; the message names the file and the row.
    """
    reader = _Reader(language)
    agencies, agency_lines = reader.agencies()
    credits, credit_lines = reader.credits(agencies)
    compounds = {}
    for n, (written, words) in enumerate(reader.mapping("compound").items(), 1):
        first, _, second = written.partition(" ")
        if not second or " " in second:
            raise reader.fail("compound", n, "'written' must be two words")
        compounds[first, second] = tuple(words.split())
    return TrackingRules(
        contractions={k: tuple(v.split()) for k, v in reader.mapping("contraction").items()},
        endings=reader.mapping("ending"),
        acronyms=reader.mapping("acronym"),
        compounds=compounds,
        spellings=reader.spellings(),
        signs=reader.mapping("sign"),
        numbers=reader.numbers(),
        negations=frozenset(row["word"] for row in reader.rows("negation", word=str)),
        reversals=tuple(row["prefix"] for row in reader.rows("reversal", prefix=str)),
        profanities=tuple(row["word"] for row in reader.rows("profanity", word=str)),
        name_parts=reader.name_parts(),
        agencies=agencies,
        datelines={
            name: regex.compile(r"^[^\n(]{0,80}\(" + _any_of(names) + r"\)\s*[—–-]", regex.MULTILINE)
            for name, names in agencies.items()
        },
        credits=credits,
        examples=tuple(reader.examples),
        agency_examples=(*agency_lines, *((None, line) for line in credit_lines)),
    )
