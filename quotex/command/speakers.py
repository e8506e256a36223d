"""``quotex speakers``: articles or quotations in, every speaker with names, roles and channels out."""

from __future__ import annotations

import click

from quotex.command import options
from quotex.command.gathering import gather
from quotex.command.table import table_options, write_table


@click.command("speakers")
@click.option(
    "--by",
    type=click.Choice(["corpus", "article"]),
    default="corpus",
    show_default=True,
    help="One row a speaker, or one row a speaker and article.",
)
@table_options
def speakers(
    chosen: options.Sources,
    by: str,
    path: str | None,
    no_guard: bool,
    bom: bool,
) -> int:
    """List every speaker as CSV: names and mentions, roles, kind, numbers, channels.

    A named person or organisation is one speaker in all articles; an unnamed one ("a senior aide")
    is one speaker in one article only.

    INPUT is a file or folder of articles as for extract, quotations in JSONL that extract made, a store
    of quotex track, or - for standard input.
    """
    gathered = gather(chosen, [path] if path is not None else [])
    from quotex.report import collect
    from quotex.report.speakers import SPEAKER_COLUMNS, speaker_rows

    rows = speaker_rows(collect(gathered.quotes, gathered.articles), by_article=by == "article")
    write_table(rows, SPEAKER_COLUMNS, path, guarded=not no_guard, bom=bom)
    return 1 if gathered.failed else 0


COMMAND = speakers
