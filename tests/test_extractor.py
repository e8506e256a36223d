"""The extractor: texts and articles in, quotations out, one at a time or many."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

import quotex
from quotex.extractor import Extractor
from quotex.notebook import Quotes
from quotex.parsing.document import Document
from quotex.records import Article, Problem

TEXT = "“We stayed all night,” said Ines Ferrol. Her boat, the “Sea Horse”, had sunk."


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return quotex.load(cache=False, threads=1)


def test_a_text_and_an_article_give_the_same(extractor: Extractor) -> None:
    (quote,) = extractor.extract(TEXT)
    assert (quote.text, quote.speaker, quote.kind, quote.cue_text) == (
        "We stayed all night",
        "Ines Ferrol",
        "direct",
        "said",
    )
    article = Article(
        id="text", text=TEXT, outlet="The Ledger", published="2026-03", url="https://x.example/1"
    )
    (same,) = extractor.extract(article)
    assert (same.id, same.content) == (quote.id, quote.content)
    assert (same.outlet, same.published_text, same.url) == ("The Ledger", "2026-03", "https://x.example/1")


@pytest.mark.parametrize("text", ["", " ", "\n\n\t", "\ufeff", "Rain fell."])
def test_a_text_without_quotations_gives_none(extractor: Extractor, text: str) -> None:
    quotes = extractor.extract(text)
    assert len(quotes) == 0
    assert not quotes.problems
    assert quotes.article is not None
    assert quotes.article.text == text


def test_pipe_is_lazy_and_keeps_the_order(extractor: Extractor) -> None:
    taken = []

    def articles() -> Iterator[Article]:
        for n in range(6):
            taken.append(n)
            yield Article(id=f"a{n}", text=TEXT if n % 2 else "Rain fell.")

    results = extractor.pipe(articles(), batch_size=2)
    assert taken == []
    first = next(results)
    assert taken == [0, 1]
    every = [first, *results]
    assert [quotes.article.id for quotes in every if quotes.article] == [f"a{n}" for n in range(6)]
    assert [len(quotes) for quotes in every] == [0, 1] * 3


def test_pipe_names_plain_texts(extractor: Extractor) -> None:
    one, two = extractor.pipe([TEXT, TEXT], batch_size=0)
    assert [q.article_id for q in (*one, *two)] == ["text1", "text2"]
    assert one[0].id != two[0].id


def test_a_problem_keeps_its_place(extractor: Extractor) -> None:
    problem = Problem(where="b.txt", reason="no text")
    one, two, three = extractor.pipe([TEXT, problem, TEXT])
    assert (len(one), len(two), len(three)) == (1, 0, 1)
    assert two.problems == (problem,)
    assert two.article is None


def test_a_bad_article_does_not_harm_the_others(
    extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = extractor.parser.parse

    def parse(texts: list[str], *rest: object) -> list[Document]:
        if any("BAD" in text for text in texts):
            raise ValueError("cannot be parsed\nat all")
        return real(texts, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(extractor.parser, "parse", parse)
    articles = [Article(id=f"a{n}", text=text) for n, text in enumerate([TEXT, "BAD", TEXT])]
    one, two, three = extractor.pipe(articles)
    assert (len(one), len(two), len(three)) == (1, 0, 1)
    assert [(p.article_id, p.reason) for p in two.problems] == [("a1", "ValueError: cannot be parsed")]
    assert two.article == articles[1]


def test_a_fault_behind_the_parse_is_a_problem_too(
    extractor: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(articles: Sequence[Article], documents: Sequence[Document]) -> list[Quotes]:
        raise RuntimeError(articles[0].id)

    monkeypatch.setattr(extractor, "_quotes", fail)
    (quotes,) = extractor.pipe([Article(id="a", text=TEXT)])
    assert [str(problem) for problem in quotes.problems] == ["a: RuntimeError: a"]


def test_scare_quotes_come_when_asked_for(extractor: Extractor) -> None:
    scared = Extractor(extractor.parser, include_scare=True).extract(TEXT)
    assert [(q.text, "scare" in q.flags) for q in scared] == [
        ("We stayed all night", False),
        ("Sea Horse", True),
    ]


def test_quotations_show_themselves_as_a_table(extractor: Extractor) -> None:
    quotes = extractor.extract("“<b>Nobody</b> & nothing,” said <i>Ines</i> Ferrol.")
    assert len(quotes) >= 1
    page = quotes._repr_html_()
    assert page.startswith("<table>")
    assert page.count("<tr>") == 1 + len(quotes)
    assert "<b>" not in page
    assert "&lt;b&gt;Nobody&lt;/b&gt; &amp; nothing" in page


def test_quotations_are_a_sequence(extractor: Extractor) -> None:
    quotes = extractor.extract(TEXT)
    assert quotes[0] == next(iter(quotes)) == quotes[-1]
    assert tuple(quotes[:1]) == quotes.items
    assert quotes[0] in quotes
