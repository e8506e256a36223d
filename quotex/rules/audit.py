"""Vocabulary of the source audit: classes of speakers, the words that tell them, families of channels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import regex
from attrs import frozen

from quotex.errors import RuleError
from quotex.rules.channels import LABELS
from quotex.rules.tables import Row, checked_rows, read_table

UNSPECIFIED = "unspecified"
BY_KIND = ("unnamed", "document", "unknown")
"""Classes that the kind of a speaker decides; every language must have them."""

PERSON, POST, BODY = "person", "post", "body"
_WORD = regex.compile(r"\p{L}++(?:-\p{L}++)*+(?:['’]s\b)?")


@frozen(slots=True)
class SpeakerClass:
    """A class of speakers: its name in the data, its title for readers, and a short one for columns."""

    name: str
    title: str
    short: str


@frozen(slots=True)
class Family:
    """Channels that are shown together."""

    name: str
    title: str
    channels: tuple[str, ...]


@frozen(slots=True)
class Term:
    """A word or phrase: its words, what kind of row it stands in, and the class it tells."""

    words: tuple[str, ...]
    kind: str
    speaker_class: str


@frozen(slots=True, eq=False)
class AuditRules:
    """Everything that the audit knows about a language.

    Attributes:
        classes: in the order in which they are shown.
        families: likewise; together they hold every channel once.
        terms: first word to the terms that begin with it, longest first.
        separators: words that end the head of a role.
        examples: (where, example, class) of every row, for the tests.
    """

    classes: tuple[SpeakerClass, ...]
    families: tuple[Family, ...]
    terms: Mapping[str, tuple[Term, ...]]
    separators: frozenset[str]
    examples: tuple[tuple[str, str, str], ...]

    def family_of(self, channel: str) -> str:
        """The name of the family that a channel belongs to."""
        return next((f.name for f in self.families if channel in f.channels), UNSPECIFIED)


def words_of(text: str) -> list[str]:
    """The lower-case words of a role or name; a possessive mark ('s) stays with its word."""
    return [w.lower().replace("’", "'") for w in _WORD.findall(text)]


@cache
def audit_rules(language: str = "en") -> AuditRules:
    """Load the audit vocabulary of a language.

    Raises:
        RuleError: a row is not valid.
    """
    return parse_audit_rules(read_table("audit", language), f"{language}/audit.toml")


def parse_audit_rules(table: Row, where: str) -> AuditRules:
    """Check a table of audit vocabulary and index it.

    Raises:
        RuleError: a row is not valid; names the file and the row.
    """
    known = {"words", "class", "family", PERSON, POST, BODY}
    if unknown := sorted(set(table) - known):
        raise RuleError(f"{where}: unknown table {unknown[0]!r}")
    classes = tuple(
        SpeakerClass(r["name"], r["title"], r["short"])
        for r in checked_rows(table, "class", where=where, required={"name": str, "title": str, "short": str})
    )
    names = [c.name for c in classes]
    _no_repeats(names, f"{where}: [[class]]")
    if lacking := [n for n in BY_KIND if n not in names]:
        raise RuleError(f"{where}: no class is called {lacking[0]!r}")
    separators, plurals = _words(table.get("words"), where)
    terms: dict[str, dict[tuple[str, ...], Term]] = {}
    examples = []
    for kind in (PERSON, POST, BODY):
        required = {"class": str, "words": list, "example": str}
        for n, row in enumerate(checked_rows(table, kind, where=where, required=required), 1):
            here = f"{where}: [[{kind}]] row {n}"
            if row["class"] not in names:
                raise RuleError(f"{here}: no class is called {row['class']!r}")
            examples.append((here, row["example"], row["class"]))
            for form in row["words"]:
                if not words_of(form):
                    raise RuleError(f"{here}: {form!r} holds no word")
                for words in _forms(words_of(form), plurals):
                    # What tells a person's class goes before what tells a post or a body.
                    terms.setdefault(words[0], {}).setdefault(words, Term(words, kind, row["class"]))
    return AuditRules(
        classes=classes,
        families=_families(table, where),
        terms={k: tuple(sorted(v.values(), key=lambda t: -len(t.words))) for k, v in terms.items()},
        separators=separators,
        examples=tuple(examples),
    )


def _words(row: object, where: str) -> tuple[frozenset[str], tuple[str, ...]]:
    if not isinstance(row, dict) or set(row) != {"separators", "plurals"}:
        raise RuleError(f"{where}: [words] must hold separators and plurals")
    for key, value in row.items():
        if not isinstance(value, list) or not all(isinstance(x, str) and x for x in value):
            raise RuleError(f"{where}: [words] {key} must be a list of words")
    return frozenset(row["separators"]), tuple(row["plurals"])


def _forms(words: list[str], plurals: Iterable[str]) -> Iterable[tuple[str, ...]]:
    yield tuple(words)
    for ending in plurals:
        yield (*words[:-1], words[-1] + ending)


def _families(table: Row, where: str) -> tuple[Family, ...]:
    required = {"name": str, "title": str, "channels": list}
    families = tuple(
        Family(r["name"], r["title"], tuple(r["channels"]))
        for r in checked_rows(table, "family", where=where, required=required)
    )
    channels = [c for f in families for c in f.channels]
    _no_repeats(channels, f"{where}: [[family]]")
    if (odd := sorted({*LABELS, UNSPECIFIED} ^ set(channels))) != []:
        raise RuleError(f"{where}: [[family]]: the channel {odd[0]!r} is in no family or does not exist")
    return families


def _no_repeats(values: list[str], where: str) -> None:
    for value in values:
        if values.count(value) > 1:
            raise RuleError(f"{where}: {value!r} comes twice")
