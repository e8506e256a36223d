"""One input that is to be read: a file, a member of a folder, or a stream."""

from __future__ import annotations

from pathlib import Path

from attrs import frozen


@frozen(kw_only=True)
class Source:
    """Where articles come from.

    ``where`` names it in messages. ``id`` is the article's id if it holds a single one: the path
    within its folder, with slashes and without suffixes. ``name`` is that path with its suffixes;
    ``path`` is None for standard input.
    """

    where: str
    id: str
    name: str
    path: Path | None = None
