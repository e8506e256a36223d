"""The formats that can be written, one module each; a module in this folder is found by itself.

Each module holds ``FORMAT``, an :class:`ExportFormat`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import BinaryIO, Protocol

from attrs import frozen

from quotex.errors import InputError
from quotex.records import Article, Quote


@frozen(kw_only=True)
class ExportOptions:
    """How to write: ``guard`` cells that a spreadsheet could run; ``bom`` for Excel's sake; ``append`` to
    what is there, without a header."""

    guard: bool = True
    bom: bool = False
    append: bool = False


class Exporter(Protocol):
    """Writes quotations to a stream that it was made with, as they come."""

    def write(self, quotes: Iterable[Quote], article: Article | None = None) -> None:
        """Write the quotations of one article, which is known or not."""

    def finalize(self) -> None:
        """Write what belongs at the end. The stream is left open."""


@frozen(kw_only=True)
class ExportFormat:
    """A format: its name for ``--to``, its file suffixes, and what makes its exporter."""

    name: str
    suffixes: tuple[str, ...]
    description: str
    open: Callable[[BinaryIO, ExportOptions], Exporter]
    binary: bool = False
    """Not for a terminal."""
    rows: Callable[[BinaryIO, ExportOptions], Iterator[tuple[int, str]]] | None = None
    """Of a format that is written row by row: the offset and article id of each whole row of a stream.
    Raises ValueError, KeyError, IndexError or TypeError for what is none."""


@cache
def export_formats() -> dict[str, ExportFormat]:
    """All formats by name, in the order of their names."""
    modules = (importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))
    return {form.name: form for form in sorted((m.FORMAT for m in modules), key=lambda f: f.name)}


def export_format(name: str | None = None, path: str | Path | None = None) -> ExportFormat:
    """The format of a name, or else of a file's suffix; CSV where neither is given.

    Raises:
        InputError: there is no such format; the message lists those there are.
    """
    known = export_formats()
    if name is not None:
        if name not in known:
            raise InputError(f"no format is called {name} (there are {', '.join(known)})")
        return known[name]
    if path is None:
        return known["csv"]
    file = Path(path).name.lower().removesuffix(".gz")
    # The longest suffix wins, so that ".anno.jsonl" would not be taken for ".jsonl".
    fitting = [(len(s), f.name) for f in known.values() for s in f.suffixes if file.endswith(s)]
    if not fitting:
        suffixes = ", ".join(s for f in known.values() for s in f.suffixes)
        raise InputError(f"{path}: no format has this suffix (there are {suffixes}); or say which with --to")
    return known[max(fitting)[1]]
