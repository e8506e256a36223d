"""What holds for any text whatever: extraction ends, never raises, and points at what is there."""

from __future__ import annotations

import itertools
import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import quotex
from quotex.extractor import Extractor
from quotex.finding.marks import find_regions
from quotex.notebook import Quotes
from quotex.records import KINDS, POLARITIES, SPEAKER_TYPES, Article, Span, quote_id
from quotex.rules.marks import mark_rules

EXAMPLES = settings(max_examples=25)
BATCH_SIZES = (1, 3)

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=80)
"""Lone surrogates and control characters too."""
FRAGMENTS = st.sampled_from(
    [
        *(
            "“",
            "”",
            '"',
            "''",
            "``",
            "‘",
            "’",
            "'",
            "«",
            "»",
            "„",
            "(",
            ")",
            "[",
            "]",
            ":",
            ",",
            ".",
            "?",
            " - ",
        ),
        *(
            "\n\n",
            "\r\n\r\n",
            "\n",
            "\t",
            "\u2028",
            "\u00a0",
            "…",
            "...",
            "— ",
            "\ufeff",
            "\x00",
            "\ud800",
            "🚢",
        ),
        *("Ines Ferrol", "she", "Mr. Varga", "the ministry", "Q", "who", "a spokesman for the port", "it"),
        *(
            " said ",
            " told reporters ",
            " according to ",
            " denied that ",
            " asked whether ",
            " tweeted ",
            " called ",
        ),
        *(
            "the ferry would sail at noon",
            "We stayed all night",
            "nobody came",
            "a gift",
            "to boil their water",
        ),
        *("on Tuesday", "in a statement", "not", "would", "x" * 3000, "1,250", "é́́", "٣", "中文"),
    ]
)
NEWS = st.lists(FRAGMENTS, max_size=14).flatmap(
    lambda parts: st.sampled_from(["", " "]).map(lambda between: between.join(parts))
)
TEXTS = ANYTHING | NEWS


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return quotex.load(cache=False, threads=1)


def inside(text: str, spans: Sequence[Span]) -> bool:
    """Whether spans lie in a text, in order, apart and none of them empty."""
    ends = [0, *itertools.chain.from_iterable(spans), len(text)]
    return ends == sorted(ends) and all(start < end for start, end in spans)


def check(article: Article, quotes: Quotes) -> None:
    """Everything that must hold for the quotations of an article."""
    text = article.text
    assert not quotes.problems
    assert len({quote.id for quote in quotes}) == len(quotes)
    assert [quote.start for quote in quotes] == sorted(quote.start for quote in quotes)
    for quote in quotes:
        assert quote.content
        assert inside(text, quote.content)
        assert inside(text, quote.mention)
        assert inside(text, quote.cue)
        assert quote.text == " ".join(text[start:end] for start, end in quote.content)
        assert quote.id == quote_id(article.id, quote.content, quote.text)
        assert all(words in text for words in quote.verbatim)
        if quote.channel_evidence:
            assert inside(text, [quote.channel_evidence])
        assert quote.kind in KINDS
        assert quote.polarity in POLARITIES
        assert quote.speaker_type in SPEAKER_TYPES
        assert 0 <= quote.confidence <= 1
        assert quote.speaker != ""
        assert quote.article_id == article.id


@EXAMPLES
@given(texts=st.lists(TEXTS, min_size=1, max_size=4))
def test_any_text_is_done(extractor: Extractor, texts: list[str]) -> None:
    """Every text gives sound quotations, the same ones whatever is parsed beside it."""
    articles = [Article(id=f"a{n}", text=text) for n, text in enumerate(texts)]
    results = list(extractor.pipe(articles, batch_size=len(articles)))
    for article, quotes in zip(articles, results, strict=True):
        check(article, quotes)


SENTENCES = (
    "“We stayed all night,” said Ines Ferrol, a grocer. “Nobody came.”",
    "The ministry denied that the dam had failed, its spokesman told Radio Vest on Tuesday.",
    "According to Oskar Lind, the mayor of Vell, the bridge ‘was a gift’ that nobody wanted.",
    "''It is done,'' Mr. Varga tweeted.\r\n\r\nShe would not say whether the talks were over.",
    "Q: What did you see?\nA: Nothing but smoke.",
    "The vote was on Monday. Rain fell.",
)


@settings(max_examples=8)
@given(order=st.permutations(range(len(SENTENCES))), batch_size=st.sampled_from(BATCH_SIZES))
def test_neighbours_and_batches_change_nothing(
    extractor: Extractor, order: list[int], batch_size: int
) -> None:
    alone = {n: list(extractor.extract(Article(id=f"a{n}", text=SENTENCES[n]))) for n in order}
    articles = [Article(id=f"a{n}", text=SENTENCES[n]) for n in order]
    together = extractor.pipe(articles, batch_size=batch_size)
    assert {n: list(quotes) for n, quotes in zip(order, together, strict=True)} == alone
    assert sum(map(len, alone.values())) >= 5


@EXAMPLES
@given(before=st.sampled_from(["\n", " \r\n\n", "\t"]), n=st.integers(0, len(SENTENCES) - 1))
def test_space_around_a_text_moves_its_quotations(extractor: Extractor, before: str, n: int) -> None:
    plain = extractor.extract(SENTENCES[n])
    moved = extractor.extract(before + SENTENCES[n] + "\n")
    shift = len(before)
    assert [[(s + shift, e + shift) for s, e in q.content] for q in plain] == [list(q.content) for q in moved]


@settings(max_examples=200)
@given(text=ANYTHING | NEWS)
def test_regions_lie_in_the_text(text: str) -> None:
    for region in find_regions(text, mark_rules()):
        start, end = region.inner
        assert 0 <= region.start <= start < end <= region.end <= len(text)
        assert text[start:end] == text[start:end].strip()


PATTERNS = (
    '"',
    "“",
    "’",
    "'",
    '"a ',
    "“a” ",
    "“a ‘b’ c” ",
    "‘a “b” c’ ",
    "« a » ‹b› ",
    "''a '' ",
    "a” “b ",
    "“a\n\n",
)
SIZES = (500, 4000)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_marks_are_paired_in_linear_time(pattern: str) -> None:
    """Eight times the marks take far less than sixty-four times the time."""
    rules = mark_rules()
    spent = []
    for size in SIZES:
        times = []
        for _ in range(2):
            begun = time.process_time()
            find_regions(pattern * size, rules)
            times.append(time.process_time() - begun)
        spent.append(min(times))
    assert spent[1] < 24 * max(spent[0], 0.001), spent
