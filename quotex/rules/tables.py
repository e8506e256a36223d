"""Reading rule files: TOML tables in ``quotex/rules/<language>/``, checked strictly row by row."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

from quotex.errors import RuleError

Row = dict[str, Any]


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
) -> Iterator[Row]:
    """Give the rows ``[[key]]`` of a table, each with exactly the keys and types allowed.

    Args:
        table: what ``read_table`` gave.
        key: name of the array of tables.
        where: how to name the file in an error.
        required: key to type, each must be there and not empty.
        optional: key to type, each may be there.

    Raises:
        RuleError: names the file, the row's number and the fault.
    """
    optional = optional or {}
    rows = table.get(key, [])
    if not isinstance(rows, list):
        raise RuleError(f"{where}: [[{key}]] must be an array of tables")
    for n, row in enumerate(rows, 1):
        here = f"{where}: [[{key}]] row {n}"
        for name in row:
            if name not in required and name not in optional:
                raise RuleError(f"{here}: unknown key {name!r}")
        for name in required:
            if name not in row:
                raise RuleError(f"{here}: {name!r} is missing")
            if row[name] in ("", []):
                raise RuleError(f"{here}: {name!r} is empty")
        for name, value in row.items():
            kind: type = required[name] if name in required else optional[name]
            if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
                raise RuleError(f"{here}: {name!r} must be {kind.__name__}, is {value!r}")
            if isinstance(value, list) and not all(isinstance(x, str) for x in value):
                raise RuleError(f"{here}: {name!r} must hold strings only")
        yield row
