"""Comparable words: each row of the vocabulary by its own example, and what must never happen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotex.records import Quote
from quotex.rules.tracking import tracking_rules
from quotex.rules.word_counts import word_counts
from quotex.tracking.comparing import comparer
from quotex.tracking.information import MOST_BITS, information
from quotex.tracking.speaker_key import SAME, same_speaker, speaker_key
from quotex.tracking.wording import normaliser

RULES = tracking_rules()
WRITTEN = [(k, n, e) for k, n, e in RULES.examples if k not in ("name_part", "negation", "reversal")]
TURNING = [(k, n, e) for k, n, e in RULES.examples if k in ("negation", "reversal")]
NAMES = [(k, n, e) for k, n, e in RULES.examples if k == "name_part"]


def quote(text: str) -> Quote:
    return Quote(id=text, article_id="a", kind="direct", content=((0, len(text)),), text=text)


@pytest.mark.parametrize(("key", "row", "example"), WRITTEN)
def test_both_writings_are_one(key: str, row: int, example: object) -> None:
    one, other = normaliser().words(example.one), normaliser().words(example.other)
    assert one == other
    assert example.one != example.other


@pytest.mark.parametrize(("key", "row", "example"), TURNING)
def test_turned_round(key: str, row: int, example: object) -> None:
    assert comparer().relation(quote(example.one), quote(example.other)).name == "negation_changed"
    assert comparer().relation(quote(example.other), quote(example.one)).name == "negation_changed"


@pytest.mark.parametrize(("key", "row", "example"), NAMES)
def test_name_parts(key: str, row: int, example: object) -> None:
    kind = "organization" if key == "name_part" and row >= 4 else "person"
    a, b = speaker_key(example.one, kind), speaker_key(example.other, kind)
    assert same_speaker(a, b) == SAME


@pytest.mark.parametrize(("name", "line"), [(n, x) for n, x in RULES.agency_examples])
def test_agency_lines(name: str | None, line: str) -> None:
    if name is None:
        assert any(p.search(line) for patterns in RULES.credits.values() for p in patterns)
    else:
        assert [n for n, p in RULES.datelines.items() if p.search(line)] == [name]


@pytest.mark.parametrize(
    ("text", "words", "elided", "brackets"),
    [
        ("We left … at noon", ("we", "left", "at", "noon"), {2}, []),
        ("We left. . . at noon", ("we", "left", "at", "noon"), {2}, []),
        ("We left [...] at noon", ("we", "left", "at", "noon"), {2}, []),
        ("[W]e left [the ship] late", ("we", "left", "late"), set(), ["[the ship]"]),
        ("the 1990s and the 3rd of May", ("the", "1990s", "and", "the", "3#", "of", "may"), set(), []),
        ("at 3:30 p.m. on Sunday", ("at", "3:30", "p.m", "on", "sunday"), set(), []),
        ("two thousand … hundred men", ("2000", "hundred", "men"), {1}, []),
        ("mother-in-law", ("mother", "in", "law"), set(), []),
        ("", (), set(), []),
        ("— … —", (), {0}, []),
    ],
)
def test_wording(text: str, words: tuple[str, ...], elided: set[int], brackets: list[str]) -> None:
    found = normaliser().wording(text)
    assert found.words == words
    assert set(found.elided) == elided
    assert [text[s:e] for _, s, e in found.brackets] == brackets


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("in the morning", "in the mourning"),
        ("four boats", "for boats"),
        ("the US navy", "the us navy"),
        ("a prize", "a price"),
        ("we will", "we won't"),
        ("2.5 million", "25 million"),
        ("a second ministry", "a ministry"),
    ],
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert normaliser().words(one) != normaliser().words(other)


texts = st.text(
    alphabet=st.one_of(st.sampled_from("aeinorst '’.…[]-*$%&#@0123456789\n"), st.characters(codec="utf-8")),
    max_size=60,
)


@given(texts)
def test_places_are_in_the_text(text: str) -> None:
    found = normaliser().wording(text)
    assert len(found.words) == len(found.spans)
    assert all(0 <= s < e <= len(text) for s, e in found.spans)
    assert [s for s, _ in found.spans] == sorted(s for s, _ in found.spans)
    assert all(0 <= k <= len(found.words) for k in found.elided)
    assert all(word and " " not in word for word in found.words)


@given(
    st.lists(
        st.sampled_from("we have not seen twenty one boats … [the] can't 3 % million and".split()),
        max_size=12,
    )
)
def test_memory_changes_nothing(words: list[str]) -> None:
    """A chunk that was met before gives what the same text gives as a whole."""
    text = " ".join(words)
    fresh = type(normaliser())(RULES)
    assert normaliser().wording(text) == fresh.wording(text) == normaliser().wording(text)


def test_information() -> None:
    weights = information()
    assert 0 < weights.word("the") < weights.word("harbor") <= weights.word("zzyzx") == MOST_BITS
    assert weights.words(["the", "the"]) == pytest.approx(2 * weights.word("the"))
    assert word_counts().total > 100_000
