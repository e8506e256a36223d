"""Records as bytes of JSON, as they travel between Spark's workers, and back."""

from __future__ import annotations

import json
from contextlib import suppress

from quotex.columns import json_row, quote_of
from quotex.export.lines import json_line
from quotex.reading.dates import published
from quotex.records import Article, Problem, Quote

LEAN = frozenset(
    {"quote_id", "article_id", "kind", "content", "quote", "verbatim", "speaker", "speaker_type", "channel"}
    | {"said_on", "polarity", "original_language", "outlet", "published", "url"}
)
"""What tracking reads of a quotation's record, and what the table of appearances shows."""


def lean(quote: Quote) -> bytes:
    """A quotation's record with what tracking needs, as one line of JSON."""
    return json_line({k: v for k, v in json_row(quote).items() if k in LEAN and v is not None})


def key(quote: Quote) -> bytes:
    """A quotation's id as bytes: they are in the order of code points, and may hold lone surrogates."""
    return quote.id.encode("utf-8", "surrogatepass")


def quote_of_record(record: bytes) -> Quote:
    """The quotation of a record."""
    return quote_of(json.loads(record))


def article_record(article: Article) -> bytes:
    """An article as one line of JSON."""
    return json_line(
        {
            "id": article.id,
            "text": article.text,
            "outlet": article.outlet,
            "published": article.published_text or None,
            "title": article.title,
            "url": article.url,
            "author": article.author,
            "language": article.language,
        }
    )


def article_of_record(record: bytes) -> Article:
    """The article of a record."""
    row = json.loads(record)
    if row["published"]:
        with suppress(ValueError):  # then it stays as it was given
            row["published"] = published(row["published"])
    return Article(**row)


def problem_record(problem: Problem) -> bytes:
    """A problem as one line of JSON."""
    return json_line({"where": problem.where, "reason": problem.reason, "article_id": problem.article_id})


def problem_of_record(record: bytes) -> Problem:
    """The problem of a record."""
    return Problem(**json.loads(record))
