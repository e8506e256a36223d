"""The report's file: what is in it, that it is inert, that spans and differences are right."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotex.command import main
from quotex.errors import InputError
from quotex.export import write_jsonl
from quotex.records import Appearance, Article, Passage, Quote, quote_id
from quotex.report import render, write_report
from quotex.report.differences import ADDED, CUT, MISSING, SAME, marked_differences
from quotex.report.page import SCRIPTS, STYLES, inert_json
from quotex.tracking.store import Store

ASSETS = Path(render.__code__.co_filename).parent / "assets"
HOSTILE = "</script><!-- <script>alert('x & y')</script> \u2028 \ud800 🚢"
TEXT = "🚢 On Monday “nobody heard us,” said Ines Ferrol 🚢 in an interview."


def of_text(part: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(part)
    return start, start + len(part)


def made(article_id: str = "a", **fields: Any) -> Quote:
    span = of_text("nobody heard us,")
    return Quote(
        id=quote_id(article_id, (span,), "nobody heard us,"),
        article_id=article_id,
        kind="direct",
        content=(span,),
        text="nobody heard us,",
        speaker=fields.pop("speaker", "Ines Ferrol"),
        speaker_type="person",
        mention=(of_text("Ines Ferrol"),),
        cue=(of_text("said"),),
        channel="interview",
        channel_evidence=of_text("in an interview"),
        **fields,
    )


ARTICLE = Article(
    id="a", text=TEXT, outlet="Vell Courier", published="2026-03-01", url="https://vell.example/a"
)


def block(page: str, name: str) -> Any:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])


def test_spans_count_as_the_script_counts() -> None:
    page = render([made()], [], articles=[ARTICLE])
    quote = block(page, "data")["quotes"][0]
    units = block(page, "texts")[0].encode("utf-16-le")

    def cut(key: str) -> list[str]:
        return [units[2 * s : 2 * e].decode("utf-16-le") for s, e in quote[key]]

    assert cut("content") == ["nobody heard us,"]
    assert cut("source") == ["Ines Ferrol"]
    assert cut("cues") == ["said"]
    assert cut("evidence") == ["in an interview"]
    assert (quote["start"], quote["a"], quote["s"]) == (made().start, 0, 0)


def test_a_report_of_quotations_alone_has_no_texts() -> None:
    page = render([made()], [])
    assert block(page, "texts") == [""]
    assert "content" not in block(page, "data")["quotes"][0]


def test_sequences_bring_their_articles() -> None:
    class Found(tuple[Quote, ...]):
        article = ARTICLE

    one = block(render(Found([made()]), []), "data")
    several = block(render([Found([made()])], []), "data")
    assert one == several == block(render([made()], [], articles=[ARTICLE]), "data")


def test_an_empty_report_is_one() -> None:
    data = block(render([], []), "data")
    assert (data["quotes"], data["articles"], data["speakers"], data["passages"]) == ([], [], [], [])


def test_hostile_text_stays_text() -> None:
    hostile = Article(id=HOSTILE, text=HOSTILE, outlet=HOSTILE, title=HOSTILE, url="javascript:alert(1)")
    quote = made(HOSTILE, speaker=HOSTILE, title=HOSTILE)
    page = render([quote], [], articles=[hostile], title=HOSTILE)
    # The template's own three scripts, and nothing that a quotation opened or closed.
    assert page.count("<script") == page.count("</script") == 3
    assert "<!--" not in page
    assert block(page, "data")["articles"][0]["title"] == HOSTILE
    assert f"<title>{html.escape(HOSTILE).split(chr(0xD800))[0].replace('&#x27;', '&#39;')}" in page
    page.encode("utf-8")


@given(
    st.recursive(
        st.text(st.characters(), max_size=20) | st.integers() | st.none(), lambda v: st.lists(v, max_size=4)
    )
)
def test_inert_json_is_json_without_markup(value: Any) -> None:
    text = inert_json(value)
    assert json.loads(text) == value
    assert not set(text) & set("<>&")
    text.encode("utf-8")


def test_the_policy_names_the_one_script_and_style() -> None:
    page = render([made()], [], articles=[ARTICLE])
    policy = html.unescape(re.search(r'Content-Security-Policy" content="([^"]*)"', page)[1])  # type: ignore[index]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag, source in (("style", r"<style>(.*?)</style>"), ("script", r"<script>(.*?)</script>")):
        inside = re.search(source, page, re.DOTALL)[1]  # type: ignore[index]
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_the_page_names_no_other_file() -> None:
    page = render([made()], [], articles=[ARTICLE])
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!#)""", page)
    assert "@import" not in page
    assert "url(" not in page
    assert set(re.findall(r"https?://[\w./-]+", page)) == {
        "http://www.w3.org/2000/svg",
        "https://vell.example/a",
        "https://",
    } - {"https://"}


