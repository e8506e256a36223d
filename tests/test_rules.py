"""Every row of every rule table is valid, and its example is what the row is for."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import regex
from attrs import frozen
from parsers import exact_extractor

import quotex
from quotex.errors import RuleError
from quotex.finding.marks import find_regions
from quotex.records import Quote, Span
from quotex.rules.cues import cue_rules
from quotex.rules.frames import frame_rules
from quotex.rules.language import Language
from quotex.rules.marks import mark_rules
from quotex.rules.tables import read_table

FOLDER = Path(quotex.__file__).parent / "rules"
LANGUAGE = "en"
TABLES = sorted(path.stem for path in (FOLDER / LANGUAGE).glob("*.toml"))
LOADERS = {
    "attribution": "attribution.attribution_rules",
    "audit": "audit.audit_rules",
    "boilerplate": "boilerplate.boilerplate_rules",
    "channels": "channels.channel_rules",
    "confidence": "confidence.confidence_rules",
    "cues": "cues.cue_rules",
    "dates": "dates.date_rules",
    "frames": "frames.frame_rules",
    "languages": "dates.language_names",
    "marks": "marks.mark_rules",
    "outlets": "outlets.outlet_rules",
    "sentences": "sentences.sentence_rules",
    "speakers": "speakers.load_speaker_rules",
    "speakers_nouns": "speakers.load_speaker_rules",
    "speakers_salience": "speakers.load_speaker_rules",
    "tracking": "tracking.tracking_rules",
    "word_counts": "word_counts.word_counts",
}
"""Which function of quotex.rules reads a table."""

MARKUP = {"<": "source", "[": "cue", "{": "content"}
WORD = regex.compile(r"\w+")


def loader(table: str) -> tuple[ModuleType, Callable[[], object]]:
    """The module that reads a table, and its function without the cache."""
    module, _, function = LOADERS[table].partition(".")
    home = importlib.import_module(f"quotex.rules.{module}")
    cached = getattr(home, function)
    return home, getattr(cached, "__wrapped__", cached)


def test_every_table_has_a_loader_that_takes_it() -> None:
    assert sorted(LOADERS) == TABLES
    for table in TABLES:
        loader(table)[1]()


def row_types() -> list[tuple[str, str]]:
    """Every array of tables in every rule file: file and key."""
    return [
        (table, key)
        for table in TABLES
        for key, rows in read_table(table).items()
        if isinstance(rows, list) and rows and isinstance(rows[0], dict)
    ]


def spoilt(row: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The row made wrong in several ways, each with what it is."""
    yield "unknown key", {**row, "colour": "red"}
    yield "nothing in it", {}
    for key, value in row.items():
        yield f"{key} of another type", {**row, key: {"a": {"b": 1}} if not isinstance(value, dict) else 1}
    for key in row:
        if key in ("example", "examples"):
            yield f"no {key}", {k: v for k, v in row.items() if k != key}


def complaint(load: Callable[[], object]) -> str:
    """What a loader says against a table, or "" if it takes it."""
    try:
        load()
    except RuleError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(("table", "key"), row_types())
