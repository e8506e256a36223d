"""``quotex extract``: articles in, quotations out."""

from __future__ import annotations

import sys

import click

from quotex.command import cluster, options
from quotex.command.gathering import articles, begin, extracted
from quotex.command.messages import complain
from quotex.command.outputs import chosen_formats, gone_on_with, outputs
from quotex.command.progress import progress
from quotex.command.summary import Summary
from quotex.export.formats import ExportOptions, export_formats


@click.command("extract")
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
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="P",
    help="Leave out quotations below this confidence (0 to 1).",
)
@click.option("--include-scare", is_flag=True, help="Also words in quote marks that nobody said here.")
@click.option(
    "--resume",
    is_flag=True,
    help="Go on with the CSV or JSON Lines that an interrupted run with the same inputs and options left.",
)
@click.option("--summary", is_flag=True, help="Also print a short table of what was found.")
@options.csv
@options.engine
@options.processes
@options.sources
def extract(
    chosen: options.Sources,
    paths: tuple[str, ...],
    format_name: str | None,
    min_confidence: float,
    include_scare: bool,
    resume: bool,
    no_guard: bool,
    bom: bool,
    summary: bool,
    engine: str,
    master: str | None,
    conf: tuple[str, ...],
    checkpoint: str | None,
) -> int:
    """Find the quotations in news articles: who said what, through which channel.

    INPUT is a file or folder (.txt, .html, .jsonl, .csv and others, each also as .gz), or - for standard
    input. A text file may begin with lines such as "Title:", "Outlet:", "Published:", "URL:" and a blank
    line.
    """
    spark = cluster.chosen(engine, master, conf, checkpoint)
    if spark is not None:
        cluster.refuse(chosen, {"--summary": summary, "--resume": resume, "--bom": bom})
        how = cluster.extraction(chosen, include_scare, min_confidence)
        return cluster.extract(spark, chosen, paths, format_name, how, not no_guard)
    forms = chosen_formats(paths, format_name)
    chosen = begin(chosen, paths)
    items = articles(chosen, paths)
    failed = 0
    counts = Summary()
    writing = ExportOptions(guard=not no_guard, bom=bom)
    earlier = None
    if resume:
        if summary:
            raise click.UsageError("--summary would tell of the articles alone that were still to be done")
        earlier = gone_on_with(paths, forms, writing)
        items = earlier.rest(items)
    with outputs(paths, forms, writing, earlier) as out, progress(chosen.inputs, chosen.quiet) as meter:
        for quotes, article, problems in extracted(items, chosen, include_scare):
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


COMMAND = extract
