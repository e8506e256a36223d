"""Boilerplate: every row's own example, a page copied whole, and what must stay."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotex.reading import boilerplate
from quotex.reading.boilerplate import LONG_LINE, LONGEST_LINE, patterns
from quotex.rules.boilerplate import BoilerplateRow, boilerplate_rules

ROWS = boilerplate_rules()
CORPORA = Path(__file__).parent.parent / "corpora"
PROSE = (
    "The harbour of Port Sable will shut in June, the council said on Tuesday.",
    "“Nobody heard us,” said Ines Ferrol, who has sold fish on the quay for thirty years.",
    "The mayor, Tomas Vell, called the plan “a gift to the town” in a letter to shopkeepers.",
    "A second vote is planned for May, and the port's owners have said that they will appeal.",
)
COPIED = f"""Share Facebook Twitter WhatsApp Email
Listen live
4 min read
Harbour of Port Sable to shut

{PROSE[0]}

Related: “We are finished”: what the fishermen say

{PROSE[1]}

Advertisement

{PROSE[2]}

Read more
Port's owners “not amused”
Ferry “is safe”, says captain

{PROSE[3]}

Additional reporting by Ada Brandt

Similar articles

Mayor of Vell resigns
“I have had enough,” Petra Lund told the council on Monday, and left the room.

Bridge reopens
“It took us a year,” the engineer Abdi Noor said at the ceremony on the north bank.
Read more

Sign up for our morning newsletter
Copyright 2026 The Ledger. All rights reserved.
"""


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_examples(row: BoilerplateRow) -> None:
    assert row.pattern.fullmatch(row.example)
    if row.counter:
        assert patterns().fitting(row.counter) is None


def test_patterns_passed_over_would_not_fit() -> None:
    lines = {
        line.strip() for path in CORPORA.glob("*/*.txt") for line in path.read_text("utf-8").splitlines()
    }
    lines |= {row.example for row in ROWS} | {row.example.upper() for row in ROWS}
    for line in lines - {""}:
        tried = [row for row in ROWS if len(line) <= (LONGEST_LINE if row.long else LONG_LINE)]
        plain = " ".join(line.split())
        first = next((row for row in tried if row.pattern.fullmatch(plain)), None)
        assert patterns().fitting(line) == first, line


def test_a_copied_page() -> None:
    marked = "\n".join(COPIED[s:e] for s, e in boilerplate(COPIED))
    kept = COPIED
    for start, end in reversed(boilerplate(COPIED)):
        kept = kept[:start] + kept[end:]
    assert kept.split("\n\n")[0].strip() == "Harbour of Port Sable to shut"
    assert [line for line in kept.splitlines() if line.strip()][1:] == list(PROSE)
    for words in (
        "Listen live",
        "We are finished",
        "not amused",
        "is safe",
        "I have had enough",
        "It took us a year",
    ):
        assert words in marked


@pytest.mark.parametrize("line", PROSE)
def test_an_article_is_left_alone(line: str) -> None:
    assert boilerplate(line) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Poll: two in three back the harbour",
        "More trouble for the mayor of Vell",
        "“Read more books,” the minister told the children.",
        "Share prices fell by a tenth, the broker said.",
        "Top stories\n\nMayor resigns\n\n" + PROSE[0],
    ],
)
def test_prose_and_titles_stay(text: str) -> None:
    last = text.splitlines()[-1]
    assert all(text[s:e] != last and last not in text[s:e] for s, e in boilerplate(text))


def test_a_list_of_headlines_at_the_top_does_not_swallow_the_article() -> None:
    text = "Latest stories\nMayor resigns\nBridge reopens\n\n" + "\n\n".join(PROSE)
    assert boilerplate(text) == ((0, text.index(PROSE[0]) - 2),)


@pytest.mark.parametrize(
    ("below", "marked"),
    [
        # headlines with teasers, to the end
        (
            [
                "Bridge reopens",
                "“It took a year,” the engineer said.",
                "Mayor resigns",
                "She left on Monday.",
            ],
            4,
        ),
        (["Bridge reopens", "“It took a year,” the engineer said."], 2),
        (
            ["Bridge reopens", "3 March", "It took a year.", "The mayor came.", "Mayor resigns", "She left."],
            6,
        ),
        # headlines only, then the article goes on
        (["Bridge reopens", "Mayor resigns", PROSE[1], PROSE[2], PROSE[3]], 2),
        (["Bridge reopens", "Mayor resigns", "“No,” she said.", PROSE[3]], 2),
        (["Bridge reopens", PROSE[1], PROSE[2], PROSE[3]], 1),
        # teasers, then the article goes on
        (["Bridge reopens", "It took a year.", "Mayor resigns", "She left on Monday.", *PROSE[1:]], 4),
        # no list at all
        ([PROSE[1], "Bridge reopens", PROSE[2]], 0),
        ([], 0),
    ],
)
def test_lists_of_other_articles(below: list[str], marked: int) -> None:
    text = "\n".join([PROSE[0], "Similar articles", *below])
    ((start, end),) = boilerplate(text)
    assert text[start:end].split("\n") == ["Similar articles", *below[:marked]]


@given(st.text(st.sampled_from("aR.\n\r “”\xa0"), max_size=80) | st.text(max_size=200))
def test_spans_are_in_order_and_whole_lines(text: str) -> None:
    last = -1
    for start, end in boilerplate(text):
        assert last < start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert (
            not text[:start].rstrip(" \t\xa0\u3000")
            or text[:start].strip(" \t")[-1:] in ("\n", "\r")
            or not text[:start].strip()
        )
        last = end


@given(st.lists(st.sampled_from([r.example for r in ROWS] + list(PROSE) + ["", "***"]), max_size=30))
def test_any_order_of_lines(lines: list[str]) -> None:
    text = "\n".join(lines)
    covered = {i for s, e in boilerplate(text) for i in range(s, e)}
    for row in ROWS:
        at = -1
        while (at := text.find("\n" + row.example + "\n", at + 1)) >= 0:
            assert at + 1 in covered
