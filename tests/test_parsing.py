"""The parser: offsets for any text, trees where they are wanted, the same result in any company."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from parsers import bundled, parsed, sentences

from quotex.errors import ModelError
from quotex.parsing import Document, ParseCache, Parser, ParserOnDemand, load_parser
from quotex.parsing.identity import known_version

ARTICLE = (
    "Deputy Mayor Ilse Brandt said on Tuesday that the ferry line will close in March.\n\n"
    "“We can't go on like this,” Ms. Brandt told reporters. “It's over.”\n\n"
    "Asked whether the crews had been told, she wouldn't say."
)
SHORT = "Mr. Pell resigned. His deputy, who wasn't there, said: ``I knew.''"
LONG = "; ".join(f"the clerk of district {n} counted the votes of the day" for n in range(60)) + "."


def check(document: Document) -> None:
    """Whatever the text: ordered tokens with true offsets, sentences that tile them, trees that are trees."""
    end = 0
    for i, token in enumerate(document.tokens):
        assert token.i == i
        assert end <= token.start < token.end <= len(document.text)
        assert token.text == document.text[token.start : token.end]
        assert not token.text[0].isspace()
        assert not token.text[-1].isspace()
        end = token.end
    first = 0
    for number, sentence in enumerate(document.sentences):
        assert sentence.first == first < sentence.last
        first = sentence.last
        tokens = document.tokens[sentence.first : sentence.last]
        assert all(token.sent == number for token in tokens)
        roots = [token.i for token in tokens if token.deprel and token.head < 0]
        if not sentence.parsed:
            assert sentence.root == -1
            assert not any(token.deprel for token in tokens)
            continue
        assert roots == [sentence.root]
        for token in tokens:
            above = [token.i, *document.ancestors(token.i)]
            assert above[-1] == sentence.root
            assert len(set(above)) == len(above)
            assert all(sentence.first <= i < sentence.last for i in above)
    assert first == len(document.tokens)


def test_reads_an_article() -> None:
    document = parsed(ARTICLE)
    check(document)
    assert len(document.sentences) == 4
    said = next(token for token in document.tokens if token.text == "said")
    assert said.lemma == "say"
    assert said.upos == "VERB"
    assert said.i == document.sentences[0].root
    subject = next(i for i in document.children(said.i) if document.tokens[i].deprel == "nsubj")
    assert "Brandt" in [document.tokens[i].text for i in document.subtree(subject)]
    words = [token.text for token in document.tokens]
    assert words[words.index("ca") + 1] == "n't"
    assert words[words.index("would") + 1] == "n't"
    assert [token.lemma for token in document.tokens if token.text == "wo" or token.text == "ca"] == ["can"]


@settings(max_examples=40)
@given(st.text(st.characters(codec=None), max_size=80))
@example("")
@example(" \n\r\n\t\x00 ")
@example("\ud800\udfff “\x00” \ud83d\ude00\u200d\u200d e\u0301")
@example("a" * 3000 + " said.")
@example("''''" * 50 + "``" * 20)
@example("Mr.\r\nMr. \r“.”\u2028?!\u0085...…")
@example("\u00ad\u200b\ufeff\ufeff")
@example("don't can't won't ain't gonna cannot 's n't 'tis.")
def test_any_text_has_true_offsets(text: str) -> None:
    document = bundled().parse([text])[0]
    check(document)
    covered = sum(token.end - token.start for token in document.tokens)
    assert covered >= sum(char.isalnum() for char in text)


@settings(max_examples=15)
@given(st.lists(st.sampled_from("“ ” '' `` Mr. said Ruiz . ? , \n U.S. he".split(" "))))
def test_any_news_like_text_has_true_offsets(words: list[str]) -> None:
    check(bundled().parse([" ".join(words), "".join(words)])[0])


@pytest.mark.parametrize("precision", ["full", "auto"])
def test_company_changes_nothing(precision: str) -> None:
    parser = bundled(precision)
    alone = [parser.parse([text])[0] for text in (ARTICLE, SHORT, LONG)]
    together = parser.parse([LONG, ARTICLE, "Unrelated words.", SHORT])
    for document, other in zip(alone, (together[1], together[3], together[0]), strict=True):
        assert document.tokens == other.tokens
        assert document.sentences == other.sentences


def test_the_same_text_twice_is_two_documents() -> None:
    first, second = bundled().parse([SHORT, SHORT])
    assert first.tokens == second.tokens


def test_half_width_floats_change_little() -> None:
    full, auto = bundled().parse([ARTICLE, SHORT]), bundled("auto").parse([ARTICLE, SHORT])
    pairs = [(a, b) for x, y in zip(full, auto, strict=True) for a, b in zip(x.tokens, y.tokens, strict=True)]
    assert all((a.start, a.end) == (b.start, b.end) for a, b in pairs)
    assert sum(a == b for a, b in pairs) >= 0.95 * len(pairs)


def test_only_wanted_sentences_get_trees() -> None:
    def wanted(document: Document) -> list[bool]:
        assert not any(token.deprel for token in document.tokens)
        assert all(token.upos and token.lemma for token in document.tokens)
        return [
            any(token.lemma == "say" for token in document.tokens[s.first : s.last])
            for s in document.sentences
        ]

    document = bundled().parse([ARTICLE], wanted)[0]
    check(document)
    assert [s.parsed for s in document.sentences] == [True, False, False, True]
    whole = parsed(ARTICLE)
    first = document.sentences[0]
    assert document.tokens[: first.last] == whole.tokens[: first.last]


def test_a_very_long_sentence_is_one_tree() -> None:
    document = parsed(LONG)
    check(document)
    assert len(document.tokens) > 500
    assert len(document.sentences) < 5


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She cannot go.", ["She", "can", "not", "go", "."]),
        ("They’re late.", ["They", "’re", "late", "."]),
        ("''It isn't,'' he said.", ["''", "It", "is", "n't", ",", "''", "he", "said", "."]),
        ("``Go,'' he said.", ["``", "Go", ",", "''", "he", "said", "."]),
        ("Sen. Nair left.", ["Sen.", "Nair", "left", "."]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert [token.text for token in parsed(text).tokens] == words


def test_empty_and_blank_texts_have_no_tokens() -> None:
    for document in bundled().parse(["", " \n ", "\u200b"]):
        assert not document.tokens
        assert not document.sentences
        assert not sentences(document)


def test_parses_come_from_the_cache(tmp_path: Path) -> None:
    cache = ParseCache(tmp_path)
    parser = ParserOnDemand(bundled, cache)
    made, same = parser.parse([ARTICLE, ARTICLE])
    assert made is same
    assert cache.get(ARTICLE, f"{bundled().version} ") is not None

    def absent() -> Parser:
        raise ModelError("not loaded")

    again = ParserOnDemand(absent, cache, version=bundled().version)
    assert again.ready([ARTICLE], "")
    (kept,) = again.parse([ARTICLE])
    assert kept.tokens == made.tokens
    assert kept.sentences == made.sentences
    assert not again.ready([ARTICLE, "More."], "")
    assert not again.ready([ARTICLE], "another")
    for texts, selection in (([ARTICLE, "More."], ""), ([ARTICLE], "another")):
        with pytest.raises(ModelError, match="not loaded"):
            again.parse(texts, selection=selection)


def test_the_version_is_known_before_the_models_are_loaded() -> None:
    assert known_version("quotex-en") == bundled("auto").version
    assert known_version("quotex-en", "auto") is None
    assert known_version("stanza:en") is None


def test_a_missing_model_says_what_to_do(tmp_path: object) -> None:
    with pytest.raises(ModelError, match=r"tokenizer\.pt"):
        load_parser(str(tmp_path))
    with pytest.raises(ValueError, match="precision"):
        load_parser(precision="half")


def test_stanzas_models_are_asked_for_by_their_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(*_: object, **__: object) -> None:
        raise FileNotFoundError("resources.json")

    monkeypatch.setattr("quotex.parsing.models.stanza.Pipeline", absent)
    with pytest.raises(ModelError, match=r"stanza\.download\('en'\)"):
        load_parser("stanza:en")
