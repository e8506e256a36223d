"""The source audit: every row's own example, what is counted, gender only as shown, the commands."""

from __future__ import annotations

import copy
import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotex.command import main
from quotex.errors import InputError, RuleError
from quotex.export import write_jsonl
from quotex.records import Article, Quote, quote_id
from quotex.report import audit, audit_rows, collect
from quotex.report.audit import AUDIT_COLUMNS, DIMENSIONS, MEASURES, SOURCING, count_words
from quotex.report.gender import GENDERS, shown_genders
from quotex.report.roles import class_of_body, class_of_role, class_of_speaker, classes_of
from quotex.report.speakers import SPEAKER_COLUMNS, speaker_rows
from quotex.rules.audit import audit_rules, parse_audit_rules
from quotex.rules.outlets import outlet_rules
from quotex.rules.tables import read_table

RULES = audit_rules()
TABLE = read_table("audit")


def quote(article_id: str, text: str, at: int = 0, **fields: Any) -> Quote:
    span = ((at, at + len(text)),)
    fields.setdefault("speaker_type", "person" if fields.get("speaker") else "unknown")
    return Quote(
        id=quote_id(article_id, span, text),
        article_id=article_id,
        kind="direct",
        content=span,
        text=text,
        **fields,
    )


@pytest.mark.parametrize(("where", "example", "wanted"), RULES.examples, ids=[e[0] for e in RULES.examples])
def test_a_row_classes_its_own_example(where: str, example: str, wanted: str) -> None:
    assert class_of_role(example, RULES)[0] == wanted, where


@pytest.mark.parametrize(
    ("role", "wanted"),
    [
        ("spokesman for the ministry of health", "official"),
        ("foreign ministry’s spokesman", "official"),
        ("spokesman", "company"),
        ("president", "official"),
        ("president of the dockers' union", "association"),
        ("mayor's chief of staff", "official"),
        ("professor of law at the police academy", "expert"),
        ("analyst, and a former minister", "expert"),
        ("Brightmoor’s chief executive", "company"),
        ("former schools inspector", "official"),
        ("manager of the Tallis campaign", "party"),
        ("head of the families' association", "private"),
        ("voice", "unknown"),
        ("", "unknown"),
        ("Senators", "official"),
    ],
)
def test_roles(role: str, wanted: str) -> None:
    assert class_of_role(role, RULES)[0] == wanted


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Valley Growers' Federation", "association"),
        ("University of the Northern Lakes", "expert"),
        ("Interior Ministry", "official"),
        ("Vell Airlines", "company"),
        ("Tallis campaign", "party"),
        ("Petrotar", "unknown"),
        ("Reuters", "press"),
        ("the Associated Press", "press"),
        ("Ostvale Post", "press"),
        ("Vell Transport Agency", "official"),
        ("lawmakers", "official"),
    ],
)
def test_bodies(name: str, wanted: str) -> None:
    assert class_of_body(name, RULES, outlet_rules()) == wanted
    assert class_of_speaker("organization", name, [], RULES) == wanted


@pytest.mark.parametrize(
    ("speaker_type", "roles", "wanted"),
    [
        ("unnamed_person", ["minister"], "unnamed"),
        ("group", [], "unnamed"),
        ("document", [], "document"),
        ("person", [], "unknown"),
        ("person", ["spokesman", "ministry spokesman"], "official"),
        ("unknown", [], "unknown"),
    ],
)
def test_the_kind_of_speaker_comes_first(speaker_type: str, roles: list[str], wanted: str) -> None:
    assert class_of_speaker(speaker_type, "Ines Ferrol", roles, RULES) == wanted


def test_a_spokeswoman_is_of_the_class_of_whom_she_speaks_for() -> None:
    quotes = [
        quote("x", "a", 0, speaker="Karl Tallis", speaker_role="presidential candidate"),
        quote("x", "b", 9, speaker="Ines Ferrol", speaker_role="Tallis spokeswoman"),
        quote("x", "c", 19, speaker="Abdi Noor", speaker_role="Brightmoor spokesman"),
        quote("x", "d", 29, speaker="Rosa Quint", speaker_role="spokeswoman for the Tallis bank"),
    ]
    collection = collect(quotes)
    classes = classes_of(collection.sources, RULES)
    found = {source.name: told for source, told in zip(collection.sources, classes, strict=True)}
    assert found == {
        "Karl Tallis": "party", "Ines Ferrol": "party", "Abdi Noor": "company", "Rosa Quint": "company",
    }  # fmt: skip


