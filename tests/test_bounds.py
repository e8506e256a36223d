"""Hostile input costs no more than its size: no pattern and no stage grows faster than near linear."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from growth import MOST, growth
from patterns import Found, attacks, call_sites, patterns
from standin import StandIn, document

from quotex.errors import InputError
from quotex.extractor import Extractor
from quotex.finding.marks import find_regions
from quotex.reading.boilerplate import boilerplate
from quotex.reading.header import header
from quotex.reading.markup import text_of, unwrapped
from quotex.rules.marks import mark_rules
from quotex.rules.speakers import load_speaker_rules
from quotex.speakers.cluster import Cluster
from quotex.speakers.entity import Entity
from quotex.speakers.kinds import full_name
from quotex.speakers.name_guesses import Name
from quotex.speakers.name_index import NameIndex
from quotex.speakers.reference import Reference
from quotex.tracking.wording import normaliser

PATTERNS = patterns()


def test_every_pattern_is_found() -> None:
    """No call of ``re`` or ``regex`` compiles a pattern that the tests below do not know."""
    known = {found.where for found in PATTERNS}
    sources = {(found.library, found.source) for found in PATTERNS}
    missed = [
        f"{name}:{first}"
        for name, first, last, literal in call_sites()
        if not any(f"{name}:{line}" in known for line in range(first, last + 1))
        and (literal is None or (literal.library, literal.source) not in sources)
    ]
    assert not missed
    assert len(PATTERNS) > 150


def drive(found: Found) -> Callable[[str], object]:
    """Everything that a pattern can be asked about a text."""
    pattern = found.compiled()
    timeout: dict[str, Any] = {"timeout": 5} if found.library == "regex" else {}

    def run(text: str) -> None:
        given = text.encode("utf-8") if isinstance(found.source, bytes) else text
        for _ in pattern.finditer(given, **timeout):
            pass
        pattern.fullmatch(given, **timeout)

    return run


@pytest.mark.parametrize("found", PATTERNS, ids=lambda f: f.where)
def test_patterns_are_linear(found: Found) -> None:
    run = drive(found)
    for before, unit in attacks(found.source):
        for end in ("", "\x01"):

            def text_of(count: int, before: str = before, unit: str = unit, end: str = end) -> str:
                return before + unit * count + end

            assert growth(run, text_of) < MOST, (found, before, unit, end)


def _refused_or_read(fragment: str) -> None:
    """Read markup; what nests too deep is refused, and that has to be quick as well."""
    with suppress(InputError):
        text_of(fragment)


STAGES: dict[str, Callable[[str], object]] = {
    "marks": lambda text: find_regions(text, mark_rules()),
    "boilerplate": boilerplate,
    "sentence ends": document,
    "header": header,
    "markup": _refused_or_read,
    "printed lines": lambda text: unwrapped(text.splitlines()),
    "wording": lambda text: normaliser().words(text),
}
UNITS = {
    "marks": ('"', "“", "’", "“a” ", "“a ‘b’ c” ", "''a'' ", "a” “b ", "“a\n\n", "« a » "),
    "boilerplate": (
        "Share\n",
        "Related:\n",
        "a\n",
        "1,",
        "Read more: a",
        "\n \n",
        "by a\n",
        "©  ",
        "* * *\n",
    ),
    "sentence ends": (
        "a ",
        "A. ",
        "U.S. ",
        '"',
        '" ',
        ")",
        ".",
        "... ",
        "a.b@c ",
        "x",
        "\u200b",
        "\ud800",
        "a\n",
    ),
    "header": ("Title: a\n", "a: ", "Title:", "\n"),
    "markup": ("<div>", "<b>a", "</p>", "<!--", "<a href='", "&amp;", "&", "<p>a</p>", "<table><tr><td>"),
    "printed lines": ("a-\n", "a.\n", "\n", "a", "A b.”\n"),
    "wording": ("a ", "a-", "1,000 ", "a'", "[a] ", ". . . ", "(...) ", "f*** ", "twenty-two ", "1.1.1."),
}


@pytest.mark.parametrize(("stage", "unit"), [(stage, unit) for stage in STAGES for unit in UNITS[stage]])
def test_stages_are_linear(stage: str, unit: str) -> None:
    assert growth(STAGES[stage], lambda count: unit * count) < MOST


PIPELINE = Extractor(StandIn())  # type: ignore[arg-type]


ARTICLES = (
    "said “a” ",
    "“We stay,” she said. ",
    "“We {n},” said Aa{n} Bb{n}, a grocer. ",
    "Aa{n} Po said. ",
    "Al Po told Radio Vest on Tuesday that it was. ",
    "Q: a\n\nA: b c\n\n",
    '"Go."\n\n— Al Po (@alpo) May 3\n\n',
    "according to ",
    "“We stayed all night.”\n\n",
    "(ABC) A B C ",
    "The mayor of Vell said in a statement that the mayor, he said, called it “a gift”. ",
)


def repeated(unit: str, count: int) -> str:
    """A unit so many times, each with its number where it asks for it."""
    return "".join(unit.replace("{n}", str(n)) for n in range(count)) if "{n}" in unit else unit * count


@pytest.mark.parametrize("unit", ARTICLES)
def test_articles_are_done_in_linear_time(unit: str) -> None:
    """Everything behind the parse: attribution, speakers, channels, confidence, assembly."""
    assert growth(PIPELINE.extract, lambda count: repeated(unit, count), 250) < MOST


SLOW_ONCE = {
    "“": 3000,
    '." ': 2000,
    "“a\n\n": 4000,
    "(ABC) ": 500,
}
"""What once took time by the square, with the repetitions from which on it shows."""


@pytest.mark.parametrize(("unit", "size"), SLOW_ONCE.items())
def test_what_was_slow_is_linear(unit: str, size: int) -> None:
    assert growth(PIPELINE.extract, lambda count: repeated(unit, count), size) < MOST


def namesakes(text: str) -> None:
    """As many people of one surname as there are words."""
    index = NameIndex(frozenset())
    for number, word in enumerate(text.split()):
        index.alike((word, "Po"))
        index.add((word, "Po"), number)


def written_in_many_ways(text: str) -> None:
    cluster = Cluster()
    for first, word in enumerate(text.split()):
        cluster.add(Name(first, first, first, ("al", "po"), word, None, "person", headline=False), "", 1.0)
    full_name(cluster)


def grocers(text: str) -> None:
    """As many people of whom all that is known is one noun."""
    reference = Reference(document("a"), None, load_speaker_rules())  # type: ignore[arg-type]
    entities: list[Entity] = []
    for number, word in enumerate(text.split()):
        lemmas: dict[str, frozenset[str]] = {"grocer": frozenset()}
        entities.append(Entity(number, word, "unnamed_person", lemmas=lemmas))
        assert entities[-1] in reference.called("grocer", entities)


@pytest.mark.parametrize("run", [namesakes, written_in_many_ways, grocers])
def test_many_of_a_kind_are_linear(run: Callable[[str], None]) -> None:
    assert growth(run, lambda count: repeated("a{n} ", count), 2000) < MOST
