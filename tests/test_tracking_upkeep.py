"""A store that is tracked again and again gives at every moment what a batch of its articles gives."""

from __future__ import annotations

import random
import zlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from tracking_gold import read_event

from quotex.records import Article, Passage, Published, Quote, quote_id
from quotex.tracking.dates import when
from quotex.tracking.embeddings import Vectors, encoder_installed
from quotex.tracking.loaded import Loaded
from quotex.tracking.store import Store
from quotex.tracking.tracker import find_passages, track
from quotex.tracking.windows import Touched

LONG = "The harbor belongs to the people who dug it, and nobody in this chamber has ever held a shovel"
TEXTS = (
    LONG,
    LONG.replace("shovel", "spade"),
    LONG.replace("nobody", "somebody"),
    "nobody in this chamber has ever held a shovel",
    "The harbor belongs to the people who dug it",
    "held a shovel",
    "a shovel",
    "Two of the nine ferries leaked all winter and the board knew it",
    "Two of the ten ferries leaked all winter and the board knew it",
    f"{LONG}. Two of the nine ferries leaked all winter and the board knew it",
    "Nobody here ever dug a harbor with a pen in the hand, and it is ours that did",
)
SPEAKERS = ("Ilse Varga", "Varga", "Rasmus Oake", None)
DATES: tuple[Published, ...] = (
    *(date(2026, 3, day) for day in (1, 2, 4, 8, 9, 15, 20)),
    "2026-03",
    "2026",
    None,
)


def spoken(article: str, n: int, text: str, speaker: str | None, day: Published, mixed: bool) -> Quote:
    """A quotation; a mixed one has marks around its last five words only."""
    words = text.split()
    verbatim = (" ".join(words[-5:]),) if mixed else (text,)
    start = 100 * n
    cut = len(words[0])
    content = ((start, start + len(text)),) if n else ((0, cut), (cut + 9, 8 + len(text)))
    return Quote(
        id=quote_id(article, content, text),
        article_id=article,
        kind="mixed" if mixed else "direct",
        content=content,
        text=text,
        verbatim=verbatim,
        speaker=speaker,
        speaker_type="person" if speaker else "unknown",
        channel=("speech", "unspecified", "interview")[len(text) % 3],
        outlet=f"Outlet {article}",
        published=day,
    )


Version = tuple[str, Article, list[Quote]]


@st.composite
def histories(draw: st.DrawFn) -> list[list[Version]]:
    """What comes in, step by step: versions of a few articles, with a few wordings on a few days."""
    texts = draw(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3))
    days = draw(st.lists(st.sampled_from(DATES), min_size=1, max_size=3))
    speakers = draw(st.lists(st.sampled_from(SPEAKERS), min_size=1, max_size=2))
    marks = draw(st.sampled_from([(False,), (True,), (True, False)]))
    one = st.tuples(st.sampled_from(texts), st.sampled_from(speakers), st.sampled_from(marks))
    numbers = iter(range(1000))

    def version(given: tuple[str, Published, list[tuple[str, str | None, bool]]]) -> Version:
        name, day, said = given
        text = f"Version {next(numbers)}. {' '.join(words for words, *_ in said)}"
        quotes = [spoken(name, n, words, who, day, mixed) for n, (words, who, mixed) in enumerate(said)]
        return name, Article(id=name, text=text, outlet=f"Outlet {name}", published=day), quotes

    new = st.tuples(st.sampled_from("abcde"), st.sampled_from(days), st.lists(one, max_size=2))
    return draw(st.lists(st.lists(new.map(version), min_size=1, max_size=2), min_size=2, max_size=6))


def likeness_of_words(texts: Sequence[str]) -> Vectors:
    """Unit vectors by the words of a text, in the place of the encoder."""
    out = np.zeros((len(texts), 64), dtype=np.float32)
    for row, text in zip(out, texts, strict=True):
        for word in text.casefold().split():
            row[zlib.crc32(word.encode()) % 64] += 1
    norms: Vectors = np.linalg.norm(out, axis=1, keepdims=True)
    return out / norms


class Words:
    encode = staticmethod(likeness_of_words)


def shape(passages: Sequence[Passage]) -> list[tuple[object, ...]]:
    """All there is to passages; a store gives dates as dates."""
    return [
        (
            *(p.id, p.text, p.speaker, p.outlets, p.n_independent, p.n_variants, p.flags, p.first_outlet),
            *(evolve(a, quote=evolve(a.quote, published=a.quote.published_text)) for a in p.appearances),
        )
        for p in passages
    ]