@given(st.text(max_size=60))
def test_any_role_has_a_class(role: str) -> None:
    assert class_of_role(role, RULES)[0] in {c.name for c in RULES.classes}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.update(odd=[]), "unknown table 'odd'"),
        (lambda t: t["person"][0].update({"class": "nobody"}), "no class is called 'nobody'"),
        (lambda t: t["body"][1].update(extra=1), r"\[\[body\]\] row 2: unknown key 'extra'"),
        (lambda t: t["post"][0].pop("example"), r"\[\[post\]\] row 1: 'example' is missing"),
        (lambda t: t["class"].pop(), "no class is called 'unknown'"),
        (lambda t: t["class"].append(t["class"][0]), "comes twice"),
        (lambda t: t["family"].pop(), "the channel 'unspecified' is in no family"),
        (lambda t: t["family"][0]["channels"].append("gossip"), "the channel 'gossip'"),
        (lambda t: t["family"][0]["channels"].append("interview"), "'interview' comes twice"),
        (lambda t: t.pop("words"), "must hold separators and plurals"),
        (lambda t: t["words"].update(plurals="s"), "plurals must be a list of words"),
    ],
)
def test_bad_rows_are_refused(change: Any, message: str) -> None:
    table = copy.deepcopy(TABLE)
    change(table)
    with pytest.raises(RuleError, match=message):
        parse_audit_rules(table, "test")


A, B, C, D = (
    Article(id=f"{topic}/{name}", text="", outlet=outlet, published=published)
    for topic, name, outlet, published in (
        ("bridge", "a", "Vell Courier", "2026-03-01"),
        ("bridge", "b", "Ostvale Herald", "2026-04-02T10:00:00+02:00"),
        ("ferry", "c", "Vell Courier", "2026-04-03"),
        ("ferry", "d", None, None),
    )
)
QUOTES = [
    quote(
        A.id,
        "one two three",
        0,
        speaker="Ines Ferrol",
        speaker_role="mayor",
        channel="interview",
        outlet="Vell Courier",
    ),
    quote(
        A.id,
        "four five",
        20,
        speaker="Ferrol",
        channel="interview",
        via=("Radio Vell",),
        outlet="Vell Courier",
    ),
    quote(B.id, "six", 0, speaker="an aide", speaker_type="unnamed_person", channel="tweet"),
    quote(B.id, "seven eight", 10, speaker="Karl Tallis", speaker_role="economist", channel="statement"),
    quote(B.id, "never said", 30, speaker="Karl Tallis", polarity="negated"),
    quote(C.id, "nine", 0, speaker="an official", speaker_type="unnamed_person"),
]


def rows_of(by: str, group: str, measure: str) -> dict[str, dict[str, Any]]:
    collection = collect(QUOTES, [A, B, C, D])
    found = audit_rows(audit(collection), collection)
    return {str(r["value"]): r for r in found if (r["by"], r["group"], r["measure"]) == (by, group, measure)}


def test_shares_are_of_the_uttered() -> None:
    all_ = rows_of("all", "", "quotations")["all"]
    assert (all_["quotations"], all_["words"], all_["articles"]) == (5, 9, 3)
    classes = rows_of("all", "", "speaker_class")
    assert {name: (r["quotations"], r["words"]) for name, r in classes.items()} == {
        "official": (2, 5), "unnamed": (2, 2), "expert": (1, 2),
    }  # fmt: skip
    assert classes["official"]["share_of_quotations"] == 0.4
    assert classes["official"]["share_of_words"] == 0.5556


def test_groups_are_outlets_topics_and_periods() -> None:
    assert rows_of("outlet", "Vell Courier", "quotations")["all"]["quotations"] == 3
    assert rows_of("topic", "bridge", "quotations")["all"]["quotations"] == 4
    assert rows_of("period", "2026-04", "quotations")["all"]["quotations"] == 3
    assert rows_of("period", "", "sourcing")["no_quotation"]["articles"] == 1


def test_hands_and_interviews() -> None:
    assert rows_of("all", "", "hand")["second_hand"]["quotations"] == 1
    assert {v: r["quotations"] for v, r in rows_of("all", "", "interviewer").items()} == {
        "own": 1,
        "other_outlet": 1,
    }
    assert rows_of("all", "", "channel_family")["interview"]["quotations"] == 2


def test_articles_with_few_sources() -> None:
    kinds = {v: r["articles"] for v, r in rows_of("all", "", "sourcing").items()}
    assert kinds == {"single_source": 1, "unnamed_only": 1, "unnamed_mostly": 2, "no_quotation": 1}
    assert set(rows_of("article", A.id, "sourcing")) == {"single_source"}
    assert set(rows_of("article", C.id, "sourcing")) == {"unnamed_only", "unnamed_mostly"}


def test_the_most_quoted_are_at_most_ten() -> None:
    quotes = [quote("x", f"word{n}", 10 * n, speaker=f"Ines {chr(65 + n // 2)}ferrol") for n in range(30)]
    collection = collect(quotes)
    top = [
        r for r in audit_rows(audit(collection), collection) if r["by"] == "all" and r["measure"] == "speaker"
    ]
    assert len(top) == 10
    assert all(r["quotations"] == 2 for r in top)


def test_an_unknown_period_is_refused() -> None:
    with pytest.raises(InputError, match="no period is called decade"):
        audit(collect(QUOTES), period="decade")


