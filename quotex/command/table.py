"""What commands share that write one table about a whole collection: options, and the writing."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from quotex.command import options

table_options = options.together(
    click.option(
        "-o",
        "--output",
        "path",
        type=click.Path(dir_okay=False),
        metavar="FILE",
        help="Write CSV to FILE. Else to standard output.",
    ),
    options.csv,
    options.processes,
    options.sources,
)


def write_table(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[str], path: str | None, *, guarded: bool, bom: bool
) -> None:
    """Write rows as CSV to a file, or to standard output where none is named.

    Raises:
        OSError: the file cannot be written.
    """
    from quotex.export import TableWriter, output

    if path is not None:
        with output(path) as file:
            table = TableWriter(file, columns, guarded=guarded, bom=bom)
            for row in rows:
                table.write(row)
        return
    table = TableWriter(sys.stdout.buffer, columns, guarded=guarded, bom=bom)
    for row in rows:
        table.write(row)
    sys.stdout.buffer.flush()
