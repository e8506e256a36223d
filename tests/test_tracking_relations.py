"""Relations and their word-level differences, as a person reads them."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotex.records import RELATIONS, Quote
from quotex.tracking.alignment import align
from quotex.tracking.comparing import comparer
from quotex.tracking.information import information

ROOT = "We came to fulfil a promise, and the harbor will open in nine days. Nobody has paid for it."


def quote(pieces: str | Sequence[str], kind: str = "direct", verbatim: Sequence[str] = ()) -> Quote:
    pieces = [pieces] if isinstance(pieces, str) else list(pieces)
    spans, position = [], 0
    for piece in pieces:
        spans.append((position, position + len(piece)))
        position += len(piece) + 9
    text = " ".join(pieces)
    return Quote(
        id=text,
        article_id="a",
        kind=kind,
        content=tuple(spans),
        text=text,
        verbatim=tuple(verbatim or pieces),
    )


@pytest.mark.parametrize(
    ("printed", "root", "relation", "differences"),
    [
        (ROOT, ROOT, "identical", []),
        (ROOT.upper(), ROOT, "identical", []),
        (ROOT.replace("fulfil", "fulfill"), ROOT, "orthographic", ["fulfil -> fulfill"]),
        (ROOT.replace("nine", "9"), ROOT, "orthographic", ["nine -> 9"]),
        ("We're ready for it", "We are ready for it", "orthographic", ["We are -> We're"]),
        (
            "and the harbor will open in nine days",
            ROOT,
            "truncated",
            ["... We came to fulfil a promise left out", "... Nobody has paid for it left out"],
        ),
        (
            "We came to fulfil a promise … Nobody has paid for it.",
            ROOT,
            "elided",
            ["... and the harbor will open in nine days left out"],
        ),
        (
            "We came to fulfil a promise, and [the port] will open in nine days. Nobody has paid for it.",
            ROOT,
            "bracketed",
            ["the harbor -> [the port]"],
        ),
        (
            ["We came to fulfil a promise", "and the harbor will open in nine days. Nobody has paid for it."],
            ROOT,
            "split",
            [],
        ),
        (ROOT.replace("promise", "threat"), ROOT, "substituted", ["promise -> threat"]),
        (ROOT.replace("Nobody has", "Nobody ever has"), ROOT, "substituted", ["+ ever"]),
        (ROOT.replace("nine", "ten"), ROOT, "number_changed", ["nine -> ten"]),
        (ROOT.replace("will open", "will not open"), ROOT, "negation_changed", ["+ not"]),
        (ROOT.replace("Nobody", "Somebody"), ROOT, "negation_changed", ["Nobody -> Somebody"]),
        (
            "ship owners and dock workers must pay",
            "dock workers and ship owners must pay",
            "reordered",
            ["ship owners and moved"],
        ),
        (
            ROOT.replace("promise,", "promise [of 2011],"),
            ROOT,
            "bracketed",
            ["+ [of 2011]"],
        ),
        (
            ROOT,
            ROOT.replace("promise,", "promise [of 2011],"),
            "bracketed",
            ["... [of 2011] left out"],
        ),
        (
            "we [of the port] came to fulfil a promise",
            "We [of the port] came to fulfil a promise",
            "bracketed",
            [],
        ),
        (
            "like my brother and Bishop Anselm",
            "unlike my brother or Bishop Anselm",
            "negation_changed",
            ["unlike -> like", "or -> and"],
        ),
        (
            "they should have been used for the pier",
            "they shouldn't have been used for the pier",
            "negation_changed",
            ["... not left out"],
        ),
    ],
)
def test_relation(
    printed: str | Sequence[str], root: str, relation: str, differences: list[str] | None
) -> None:
    found = comparer().relation(quote(printed), quote(root))
    assert found.name == relation
    if differences is not None:
        shown = [str(d) for d in found.differences]
        assert sorted(shown) == sorted(differences) or relation == "negation_changed", shown
        if relation == "negation_changed":
            assert len(shown) >= 1


def test_mixed_counts_by_its_marks() -> None:
    root = quote("From midnight tonight, every ferry in the country will be under the guard of the navy")
    mixed = quote(
        'the ferries would be "under the guard of the navy" from midnight',
        "mixed",
        ["under the guard of the navy"],
    )
    found = comparer().relation(mixed, root)
    assert found.name == "truncated"
    assert root.text[found.offset :] == "under the guard of the navy"


def test_same_words_half_in_marks_are_identical() -> None:
    root = quote("The crew's complaint goes to pay, not to honor")
    mixed = quote("the crew’s complaint ‘goes to pay, not to honor’", "mixed", ["goes to pay, not to honor"])
    assert comparer().relation(mixed, root).name == "identical"


WORDS = (
    "we they harbor ship not never nine ten will open promise the a of … [it] paid bishop ferry and".split()
)
sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)


@given(sentences, sentences)
def test_relation_is_one_of_the_known(printed: str, root: str) -> None:
    found = comparer().relation(quote(printed), quote(root))
    assert found.name in RELATIONS
    assert 0 <= found.similarity <= 1
    assert 0 <= found.offset <= len(root)
    assert found == comparer().relation(quote(printed), quote(root))


@given(sentences)
def test_every_text_is_identical_to_itself(text: str) -> None:
    if any(w[0].isalnum() for w in text.split()) and "[" not in text and "…" not in text:
        found = comparer().relation(quote(text), quote(text))
        assert (found.name, found.similarity) == ("identical", 1.0)


@given(st.lists(st.sampled_from(WORDS), max_size=12), st.lists(st.sampled_from(WORDS), max_size=12))
def test_blocks_are_common_words_in_order(a: list[str], b: list[str]) -> None:
    found = align(a, b, information())
    ends = (0, 0)
    for i, j, n in found.blocks:
        assert n > 0
        assert i >= ends[0]
        assert j >= ends[1]
        assert a[i : i + n] == b[j : j + n]
        ends = (i + n, j + n)
    assert 0 <= found.ratio <= 1 + 1e-9
