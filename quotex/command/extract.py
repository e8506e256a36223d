"""``quotex extract``: articles in, quotations out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

import click

from quotex.command import options
from quotex.command.messages import complain, show_warnings
from quotex.command.outputs import chosen_formats, outputs, refuse_overwriting
from quotex.command.progress import progress
from quotex.command.summary import Summary
from quotex.errors import InputError
from quotex.export.formats import ExportOptions, export_formats
from quotex.reading import read
from quotex.records import Article, Problem, Quote

if TYPE_CHECKING:
    from quotex.extractor import Extractor


@click.command("extract")
@options.inputs
@click.option(
    "-o",
    "--output",
    "paths",
    multiple=True,
    metavar="FILE",
    help="Write to FILE, its format by its suffix; may be given several times. Else to standard output.",
)
@click.option(
    "--to",
    "format_name",
    type=click.Choice(list(export_formats())),
    help="The format; without it by the file's suffix, or csv.",
)
@options.manifest
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="P",
    help="Leave out quotations below this confidence (0 to 1).",
)
@click.option("--include-scare", is_flag=True, help="Also words in quote marks that nobody said here.")
@options.model
@click.option("--no-guard", is_flag=True, help="Do not guard cells that a spreadsheet would run as formulas.")
@click.option("--bom", is_flag=True, help="Begin CSV with a byte order mark, for Excel.")
@click.option("--summary", is_flag=True, help="Also print a short table of what was found.")
@options.quiet
def extract(
    inputs: tuple[str, ...],
    paths: tuple[str, ...],
    format_name: str | None,
    manifest: str | None,
    min_confidence: float,
    include_scare: bool,
    model: str,
    no_cache: bool,
    no_guard: bool,
    bom: bool,
    summary: bool,
    quiet: bool,
) -> int:
    """Find the quotations in news articles: who said what, through which channel.

    INPUT is a file or folder (.txt, .html, .jsonl, .csv and others, each also as .gz), or - for standard
    input. A text file may begin with lines such as "Title:", "Outlet:", "Published:", "URL:" and a blank
    line.
    """
    show_warnings(quiet)
    inputs = options.given(inputs)
    forms = chosen_formats(paths, format_name)
    refuse_overwriting(paths, inputs)
    try:
        items = read(inputs, manifest, leave_out=paths)
    except InputError as error:
        raise click.UsageError(str(error)) from None
    failed = 0
    counts = Summary()
    writing = ExportOptions(guard=not no_guard, bom=bom)
    with outputs(paths, forms, writing) as out, progress(inputs, quiet) as meter:
        load = partial(_extractor, model, no_cache, include_scare)
        for quotes, article, problems in _quotations(items, load):
            for problem in problems:
                failed += 1
                complain(str(problem))
            kept = [q for q in quotes if q.confidence >= min_confidence]
            out.write(kept, article)
            counts.add(kept, article)
            meter.advance(len(kept))
    if summary:
        counts.show(sys.stdout if paths else sys.stderr)
    return 1 if failed else 0


def _quotations(
    items: Iterator[Article | Problem], load: Callable[[], Extractor]
) -> Iterator[tuple[Sequence[Quote], Article | None, Sequence[Problem]]]:
    """The quotations, article and problems of each item, in order.

    The extractor is loaded for the first article and not before, because that takes seconds.
    """
    for item in items:
        if isinstance(item, Problem):
            yield (), None, (item,)
            continue
        for quotes in load().pipe(chain([item], items)):
            yield quotes, quotes.article, quotes.problems


def _extractor(model: str, no_cache: bool, include_scare: bool) -> Extractor:
    """Load the extractor; this imports torch."""
    from quotex.extractor import load

    return load(model, cache=not no_cache, include_scare=include_scare)


COMMAND = extract
