"""JSON Lines as quotex writes it everywhere, and the reader of its quotations."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from quotex.columns import quote_of
from quotex.errors import InputError
from quotex.reading.limits import Limits
from quotex.reading.streams import bounded, lines
from quotex.records import Quote


def json_line(row: Mapping[str, Any]) -> bytes:
    """One object as a line. Characters stand as they are, but for lone surrogates, which are escaped."""
    try:
        return json.dumps(row, ensure_ascii=False).encode("utf-8") + b"\n"
    except UnicodeEncodeError:
        return json.dumps(row).encode("ascii") + b"\n"


def quotes_of(stream: BinaryIO, where: str, limits: Limits | None = None) -> Iterator[Quote]:
    """The quotations of a JSONL stream, one by one.

    Raises:
        InputError: a line is none; the message names it.
    """
    limits = limits or Limits()
    for number, line in lines(bounded(stream, limits), 6 * limits.article_bytes):
        if line is None:
            raise InputError(f"{where}:{number}: line too long")
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            raise InputError(f"{where}:{number}: malformed JSON") from None
        if not isinstance(row, dict):
            raise InputError(f"{where}:{number}: not a JSON object")
        try:
            yield quote_of(row)
        except InputError as error:
            raise InputError(f"{where}:{number}: {error}") from None


def read_jsonl(path: str | Path) -> list[Quote]:
    """Read the quotations of a JSONL file that quotex wrote, plain or gzip.

    Raises:
        InputError: the file is missing, or a line is no quotation.
    """
    try:
        with Path(path).open("rb") as file:
            return list(quotes_of(file, str(path)))
    except OSError as error:
        raise InputError(f"{path}: {(error.strerror or 'cannot be read').lower()}") from None
