"""The formats that can be read, one module each; a module in this folder is found by itself.

Each module holds ``FORMAT``, a :class:`Format`.
"""

from __future__ import annotations

import importlib
import io
import pkgutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import PurePath

from attrs import frozen

from quotex.reading.limits import Limits
from quotex.reading.source import Source
from quotex.records import Article, Problem


@frozen(kw_only=True)
class Format:
    """A format of inputs.

    ``suffixes`` are lower case, with the dot. ``read`` turns a stream into articles and the
    problems of single rows; it raises InputError if the rest of the stream cannot be read.
    ``looks_like`` tells from the first bytes of a stream without a name whether this is the
    format; formats are asked in the order of ``rank``, and the last one takes anything.
    """

    name: str
    suffixes: tuple[str, ...]
    rank: int
    read: Callable[[Source, io.BufferedReader, Limits], Iterator[Article | Problem]]
    looks_like: Callable[[bytes], bool]
    single: bool = False
    """One file holds one article."""


@cache
def formats() -> tuple[Format, ...]:
    """All formats, in the order in which they are asked about a stream."""
    found = [importlib.import_module(f"{__name__}.{m.name}").FORMAT for m in pkgutil.iter_modules(__path__)]
    return tuple(sorted(found, key=lambda f: (f.rank, f.name)))


@cache
def suffixes() -> tuple[str, ...]:
    """Every suffix that a folder is searched for."""
    return tuple(s for f in formats() for s in f.suffixes)


def bare_name(name: str) -> str:
    """A file name without ``.gz`` and without a known format's suffix."""
    if name.lower().endswith(".gz"):
        name = name[:-3]
    suffix = PurePath(name).suffix
    return name[: -len(suffix)] if suffix.lower() in suffixes() else name


def format_named(name: str) -> Format | None:
    """The format of a file name by its suffix (before ``.gz``); None if no format has it."""
    name = name.lower().removesuffix(".gz")
    return next((f for f in formats() if PurePath(name).suffix in f.suffixes), None)


def format_of_stream(head: bytes) -> Format:
    """The format of a stream by its first bytes."""
    return next(f for f in formats() if f.looks_like(head))
