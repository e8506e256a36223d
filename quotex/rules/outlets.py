"""Names of news outlets and programmes: full names, last and first words, endings, nouns beside them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from attrs import frozen

from quotex.errors import RuleError
from quotex.rules.language import ENGLISH, Language
from quotex.rules.tables import Once, Row, checked_rows, read_table

_FLAGS = (("ending", "alone"), ("noun", "print"))
KINDS = ("agency", "broadcaster", "paper", "programme", "blog")


@frozen(slots=True, eq=False)
class OutletRules:
    """What makes a run of capitalised words an outlet.

    Attributes:
        names: full name, as its words, to its kind.
        first_words: the first word of every full name, to the names that begin so.
        endings: last words; those in ``alone`` are enough behind "the".
        openings: first words.
        suffixes: endings of a one-word name, lower-case.
        programmes: words that a programme's title ends with.
        nouns: common nouns beside a name.
        print_nouns: those of them that print what they report.
        before_titles: words that a programme's title stands behind.
        examples: (where, example) of every row.
    """

    names: Mapping[tuple[str, ...], str]
    first_words: Mapping[str, tuple[tuple[str, ...], ...]]
    endings: frozenset[str]
    alone: frozenset[str]
    openings: frozenset[str]
    suffixes: tuple[str, ...]
    programmes: frozenset[str]
    nouns: frozenset[str]
    print_nouns: frozenset[str]
    before_titles: frozenset[str]
    examples: tuple[tuple[str, str], ...]


@cache
def outlet_rules(language: Language = ENGLISH) -> OutletRules:
    """Load the names of outlets of a language.

    Raises:
        RuleError: a row is not valid.
    """
    table = language.extended("outlets", read_table("outlets", language.name))
    return parse_outlet_rules(table, f"{language.name}/outlets.toml")


def parse_outlet_rules(table: Row, where: str) -> OutletRules:
    """Check a table of outlets and index it.

    Raises:
        RuleError: a row is not valid; names the file and the row.
    """
    known = {"name", "ending", "opening", "suffix", "programme", "noun", "before_title"}
    if unknown := sorted(set(table) - known):
        raise RuleError(f"{where}: unknown table {unknown[0]!r}")
    examples: list[tuple[str, str]] = []
    names: dict[tuple[str, ...], str] = {}
    required: dict[str, type] = {"kind": str, "names": list, "example": str}
    once = Once()
    for row in checked_rows(table, "name", where=where, required=required):
        if row["kind"] not in KINDS:
            raise RuleError(f"{row.at('kind')}: kind is {row['kind']!r}, not one of {', '.join(KINDS)}")
        for name in row["names"]:
            if not name.split():
                raise RuleError(f"{row.at('names')}: a name is empty")
            once.note(" ".join(name.split()), row, "names")
            names[tuple(name.split())] = row["kind"]
        examples.append((row.where, row.get("example", "")))
    first: dict[str, list[tuple[str, ...]]] = {}
    for words in names:
        first.setdefault(words[0], []).append(words)
    lists: dict[str, list[str]] = {key: [] for key in known}
    alone: set[str] = set()
    printing: set[str] = set()
    for key in ("ending", "opening", "suffix", "programme", "noun", "before_title"):
        optional: dict[str, type] = {flag: bool for table_key, flag in _FLAGS if table_key == key}
        rows = checked_rows(
            table, key, where=where, required={"words": list, "example": str}, optional=optional
        )
        for row in rows:
            for word in row["words"]:
                if word in lists[key]:
                    raise RuleError(f"{row.where}: {word!r} stands twice")
                lists[key].append(word)
            if row.get("alone"):
                alone.update(row["words"])
            if row.get("print"):
                printing.update(row["words"])
            examples.append((row.where, row["example"]))
    return OutletRules(
        names=names,
        first_words={k: tuple(sorted(v, key=len, reverse=True)) for k, v in first.items()},
        endings=frozenset(lists["ending"]),
        alone=frozenset(alone),
        openings=frozenset(lists["opening"]),
        suffixes=tuple(lists["suffix"]),
        programmes=frozenset(lists["programme"]),
        nouns=frozenset(lists["noun"]),
        print_nouns=frozenset(printing),
        before_titles=frozenset(lists["before_title"]),
        examples=tuple(examples),
    )
