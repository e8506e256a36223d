"""In which line of a TOML file a table or a key stands; the standard library's reader does not tell."""

from __future__ import annotations

import tomllib
from typing import Any

from attrs import frozen

Path = tuple[str, ...]


@frozen
class _Section:
    """A header and what follows it; ``first`` is the header's line, counted from 1."""

    path: Path
    first: int
    lines: tuple[str, ...]

    def line(self, key: str) -> int | None:
        """The first line that gives the key a value."""
        for n, line in enumerate(self.lines):
            if key in _read(line.split("=", 1)[0] + "= 0"):
                return self.first + n
        return None


class Lines:
    """The lines of a TOML text.

    Args:
        text: valid TOML.
    """

    def __init__(self, text: str) -> None:
        lines = text.split("\n")
        self._sections: list[_Section] = []
        path: Path = ()
        begin = 0
        for n, line in enumerate(lines):
            if not line.lstrip().startswith("["):
                continue
            header = _header(line)
            # A line in brackets inside a list or a long string: what stands before it is not whole.
            if header and _is_whole("\n".join(lines[begin:n])):
                self._sections.append(_Section(path, begin + 1, tuple(lines[begin:n])))
                path, begin = header, n
        self._sections.append(_Section(path, begin + 1, tuple(lines[begin:])))

    def row(self, path: Path, number: int) -> int:
        """The line of the n-th (from 0) table of this name; of a list of tables, the line it begins in."""
        sections = [s for s in self._sections if s.path == path]
        if number < len(sections):
            return sections[number].first
        return self.key(path[:-1], path[-1]) if path else 1

    def key(self, path: Path, key: str, number: int = 0) -> int:
        """The line of a key of the n-th table of this name, or the table's own line."""
        sections = [s for s in self._sections if s.path == path]
        if number < len(sections):
            return sections[number].line(key) or sections[number].first
        return self.row(path, number) if path else 1


def _header(line: str) -> Path:
    """The name of the table that a line begins ("[a.b]", "[[a.b]]"), or () where it begins none."""
    value: Any = _read(line)
    path = []
    while value:
        value = value[0] if isinstance(value, list) else value
        if not isinstance(value, dict) or len(value) > 1:
            return ()
        for key, below in value.items():
            path.append(key)
            value = below
    return tuple(path)


def _is_whole(text: str) -> bool:
    try:
        tomllib.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _read(line: str) -> dict[str, Any]:
    try:
        return tomllib.loads(line)
    except (ValueError, RecursionError):
        return {}
