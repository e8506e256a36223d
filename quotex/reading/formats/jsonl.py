"""JSON Lines: one article an object, one object a line."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

from quotex.errors import InputError
from quotex.reading.fields import article_of_row
from quotex.reading.formats import Format
from quotex.reading.limits import Limits, size_text
from quotex.reading.source import Source
from quotex.reading.table_lines import text_lines
from quotex.records import Article, Problem


def read(source: Source, stream: io.BufferedReader, limits: Limits) -> Iterator[Article | Problem]:
    """The articles of a JSONL stream; a line that is none gives a problem that names it."""
    # One character may take six bytes as an escape, so a line may be longer than its text.
    most = 6 * limits.article_bytes
    rows = 0
    for number, line in text_lines(stream, most):
        where = f"{source.where}:{number}"
        if line is None:
            rows += 1
            yield Problem(where=where, reason=f"line longer than {size_text(most)}")
        elif line.strip():
            rows += 1
            try:
                yield _article(line, f"{source.id}:{number}", where, limits)
            except InputError as error:
                yield Problem(where=where, reason=str(error))
    if not rows:
        raise InputError("empty file")


def _article(line: str, default_id: str, where: str, limits: Limits) -> Article:
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise InputError(f"malformed JSON: {error.msg} (column {error.colno})") from None
    except (ValueError, RecursionError) as error:
        raise InputError(f"malformed JSON: {error}") from None
    if not isinstance(row, dict):
        raise InputError("not a JSON object")
    return article_of_row(row, default_id, where, limits)


FORMAT = Format(
    name="jsonl",
    suffixes=(".jsonl", ".ndjson"),
    rank=2,
    read=read,
    looks_like=lambda head: head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"),
)
