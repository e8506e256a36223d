"""``quotex audit``: articles or quotations in, who gets to speak out."""

from __future__ import annotations

import click

from quotex.command import options
from quotex.command.gathering import gather
from quotex.command.messages import show_warnings
from quotex.command.outputs import refuse_overwriting
from quotex.command.table import table_options, write_table


@click.command("audit")
@options.inputs
@click.option(
    "--period",
    type=click.Choice(["day", "month", "year"]),
    default="month",
    show_default=True,
    help="Which periods to count by.",
)
@table_options
def audit(
    inputs: tuple[str, ...],
    period: str,
    path: str | None,
    manifest: str | None,
    model: str,
    no_cache: bool,
    no_guard: bool,
    bom: bool,
    quiet: bool,
) -> int:
    """Count who gets to speak: by outlet, topic folder and period, as CSV.

    Each row tells what share of a group's quotations and words falls to one value of a measure:
    speaker_type, speaker_class, channel, channel_family, hand (first or second), interviewer,
    gender_shown (by pronouns and titles alone), the ten most quoted speakers; and how many articles
    have a single source or rest on unnamed ones. Quotations that were not uttered do not count.

    INPUT is a file or folder of articles as for extract, quotations in JSONL that extract made, a store
    of quotex track, or - for standard input.
    """
    show_warnings(quiet)
    inputs = options.given(inputs)
    if path is not None:
        refuse_overwriting([path], inputs)
    left_out = [path] if path is not None else []
    gathered = gather(
        inputs, manifest=manifest, model=model, no_cache=no_cache, quiet=quiet, leave_out=left_out
    )
    from quotex.report import audit as count
    from quotex.report import audit_rows, collect
    from quotex.report.audit import AUDIT_COLUMNS

    collection = collect(gathered.quotes, gathered.articles)
    found = count(collection, period=period)
    write_table(audit_rows(found, collection), AUDIT_COLUMNS, path, guarded=not no_guard, bom=bom)
    return 1 if gathered.failed else 0


COMMAND = audit
