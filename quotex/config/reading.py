"""Reads ``quotex.toml``: every row is checked as the bundled ones are, every fault named with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import Any

import regex

from quotex.config.lines import Lines
from quotex.config.newsroom import Config, Outlet, comparable
from quotex.errors import RuleError
from quotex.rules.channels import channel_rules
from quotex.rules.cues import cue_rules
from quotex.rules.language import Language
from quotex.rules.outlets import outlet_rules
from quotex.rules.tables import PlacedRow, checked_rows

MOST_BYTES = 256 * 1024
ROWS = {"cues": ("verb", "noun", "phrase"), "channels": ("verb", "evidence", "outlet")}
"""The bundled files that rows can be added to, and their arrays of tables."""

OUTLET_KIND = "paper"
_DOMAIN = regex.compile(r"\A(?:[\p{L}\p{N}_-]++\.)++[\p{L}\p{N}-]++")
_AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")


def read_config(path: str | PathLike[str], language: str = "en") -> Config:
    """Read what a newsroom adds to the bundled rules.

    Args:
        path: a TOML file as docs/config.md describes it.
        language: the language whose rules are added to.

    Raises:
        RuleError: the file cannot be read, or something in it is not valid; names file and line.
    """
    where = str(path)
    text = _text(where)
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise RuleError(_complaint(where, text, error)) from None
    file = _File(where, table, Lines(text))
    file.check_names()
    outlets, outlet_names = _outlets(file)
    added = {name: file.rows(name) for name in ROWS}
    added["outlets"] = {"name": outlet_names} if outlet_names else {}
    own = Language(language, {name: rows for name, rows in added.items() if rows})
    # Loaded here so that a fault is named before any article is read.
    cue_rules(own)
    channel_rules(own)
    outlet_rules(own)
    return Config(where, own, outlets, _aliases(file))


def _text(where: str) -> str:
    try:
        with Path(where).open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise RuleError(f"{where}: {reason.lower()}") from None
    if len(data) > MOST_BYTES:
        raise RuleError(f"{where}: more than {MOST_BYTES // 1024} KiB")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RuleError(f"{where}:{line}: not UTF-8") from None


def _complaint(where: str, text: str, error: Exception) -> str:
    """What TOML's reader found, with the line in front as everywhere."""
    if isinstance(error, RecursionError):
        return f"{where}:1: nested too deeply"
    said = str(error)
    found = _AT_LINE.search(said)
    line = (found and found[1]) or str(text.count("\n") + 1 if found else 1)
    return f"{where}:{line}: {_AT_LINE.sub('', said)}"


class _File:
    """A file as read, with the places of its tables."""

    def __init__(self, where: str, table: Mapping[str, Any], lines: Lines) -> None:
        self.where = where
        self.table = table
        self.lines = lines

    def check_names(self) -> None:
        """Raise RuleError if there is a table that nothing reads."""
        known = {"outlet", "aliases", *ROWS}
        for name in self.table:
            if name not in known:
                line = self._line((name,), name)
                raise RuleError(f"{line}: unknown table {name!r}; there are {', '.join(sorted(known))}")
        for name, keys in ROWS.items():
            below = self.table.get(name, {})
            if not isinstance(below, dict):
                raise RuleError(f"{self._line((name,), name)}: {name!r} must hold tables")
            for key in below:
                if key not in keys:
                    line = self._line((name, key), key)
                    raise RuleError(f"{line}: unknown table '{name}.{key}'; there are {', '.join(keys)}")

    def _line(self, path: tuple[str, ...], key: str) -> str:
        line = self.lines.row(path, 0)
        return f"{self.where}:{line if line > 1 else self.lines.key(path[:-1], key)}"

    def rows(self, name: str) -> dict[str, Sequence[PlacedRow]]:
        """The rows to add to a bundled file."""
        below = self.table.get(name, {})
        return {key: self.placed((name, key), below[key]) for key in ROWS[name] if below.get(key)}

    def placed(self, path: tuple[str, ...], rows: Any) -> list[PlacedRow]:
        """Rows that know their lines.

        Raises:
            RuleError: it is no array of tables.
        """
        shown = f"[[{'.'.join(path)}]]"
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise RuleError(f"{self._line(path, path[-1])}: {shown} must be an array of tables")
        return [
            PlacedRow(
                row,
                f"{self.where}:{self.lines.row(path, n)}: {shown}",
                {key: f"{self.where}:{self.lines.key(path, key, n)}: {shown}" for key in row},
                added=True,
            )
            for n, row in enumerate(rows)
        ]


def _outlets(file: _File) -> tuple[tuple[Outlet, ...], list[PlacedRow]]:
    """The outlets, and the rows by which they are known in an article's text."""
    outlets = []
    names = []
    taken: dict[str, str] = {}
    rows = checked_rows(
        {"outlet": file.placed(("outlet",), file.table.get("outlet", []))},
        "outlet",
        where=file.where,
        required={"name": str},
        optional={"names": list, "kind": str, "domains": list, "family": str},
    )
    for row in rows:
        outlet = Outlet(
            name=row["name"],
            names=tuple(row.get("names", ())),
            kind=row.get("kind", OUTLET_KIND),
            domains=tuple(domain.lower() for domain in row.get("domains", ())),
            family=row.get("family", ""),
        )
        for domain in outlet.domains:
            if _DOMAIN.fullmatch(domain) is None:
                raise RuleError(f"{row.at('domains')}: {domain!r} is no domain, such as news.example.org")
        for key, words in (("name", (outlet.name,)), ("names", outlet.names), ("domains", outlet.domains)):
            for word in words:
                if not word.split():
                    raise RuleError(f"{row.at(key)}: a name is empty")
                if taken.setdefault(comparable(word), outlet.name) != outlet.name:
                    other = taken[comparable(word)]
                    raise RuleError(f"{row.at(key)}: {word!r} is a name of {other!r} too")
        outlets.append(outlet)
        places = {"kind": row.at("kind"), "names": row.at("names")}
        known_by = list(dict.fromkeys(" ".join(name.split()) for name in (outlet.name, *outlet.names)))
        names.append(PlacedRow({"kind": outlet.kind, "names": known_by}, row.where, places, added=True))
    return tuple(outlets), names


def _aliases(file: _File) -> dict[str, str]:
    """What a speaker may be called, to the name that counts."""
    table = file.table.get("aliases", {})
    if not isinstance(table, dict):
        raise RuleError(f"{file.where}:{file.lines.key((), 'aliases')}: 'aliases' must be a table")
    out: dict[str, str] = {}
    taken: dict[str, str] = {}
    for alias, name in table.items():
        here = f"{file.where}:{file.lines.key(('aliases',), alias)}: [aliases]"
        if not isinstance(name, str) or not name.split():
            raise RuleError(f"{here}: {alias!r} must be the name that counts, in quote marks")
        if not alias.split():
            raise RuleError(f"{here}: a name is empty")
        if taken.setdefault(comparable(alias), name) != name:
            raise RuleError(f"{here}: {alias!r} stands twice")
        out[alias] = name
    for alias, name in out.items():
        if taken.get(comparable(name), name) != name:
            here = f"{file.where}:{file.lines.key(('aliases',), alias)}: [aliases]"
            raise RuleError(f"{here}: {name!r} is itself an alias, of {taken[comparable(name)]!r}")
    return out
