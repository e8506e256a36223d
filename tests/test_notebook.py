"""Quotations and passages in a notebook: marked in their sentence, escaped, and as data frames."""

from __future__ import annotations

import builtins
import re
from html import unescape
from typing import Any

import pandas as pd
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

import quotex
from quotex.columns import COLUMNS
from quotex.errors import QuotexError
from quotex.notebook import Quotes
from quotex.notebook.context import AROUND, in_context
from quotex.records import Article, Problem, Quote, Span
from quotex.tracking import Passages
from quotex.tracking.columns import APPEARANCE_COLUMNS, PASSAGE_COLUMNS

TEXT = 'A quay.\n\n"We <heard> nothing," Ines Ferrol wrote & left. "Not a word."\n\nThe end.'


def said(text: str, *pieces: str, source: str = "", cue: str = "", **more: Any) -> Quote:
    def spans(*words: str) -> tuple[Span, ...]:
        return tuple((text.index(w), text.index(w) + len(w)) for w in words if w)

    return Quote(
        id="q1",
        article_id="a",
        kind="direct",
        content=spans(*pieces),
        text=" ".join(pieces),
        mention=spans(source),
        cue=spans(cue),
        **more,
    )


QUOTE = said(
    TEXT,
    "We <heard> nothing,",
    "Not a word.",
    source="Ines Ferrol",
    cue="wrote",
    speaker="Ines Ferrol",
    speaker_role="grocer & poet",
    channel="letter",
    confidence=0.83,
    via=("A", "B"),
    outlet="Vell Courier",
)


def test_marked_in_its_paragraph() -> None:
    assert in_context(QUOTE, TEXT) == (
        '&quot;<mark>We &lt;heard&gt; nothing,</mark>&quot; <b>Ines Ferrol</b> <i>wrote</i> &amp; left. '
        "&quot;<mark>Not a word.</mark>&quot;"
    )  # fmt: skip


@pytest.mark.parametrize("text", ["", "Another text.", TEXT[2:]])
def test_alone_where_the_text_is_another(text: str) -> None:
    assert in_context(QUOTE, text) == "<mark>We &lt;heard&gt; nothing, Not a word.</mark>"


def test_long_surroundings_are_cut_at_words() -> None:
    text = "before " * 90 + "“All of it,” " + "between " * 90 + "“and more,” she said " + "behind " * 90
    shown = in_context(said(text, "All of it,", "and more,", source="she", cue="said"), text)
    assert re.fullmatch(
        r"…(before )+“<mark>All of it,</mark>” (between )+… (between )+“<mark>and more,</mark>” "
        r"<b>she</b> <i>said</i>( behind)+…",
        shown,
    )
    assert len(shown) < 6 * AROUND


@given(
    st.text(alphabet="ab <&\n\t”é", max_size=900),
    st.lists(st.tuples(st.integers(0, 900), st.integers(1, 30)), min_size=1, max_size=4),
    st.lists(st.tuples(st.integers(0, 900), st.integers(1, 9)), max_size=2),
)
def test_nothing_is_lost_or_let_through(
    text: str, pieces: list[tuple[int, int]], beside: list[tuple[int, int]]
) -> None:
    content: list[Span] = []
    for start, length in sorted(pieces):
        if start + length <= len(text) and (not content or start >= content[-1][1]):
            content.append((start, start + length))
    if not content:
        return
    others = tuple((s, s + n) for s, n in beside if s + n <= len(text))
    quote = evolve(
        QUOTE,
        content=tuple(content),
        text=" ".join(text[s:e] for s, e in content),
        mention=others,
        cue=others,
    )
    shown = in_context(quote, text)
    marked = re.findall("<mark>(.*?)</mark>", shown, re.DOTALL)
    assert [unescape(m) for m in marked] == [" ".join(f"|{text[s:e]}|".split())[1:-1] for s, e in content]
    assert not re.search("<(?!/?(mark|b|i)>)", shown)
    words = " ".join(unescape(re.sub("</?(mark|b|i)>", "", shown)).split()).split("…")
    whole = " ".join(text.split())
    assert all(part.strip() in whole for part in words)


def test_quotes_as_a_table_and_as_a_frame() -> None:
    quotes = Quotes((QUOTE,), Article(id="a", text=TEXT), (Problem(where="x<y", reason="lost"),))
    shown = quotes._repr_html_()
    assert in_context(QUOTE, TEXT) in shown
    assert "grocer &amp; poet" in shown
    assert "x&lt;y: lost" in shown
    frame = quotes.to_pandas()
    assert tuple(frame.columns) == COLUMNS
    assert frame.loc[0, "via"] == ["A", "B"]
    assert frame["confidence"].dtype == "float64"
    assert quotes[:1] == quotes
    assert not quotes[1:].items
    empty = Quotes().to_pandas()
    assert (len(empty), tuple(empty.columns)) == (0, COLUMNS)


def test_passages_as_a_table_and_as_frames() -> None:
    text = "The harbor <b>belongs</b> to the people who dug it and to nobody else"
    one = said(text, text, speaker="Ilse Varga", outlet="A & B", speaker_type="person")
    other = evolve(one, id="q2", article_id="b", outlet="C")
    passages = quotex.track([one, other], translations=False)
    assert isinstance(passages, Passages)
    shown = passages._repr_html_()
    assert "The harbor &lt;b&gt;belongs&lt;/b&gt;" in shown
    assert isinstance(passages[:1], Passages)
    frame = passages.to_pandas()
    assert tuple(frame.columns) == PASSAGE_COLUMNS
    assert frame["outlets"].tolist() == [["A & B", "C"]]
    printings = passages.appearances_to_pandas()
    assert tuple(printings.columns) == APPEARANCE_COLUMNS
    assert len(printings) == 2
    assert "1 more" in Passages(passages * 51)._repr_html_()
    pd.testing.assert_frame_equal(Passages().to_pandas(), pd.DataFrame(columns=list(PASSAGE_COLUMNS)))


def test_without_pandas_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any) -> Any:
        if name == "pandas":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(QuotexError, match=r"pip install 'quotex\[notebook\]'"):
        Quotes().to_pandas()
