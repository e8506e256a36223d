"""Passages as a whole: what joins and what does not, provenance, dates, speakers, tables, the command."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from quotex.command.entry import cli
from quotex.export import read_csv, write_jsonl
from quotex.records import Article, Passage, Published, Quote, quote_id
from quotex.tracking import track, write_passages
from quotex.tracking.columns import APPEARANCE_COLUMNS, PASSAGE_COLUMNS
from quotex.tracking.dates import days_apart, earliest, when
from quotex.tracking.speaker_key import DIFFERENT, SAME, UNKNOWN, same_speaker, speaker_key
from quotex.tracking.store import Store

ROOT = Path(__file__).parent.parent
LONG = "The harbor belongs to the people who dug it, and nobody in this chamber has ever held a shovel"


def quote(
    text: str,
    article: str = "a",
    speaker: str | None = "Ilse Varga",
    published: Published = date(2026, 3, 2),
    **more: object,
) -> Quote:
    fields: dict[str, object] = {
        "kind": "direct",
        "content": ((0, len(text)),),
        "speaker_type": "person",
        "outlet": f"Outlet {article}",
    }
    fields |= more
    content = fields["content"]
    return Quote(
        id=quote_id(article, content, text),  # type: ignore[arg-type]
        article_id=article,
        text=text,
        speaker=speaker,
        published=published,
        **fields,  # type: ignore[arg-type]
    )


def passages(*quotes: Quote, articles: list[Article] | None = None, **settings: object) -> list[Passage]:
    return track(quotes, articles, **{"translations": False, **settings})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("other", "joined"),
    [
        (quote(LONG, "b"), True),
        (quote("nobody in this chamber has ever held a shovel", "b"), True),
        (quote("nobody in this chamber has ever held a shovel", "b", "Rasmus Oake"), True),
        (quote(LONG, "b", published=date(2026, 3, 20)), False),
        (quote("held a shovel", "b"), True),
        (quote("held a shovel", "b", "Rasmus Oake"), False),
        (quote("held a shovel", "b", published=date(2026, 3, 8)), False),
        (quote("the people who", "b", "Rasmus Oake"), False),
        (quote("I am a big fan of the people who live on this coast and of the ferry", "b"), False),
        (quote(LONG, "b", kind="indirect"), True),
        (quote(LONG, "b", "Rasmus Oake", kind="indirect"), False),
        (quote(LONG, "b", kind="indirect", polarity="negated"), False),
        (quote(LONG, "b", said_on="2026-02-24", channel="speech"), True),
    ],
)
def test_what_joins(other: Quote, joined: bool) -> None:
    found = passages(quote(LONG, channel="statement"), other)
    assert (len(found) == 1) == joined


@pytest.mark.parametrize(("shared", "joined"), [(LONG, True), ("nobody in this chamber has", False)])
def test_a_long_run_of_words_is_one_utterance_whoever_speaks(shared: str, joined: bool) -> None:
    """Also where most of either quotation is something else."""
    before = (
        "We will sell every second pier before the winter, the cranes behind it, and the lighthouse last. "
    )
    after = (
        ". Whatever is left of the ferry line goes to the first bidder who can spell the name of this town"
    )
    found = passages(quote(before + shared), quote(shared + after, "b", "Rasmus Oake"))
    assert (len(found) == 1) == joined


def test_a_speech_on_another_day_is_another_passage() -> None:
    here = quote(LONG, channel="speech", published=date(2026, 3, 9))
    there = quote(LONG, "b", channel="speech", said_on="2026-03-04", published=date(2026, 3, 9))
    assert len(passages(here, there)) == 2
    assert len(passages(here, quote(LONG, "c", channel="speech", published=date(2026, 3, 10)))) == 1


def test_nothing_drifts_along_a_chain() -> None:
    """Neighbours overlap, the ends share nothing: they do not end in one passage."""
    a = "the oldest lighthouse keeper on the northern shore refuses to leave his tower this winter"
    b = "refuses to leave his tower this winter because the council never repaired the wooden stairs"
    c = "because the council never repaired the wooden stairs that his grandfather carved by candlelight"
    found = passages(quote(a), quote(b, "b"), quote(c, "c"))
    together = [{x.quote.text for x in p.appearances} for p in found]
    assert not any({a, c} <= texts for texts in together)


def test_siblings_lie_in_one_root_at_their_places() -> None:
    first, second = LONG.split(", and ")
    (found,) = passages(quote(LONG), quote(first, "b"), quote(second, "c"))
    assert found.text == LONG
    assert {a.quote.text: a.passage_offset for a in found.appearances} == {
        LONG: 0,
        first: 0,
        second: LONG.index(second),
    }


def test_findings_are_flagged() -> None:
    changed = LONG.replace("nobody in", "somebody in")
    (found,) = passages(
        quote(LONG, channel="statement"),
        quote(LONG, "b", channel="statement"),
        quote(changed, "c", "Rasmus Oake", channel="interview"),
    )
    assert found.flags == ("possible_misquote", "speaker_differs", "channel_differs")
    odd = [a for a in found.appearances if a.speaker_differs]
    assert [a.quote.article_id for a in odd] == ["c"]
    assert [str(d) for d in odd[0].differences] == ["nobody -> somebody"]
    assert odd[0].channel_differs
    assert "somebody" in str(found.diff(0, odd[0]))  # type: ignore[attr-defined]
    assert "<blockquote>" in found._repr_html_()  # type: ignore[attr-defined]


def test_a_quotation_in_pieces_is_in_each_passage() -> None:
    one = "The council never repaired the wooden stairs of the lighthouse"
    other = "My grandfather carved every banister by candlelight in one winter"
    text = f"{one} {other}"
    both = quote(text, "b", content=((0, len(one)), (90, 90 + len(other))))
    found = passages(
        quote(f"{one}, and that is a disgrace for this whole northern shore of ours, believe me"),
        quote(f"{other}, and my grandmother painted them in the color of the storm", "c"),
        both,
    )
    assert [len(p.appearances) for p in found] == [2, 2]


WIRE = (
    "The vote came after two hours of debate that emptied the gallery and filled the corridor with smoke "
    "from a kitchen below. Members of the fishing guild waited outside with lanterns, and a clerk counted "
    "the ballots twice because the first box had been left under a radiator. The measure takes effect on "
    "the first of June and will be reviewed by the harbor board every second winter, according to a summary "
    "handed out at the door. "
)
OWN = (
    "A quieter account: the members voted late, most of them wet from the walk, and few stayed to hear why. "
    "Nobody counted the umbrellas that were left behind in the hall, though there must have been a hundred. "
)


def article(name: str, text: str, outlet: str, **more: object) -> Article:
    return Article(id=name, text=text, outlet=outlet, published=date(2026, 3, 2), **more)  # type: ignore[arg-type]


def within(source: Article) -> Quote:
    start = source.text.index(LONG)
    return Quote(
        id=quote_id(source.id, ((start, start + len(LONG)),), LONG),
        article_id=source.id,
        kind="direct",
        content=((start, start + len(LONG)),),
        text=LONG,
        speaker="Ilse Varga",
        speaker_type="person",
        outlet=source.outlet,
        published=source.published,
    )


def test_reprints_are_no_newsrooms() -> None:
    items = [
        article("a", f'{WIRE}"{LONG}," Varga said. {WIRE[:120]}', "Brandt Herald"),
        article("b", f'{WIRE}"{LONG}," Varga said.', "Cove Gazette"),
        article("c", f'{OWN}"{LONG}," Varga said.', "Shore Post"),
        article("d", f'{OWN[::-1]}"{LONG}," Varga said.', "Shore Post Sunday"),
    ]
    (found,) = passages(*map(within, items), articles=items)
    assert [a.quote.outlet for a in found.appearances if a.copied_article] == ["Cove Gazette"]
    assert (found.n_articles, found.n_independent) == (4, 3)
    (found,) = passages(
        *map(within, items), articles=items, families={"Shore Post": "Shore", "Shore Post Sunday": "shore"}
    )
    assert found.n_independent == 2
    assert passages(*map(within, items))[0].n_independent == 4


def test_agency_copy_is_one_newsroom() -> None:
    items = [
        article("a", f'BRANDT COVE (AP) - {WIRE[:200]}"{LONG}," Varga said.', "Brandt Herald"),
        article("b", f'BRANDT COVE (AP) - Lanterns burned late. "{LONG}," Varga said.', "Cove Gazette"),
        article("c", f'Lanterns burned late on Monday. "{LONG}," Varga said.', "Shore Post"),
    ]
    (found,) = passages(*map(within, items), articles=items)
    assert found.n_independent == 2


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        (["2026-03-02", "2026-03-03"], [True, False]),
        (["2026-03-02", "2026-03-02T08:00:00+00:00"], [True, True]),
        (["2026-03-02T09:00:00+00:00", "2026-03-02T08:00:00+00:00"], [False, True]),
        (["2026-03-02T09:00:00+02:00", "2026-03-02T08:00:00+00:00"], [True, False]),
        (["2026-03", "2026-03-05"], [True, True]),
        ([None, "2026-03-05"], [False, True]),
        ([None, None], [True, True]),
        (["no date", "2026"], [False, True]),
    ],
)
def test_first_seen(dates: list[str | None], first: list[bool]) -> None:
    assert earliest([when(d) for d in dates]) == first


def test_dates() -> None:
    assert days_apart(when("2026-03"), when("2026-04-02")) == 2
    assert days_apart(when(date(2026, 3, 1)), None) == 0
    assert when(datetime(2026, 3, 1, 12, tzinfo=UTC)).zoned  # type: ignore[union-attr]
    assert when("2026-13") is None
    tied = passages(quote(LONG), quote(LONG, "b"))[0]
    assert tied.first_outlet == "Outlet a | Outlet b"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("José Ibáñez", "Jose Ibanez", SAME),
        ("Ilse M. Varga", "Ilse Varga", SAME),
        ("I. Varga", "Ilse Varga", SAME),
        ("Varga", "Ilse Varga", SAME),
        ("Senator Ilse Varga", "Ilse Varga", SAME),
        ("Ilse Varga Soto", "Ilse Varga", SAME),
        ("Maarten van der Hoek", "Maarten Van der Hoek", SAME),
        ("Bo Varga", "Ilse Varga", DIFFERENT),
        ("Ruben Oake Jr.", "Ruben Oake Sr.", DIFFERENT),
        ("Ilse A. Varga", "Ilse B. Varga", DIFFERENT),
        ("Ilse Varga", "Ilse Vargas", DIFFERENT),
        (None, "Ilse Varga", UNKNOWN),
    ],
)
def test_persons(one: str | None, other: str, same: str) -> None:
    assert same_speaker(speaker_key(one, "person"), speaker_key(other, "person")) == same
    assert same_speaker(speaker_key(other, "person"), speaker_key(one, "person")) == same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("the Harbor Authority", "organization"), ("Harbor Authority", "organization"), SAME),
        (("North Shore Bank", "organization"), ("NSB", "organization"), SAME),
        (("Harbor Authority", "organization"), ("Ports Ministry", "organization"), DIFFERENT),
        (("Harbor Authority", "organization"), ("Ilse Varga", "person"), DIFFERENT),
        (("an aide", "unnamed_person"), ("Ilse Varga", "person"), UNKNOWN),
        (("a poll by Brightwater", "document"), ("A Brightwater poll", "document"), SAME),
    ],
)
def test_other_speakers(one: tuple[str, str], other: tuple[str, str], same: str) -> None:
    assert same_speaker(speaker_key(*one), speaker_key(*other)) == same


POOL = [
    quote(text, f"{letter}{n}", speaker, date(2026, 3, 1 + 2 * n), channel=channel)
    for n, letter in enumerate("abc")
    for text, speaker, channel in [
        (LONG, "Ilse Varga", "speech"),
        (LONG.split(", and ")[n % 2], "Varga", "speech"),
        (LONG.replace("shovel", "spade"), None, "unspecified"),
        ("held a shovel", "Ilse Varga", "interview"),
        ("Two of the nine ferries leaked all winter and the board knew it", "Rasmus Oake", "statement"),
        ("Two of the ten ferries leaked all winter and the board knew it", "Rasmus Oake", "statement"),
    ]
]


def shape(found: list[Passage]) -> list[tuple[object, ...]]:
    return [(p.id, p.text, p.speaker, p.flags, tuple(a.quote.id for a in p.appearances)) for p in found]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(POOL), max_size=14), st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(some: list[Quote], chance: object) -> None:
    want = shape(passages(*some))
    shuffled = [*some, *some[:3]]
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert shape(passages(*shuffled)) == want
    assert sorted({q.id for q in some}) == sorted({i for *_, ids in want for i in ids})


def test_nested_sequences_and_empty_texts() -> None:
    found = passages([quote(LONG)], [quote(LONG, "b"), quote("…", "b"), quote("…", "c")])  # type: ignore[arg-type]
    assert [len(p.appearances) for p in found] == [2, 1, 1]
    assert passages() == []
    with pytest.raises(ValueError, match="negative"):
        passages(window_days=-1)


def test_tables(tmp_path: Path) -> None:
    found = passages(quote(LONG, title="=1+1"), quote("held a shovel", "b"))
    write_passages(found, tmp_path)
    rows = read_csv(tmp_path / "appearances.csv")
    assert tuple(rows[0]) == APPEARANCE_COLUMNS
    assert [r["relation"] for r in rows] == ["identical", "truncated"]
    assert tuple(read_csv(tmp_path / "passages.csv")[0]) == PASSAGE_COLUMNS
    lines = [json.loads(x) for x in (tmp_path / "appearances.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [x["content"] for x in lines] == [[[0, len(LONG)]], [[0, 13]]]
    assert tuple(lines[0]) == (*APPEARANCE_COLUMNS, "content")
    (passage,) = (json.loads(x) for x in (tmp_path / "passages.jsonl").read_text("utf-8").splitlines())
    assert tuple(passage) == PASSAGE_COLUMNS
    assert passage["n_outlets"] == 2


def test_command(tmp_path: Path) -> None:
    write_jsonl([quote(LONG), quote("held a shovel", "b"), quote("Good evening", "c")], tmp_path / "q.jsonl")
    arguments = [str(tmp_path / "q.jsonl"), "--no-translations"]
    out = tmp_path / "out"
    result = CliRunner().invoke(cli, ["track", *arguments, "-o", str(out)], standalone_mode=False)
    assert (result.return_value, result.exception) == (0, None)
    assert len(read_csv(out / "passages.csv")) == 2
    CliRunner().invoke(
        cli, ["track", *arguments, "-o", str(out), "--min-outlets", "2"], standalone_mode=False
    )
    assert len(read_csv(out / "passages.csv")) == 1
    to_stdout = CliRunner().invoke(cli, ["track", *arguments])
    assert to_stdout.stdout.splitlines()[0] == ",".join(APPEARANCE_COLUMNS)
    assert len(to_stdout.stdout.splitlines()) == 4
    (tmp_path / "families.csv").write_text("outlet,owner\nOutlet a,X\n")
    wrong = CliRunner().invoke(cli, ["track", *arguments, "--families", str(tmp_path / "families.csv")])
    assert wrong.exit_code == 2
    refused = CliRunner().invoke(cli, ["track", *arguments, "--store", str(tmp_path / "s.db")])
    assert refused.exit_code == 2


def test_a_store_is_an_input(tmp_path: Path) -> None:
    first, second = article("1", f'"{LONG}," she said.', "a"), article("2", f'"{LONG}," she said.', "b")
    path = tmp_path / "all.db"
    with Store(path) as store:
        store.add(first, [within(first)])
        store.add(second, [within(second)])
    arguments = [str(path), "--no-translations"]
    result = CliRunner().invoke(cli, ["track", *arguments])
    assert len(result.output.splitlines()) == 3
    refused = CliRunner().invoke(cli, ["track", *arguments, "--store", str(path)])
    assert refused.exit_code == 2
    assert "overwritten" in refused.output


def test_quotations_from_standard_input(tmp_path: Path) -> None:
    write_jsonl([quote(LONG), quote(LONG, "b")], tmp_path / "q.jsonl")
    with (tmp_path / "q.jsonl").open("rb") as piped:
        arguments = [sys.executable, "-m", "quotex", "track", "-", "--no-translations"]
        done = subprocess.run(arguments, stdin=piped, capture_output=True, check=True, cwd=ROOT)
    assert len(done.stdout.splitlines()) == 3
    assert done.stderr == b""
