"""The speaker vocabulary: every row's example does what the row says, and bad rows are refused."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from parsers import bundled

from quotex.errors import RuleError
from quotex.parsing.document import Document
from quotex.rules.language import Language
from quotex.rules.normal import plain
from quotex.rules.speakers import load_speaker_rules, parse_speaker_rules
from quotex.rules.tables import read_table
from quotex.speakers import build_entities
from quotex.speakers.given_names import given_names
from quotex.speakers.person_names import same_given

RULES = load_speaker_rules()
NAMES, NOUNS, SALIENCE = (read_table(f"speakers{end}") for end in ("", "_nouns", "_salience"))
PARSED_EXAMPLES = [
    row["example"]
    for table, key in ((NAMES, "title"), (NAMES, "pronoun"), (NOUNS, "noun"))
    for row in table[key]
] + [row["example"] for row in NAMES["words"]]


@pytest.fixture(scope="module")
def parsed() -> dict[str, Document]:
    """All examples, parsed in one batch."""
    return dict(zip(PARSED_EXAMPLES, bundled().parse(PARSED_EXAMPLES), strict=True))


def named(document: Document) -> list[str]:
    return [e.name for e in build_entities(document, RULES) if e.named]


@pytest.mark.parametrize("row", NAMES["title"], ids=lambda r: r["forms"][0])
def test_a_title_is_left_out_of_the_name(row: dict[str, Any], parsed: dict[str, Document]) -> None:
    document = parsed[row["example"]]
    (person,) = (e for e in build_entities(document, RULES) if e.named)
    assert person.name == row["name"]
    assert person.type == "person"
    if "gender" in row:
        assert person.gender == row["gender"]
    assert (person.role is None) == ("role" not in row)


@pytest.mark.parametrize("row", NAMES["pronoun"], ids=lambda r: r["forms"][0])
def test_a_pronoun_refers_back(row: dict[str, Any], parsed: dict[str, Document]) -> None:
    document = parsed[row["example"]]
    pronoun = next(t for t in document.tokens if t.text.lower() in row["forms"])
    entity = build_entities(document, RULES).at(pronoun.i)
    if row["person"] == 3 and row.get("gender") in ("male", "female"):
        assert entity is not None
        assert entity.gender == row["gender"]
        assert entity.named
    else:
        # "it" and "they" are looked up only where they are sources; "I" and "you" need a quotation.
        assert entity is None


@pytest.mark.parametrize(
    "row", NOUNS["noun"], ids=lambda r: f"{r['class']}-{r.get('kind', '')}-{r['words'][0]}"
)
def test_a_noun_denotes_its_class(row: dict[str, Any], parsed: dict[str, Document]) -> None:
    types = {
        "person": "unnamed_person",
        "kin": "unnamed_person",
        "organization": "organization",
        "group": "group",
        "document": "document",
    }
    document = parsed[row["example"]]
    last = max(t.i for t in document.tokens if t.text.lower() in row["words"])
    entity = build_entities(document, RULES).at(last)
    assert entity is not None
    assert entity.type == types[row["class"]]
    assert entity.named == bool(row.get("proper"))
    if "gender" in row:
        assert entity.gender == row["gender"]


@pytest.mark.parametrize("row", NOUNS["nickname"], ids=lambda r: r["short"][0])
def test_a_nickname_stands_for_its_formal_names(row: dict[str, Any]) -> None:
    short = plain(row["example"].split()[0])
    assert short in row["short"]
    for name in row["formal"]:
        assert same_given(short, name, RULES)
        # The open lists of given names agree with the row's gender where they know the formal name.
        assert given_names().get(name, "") in ("", row.get("gender", given_names().get(name, "")))


@pytest.mark.parametrize("row", NAMES["words"], ids=lambda r: r["class"])
def test_words_beside_names_are_read(row: dict[str, Any], parsed: dict[str, Document]) -> None:
    expected = {
        "former": ["Lena Ashby"],
        "particle": ["Ruben van der Meer"],
        "suffix": ["Walter Crane Jr."],
        "postnominal": ["Halima Sayle"],
        "joiner": ["Office for Fair Trade"],
        "calendar": ["Ferrol"],
        "locative": ["Larkford", "Ferrol"],
        "affiliation": ["Hal Dunmore"],
        "location": ["Mill Street", "Ferrol"],
        "thing": ["Larkford Prize", "Ferrol"],
        "location_first": ["Port Sable", "Ferrol"],
        "place_abbreviation": ["Larkford", "Fla.", "Ferrol"],
        "female_ending": ["Zorana Tallis"],
        "definite": [],
        "indefinite": [],
        "relative": ["Ferrol"],
        "abstract": ["Ferrol"],
        "copula": ["Ines Ferrol"],
        "age": ["Ines Ferrol"],
        "author": ["Ines Ferrol"],
        "issuing": ["Ferrol"],
        "slight": ["Ines Ferrol"],
        "focus": ["Ines Ferrol"],
    }
    assert named(parsed[row["example"]]) == expected[row["class"]]


@pytest.mark.parametrize("row", SALIENCE["weight"], ids=lambda r: r["feature"])
def test_every_weight_is_used(row: dict[str, Any]) -> None:
    assert RULES.weights[row["feature"]] == row["value"]


FAULTS = [
    ("names", "title", {"colour": "red"}, "unknown key 'colour'"),
    ("names", "title", {"forms": []}, "'forms' is empty"),
    ("names", "title", {"gender": "neither"}, "gender 'neither'"),
    ("names", "title", {"forms": ["Mr.", "mr."]}, "stands twice"),
    ("names", "words", {"class": "odd"}, "class 'odd'"),
    ("names", "pronoun", {"number": "dual"}, "number 'dual'"),
    ("names", "pronoun", {"person": "3"}, "must be int"),
    ("nouns", "noun", {"class": "thing"}, "class 'thing'"),
    ("nouns", "noun", {"gender": "none"}, "gender 'none'"),
    ("nouns", "nickname", {"short": "bill"}, "must be list"),
    ("names", "title", {"forms": [""]}, "a word is empty"),
    ("nouns", "noun", {"words": ["mayor", " "]}, "a word is empty"),
    ("salience", "weight", {"feature": "colour"}, "feature 'colour'"),
    ("salience", "weight", {"value": 1.5}, "must be int"),
]


@pytest.mark.parametrize(("table", "key", "change", "message"), FAULTS, ids=[f[3] for f in FAULTS])
def test_a_bad_row_is_refused_by_name(table: str, key: str, change: dict[str, Any], message: str) -> None:
    tables = {"names": deepcopy(NAMES), "nouns": deepcopy(NOUNS), "salience": deepcopy(SALIENCE)}
    tables[table][key][0] |= change
    with pytest.raises(RuleError, match=message) as caught:
        parse_speaker_rules(**tables)
    assert "en/speakers" in str(caught.value)


def test_what_is_missing_is_named() -> None:
    names = deepcopy(NAMES)
    names["words"] = [r for r in names["words"] if r["class"] != "suffix"]
    with pytest.raises(RuleError, match="suffix"):
        parse_speaker_rules(names, NOUNS, SALIENCE)
    with pytest.raises(RuleError, match="recency"):
        parse_speaker_rules(NAMES, NOUNS, {"weight": SALIENCE["weight"][1:]})
    names = deepcopy(NAMES)
    names["title"].append(names["title"][0])
    with pytest.raises(RuleError, match="two rows"):
        parse_speaker_rules(names, NOUNS, SALIENCE)
    names = deepcopy(NAMES)
    names["pronoun"].append(names["pronoun"][0])
    with pytest.raises(RuleError, match="stands twice"):
        parse_speaker_rules(names, NOUNS, SALIENCE)
    with pytest.raises(RuleError, match="xx/speakers"):
        load_speaker_rules(Language("xx"))
