"""The header block of a plain-text article: ``Title:``, ``Outlet:`` and so on, then a blank line."""

from __future__ import annotations

import re

KEYS = ("title", "outlet", "publisher", "published", "date", "url", "author", "language")
_LINE = re.compile(r"(?<![^\r\n])([A-Za-z][A-Za-z -]{0,30}):[ \t]*+([^\r\n]*+)(?:\r\n|\n|\r)")
_BLANK = re.compile(r"(?<![^\r\n])[ \t]*+(?:\r\n|\n|\r)")


def header(text: str) -> tuple[dict[str, str], int]:
    """Read a text's header block.

    A block is one only if its first line and every known key stand once, every line is
    ``Key: value``, unknown keys stand beside at least two known ones, and a blank line ends it.
    Anything else is part of the text, so nothing is lost.

    Returns:
        The keys (lower case) with their values, and the offset at which the article begins;
        ``({}, 0)`` where there is no block.
    """
    fields: dict[str, str] = {}
    unknown = 0
    at = 0
    while line := _LINE.match(text, at):
        key = line[1].strip().lower()
        if key in fields or (not fields and key not in KEYS):
            return {}, 0
        unknown += key not in KEYS
        fields[key] = line[2].strip()
        at = line.end()
    end = _BLANK.match(text, at)
    if not fields or end is None or (unknown and len(fields) - unknown < 2):
        return {}, 0
    return fields, end.end()
