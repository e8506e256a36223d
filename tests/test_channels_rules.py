"""Every row of the channel rules shows what it says, on its own example."""

from __future__ import annotations

import re
from datetime import date

import pytest
from attrs import frozen
from parsers import bundled

from quotex.attribution.attribute import attribute
from quotex.channels import ChannelReading, read_channels
from quotex.channels.dates import read_time
from quotex.channels.outlets import Outlets
from quotex.errors import RuleError
from quotex.parsing import Document
from quotex.records import Article
from quotex.rules.channels import channel_rules, parse_channel_rules
from quotex.rules.dates import date_rules, language_names
from quotex.rules.outlets import outlet_rules, parse_outlet_rules
from quotex.rules.speakers import load_speaker_rules
from quotex.rules.tables import read_table
from quotex.speakers import build_entities, resolve

_MARKS = re.compile(r"[<>\[\]]")


@frozen
class Example:
    """An example without its marks, and where its cue and its evidence stand."""

    where: str
    label: str
    text: str
    cue: tuple[int, int]
    evidence: tuple[int, int]


def _plain(marked: str, opening: str, closing: str) -> tuple[int, int]:
    start = len(_MARKS.sub("", marked[: marked.index(opening)]))
    return start, len(_MARKS.sub("", marked[: marked.index(closing)]))


def _example(where: str, label: str, marked: str) -> Example:
    return Example(where, label, _MARKS.sub("", marked), _plain(marked, "<", ">"), _plain(marked, "[", "]"))


def _examples() -> list[Example]:
    rules = channel_rules()
    out = [
        _example(f"{row.where} {frame or 'verb'}", row.label, text)
        for row in rules.evidence
        for frame, text in row.examples
    ]
    out += [_example(f"[[outlet]] {row.frame}", row.label, row.example) for row in rules.outlets.values()]
    return out


EXAMPLES = _examples()
OUTLETS = outlet_rules().examples
DATES = date_rules().examples


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    """Every example, parsed in one batch."""
    texts = [e.text for e in EXAMPLES]
    texts += [_MARKS.sub("", text) for _, text in OUTLETS]
    texts += [text for _, text, _ in DATES]
    texts = list(dict.fromkeys(texts))
    return dict(zip(texts, bundled().parse(texts), strict=True))


def read(document: Document, **fields: object) -> list[tuple[tuple[tuple[int, int], ...], ChannelReading]]:
    """Cue and reading of every quotation of a document."""
    found = attribute(document)
    vocabulary = load_speaker_rules()
    entities = build_entities(document, vocabulary, found)
    speakers = resolve(document, found, vocabulary, entities=entities)
    article = Article(id="example", text=document.text, **fields)  # type: ignore[arg-type]
    readings = read_channels(document, found, speakers, entities, article)
    return [(a.cue, r) for a, r in zip(found, readings, strict=True)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda e: e.where)
def test_row_shows_its_channel_on_its_example(example: Example, documents: dict[str, Document]) -> None:
    read_here = [
        r
        for cue, r in read(documents[example.text])
        if any(s < example.cue[1] and example.cue[0] < e for s, e in cue)
    ]
    assert read_here, "no quotation with the example's cue"
    assert example.label in [r.channel for r in read_here]
    evidence = next(r.evidence for r in read_here if r.channel == example.label)
    assert evidence is not None
    assert evidence[0] < example.evidence[1]
    assert example.evidence[0] < evidence[1]


@pytest.mark.parametrize(("where", "marked"), OUTLETS, ids=[w for w, _ in OUTLETS])
def test_outlet_is_recognised_in_its_example(where: str, marked: str, documents: dict[str, Document]) -> None:
    document = documents[_MARKS.sub("", marked)]
    wanted = marked[marked.index("[") + 1 : marked.index("]")].removeprefix("the ")
    assert wanted in [o.name for o in Outlets(document, outlet_rules(), date_rules()).places.all], where


@pytest.mark.parametrize(("where", "text", "gives"), DATES, ids=[w for w, _, _ in DATES])
def test_time_is_read_from_its_example(
    where: str, text: str, gives: str, documents: dict[str, Document]
) -> None:
    document = documents[text]
    future = " will " in text
    # the adjunct of the cue: what stands before "that"
    end = next(t.i for t in document.tokens if t.text == "that")
    found = read_time(document, range(end), date_rules(), date(2026, 3, 11), future=future)
    assert found is not None, where
    assert (found.iso or "-") == gives


def test_every_channel_has_evidence_and_an_example() -> None:
    rules = channel_rules()
    assert {row.label for row in rules.evidence} == set(rules.labels)
    assert "Spanish" in language_names()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"label": "telepathy"}, "no label 'telepathy'"),
        ({"frames": ["beneath"]}, "no frame 'beneath'"),
        ({"examples": ["one", "two"]}, "one example for each frame"),
        ({"words": ["rally", "rally"]}, "a word stands twice"),
        ({"colour": "red"}, "unknown key 'colour'"),
        ({"words": []}, "'words' is empty"),
        ({"venue": "yes"}, "'venue' must be bool"),
    ],
)
def test_bad_row_is_named(change: dict[str, object], message: str) -> None:
    table = read_table("channels")
    row = {"label": "speech", "words": ["rally"], "frames": ["at"], "examples": ["x"]}
    table["evidence"] = [*table["evidence"], row | change]
    number = len(table["evidence"])
    with pytest.raises(RuleError, match=f"row {number}") as caught:
        parse_channel_rules(table, "en/channels.toml")
    assert message in str(caught.value)


def test_unknown_tables_and_kinds_are_named() -> None:
    with pytest.raises(RuleError, match="unknown table 'telepathy'"):
        parse_channel_rules(read_table("channels") | {"telepathy": []}, "en/channels.toml")
    with pytest.raises(RuleError, match="kind is 'pigeon'"):
        parse_outlet_rules({"name": [{"kind": "pigeon", "names": ["X"], "example": "x"}]}, "outlets")
