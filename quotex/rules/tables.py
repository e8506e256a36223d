"""Reading rule files: TOML tables in ``quotex/rules/<language>/``, checked strictly row by row."""

from __future__ import annotations

import tomllib
from collections.abc import Hashable, Iterator, Mapping
from importlib import resources
from typing import Any

from quotex.errors import RuleError

Row = dict[str, Any]

_EXAMPLES = frozenset({"example", "examples"})


class PlacedRow(dict[str, Any]):
    """A row that knows where it stands.

    Attributes:
        where: how an error names it ("en/cues.toml: [[verb]] row 3", "quotex.toml:14: [[cues.verb]]").
        places: the same for those of its keys that stand in lines of their own.
        added: whether a user added it. Such a row needs no example, and takes the place of a bundled
            one that stands for the same.
    """

    def __init__(
        self, row: Mapping[str, Any], where: str, places: Mapping[str, str] | None = None, added: bool = False
    ) -> None:
        super().__init__(row)
        self.where = where
        self.places = places or {}
        self.added = added

    def at(self, key: str) -> str:
        """How an error names one of its keys."""
        return self.places.get(key, self.where)


class Once:
    """Sees to it that nothing stands twice, but for what an added row says anew."""

    def __init__(self) -> None:
        self._seen: dict[Hashable, bool] = {}

    def note(self, name: Hashable, row: PlacedRow, key: str) -> None:
        """Take note of what a row's key stands for.

        Raises:
            RuleError: another row stands for it, and this one does not take its place.
        """
        if name in self._seen and (self._seen[name] or not row.added):
            raise RuleError(f"{row.at(key)}: {name!r} stands twice")
        self._seen[name] = row.added


def read_table(name: str, language: str = "en") -> Row:
    """Read a bundled rule file.

    Args:
        name: file name without suffix ("cues").
        language: folder of the language.

    Raises:
        RuleError: the language or file is missing, or is not TOML.
    """
    source = resources.files("quotex.rules") / language / f"{name}.toml"
    try:
        return tomllib.loads(source.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise RuleError(f"no rules {language}/{name}.toml") from None
    except tomllib.TOMLDecodeError as error:
        raise RuleError(f"{language}/{name}.toml: {error}") from None


def checked_rows(
    table: Mapping[str, Any],
    key: str,
    *,
    where: str,
    required: Mapping[str, type],
    optional: Mapping[str, type] | None = None,
) -> Iterator[PlacedRow]:
    """Give the rows ``[[key]]`` of a table, each with exactly the keys and types allowed.

    Args:
        table: what ``read_table`` gave.
        key: name of the array of tables.
        where: how to name the file in an error.
        required: key to type, each must be there and not empty.
        optional: key to type, each may be there.

    Raises:
        RuleError: names the file, the row's number or line and the fault.
    """
    rows = table.get(key, [])
    if not isinstance(rows, list):
        raise RuleError(f"{where}: [[{key}]] must be an array of tables")
    for n, row in enumerate(rows, 1):
        here = f"{where}: [[{key}]] row {n}"
        if not isinstance(row, dict):
            raise RuleError(f"{here}: must be a table, is {row!r}")
        placed = row if isinstance(row, PlacedRow) else PlacedRow(row, here)
        _check(placed, required, optional or {})
        yield placed


def _check(row: PlacedRow, required: Mapping[str, type], optional: Mapping[str, type]) -> None:
    """Check the keys and types of a row.

    Raises:
        RuleError: names the row and the fault.
    """
    allowed = {**optional, **required}
    for name in row:
        if name not in allowed:
            raise RuleError(f"{row.at(name)}: unknown key {name!r}")
    for name in required:
        if name not in row:
            if row.added and name in _EXAMPLES:
                continue
            raise RuleError(f"{row.where}: {name!r} is missing")
        if row[name] in ("", []):
            raise RuleError(f"{row.at(name)}: {name!r} is empty")
    for name, value in row.items():
        kind = allowed[name]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise RuleError(f"{row.at(name)}: {name!r} must be {kind.__name__}, is {value!r}")
        if isinstance(value, list) and not all(isinstance(x, str) for x in value):
            raise RuleError(f"{row.at(name)}: {name!r} must hold strings only")
