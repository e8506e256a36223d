"""Progress on standard error, only on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from quotex.reading.formats import format_named
from quotex.reading.inputs import sources
from quotex.records import Problem

if TYPE_CHECKING:
    from rich.progress import Progress


class Meter(Protocol):
    """What a command tells of its progress."""

    def advance(self, quotations: int) -> None:
        """One more article is done, with so many quotations."""


class _Silent:
    def advance(self, quotations: int) -> None:
        pass


class _Bar:
    def __init__(self, progress: Progress, total: int | None) -> None:
        self._progress = progress
        self._task = progress.add_task("articles", total=total, quotations=0)
        self._quotations = 0

    def advance(self, quotations: int) -> None:
        self._quotations += quotations
        self._progress.update(self._task, advance=1, quotations=self._quotations)


def article_count(inputs: Sequence[str]) -> int | None:
    """How many articles the inputs hold, if that can be told without reading them."""
    count = 0
    for source in sources(inputs):
        if isinstance(source, Problem):
            count += 1
            continue
        form = format_named(source.name)
        if source.path is None or form is None or not form.single:
            return None
        count += 1
    return count


@contextmanager
def progress(inputs: Sequence[str], quiet: bool) -> Iterator[Meter]:
    """A bar with rate and time left while the context lasts; nothing where nobody would see it."""
    if quiet or not sys.stderr.isatty():
        yield _Silent()
        return
    from rich import progress as bars
    from rich.console import Console

    with bars.Progress(
        bars.SpinnerColumn(),
        bars.MofNCompleteColumn(),
        bars.TextColumn("articles, {task.fields[quotations]} quotations"),
        bars.BarColumn(),
        bars.TimeElapsedColumn(),
        bars.TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as shown:
        yield _Bar(shown, article_count(inputs))
