"""Where the time goes: milliseconds of one process a thousand words, stage by stage."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from quotex.extractor import Extractor
from quotex.records import Article

STAGES = (
    ("tokens", "_segmenter", "pieces"),
    ("tags", "_tagger", "tag"),
    ("of it, encoder", "_encoder", "encode"),
    ("lemmas", "_lemmatizer", "lemmatize"),
    ("trees", "_trees", "parse"),
)
TOGETHER = 16
"""Articles parsed together, as worker processes do."""


@contextmanager
def timed(parser: Any) -> Iterator[dict[str, float]]:
    """The seconds that each stage of a parser takes inside the block."""
    spent: dict[str, float] = {}

    def measured(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **options: Any) -> Any:
            start = time.process_time()
            try:
                return function(*args, **options)
            finally:
                spent[name] = spent.get(name, 0.0) + time.process_time() - start

        return run

    parts = [(getattr(parser, part), method, name) for name, part, method in STAGES]
    for part, method, name in parts:
        setattr(part, method, measured(name, getattr(part, method)))
    try:
        yield spent
    finally:
        for part, method, _ in parts:
            delattr(part, method)


def stage_times(extractor: Extractor, texts: Sequence[str], rounds: int = 3) -> dict[str, float]:
    """Milliseconds of process time a thousand words of each stage, the best of several rounds."""
    articles = [Article(id=str(n), text=text) for n, text in enumerate(texts)]
    best: dict[str, float] = {}
    words = sum(len(text.split()) for text in texts)
    for _ in range(rounds + 1):  # the first one warms up
        with timed(extractor.parser.load()) as spent:
            start = time.process_time()
            documents = []
            for at in range(0, len(articles), TOGETHER):
                documents += extractor.parse(articles[at : at + TOGETHER])
            spent["parse"] = time.process_time() - start
        start = time.process_time()
        for article, document in zip(articles, documents, strict=True):
            extractor.stages(article, document)
        spent["rules, speakers, channels"] = time.process_time() - start
        for name, seconds in spent.items():
            best[name] = min(seconds, best.get(name, seconds))
    return {name: round(1e6 * seconds / words, 1) for name, seconds in best.items()}


def parsed_share(extractor: Extractor, texts: Sequence[str]) -> float:
    """The share of the words whose sentence gets a tree."""
    documents = extractor.parse([Article(id="a", text=text) for text in texts])
    sentences = [sentence for document in documents for sentence in document.sentences]
    parsed = sum(s.last - s.first for s in sentences if s.parsed)
    return parsed / sum(s.last - s.first for s in sentences)
