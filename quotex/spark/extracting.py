"""``extract`` on Spark: one extractor a Python worker, loaded once and kept for all its partitions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from attrs import field, frozen

from quotex.columns import json_row
from quotex.config import Config
from quotex.export.lines import json_line
from quotex.records import Article
from quotex.spark.batches import Row, mapped
from quotex.spark.records import article_of_record, article_record, problem_record

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from quotex.extractor import Extractor

ARTICLES_OF_A_TASK = 500
"""A minute or two of one core: what is lost with an executor is not much, and no task is much longer."""

EXTRACTED = "article binary, quotations array<binary>, problem binary"
"""A row is an article with its quotations (records in full), or a problem."""


@frozen
class Extraction:
    """How to extract.

    Attributes:
        model, include_scare, config: as of ``quotex.load``.
        min_confidence: quotations below it are left out.
        seconds: what one article may take; None is no limit.
    """

    model: str = "quotex-en"
    include_scare: bool = False
    config: Config = field(factory=Config)
    min_confidence: float = 0.0
    seconds: float | None = None


def extracted(articles: DataFrame, how: Extraction, partitions: int | None = None) -> DataFrame:
    """The quotations of articles: ``EXTRACTED``, to be kept before it is used twice.

    Args:
        articles: ``article``, ``problem``: records of one or the other; problems are passed on.
        how: model and filter.
        partitions: number of tasks; None makes one of some 500 articles, and no fewer than there are cores.
    """
    if partitions is None:
        cores = articles.sparkSession.sparkContext.defaultParallelism
        partitions = max(cores, -(-articles.count() // ARTICLES_OF_A_TASK))
    return mapped(articles.repartition(partitions), partial(_extracted, how=how), EXTRACTED)


_loaded: list[tuple[Extraction, Extractor]] = []
"""The extractor of this worker."""


def extractor(how: Extraction) -> Extractor:
    """The extractor of this worker, loaded for its first task.

    Each core has a worker of its own, so that torch takes one thread. No parses are kept on disk.
    """
    if not _loaded or _loaded[0][0] != how:
        from quotex.extractor import load

        _loaded[:] = [
            (how, load(how.model, cache=False, threads=1, include_scare=how.include_scare, config=how.config))
        ]
    return _loaded[0][1]


def _extracted(rows: Iterator[Row], how: Extraction) -> Iterator[Row]:
    problems: list[bytes] = []

    def articles() -> Iterator[Article]:
        for row in rows:
            if row["problem"] is not None:
                problems.append(row["problem"])
            else:
                yield article_of_record(row["article"])

    for quotes in extractor(how).pipe(articles(), seconds=how.seconds):
        problems.extend(problem_record(problem) for problem in quotes.problems)
        if quotes.article is not None and not quotes.problems:
            kept = [json_line(json_row(q)) for q in quotes if q.confidence >= how.min_confidence]
            yield {"article": article_record(quotes.article), "quotations": kept, "problem": None}
    for problem in problems:
        yield {"article": None, "quotations": [], "problem": problem}
