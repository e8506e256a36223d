"""Inputs become articles: lazily, in order, one at a time in memory."""

from __future__ import annotations

import hashlib
import io
import logging
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import evolve

from quotex.errors import InputError
from quotex.reading.formats import format_named, format_of_stream
from quotex.reading.inputs import sources
from quotex.reading.limits import Limits
from quotex.reading.manifest import Manifest, read_manifest
from quotex.reading.source import Source
from quotex.reading.streams import bounded
from quotex.records import Article, Problem
from quotex.time_limit import TookTooLong, time_limit

log = logging.getLogger(__name__)


def read(
    inputs: Sequence[str | Path] | str | Path,
    manifest: str | Path | None = None,
    limits: Limits | None = None,
    leave_out: Iterable[str | Path] = (),
) -> Iterator[Article | Problem]:
    """Read articles from files, folders and standard input.

    Args:
        inputs: Paths (or a single one), and "-" for standard input. Text, HTML, JSONL and CSV,
            each plain or gzip; a folder is searched at any depth.
        manifest: A CSV file with outlet, date, title and URL by file.
        limits: Bounds for sizes.
        leave_out: Files that hold no articles, though a folder of the inputs may hold them.

    Returns:
        Articles in the order of the inputs, with a Problem in the place of each input or row that
        could not be read. Ids are unique: one that comes again gets "#2" and so on, with a warning.

    Raises:
        InputError: the manifest cannot be read.
    """
    if isinstance(inputs, str | Path):
        inputs = [inputs]
    limits = limits or Limits()
    table = read_manifest(manifest, limits) if manifest is not None else None
    left_out = frozenset(Path(p).resolve() for p in (*leave_out, *((manifest,) if manifest else ())))
    return _unique(_articles(inputs, left_out, table, limits))


def _articles(
    inputs: Sequence[str | Path], leave_out: frozenset[Path], manifest: Manifest | None, limits: Limits
) -> Iterator[Article | Problem]:
    for source in sources(inputs, leave_out):
        if isinstance(source, Problem):
            yield source
            continue
        for item in _of_source(source, limits):
            yield manifest.apply(item, source) if manifest and isinstance(item, Article) else item


def _of_source(source: Source, limits: Limits) -> Iterator[Article | Problem]:
    try:
        if source.path is None:
            yield from _of_stream(source, bounded(sys.stdin.buffer, limits), limits)
            return
        with source.path.open("rb") as file:
            yield from _of_stream(source, bounded(file, limits), limits)
    except (InputError, TookTooLong) as error:
        yield Problem(where=source.where, reason=str(error))
    except OSError as error:
        yield Problem(where=source.where, reason=(error.strerror or str(error)).lower())


def _of_stream(source: Source, stream: io.BufferedReader, limits: Limits) -> Iterator[Article | Problem]:
    form = format_named(source.name) or format_of_stream(stream.peek(4096)[:4096])
    reading = form.read(source, stream, limits)
    while True:
        # Whoever writes into a pipe may take all the time there is.
        with time_limit(limits.seconds if source.path else None):
            item = next(reading, None)
        if item is None:
            return
        yield item


def _unique(items: Iterator[Article | Problem]) -> Iterator[Article | Problem]:
    """Number the ids that come again. Eight bytes are kept of each id, not the id."""
    seen: dict[bytes, int] = {}
    for item in items:
        if isinstance(item, Article):
            new = item.id
            while (count := seen.get(key := _key(new), 0)) > 0:
                seen[key] = count + 1
                new = f"{item.id}#{count + 1}" if new == item.id else f"{new}#2"
            seen[key] = 1
            if new != item.id:
                log.warning("the id %r comes again: this one is now %r", item.id, new)
                item = evolve(item, id=new)
        yield item


def _key(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
