"""Articles, quotations or a store in, articles and quotations out: for commands that look at it all."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quotex.command.messages import complain
from quotex.command.progress import progress
from quotex.command.track import Gathered, holds_quotes
from quotex.errors import InputError
from quotex.reading import read

if TYPE_CHECKING:
    from quotex.extractor import Extractor

_SQLITE = b"SQLite format 3\0"


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
        inputs: files and folders of articles, JSONL of quotations, stores of ``quotex track``, "-".
        manifest: a CSV file with outlet, date, title and URL by file.
        model, no_cache: as of ``quotex.load``.
        quiet: no progress.
        leave_out: files that hold no articles, such as our own output.

    Raises:
        click.UsageError: the manifest cannot be read.
    """
    gathered = Gathered()
    rest = []
    for name in inputs:
        if holds_quotes(name):
            gathered.add_quotes(name)
        elif is_store(name):
            _add_store(name, gathered)
        else:
            rest.append(name)
    if rest:
        try:
            items = read(rest, manifest, leave_out=leave_out)
        except InputError as error:
            raise click.UsageError(str(error)) from None
        with progress(rest, quiet) as meter:
            gathered.add_articles(items, partial(_extractor, model, no_cache), meter)
    return gathered


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


def _add_store(name: str, gathered: Gathered) -> None:
    """Take the current articles of a store and their quotations."""
    from quotex.tracking.store import Store

    try:
        with Store(name) as store:
            gathered.quotes.extend(store.quotes())
            gathered.articles.extend(store.articles().values())
    except InputError as error:
        gathered.failed += 1
        complain(str(error))


def _extractor(model: str, no_cache: bool) -> Extractor:
    """Load the extractor; this imports torch."""
    from quotex.extractor import load

    return load(model, cache=not no_cache)
