"""Passages and their appearances as CSV and JSON Lines."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from quotex.export import TableWriter, json_line, output
from quotex.records import Passage
from quotex.tracking.columns import (
    APPEARANCE_COLUMNS,
    PASSAGE_COLUMNS,
    appearance_json,
    appearance_row,
    passage_row,
)


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
