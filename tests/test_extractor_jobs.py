"""The same quotations whatever the number of processes, and whatever becomes of one."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import quotex
from quotex.export.formats import ExportOptions, export_format
from quotex.extractor import Extractor
from quotex.notebook import Quotes
from quotex.parsing import ParseCache, Parser, ParserOnDemand
from quotex.parsing.document import Document
from quotex.records import Article, Problem
from quotex.workers import can_fork

pytestmark = pytest.mark.skipif(not can_fork(), reason="each worker would load its own models")

ROOT = Path(__file__).parents[1]

SENTENCES = (
    "“We stayed all night,” said Ines Ferrol, a grocer, on Monday.",
    "The mayor told reporters that the bridge would stay closed.",
    "“It was loud. Nobody slept,” she said.",
    "Rain fell on the harbour, and the ferry did not leave.",
    "In a letter, Tomas Ruud called the plan “a gift to the banks”.",
    "Ruud has refused to say when the work will begin.",
)


def articles(count: int) -> list[Article]:
    """Articles of unlike length, made of the same sentences in another order."""
    return [
        Article(id=f"a{n}", text=" ".join(SENTENCES[(n + i) % len(SENTENCES)] for i in range(1 + n % 7)))
        for n in range(count)
    ]


def written(found: Sequence[Quotes]) -> bytes:
    """What the JSON Lines of quotations are."""
    stream = io.BytesIO()
    exporter = export_format("jsonl").open(stream, ExportOptions())
    for quotes in found:
        exporter.write(quotes, quotes.article)
    return stream.getvalue()


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return quotex.load(cache=False, threads=1)


@pytest.fixture(scope="module")
def expected(extractor: Extractor) -> bytes:
    """The quotations of each article for itself."""
    return written([extractor.extract(article) for article in articles(40)])


def test_a_process_that_used_threads_can_be_forked(extractor: Extractor, expected: bytes) -> None:
    extractor.parser.use_threads(2)
    try:
        extractor.extract(articles(7)[-1])
        assert written(list(extractor.pipe(articles(40), jobs=2))) == expected
    finally:
        extractor.parser.use_threads(1)


@pytest.mark.parametrize(("jobs", "batch_size"), [(1, 32), (1, 7), (2, 2), (3, 16), (None, 5)])
def test_jobs_and_batches_change_nothing(
    extractor: Extractor, expected: bytes, jobs: int | None, batch_size: int
) -> None:
    assert expected.count(b"\n") > 80
    assert written(list(extractor.pipe(articles(40), batch_size, jobs=jobs))) == expected


def test_the_state_of_the_cache_changes_nothing(
    extractor: Extractor, expected: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extractor.parser, "cache", ParseCache(tmp_path))
    for article in articles(40)[::3]:
        extractor.extract(article)
    for jobs in (2, 1):  # some of it is there, then all of it
        assert written(list(extractor.pipe(articles(40), jobs=jobs))) == expected


@settings(max_examples=5)
@given(
    order=st.permutations(range(10)),
    jobs=st.integers(1, 3),
    batch_size=st.integers(1, 40),
    cached=st.sets(st.integers(0, 9)),
)
def test_whatever_is_set_each_article_gives_the_same_bytes(
    extractor: Extractor,
    tmp_path_factory: pytest.TempPathFactory,
    order: list[int],
    jobs: int,
    batch_size: int,
    cached: set[int],
) -> None:
    """Order, processes, batches and what the cache holds, all at once."""
    every = articles(10)
    alone = [written([extractor.extract(article)]) for article in every]
    assert b"".join(alone).count(b"\n") > 20
    with mock.patch.object(extractor.parser, "cache", ParseCache(tmp_path_factory.mktemp("cache"))):
        for n in cached:
            extractor.extract(every[n])
        found = extractor.pipe([every[n] for n in order], batch_size, jobs=jobs)
        assert [written([quotes]) for quotes in found] == [alone[n] for n in order]


EVERYTHING = """
import sys
from quotex.command import main
articles, out = sys.argv[1:]
written = ["-o", f"{out}/q.jsonl", "-o", f"{out}/q.csv"]
assert main(["extract", articles, *written, "--no-cache", "--jobs", "1"]) == 0
assert main(["track", f"{out}/q.jsonl", "-o", f"{out}/tracked", "--no-translations"]) == 0
assert main(["report", f"{out}/q.jsonl", "-o", f"{out}/report.html"]) == 0
"""


def test_the_hash_seed_changes_nothing(tmp_path: Path) -> None:
    """Sets come in another order under each seed; nothing that is written does."""
    running = []
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        command = [sys.executable, "-c", EVERYTHING, "corpora/04-aerolune-recall", str(tmp_path / seed)]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        running.append(subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE))
    for process in running:
        _, said = process.communicate(timeout=280)
        assert (process.returncode, said) == (0, b"")
    first, second = (
        {p.relative_to(tmp_path / seed): p.read_bytes() for p in (tmp_path / seed).rglob("*") if p.is_file()}
        for seed in ("1", "2")
    )
    assert len(first) == 7
    assert first == second


def test_models_are_loaded_when_a_text_is_not_in_the_cache(
    extractor: Extractor, expected: bytes, tmp_path: Path
) -> None:
    cache = ParseCache(tmp_path)
    loads: list[int] = []

    def load() -> Parser:
        loads.append(os.getpid())
        return extractor.parser.load()

    def fresh() -> Extractor:
        return Extractor(ParserOnDemand(load, cache, extractor.parser.version))

    for article in articles(20):
        fresh().extract(article)
    loads.clear()
    for jobs in (1, 2):
        assert expected.startswith(written(list(fresh().pipe(articles(20), jobs=jobs))))
        assert loads == []
    entry = next(iter(tmp_path.rglob("*.json.z")))
    entry.write_bytes(b"")  # looks like one, and is none: whoever meets it loads the models itself
    assert expected.startswith(written(list(fresh().pipe(articles(20), jobs=2))))
    assert loads == []
    # In the middle of the stream they are needed: once, for all workers.
    assert written(list(fresh().pipe(articles(40), 4, jobs=2))) == expected
    assert loads == [os.getpid()]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_article_that_takes_too_long(
    extractor: Extractor, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    real = extractor.parser.parse

    def parse(texts: list[str], *rest: object) -> list[Document]:
        if any("ENDLESS" in text for text in texts):
            time.sleep(60)
        return real(texts, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(extractor.parser, "parse", parse)
    found = list(extractor.pipe(with_one("ENDLESS"), jobs=jobs, seconds=2))
    (problem,) = one_lost(found).problems
    assert problem.reason.endswith("took longer than 2 seconds")


def test_an_article_that_kills_its_worker(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    real = extractor._quotes

    def quotes(articles: Sequence[Article], documents: Sequence[Document]) -> list[Quotes]:
        if any("DEADLY" in article.text for article in articles):
            os.kill(os.getpid(), signal.SIGKILL)
        return real(articles, documents)

    monkeypatch.setattr(extractor, "_quotes", quotes)
    lost = one_lost(list(extractor.pipe(with_one("DEADLY"), jobs=2)))
    assert lost.problems == (
        Problem(
            where="a7",
            reason="its worker process was killed (SIGKILL); was the memory full?",
            article_id="a7",
        ),
    )


def with_one(word: str) -> list[Article | Problem]:
    """Articles, one of them with a word, and a problem among them."""
    made: list[Article | Problem] = [*articles(20)]
    made[7] = Article(id="a7", text=word)
    made[3] = Problem(where="a3", reason="no text")
    return made


def one_lost(found: Sequence[Quotes]) -> Quotes:
    """The article that was lost; all others are there, in order."""
    whole = [quotes.article.id if quotes.article else None for quotes in found]
    assert whole == [None if n == 3 else f"a{n}" for n in range(20)]
    assert [problem.reason for problem in found[3].problems] == ["no text"]
    assert [n for n, quotes in enumerate(found) if quotes.problems] == [3, 7]
    return found[7]