@pytest.mark.parametrize("translations", [False, True])
@settings(max_examples=150, deadline=None)
@given(steps=histories(), window=st.sampled_from([7, 7, 1, 0]))
def test_incremental_equals_batch(translations: bool, steps: list[list[Version]], window: int) -> None:
    current: dict[str, tuple[Article, list[Quote]]] = {}
    with pytest.MonkeyPatch.context() as patch, Store(":memory:") as store:
        patch.setattr("quotex.tracking.stored.sentence_encoder", Words)
        for step in steps:
            for name, article, quotes in step:
                if store.add(article, quotes):
                    current[name] = (article, quotes)
            found = store.track(window_days=window, translations=translations)
            quotes = sorted((q for _, some in current.values() for q in some), key=lambda q: q.id)
            want = find_passages(
                quotes,
                {name: article for name, (article, _) in current.items()},
                window_days=window,
                encode=likeness_of_words if translations else None,
            )
            assert shape(found) == shape(want)
            assert shape(store.track(window_days=window, translations=translations)) == shape(want)


@pytest.mark.parametrize("apart", [0, 1, 2, 3])
@pytest.mark.parametrize("first", range(1, 8))
def test_short_words_find_long_ones_across_windows(apart: int, first: int) -> None:
    said = [
        spoken("long", 1, LONG, "Ilse Varga", date(2026, 3, first), False),
        spoken("short", 1, "held a shovel", "Varga", date(2026, 3, first + apart), False),
    ]
    for quotes in (said, said[::-1]):
        with Store(":memory:") as store:
            for quote in quotes:
                store.add(Article(id=quote.article_id, text=quote.text), [quote])
                found = store.track(translations=False)
            assert len(found) == 1


def event(name: str) -> tuple[list[Article], list[Quote]]:
    """The articles and gold quotations of an event, under ids of its own."""
    _, articles, quotes = read_event(name)
    told = []
    for q in quotes:
        new = f"{name}/{q.article_id}"
        told.append(evolve(q, article_id=new, id=quote_id(new, q.content, q.text)))
    return [evolve(a, id=f"{name}/{a.id}") for a in articles], told


@pytest.mark.skipif(not encoder_installed(), reason="needs the sentence encoder")
def test_translations_of_a_growing_store(tmp_path: Path) -> None:
    articles, quotes = event("01-olavide-fuel-depots")
    others = event("02-envoy-letter")
    articles, quotes = articles + others[0], quotes + others[1]
    want = track(quotes, articles)
    translated = [a.quote for p in want for a in p.appearances if a.relation == "possible_translation"]
    assert translated
    random.Random(3).shuffle(articles)
    with Store(tmp_path / "s.db") as store:
        for article in articles:
            store.add(article, [q for q in quotes if q.article_id == article.id])
            found = store.track()
        assert shape(found) == shape(want)
        # A version without its quotations leaves what they were translations of alone again.
        article = next(a for a in articles if a.id == translated[0].article_id)
        without = evolve(article, text=f"{article.text} Corrected.")
        store.add(without, [])
        rest = [a if a is not article else without for a in articles]
        want = track([q for q in quotes if q.article_id != article.id], rest)
        assert shape(store.track()) == shape(want)


def test_a_setting_that_changes_makes_all_anew(tmp_path: Path) -> None:
    with Store(tmp_path / "s.db") as store:
        for name, day in (("a", date(2026, 3, 1)), ("b", date(2026, 3, 6))):
            store.add(Article(id=name, text=LONG), [spoken(name, 1, LONG, "Ilse Varga", day, False)])
        assert len(store.track(translations=False)) == 1
        assert len(store.track(translations=False, window_days=2)) == 2
        assert len(store.track(translations=False)) == 1


def test_only_what_is_touched_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An article of June touches nothing of March."""
    with Store(tmp_path / "s.db") as store:
        for n in range(40):
            quote = spoken(f"a{n}", 1, TEXTS[n % len(TEXTS)], "Ilse Varga", date(2026, 3, 1 + n % 25), False)
            store.add(Article(id=f"a{n}", text=str(n)), [quote])
        before = {p.id for p in store.track(translations=False)}
        read: list[int] = []
        add = Loaded.add
        monkeypatch.setattr(
            "quotex.tracking.loaded.Loaded.add",
            lambda self, rows: add(self, [read.append(key) or (key, q) for key, q in rows]),
        )
        for name in ("new", "newer"):
            quote = spoken(name, 1, LONG, "Ilse Varga", date(2026, 6, 1), False)
            store.add(Article(id=name, text=name), [quote])
        found = store.track(translations=False)
        assert len(read) == 2
        assert len(found) == len(before) + 1
        assert before < {p.id for p in found}


@given(st.lists(st.sampled_from(DATES), max_size=4), st.sampled_from([0, 1, 7, 30]))
def test_days_hold_the_windows(dates: list[Published], window_days: int) -> None:
    found = [when(d) for d in dates]
    days = Touched.by(found, window_days).days(window_days)
    for date_ in found:
        if days is not None and date_ is not None:
            assert any(first <= date_.first and date_.last <= last for first, last in days)