def test_every_asset_is_in_the_page() -> None:
    assert {p.name for p in ASSETS.iterdir()} == {*SCRIPTS, *STYLES, "report.html.j2"}


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_read_nothing_as_markup(name: str) -> None:
    script = (ASSETS / name).read_text(encoding="utf-8")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", script
    )
    assert "</" not in script
    assert len(script.splitlines()) <= 300


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_report([made()], [], tmp_path / name, articles=[ARTICLE])
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_an_unknown_period_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no period"):
        write_report([], [], tmp_path / "x", period="decade")
    assert not (tmp_path / "x").exists()


def test_passages_lead_to_their_quotations() -> None:
    first, second, stranger = made("a"), made("b"), made("c")
    passage = Passage(
        id="p",
        text=first.text,
        speaker="Ines Ferrol",
        outlets=("Vell Courier",),
        first_published="2026-03-01",
        last_published="2026-03-01",
        first_outlet="Vell Courier",
        appearances=tuple(
            Appearance(quote=q, passage_id="p", relation=r)
            for q, r in ((first, "identical"), (second, "negation_changed"), (stranger, "identical"))
        ),
        n_articles=2,
        n_independent=2,
        n_variants=1,
        flags=("possible_misquote",),
    )
    data = block(render([first, second], [passage]), "data")
    printed = data["passages"][0]["printed"]
    assert [data["quotes"][p["q"]]["quote_id"] for p in printed] == [first.id, second.id]
    assert [p.get("misquote", False) for p in printed] == [False, True]
    # With one of its printings in the report a passage tells nothing.
    assert block(render([first], [passage]), "data")["passages"] == []


ROOT = "I wanted the place gone, I’ll not lie to you. But I never told him to go in on the Sunday."


@pytest.mark.parametrize(
    ("printed", "wanted"),
    [
        (ROOT, [(SAME, ROOT)]),
        ("i WANTED the place gone", [(SAME, "i WANTED the place gone"), (CUT, ROOT[25:-1])]),
        (
            "I told him to go in on the Sunday",
            [(CUT, ROOT[:49]), (SAME, "I "), (MISSING, "never"), (SAME, "told him to go in on the Sunday")],
        ),
        ("wholly different words", [(MISSING, ROOT), (ADDED, "wholly different words")]),
        ("", [(MISSING, ROOT)]),
    ],
)
def test_differences(printed: str, wanted: list[tuple[int, str]]) -> None:
    assert marked_differences(ROOT, printed) == wanted


def test_changed_words_and_brackets_are_marked() -> None:
    told = marked_differences(
        "We counted the roofs because he asked us to do it",
        "We counted the rooftops because [Tallis] asked us to do it",
    )
    assert (MISSING, "roofs") in told
    assert (ADDED, "rooftops") in told
    assert (ADDED, "[Tallis]") in told


WORDY = st.lists(
    st.sampled_from("the roofs were gone , 12 twelve … [we] nobody “asked” us.".split(" ")), max_size=12
).map(" ".join)


@given(WORDY, WORDY)
def test_a_printing_is_shown_whole(root: str, printed: str) -> None:
    told = marked_differences(root, printed)
    assert "".join(text for op, text in told if op in (SAME, ADDED)) == printed
    assert all(text in root for op, text in told if op in (MISSING, CUT))


def test_the_command_writes_a_report(tmp_path: Path) -> None:
    write_jsonl([made("a"), made("b")], tmp_path / "quotes.jsonl")
    out = tmp_path / "deep" / "report.html"
    assert (
        main(
            [
                "report",
                str(tmp_path / "quotes.jsonl"),
                "-o",
                str(out),
                "--title",
                "A <b> title",
                "--no-translations",
            ]
        )
        == 0
    )
    page = out.read_text(encoding="utf-8")
    assert "A &lt;b&gt; title" in page
    assert len(block(page, "data")["quotes"]) == 2


def test_the_command_takes_a_store(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Store(tmp_path / "kept.db") as store:
        store.add(ARTICLE, [made()])
    out = tmp_path / "report.html"
    assert main(["report", str(tmp_path / "kept.db"), "-o", str(out), "--no-translations"]) == 0
    page = out.read_text(encoding="utf-8")
    assert block(page, "texts") == [TEXT]
    assert [q["quote"] for q in block(page, "data")["quotes"]] == ["nobody heard us,"]
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE something (else_ TEXT)")
    other.close()
    assert main(["report", str(tmp_path / "other.db"), "-o", str(out), "--no-translations"]) == 1
    assert "other.db" in capsys.readouterr().err
