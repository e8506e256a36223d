"""Guarding cells against being run as formulas by a spreadsheet, and taking the guard away.

A cell that begins with = + - @ (also full-width), a tab or the end of a line gets an apostrophe in front,
which makes spreadsheets show it as text. So that this can be undone without loss, a cell that already begins
with apostrophes and then one of these characters gets one more.
"""

from __future__ import annotations

import re

_RISKY = re.compile("\\A'*+[=+\\-@\t\r\n＝＋－＠]")
_FIRST = "'=+-@\t\r\n＝＋－＠"
_GUARDED = re.compile("\\A'++[=+\\-@\t\r\n＝＋－＠]")


def guard(cell: str) -> str:
    """A cell that no spreadsheet runs. ``unguard(guard(cell)) == cell`` for every cell."""
    return "'" + cell if cell[:1] in _FIRST and _RISKY.match(cell) else cell


def unguard(cell: str) -> str:
    """The cell as it was before ``guard``."""
    return cell[1:] if _GUARDED.match(cell) else cell
