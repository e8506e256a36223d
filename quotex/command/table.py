"""What commands share that write one table about a whole collection: options, and the writing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import click

from quotex.command import options

_OPTIONS = (
    click.option(
        "-o",
        "--output",
        "path",
        type=click.Path(dir_okay=False),
        metavar="FILE",
        help="Write CSV to FILE. Else to standard output.",
    ),
    options.manifest,
    options.model,
    click.option(
        "--no-guard", is_flag=True, help="Do not guard cells that a spreadsheet would run as formulas."
    ),
    click.option("--bom", is_flag=True, help="Begin CSV with a byte order mark, for Excel."),
    options.quiet,
)


def table_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options of a table."""
    for option in reversed(_OPTIONS):
        function = option(function)
    return function


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
