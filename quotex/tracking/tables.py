"""Passages and their appearances as CSV and JSON Lines."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

from quotex.export import TableWriter, json_line, output
from quotex.records import Appearance, Passage

PASSAGE_COLUMNS = (
    "passage_id",
    "quote",
    "speaker",
    "outlets",
    "n_outlets",
    "n_articles",
    "n_independent",
    "first_outlet",
    "first_published",
    "last_published",
    "n_variants",
    "flags",
)
APPEARANCE_COLUMNS = (
    "passage_id",
    "outlet",
    "published",
    "speaker",
    "channel",
    "quote",
    "relation",
    "differences",
    "similarity",
    "passage_offset",
    "first_seen",
    "copied_article",
    "speaker_differs",
    "channel_differs",
    "url",
    "article_id",
    "quote_id",
)


def passage_row(passage: Passage) -> dict[str, Any]:
    """A passage's columns with typed values."""
    return {
        "passage_id": passage.id,
        "quote": passage.text,
        "speaker": passage.speaker,
        "outlets": list(passage.outlets),
        "n_outlets": len(passage.outlets),
        "n_articles": passage.n_articles,
        "n_independent": passage.n_independent,
        "first_outlet": passage.first_outlet,
        "first_published": passage.first_published or None,
        "last_published": passage.last_published or None,
        "n_variants": passage.n_variants,
        "flags": list(passage.flags),
    }


def appearance_row(appearance: Appearance) -> dict[str, Any]:
    """An appearance's columns with typed values."""
    quote = appearance.quote
    return {
        "passage_id": appearance.passage_id,
        "outlet": quote.outlet,
        "published": quote.published_text or None,
        "speaker": quote.speaker,
        "channel": quote.channel,
        "quote": quote.text,
        "relation": appearance.relation,
        "differences": [str(d) for d in appearance.differences],
        "similarity": appearance.similarity,
        "passage_offset": appearance.passage_offset,
        "first_seen": appearance.first_seen,
        "copied_article": appearance.copied_article,
        "speaker_differs": appearance.speaker_differs,
        "channel_differs": appearance.channel_differs,
        "url": quote.url,
        "article_id": quote.article_id,
        "quote_id": quote.id,
    }


def appearance_json(appearance: Appearance) -> dict[str, Any]:
    """An appearance as one JSON object: its columns, and the spans of its content in the article."""
    return {**appearance_row(appearance), "content": [list(span) for span in appearance.quote.content]}


def write_passages(
    passages: Iterable[Passage], folder: str | Path, *, guard: bool = True, bom: bool = False
) -> list[Path]:
    """Write passages.csv, appearances.csv and the same as .jsonl into a folder.

    Args:
        passages: what ``track`` gave.
        folder: made where it is missing.
        guard: guard cells that a spreadsheet could run as a formula.
        bom: begin the CSV files with a byte order mark, for Excel.

    Returns:
        The files' paths.

    Raises:
        OSError: a file cannot be written.
    """
    folder = Path(folder)
    names = ("passages.csv", "appearances.csv", "passages.jsonl", "appearances.jsonl")
    paths = [folder / name for name in names]
    with output(paths[0]) as p, output(paths[1]) as a, output(paths[2]) as pj, output(paths[3]) as aj:
        tables = (
            TableWriter(p, PASSAGE_COLUMNS, guarded=guard, bom=bom),
            TableWriter(a, APPEARANCE_COLUMNS, guarded=guard, bom=bom),
        )
        for passage in passages:
            _put(passage, tables, pj, aj)
    return paths


def write_appearances(
    passages: Iterable[Passage], stream: BinaryIO, *, guard: bool = True, bom: bool = False
) -> None:
    """Write the appearances of passages to a binary stream as CSV."""
    table = TableWriter(stream, APPEARANCE_COLUMNS, guarded=guard, bom=bom)
    for passage in passages:
        for appearance in passage.appearances:
            table.write(appearance_row(appearance))


def _put(
    passage: Passage, tables: tuple[TableWriter, TableWriter], passages: BinaryIO, appearances: BinaryIO
) -> None:
    row = passage_row(passage)
    tables[0].write(row)
    passages.write(json_line(row))
    for appearance in passage.appearances:
        row = appearance_json(appearance)
        tables[1].write(row)
        appearances.write(json_line(row))
