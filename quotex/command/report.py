"""``quotex report``: articles or quotations in, one HTML file to look at out."""

from __future__ import annotations

import sys

import click

from quotex.command import options
from quotex.command.gathering import gather
from quotex.command.messages import complain

TITLE = "Who said what"


@click.command("report")
@click.option(
    "-o",
    "--output",
    "path",
    type=click.Path(dir_okay=False),
    default="report.html",
    show_default=True,
    metavar="FILE",
    help="The HTML file.",
)
@click.option("--title", default=TITLE, show_default=True, metavar="TEXT", help="Headline of the report.")
@click.option(
    "--period",
    type=click.Choice(["day", "month", "year"]),
    default="month",
    show_default=True,
    help="Periods of the source audit.",
)
@click.option(
    "--translations/--no-translations",
    default=None,
    help="Look for translations and paraphrases by meaning; by default where the encoder is installed.",
)
@options.processes
@options.sources
def report(
    chosen: options.Sources,
    path: str,
    title: str,
    period: str,
    translations: bool | None,
) -> int:
    """Make a report to look at: one HTML file that needs no network.

    INPUT is a file or folder of articles as for extract, a store of quotex track, quotations in JSONL
    that extract made (then the report has no article texts), or - for standard input. Open the file in
    any browser.
    """
    gathered = gather(chosen, [path])
    from quotex.report import write_report
    from quotex.tracking import track

    passages = track(gathered.quotes, gathered.articles, translations=translations)
    write_report(gathered.quotes, passages, path, articles=gathered.articles, title=title, period=period)
    if not chosen.quiet and sys.stderr.isatty():
        complain(f"{path}: {len(gathered.quotes)} quotations of {len(gathered.articles)} articles")
    return 1 if gathered.failed else 0


COMMAND = report
