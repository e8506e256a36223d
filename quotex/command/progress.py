"""Progress on standard error, only on a terminal."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from quotex.reading.formats import format_named
from quotex.reading.inputs import sources
from quotex.records import Problem

if TYPE_CHECKING:
    from rich.progress import Progress


log = logging.getLogger(__name__)


class Meter(Protocol):
    """What a command tells of its progress."""

    def advance(self, quotations: int) -> None:
        """One more article is done, with so many quotations."""


class _Silent:
    """Counts, and says at the end what was done."""

    def __init__(self) -> None:
        self.articles = 0
        self.quotations = 0
        self._start = time.monotonic()

    def advance(self, quotations: int) -> None:
        self.articles += 1
        self.quotations += quotations

    @property
    def rate(self) -> float:
        """Articles a second so far."""
        return self.articles / max(time.monotonic() - self._start, 1e-9)

    def tell(self) -> None:
        """Log what was done, for ``-v``."""
        seconds = time.monotonic() - self._start
        log.info("%d articles, %d quotations, %.1f seconds", self.articles, self.quotations, seconds)


class _Bar(_Silent):
    """The same, shown as it goes."""

    def __init__(self, progress: Progress, total: int | None) -> None:
        super().__init__()
        self._progress = progress
        self._task = progress.add_task("articles", total=total, quotations=0, rate="")

    def advance(self, quotations: int) -> None:
        super().advance(quotations)
        rate = f"{self.rate:.1f}/s" if self.rate >= 1 else f"{60 * self.rate:.1f}/min"
        self._progress.update(self._task, advance=1, quotations=self.quotations, rate=rate)


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
        silent = _Silent()
        yield silent
        silent.tell()
        return
    from rich import progress as bars
    from rich.console import Console

    with bars.Progress(
        bars.SpinnerColumn(),
        bars.MofNCompleteColumn(),
        bars.TextColumn("articles, {task.fields[quotations]} quotations"),
        bars.BarColumn(),
        bars.TextColumn("{task.fields[rate]}"),
        bars.TimeElapsedColumn(),
        bars.TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as shown:
        bar = _Bar(shown, article_count(inputs))
        yield bar
    bar.tell()
