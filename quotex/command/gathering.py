"""Articles or quotations in, both out: what commands need that look at a whole collection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from quotex.command.progress import progress
from quotex.command.track import Gathered, holds_quotes
from quotex.errors import InputError
from quotex.reading import read

if TYPE_CHECKING:
    from quotex.extractor import Extractor


def gather(
    inputs: Sequence[str],
    *,
    manifest: str | None,
    model: str,
    no_cache: bool,
    quiet: bool,
    leave_out: Sequence[str] = (),
) -> Gathered:
    """Read the inputs and find the quotations of what are articles.

    Args:
        inputs: files and folders of articles, JSONL of quotations, "-".
        manifest: a CSV file with outlet, date, title and URL by file.
        model, no_cache: as of ``quotex.load``.
        quiet: no progress.
        leave_out: files that hold no articles, such as our own output.

    Raises:
        click.UsageError: the manifest cannot be read.
    """
    gathered = Gathered()
    quoted = [name for name in inputs if holds_quotes(name)]
    for name in quoted:
        gathered.add_quotes(name)
    rest = [name for name in inputs if name not in quoted]
    if rest:
        try:
            items = read(rest, manifest, leave_out=leave_out)
        except InputError as error:
            raise click.UsageError(str(error)) from None
        with progress(rest, quiet) as meter:
            for quotes in _extractor(model, no_cache).pipe(items):
                gathered.add(quotes, quotes.article, quotes.problems)
                meter.advance(len(quotes))
    return gathered


def _extractor(model: str, no_cache: bool) -> Extractor:
    """Load the extractor; this imports torch."""
    from quotex.extractor import load

    return load(model, cache=not no_cache)
