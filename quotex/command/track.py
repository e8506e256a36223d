"""``quotex track``: articles or quotations in, what was said once and printed where out."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from quotex.command import cluster, options
from quotex.command.gathering import articles, begin, extracted, gather, holds_quotes
from quotex.command.messages import complain
from quotex.command.progress import progress
from quotex.errors import InputError
from quotex.records import Article, Passage, Problem

WINDOW_DAYS = 7


@click.command("track")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(file_okay=False),
    metavar="FOLDER",
    help="Write passages.csv, appearances.csv and both as .jsonl into FOLDER. Else the appearances go to "
    "standard output as CSV.",
)
@click.option(
    "--window",
    "window_days",
    type=click.IntRange(0),
    default=WINDOW_DAYS,
    show_default=True,
    metavar="DAYS",
    help="Days within which two printings can be of one utterance.",
)
@click.option(
    "--translations/--no-translations",
    default=None,
    help="Look for translations and paraphrases by meaning; by default where the encoder is installed.",
)
@click.option(
    "--families",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="CSV with outlet and family: a family counts as one newsroom.",
)
@click.option(
    "--store",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="Keep articles, quotations and passages in FILE (SQLite): what is there is not parsed again, what "
    "is new is added, and all of it is tracked.",
)
@click.option(
    "--min-outlets",
    type=click.IntRange(1),
    default=1,
    metavar="N",
    help="Leave out passages printed by fewer outlets.",
)
@options.csv
@options.engine
@options.processes
@options.sources
def track(
    chosen: options.Sources,
    folder: str | None,
    window_days: int,
    translations: bool | None,
    families: str | None,
    store: str | None,
    min_outlets: int,
    no_guard: bool,
    bom: bool,
    engine: str,
    master: str | None,
    conf: tuple[str, ...],
    checkpoint: str | None,
) -> int:
    """Find the same quotation across outlets: who printed it, how it changed, who had it first.

    INPUT is a file or folder of articles as for extract, quotations in JSONL that extract made, a store
    of an earlier run, or - for standard input.
    """
    settings: dict[str, Any] = {
        "window_days": window_days,
        "translations": translations,
        "families": chosen.config.families | (_families(families) or {}),
    }
    spark = cluster.chosen(engine, master, conf, checkpoint)
    if spark is not None:
        cluster.refuse(chosen, {"--store": store, "--bom": bom})
        how = cluster.extraction(chosen)
        return cluster.track(spark, chosen, folder, how, settings, min_outlets, not no_guard)
    written = _written(folder, store)
    if store is not None:
        passages, failed = _through_store(store, chosen, written, settings)
    else:
        from quotex.tracking import track as find_passages

        gathered = gather(chosen, written)
        passages, failed = find_passages(gathered.quotes, gathered.articles, **settings), gathered.failed
    kept = [p for p in passages if min_outlets == 1 or len(p.outlets) >= min_outlets]
    _write(kept, folder, not no_guard, bom)
    return 1 if failed else 0


def _through_store(
    path: str, chosen: options.Sources, written: Sequence[str], settings: dict[str, Any]
) -> tuple[list[Passage], int]:
    """Add what is new to a store, article by article, and track all of it.

    Raises:
        click.UsageError: as ``gather``, or an input holds quotations.
    """
    from quotex.tracking.store import Store

    chosen = begin(chosen, written)
    if any(holds_quotes(name) for name in chosen.inputs):
        raise click.UsageError("--store takes articles, not quotations, so that it can tell what is new")
    items = articles(chosen, written)
    failed = 0
    with progress(chosen.inputs, chosen.quiet) as meter, Store(path) as store:

        def new() -> Iterator[Article | Problem]:
            for item in items:
                if isinstance(item, Article) and store.known(item):
                    meter.advance(0)
                else:
                    yield item

        for quotes, article, problems in extracted(new(), chosen):
            for problem in problems:
                failed += 1
                complain(str(problem))
            if article is not None and not problems:
                store.add(article, quotes)
            meter.advance(len(quotes))
        return store.track(**settings), failed


def _families(path: str | None) -> dict[str, str] | None:
    """The table of outlets and the families they belong to.

    Raises:
        click.UsageError: it lacks a column.
    """
    if path is None:
        return None
    from quotex.export import read_csv

    try:
        rows = read_csv(path)
    except InputError as error:
        raise click.UsageError(str(error)) from None
    if rows and not {"outlet", "family"} <= set(rows[0]):
        raise click.UsageError(f"{path}: needs the columns outlet and family")
    return {row["outlet"]: row["family"] for row in rows if row["outlet"] and row["family"]}


def _write(passages: list[Passage], folder: str | None, guard: bool, bom: bool) -> None:
    from quotex.tracking.tables import write_appearances, write_passages

    if folder is not None:
        write_passages(passages, folder, guard=guard, bom=bom)
        return
    write_appearances(passages, sys.stdout.buffer, guard=guard, bom=bom)
    sys.stdout.buffer.flush()


def _written(folder: str | None, store: str | None) -> list[str]:
    """Our own output of an earlier run is no input."""
    names = [store] if store is not None else []
    if folder is not None:
        names += [
            str(Path(folder) / f"{name}.{kind}")
            for name in ("passages", "appearances")
            for kind in ("csv", "jsonl")
        ]
    return names


COMMAND = track