@given(st.permutations(QUOTES))
def test_the_order_of_the_input_does_not_matter(shuffled: list[Quote]) -> None:
    def rows(quotes: list[Quote]) -> list[Any]:
        collection = collect(quotes, [A, B, C, D])
        return list(audit_rows(audit(collection), collection))

    assert rows(shuffled) == rows(QUOTES)


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("One.", 1), ("don’t re-open it", 3), ("1,200 people — at 3.5 per cent", 6), ("… “Yes!”", 1)],
)
def test_words(text: str, count: int) -> None:
    assert count_words(text) == count


@pytest.mark.parametrize(
    ("mention", "text", "wanted"),
    [
        ("she", "", "female"),
        ("He", "", "male"),
        ("they", "", "they"),
        ("Ines Ferrol", "", "not_shown"),
        ("Ms. Ferrol", "", "female"),
        ("Mr Ferrol", "", "male"),
        ("Ferrol", "Later Mrs. Ferrol’s ferry left.", "female"),
        ("Ferrol", "Later Mr. Ines Ferrol left.", "male"),
        ("she", "Later Mr. Ferrol left.", "conflicting"),
        ("Ferrol", "Later Mr. Tallis left.", "not_shown"),
        ("I", "", "not_shown"),
        ("it", "", "not_shown"),
    ],
)
def test_gender_is_what_the_text_shows(mention: str, text: str, wanted: str) -> None:
    one = quote("x", "a b", speaker="Ines Ferrol", mention_text=mention)
    assert shown_genders(collect([one], [Article(id="x", text=text)])) == [wanted]
    assert wanted in GENDERS


def test_a_title_tells_nothing_where_two_bear_the_name() -> None:
    both = [quote("x", "a", 0, speaker="Ines Ferrol"), quote("x", "b", 9, speaker="Karl Ferrol")]
    assert shown_genders(collect(both, [Article(id="x", text="Mr. Ferrol left.")])) == [
        "not_shown",
        "not_shown",
    ]


def test_only_people_have_a_gender() -> None:
    assert shown_genders(
        collect([quote("x", "a", speaker="Vell Airlines", speaker_type="organization")])
    ) == [""]


def test_speakers_across_articles() -> None:
    quotes = [
        quote("x", "a", 0, speaker="Hernán Quiroga", speaker_role="mayor"),
        quote("y", "b", 0, speaker="Hernan Quiroga", mention_text="he"),
        quote("z", "c", 0, speaker="Quiroga", mention_text="Mayor Quiroga"),
        quote("x", "d", 9, speaker="an aide", speaker_type="unnamed_person"),
        quote("y", "e", 9, speaker="an aide", speaker_type="unnamed_person"),
    ]
    rows = list(speaker_rows(collect(quotes)))
    assert [(r["speaker"], r["quotations"], r["n_articles"]) for r in rows] == [
        ("Hernán Quiroga", 3, 3), ("an aide", 1, 1), ("an aide", 1, 1),
    ]  # fmt: skip
    assert rows[0]["variants"] == ["Hernan Quiroga", "Mayor Quiroga", "Quiroga"]
    assert rows[0]["speaker_class"] == "official"
    by_article = list(speaker_rows(collect(quotes), by_article=True))
    assert [r["article_id"] for r in by_article] == ["x", "x", "y", "y", "z"]


def test_a_surname_that_two_people_bear_stays_alone() -> None:
    quotes = [
        quote(k, k, speaker=name) for k, name in (("x", "Ines Ferrol"), ("y", "Karl Ferrol"), ("z", "Ferrol"))
    ]
    assert len(collect(quotes).sources) == 3


@pytest.mark.parametrize(("command", "columns"), [("audit", AUDIT_COLUMNS), ("speakers", SPEAKER_COLUMNS)])
def test_commands_write_csv(
    command: str, columns: tuple[str, ...], tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    write_jsonl(QUOTES, tmp_path / "quotes.jsonl")
    assert main([command, str(tmp_path / "quotes.jsonl")]) == 0
    piped = capfdbinary.readouterr().out
    assert main([command, str(tmp_path / "quotes.jsonl"), "-o", str(tmp_path / "out.csv")]) == 0
    assert (tmp_path / "out.csv").read_bytes() == piped
    rows = list(csv.DictReader(io.StringIO(piped.decode("utf-8"), newline="")))
    assert rows
    assert tuple(rows[0]) == columns


@pytest.mark.parametrize("command", ["audit", "speakers", "report"])
def test_commands_say_what_is_wrong(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "quotes.jsonl"
    write_jsonl(QUOTES, path)
    assert main([command, str(path), "-o", str(path)]) == 2
    assert "is an input" in capsys.readouterr().err
    path.write_bytes(path.read_bytes() + b"{}\n")
    assert main([command, str(path), "-o", str(tmp_path / "out")]) == 1
    assert "quotes.jsonl:7" in capsys.readouterr().err


def test_the_docs_name_every_measure_and_value() -> None:
    page = (Path(__file__).parents[1] / "docs" / "report.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(\w+)`", page))
    assert {*MEASURES, *SOURCING, *GENDERS, *DIMENSIONS, *(c.name for c in RULES.classes)} <= named