def test_malformed_rows_are_named(table: str, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    home, load = loader(table)
    good = read_table(table)
    for fault, row in spoilt(good[key][-1]):
        bad = {**good, key: [*good[key][:-1], row]}
        monkeypatch.setattr(
            home, "read_table", lambda name, *a, bad=bad: bad if name == table else read_table(name, *a)
        )
        assert f"{table}.toml" in complaint(load), f"{table}.toml: [[{key}]] with {fault}"


@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        ("cues", {"verb": [{"lemma": "say", "class": "say", "example": "x"}] * 2}, "'say' stands twice"),
        ("cues", {"verb": "say"}, "must be an array of tables"),
        ("cues", {"verb": [{"lemma": "", "class": "say", "example": "x"}]}, "row 1: 'lemma' is empty"),
        (
            "frames",
            {"class": [{"name": "x", "takes": ["nothing"], "example": "x"}]},
            "row 1: takes ['nothing']",
        ),
        ("frames", {"source": [{"name": "x", "path": "<?", "example": "x"}]}, "'<?' is no step"),
        (
            "frames",
            {"frame": [{"name": "x", "needs": ["obj"], "spans": ["obj"], "example": "x"}]},
            "'x': needs",
        ),
        ("marks", {"mark": [{"glyph": "!", "side": "up", "family": "double", "example": "!"}]}, "side 'up'"),
        ("marks", {"costs": {"nested": 1.0}}, "must give a number for each of"),
    ],
)
def test_faults_of_single_tables(
    table: str, change: dict[str, Any], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, load = loader(table)
    bad = {**read_table(table), **change}
    monkeypatch.setattr(home, "read_table", lambda name, *a: bad if name == table else read_table(name, *a))
    with pytest.raises(RuleError, match=regex.escape(said)) as caught:
        load()
    assert f"en/{table}.toml" in str(caught.value)


def test_a_language_that_is_not_there_is_named() -> None:
    with pytest.raises(RuleError, match=r"xx/cues\.toml"):
        cue_rules(Language("xx"))


@frozen
class Example:
    """A sentence with its source, cue and content marked up."""

    name: str
    text: str
    spans: dict[str, tuple[Span, ...]]


def parsed(name: str, marked: str) -> Example:
    """Take the markup out of an example."""
    text = ""
    opened: list[tuple[str, int]] = []
    spans: dict[str, list[Span]] = {}
    for letter in marked:
        if letter in MARKUP:
            opened.append((MARKUP[letter], len(text)))
        elif letter in ">]}":
            kind, start = opened.pop()
            spans.setdefault(kind, []).append((start, len(text)))
        else:
            text += letter
    assert not opened, f"{name}: markup is not closed"
    return Example(name, text, {kind: tuple(found) for kind, found in spans.items()})


def examples() -> list[Example]:
    """All examples of cues, frames, classes and paths to a source."""
    rules = frame_rules()
    out = [parsed(f"{cue.kind} {cue.lemma}", cue.example) for cue in cue_rules().all()]
    out += [parsed(f"frame {frame.name}", frame.example) for frame in rules.frames.values()]
    out += [parsed(f"class {row.name}", row.example) for row in rules.classes.values()]
    out += [parsed(f"source {path.name}", path.example) for path in rules.sources]
    return out


EXAMPLES = examples()


@pytest.fixture(scope="session")
def extracted() -> dict[str, list[Quote]]:
    """The quotations of each example, all run at once."""
    texts = [example.text for example in EXAMPLES]
    results = exact_extractor().pipe(texts, batch_size=64)
    return {example.name: list(quotes) for example, quotes in zip(EXAMPLES, results, strict=True)}


def starts(text: str, spans: tuple[Span, ...]) -> set[int]:
    """Offsets of the words in spans."""
    return {m.start() for start, end in spans for m in WORD.finditer(text, start, end)}


def fits(example: Example, quote: Quote) -> bool:
    """Whether a quotation has the example's content, cue and source."""
    want = starts(example.text, example.spans["content"])
    got = starts(example.text, quote.content)
    if 2 * len(want & got) < 0.8 * (len(want) + len(got)):
        return False
    for kind, spans in (("cue", quote.cue), ("source", quote.mention)):
        if kind in example.spans:
            wanted = starts(example.text, example.spans[kind])
            if not wanted & starts(example.text, spans):
                return False
    return True


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_example_names_what_it_shows(example: Example) -> None:
    assert "content" in example.spans
    assert "cue" in example.spans


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_example_is_found(example: Example, extracted: dict[str, list[Quote]]) -> None:
    quotes = extracted[example.name]
    told = [f"{q.text!r} by {q.mention_text!r}, {q.cue_text!r} ({q.rule})" for q in quotes]
    assert any(fits(example, quote) for quote in quotes), (example.text, told)


@pytest.mark.parametrize(("glyph", "example"), mark_rules().examples)
def test_mark_stands_around_a_quotation(glyph: str, example: str) -> None:
    rules = mark_rules()
    regions = find_regions(example, rules)
    assert len(regions) == 1
    region = regions[0]
    assert not region.unbalanced
    assert region.family == rules.families[glyph]
    start, end = region.inner
    assert glyph in (example[region.start : start].strip(), example[end : region.end].strip())
