"""Names compared and abbreviations explained, and documents of any shape survived."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quotex.attribution.findings import Attribution
from quotex.parsing.document import Document, Sentence, Token
from quotex.rules.normal import plain
from quotex.rules.speakers import load_speaker_rules
from quotex.speakers import build_entities, resolve
from quotex.speakers.abbreviations import long_form
from quotex.speakers.given_names import firm_names, given_names, places
from quotex.speakers.person_names import close_spelling, is_surname, same_person

RULES = load_speaker_rules()

SAME = [
    ("Karl Tallis", "Karl B. Tallis", True),
    ("K. Tallis", "Karl Tallis", True),
    ("Bill Crane", "William Crane", True),
    ("Bob Crane", "William Crane", False),
    ("Nicolás Ibarra", "Nicolas Ibarra", True),
    ("Tobias Kellerman", "Tobias Kelerman", True),
    ("Tobias Kellerman", "Tomas Kellerman", False),
    ("Karl B. Tallis", "Karl D. Tallis", False),
    ("Karl Tallis", "Ines Tallis", False),
    ("Dolores Lopez Haro", "Lopez Haro", True),
    ("J. Edgar Moss", "Edgar Moss", True),
    ("Karl Tallis", "Karl Moss", False),
]


@pytest.mark.parametrize(("a", "b", "expected"), SAME)
def test_names_of_one_person(a: str, b: str, expected: bool) -> None:
    words = [tuple(plain(name).split()) for name in (a, b)]
    assert same_person(*words, RULES) is expected
    assert same_person(*reversed(words), RULES) is expected


@pytest.mark.parametrize(
    ("short", "full", "expected"),
    [
        ("Tallis", "Karl Tallis", True),
        ("van der Meer", "Ruben van der Meer", True),
        ("Lopez", "Dolores Lopez Haro", True),
        ("der", "Anna der Meer", False),
        ("Karl", "Karl Tallis", False),
        ("Karl Tallis", "Karl Tallis", False),
    ],
)
def test_surnames(short: str, full: str, expected: bool) -> None:
    found = is_surname(tuple(plain(short).split()), tuple(plain(full).split()), RULES.words["particle"])
    assert found is expected


@pytest.mark.parametrize(
    ("short", "before", "expected"),
    [
        ("NHA", "the National Harbour Authority", "National Harbour Authority"),
        ("SOCOM", "the U.S. Southern Command", "Southern Command"),
        ("CCAL", "sued by Citizens for Clean Air in Larkford", "Citizens for Clean Air in Larkford"),
        ("XYZ", "the National Harbour Authority", None),
    ],
)
def test_long_forms(short: str, before: str, expected: str | None) -> None:
    assert long_form(short, before) == expected


@given(st.text(max_size=8), st.text(max_size=8))
def test_close_spelling_is_symmetric_and_holds_of_equals(a: str, b: str) -> None:
    assert close_spelling(a, a)
    assert close_spelling(a, b) == close_spelling(b, a)


@given(st.text(max_size=20))
def test_plain_is_stable(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def test_the_open_lists_are_there() -> None:
    assert given_names()["karl"] == "male"
    assert given_names()["ines"] == "female"
    assert {"karl", "laura"} <= firm_names()
    assert {"peru", "ohio"} <= places()


WORDS = ["Karl", "Tallis", "said", "the", "senator", "he", "Sen.", "(", ")", "NHA", ","]
WORDS += ["", "’s", "of", "@a", "I", "“", "É", "-"]
TAGS = ["PROPN", "VERB", "DET", "NOUN", "PRON", "PUNCT", "ADP", "CCONJ", "PART", "X", ""]
RELATIONS = ["nsubj", "flat", "appos", "conj", "cc", "compound", "nmod:poss", "acl:relcl", "case", "root", ""]
SOME_TOKENS = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(TAGS), st.sampled_from(RELATIONS), st.integers(-1, 12)),
    max_size=12,
)


@given(SOME_TOKENS, SOME_TOKENS, st.integers(-1, 23), st.booleans())
def test_any_document_is_survived(
    one: list[tuple[str, str, str, int]], two: list[tuple[str, str, str, int]], source: int, parsed: bool
) -> None:
    """Odd tags, relations, governors in a circle, empty words: a speaker for each, and no error."""
    tokens: list[Token] = []
    sentences: list[Sentence] = []
    text = ""
    for rows in (one, two):
        if not rows:
            continue
        first = len(tokens)
        for word, tag, relation, governor in rows:
            head = first + governor if 0 <= governor < len(rows) else -1
            tokens.append(
                Token(
                    len(tokens),
                    len(text),
                    len(text) + len(word),
                    word,
                    word.lower(),
                    tag,
                    "",
                    "",
                    head,
                    relation,
                    len(sentences),
                )
            )
            text += word + " "
        sentences.append(Sentence(first, len(tokens), parsed, first))
    document = Document(text, tokens, sentences)
    source = min(source, len(tokens) - 1)
    found = Attribution(
        kind="direct",
        content=((0, 4),),
        source=(document.span(source, source),) if source >= 0 else (),
        source_token=source,
        cue_token=source,
    )
    assert len(resolve(document, [found], RULES, "Karl Tallis Says No")) == 1
    for entity in build_entities(document, RULES, [found]):
        assert entity.mentions == sorted(entity.mentions, key=lambda m: m.first)
