"""Where sentences end and do not end: abbreviations, openers and the tails of quotations."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from attrs import frozen

from quotex.errors import RuleError
from quotex.rules.tables import checked_rows, read_table

ENDS = ("never", "before_number", "before_opener")


@frozen
class SentenceRules:
    """What the repair of sentence ends knows about the language.

    Attributes:
        abbreviations: a form with its full stop to never, before_number or before_opener.
        not_initials: single capitals that are words.
        openers: words that often open a sentence and do not begin a name.
        strong_openers: those that do so even where the splitter and the next word say nothing.
        tail_verbs: verbs that tie the words behind a closing mark to the quotation before them.
        tail_within: words that the name beside such a verb may have.
        tail_inside: lower-case words that the name may hold.
        tail_after: words that may follow such a verb.
        whole: words that are never split in two, lower case.
        examples: (where, example) of every row; " | " stands at each sentence end.
    """

    abbreviations: Mapping[str, str]
    not_initials: frozenset[str]
    openers: frozenset[str]
    strong_openers: frozenset[str]
    tail_verbs: frozenset[str]
    tail_within: int
    tail_inside: frozenset[str]
    tail_after: frozenset[str]
    whole: frozenset[str]
    examples: tuple[tuple[str, str], ...]


@cache
def sentence_rules(language: str = "en") -> SentenceRules:
    """Load the sentence rules of a language.

    Raises:
        RuleError: a row is not valid.
    """
    where = f"{language}/sentences.toml"
    table = read_table("sentences", language)
    known = {"abbreviation", "initials", "opener", "tail", "tail_verb", "whole"}
    if unknown := sorted(set(table) - known):
        raise RuleError(f"{where}: unknown table {unknown[0]!r}")
    examples: list[tuple[str, str]] = []
    abbreviations: dict[str, str] = {}
    row_type = {"forms": list, "ends": str, "example": str}
    for n, row in enumerate(checked_rows(table, "abbreviation", where=where, required=row_type), 1):
        here = f"{where}: [[abbreviation]] row {n}"
        if row["ends"] not in ENDS:
            raise RuleError(f"{here}: ends is {row['ends']!r}, not one of {', '.join(ENDS)}")
        for form in row["forms"]:
            if not form.endswith(".") or " " in form:
                raise RuleError(f"{here}: {form!r} is not one word with a full stop")
            if form in abbreviations:
                raise RuleError(f"{here}: {form!r} stands twice")
            abbreviations[form] = row["ends"]
        examples.append((here, row["example"]))
    initials = _single(table, "initials", {"except": list, "example": str}, where, examples)
    tail = _single(
        table, "tail", {"within": int, "inside": list, "after": list, "example": str}, where, examples
    )
    return SentenceRules(
        abbreviations=abbreviations,
        not_initials=frozenset(initials["except"]),
        openers=_words(table, "opener", where, examples),
        strong_openers=frozenset(
            word for row in table["opener"] if row.get("strong") for word in row["words"]
        ),
        tail_verbs=_words(table, "tail_verb", where, examples),
        tail_within=tail["within"],
        tail_inside=frozenset(tail["inside"]),
        tail_after=frozenset(tail["after"]),
        whole=_words(table, "whole", where, examples),
        examples=tuple(examples),
    )


def _words(table: Mapping[str, Any], key: str, where: str, examples: list[tuple[str, str]]) -> frozenset[str]:
    words: set[str] = set()
    required = {"words": list, "example": str}
    rows = checked_rows(table, key, where=where, required=required, optional={"strong": bool})
    for n, row in enumerate(rows, 1):
        if twice := words.intersection(row["words"]):
            raise RuleError(f"{where}: [[{key}]] row {n}: {min(twice)!r} stands twice")
        words.update(row["words"])
        examples.append((f"{where}: [[{key}]] row {n}", row["example"]))
    return frozenset(words)


def _single(
    table: Mapping[str, Any], key: str, types: Mapping[str, type], where: str, examples: list[tuple[str, str]]
) -> dict[str, Any]:
    if key not in table:
        raise RuleError(f"{where}: [{key}] is missing")
    row = next(checked_rows({key: [table[key]]}, key, where=where, required=types))
    examples.append((f"{where}: [{key}]", row["example"]))
    return row
