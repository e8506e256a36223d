"""A short table of what was found."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TextIO

from quotex.records import Article, Quote

SPEAKERS_SHOWN = 10
CHANNELS_SHOWN = 3
WIDTH = 96
"""Columns of the printed table."""
UNSPECIFIED = "unspecified"


class Summary:
    """Counts quotations as they come; memory grows with the number of speakers only."""

    def __init__(self) -> None:
        self._articles = 0
        self._quotations = 0
        self._outlets: set[str] = set()
        self._kinds: Counter[str] = Counter()
        self._channels: Counter[str] = Counter()
        self._speakers: Counter[str] = Counter()
        self._speaker_channels: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._speaker_outlets: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, quotes: Iterable[Quote], article: Article | None) -> None:
        """Count the quotations of an article."""
        self._articles += article is not None
        if article is not None and article.outlet:
            self._outlets.add(article.outlet)
        for quote in quotes:
            self._quotations += 1
            self._kinds[quote.kind] += 1
            self._channels[quote.channel] += 1
            if quote.speaker:
                self._speakers[quote.speaker] += 1
                self._speaker_channels[quote.speaker][quote.channel] += 1
                if quote.outlet:
                    self._speaker_outlets[quote.speaker].add(quote.outlet)

    def show(self, stream: TextIO) -> None:
        """Print the table."""
        from rich.console import Console
        from rich.table import Table

        facts = Table(box=None, pad_edge=False, show_header=False)
        for label, counts in (("by kind", self._kinds), ("by channel", self._channels)):
            if counts:
                facts.add_row(label, ", ".join(f"{name} {n}" for name, n in _ranked(counts)))
        most = Table(box=None, pad_edge=False)
        most.add_column("most quoted", overflow="ellipsis", no_wrap=True, max_width=36)
        most.add_column("quotations", justify="right")
        most.add_column("outlets", justify="right")
        most.add_column("channels", overflow="ellipsis", no_wrap=True)
        for name, count in _ranked(self._speakers)[:SPEAKERS_SHOWN]:
            channels = [c for c, _ in _ranked(self._speaker_channels[name]) if c != UNSPECIFIED]
            shown = ", ".join(channels[:CHANNELS_SHOWN])
            most.add_row(name, str(count), str(len(self._speaker_outlets[name])), shown)
        console = Console(highlight=False, markup=False, width=WIDTH)
        with console.capture() as printed:
            console.print(
                f"{_counted(self._articles, 'article')} of {_counted(len(self._outlets), 'outlet')}: "
                f"{_counted(self._quotations, 'quotation')} by {_counted(len(self._speakers), 'speaker')}"
            )
            for table in (facts, most):
                if table.row_count:
                    console.print()
                    console.print(table)
        stream.writelines(line.rstrip() + "\n" for line in printed.get().splitlines())


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _ranked(counts: Counter[str]) -> list[tuple[str, int]]:
    """Largest first; equal ones by name, so that the order never changes."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))
