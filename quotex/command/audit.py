"""``quotex audit``: articles or quotations in, who gets to speak out."""

from __future__ import annotations

import click

from quotex.command import options
from quotex.command.gathering import gather
from quotex.command.table import table_options, write_table


@click.command("audit")
@click.option(
    "--period",
    type=click.Choice(["day", "month", "year"]),
    default="month",
    show_default=True,
    help="Which periods to count by.",
)
@table_options
def audit(
    chosen: options.Sources,
    period: str,
    path: str | None,
    no_guard: bool,
    bom: bool,
) -> int:
    """Count who gets to speak: by outlet, topic folder and period, as CSV.

    Each row tells what share of a group's quotations and words falls to one value of a measure:
    speaker_type, speaker_class, channel, channel_family, hand (first or second), interviewer,
    gender_shown (by pronouns and titles alone), the ten most quoted speakers; and how many articles
    have a single source or rest on unnamed ones. Quotations that were not uttered do not count.

    INPUT is a file or folder of articles as for extract, quotations in JSONL that extract made, a store
    of quotex track, or - for standard input.
    """
    gathered = gather(chosen, [path] if path is not None else [])
    from quotex.report import audit as count
    from quotex.report import audit_rows, collect
    from quotex.report.audit import AUDIT_COLUMNS

    collection = collect(gathered.quotes, gathered.articles)
    found = count(collection, period=period)
    write_table(audit_rows(found, collection), AUDIT_COLUMNS, path, guarded=not no_guard, bom=bom)
    return 1 if gathered.failed else 0


COMMAND = audit
