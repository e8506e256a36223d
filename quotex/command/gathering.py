"""Articles, quotations or a store in, articles and quotations out: for commands that look at it all."""

from __future__ import annotations

import gc
import json
import logging
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click
from attrs import define, evolve, field

from quotex.command import options
from quotex.command.messages import complain
from quotex.command.outputs import refuse_overwriting
from quotex.command.progress import progress
from quotex.config import Config
from quotex.errors import DeviceError, InputError
from quotex.reading import read
from quotex.reading.inputs import STANDARD_INPUT
from quotex.records import Article, Problem, Quote

if TYPE_CHECKING:
    from quotex.extractor import Extractor

log = logging.getLogger(__name__)

_SQLITE = b"SQLite format 3\0"
_HEAD = 1 << 16
"""Bytes of standard input that may tell what it holds."""
KEPT_CODE = "128"
"""Shapes of matrices for which oneDNN keeps its code (its own choice, 1,024, takes 200 MB more a process)."""
COLLECTED = 20_000
"""Objects made, less those that went by themselves, before the collector looks for circles (Python: 700)."""


@define
class Gathered:
    """What the inputs gave."""

    config: Config
    quotes: list[Quote] = field(factory=list)
    articles: list[Article] = field(factory=list)
    failed: int = 0

    def add(self, quotes: Iterable[Quote], article: Article | None, problems: Sequence[Problem]) -> None:
        """Take the quotations of one article."""
        self.quotes.extend(quotes)
        if article is not None:
            self.articles.append(article)
        for problem in problems:
            self.fail(problem)

    def add_quotes(self, name: str) -> None:
        """Take the quotations of a JSONL file or of standard input."""
        from quotex.export import quotes_of

        try:
            if name == STANDARD_INPUT:
                self._name(quotes_of(sys.stdin.buffer, "standard input"))
                return
            with Path(name).open("rb") as stream:
                self._name(quotes_of(stream, name))
        except InputError as error:
            self.fail(error)
        except OSError as error:
            self.fail(f"{name}: {(error.strerror or 'cannot be read').lower()}")

    def add_store(self, name: str) -> None:
        """Take the current articles of a store and their quotations."""
        from quotex.tracking.store import Store

        try:
            with Store(name) as store:
                self._name(store.quotes())
                self.articles.extend(self.config.article(a) for a in store.articles().values())
        except InputError as error:
            self.fail(error)

    def _name(self, quotes: Iterable[Quote]) -> None:
        """Take quotations that were found earlier, with the names that count now."""
        self.quotes.extend(self.config.quote(quote) for quote in quotes)

    def fail(self, reason: object) -> None:
        """Count an input that failed, and say why."""
        self.failed += 1
        complain(str(reason))


def gather(chosen: options.Sources, written: Sequence[str]) -> Gathered:
    """Read the inputs and find the quotations of what are articles.

    Args:
        chosen: files and folders of articles, JSONL of quotations, stores of ``quotex track``, "-".
        written: the files that the command will write.

    Raises:
        click.UsageError: no input, an output that is an input, or a manifest that cannot be read.
    """
    chosen = begin(chosen, written)
    gathered = Gathered(config=chosen.config)
    rest = []
    for name in chosen.inputs:
        if holds_quotes(name):
            gathered.add_quotes(name)
        elif is_store(name):
            gathered.add_store(name)
        else:
            rest.append(name)
    if rest:
        chosen = evolve(chosen, inputs=tuple(rest))
        items = articles(chosen, written)
        with progress(rest, chosen.quiet) as meter:
            for quotes, article, problems in extracted(items, chosen):
                gathered.add(quotes, article, problems)
                meter.advance(len(quotes))
    return gathered


def begin(chosen: options.Sources, written: Sequence[str]) -> options.Sources:
    """The choices with the inputs that are meant where none is named.

    Raises:
        click.UsageError: no input, an output that is an input, or a device that is not there.
    """
    if chosen.device not in ("cpu", "auto"):
        _look_for(chosen.device)
    chosen = evolve(chosen, inputs=options.given(chosen.inputs))
    refuse_overwriting(written, chosen.inputs)
    return chosen


def _look_for(device: str) -> None:
    """Raise click.UsageError if a device is not there: before any output is opened."""
    from quotex.parsing.devices import device_here

    try:
        device_here(device)
    except DeviceError as error:
        raise click.UsageError(str(error)) from None


def articles(chosen: options.Sources, written: Sequence[str]) -> Iterator[Article | Problem]:
    """The articles of the inputs, their outlets by the names that count; our own output is none.

    Raises:
        click.UsageError: the manifest cannot be read.
    """
    try:
        items = read(chosen.inputs, chosen.manifest, leave_out=written)
    except InputError as error:
        raise click.UsageError(str(error)) from None
    return (chosen.config.article(item) if isinstance(item, Article) else item for item in items)


def extracted(
    items: Iterator[Article | Problem], chosen: options.Sources, include_scare: bool = False
) -> Iterator[tuple[Sequence[Quote], Article | None, Sequence[Problem]]]:
    """The quotations, article and problems of each item, in order.

    The extractor is loaded for the first article and not before, because that takes seconds.
    """
    for item in items:
        if isinstance(item, Problem):
            yield (), None, (item,)
            continue
        loaded = extractor(chosen, include_scare)
        for quotes in loaded.pipe(chain([item], items), jobs=chosen.jobs, seconds=chosen.time_limit):
            yield quotes, quotes.article, quotes.problems


def extractor(chosen: options.Sources, include_scare: bool = False) -> Extractor:
    """Make the extractor; its models are loaded when they are needed."""
    from quotex.extractor import load

    log.info("model %s on %s", chosen.model, chosen.device)
    for cache in ("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "LRU_CACHE_CAPACITY"):  # torch has one of its own above
        os.environ.setdefault(cache, KEPT_CODE)
    loaded = load(
        chosen.model,
        cache=not chosen.no_cache,
        device=chosen.device,
        include_scare=include_scare,
        config=chosen.config,
        threads=1,  # processes use the cores; threads beside them, or beside other work, only wait
    )
    gc.freeze()  # rules and code stay to the end: the collector need not look at them again and again
    gc.set_threshold(COLLECTED)  # an article leaves thousands of objects, hardly any of them in circles
    return loaded


def holds_quotes(name: str) -> bool:
    """Whether an input is JSONL of quotations, not of articles, by its first line."""
    from quotex.reading.limits import Limits
    from quotex.reading.streams import bounded, lines

    if name == STANDARD_INPUT:
        if sys.stdin is None or not hasattr(sys.stdin.buffer, "peek"):
            return False
        head: bytes = sys.stdin.buffer.peek(_HEAD)
        return head.lstrip()[:1] == b"{" and b'"quote_id"' in head.split(b"\n", 1)[0]
    path = Path(name)
    if not path.is_file() or ".jsonl" not in path.suffixes:
        return False
    limits = Limits()
    try:
        with path.open("rb") as stream:
            for _, line in lines(bounded(stream, limits), 6 * limits.article_bytes):
                if line is not None and line.strip():
                    return _is_quote(line)
    except (InputError, OSError):
        return False
    return False


def _is_quote(line: bytes) -> bool:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(row, dict) and "quote_id" in row and "content" in row


def is_store(name: str) -> bool:
    """Whether an input is an SQLite file."""
    path = Path(name)
    try:
        if not path.is_file():
            return False
        with path.open("rb") as stream:
            return stream.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False
