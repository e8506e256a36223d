"""The first row of a table: which delimiter it uses, which columns it names."""

from __future__ import annotations

import csv
from collections.abc import Sequence

from quotex.errors import InputError

DELIMITERS = (",", ";", "\t", "|")


def columns_of(first_line: str, wanted: Sequence[str]) -> tuple[str, list[str], str]:
    """The delimiter under which a table's first line names one of the columns that it must have.

    Args:
        first_line: The line.
        wanted: Names of columns, lower case, one of which must be there; the first that is, wins.

    Returns:
        The delimiter, all the columns' names in lower case, and the wanted one that was found.

    Raises:
        InputError: none of them is there.
    """
    for delimiter in DELIMITERS:
        try:
            columns = [c.strip().lower() for c in next(csv.reader([first_line], delimiter=delimiter), [])]
        except csv.Error:
            continue
        for name in wanted:
            if name in columns:
                return delimiter, columns, name
    shown = " ".join(first_line.split())[:80]
    raise InputError(f"no column is called {' or '.join(wanted)} (the first line is: {shown})")
