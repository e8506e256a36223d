"""How much one input may hold, so that a hostile or broken file cannot exhaust the machine."""

from __future__ import annotations

from attrs import field, frozen
from attrs.validators import ge

MIB = 1024 * 1024


@frozen(kw_only=True)
class Limits:
    """Bounds for reading, in bytes where nothing else is said.

    ``article_bytes``: one article's text (a text file, one row of a table, one line of JSONL).
    ``page_bytes``: one HTML page. ``expanded_bytes``: one file with many articles, and whatever a
    compressed file grows to. ``expansion_ratio``: how many times larger a compressed file may get
    (looked at beyond the first ``ratio_grace_bytes``; plain prose compresses three to ten times).
    ``seconds``: what the reading of one article may take, 0 for any time; see ``quotex.time_limit``.
    """

    article_bytes: int = field(default=4 * MIB, validator=ge(1))
    page_bytes: int = field(default=16 * MIB, validator=ge(1))
    expanded_bytes: int = field(default=8192 * MIB, validator=ge(1))
    expansion_ratio: int = field(default=200, validator=ge(1))
    ratio_grace_bytes: int = field(default=16 * MIB, validator=ge(0))
    seconds: float = field(default=60.0, validator=ge(0))


def size_text(count: int) -> str:
    """A number of bytes as people write it: "4 MiB", "900 bytes"."""
    for unit, size in (("GiB", MIB * 1024), ("MiB", MIB), ("KiB", 1024)):
        if count >= size:
            return f"{count / size:.4g} {unit}"
    return f"{count} bytes"
