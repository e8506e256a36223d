"""``quotex track``: articles or quotations in, what was said once and printed where out."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import define, field

from quotex.command import options
from quotex.command.messages import complain, show_warnings
from quotex.command.progress import Meter, progress
from quotex.errors import InputError
from quotex.reading import read
from quotex.records import Article, Passage, Problem, Quote

if TYPE_CHECKING:
    from quotex.extractor import Extractor

WINDOW_DAYS = 7


@click.command("track")
@options.inputs
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
@options.manifest
@options.model
@click.option("--no-guard", is_flag=True, help="Do not guard cells that a spreadsheet would run as formulas.")
@click.option("--bom", is_flag=True, help="Begin CSV with a byte order mark, for Excel.")
@options.quiet
def track(
    inputs: tuple[str, ...],
    folder: str | None,
    window_days: int,
    translations: bool | None,
    families: str | None,
    store: str | None,
    min_outlets: int,
    manifest: str | None,
    model: str,
    no_cache: bool,
    no_guard: bool,
    bom: bool,
    quiet: bool,
) -> int:
    """Find the same quotation across outlets: who printed it, how it changed, who had it first.

    INPUT is a file or folder of articles as for extract, or quotations in JSONL that extract made, or
    - for standard input.
    """
    show_warnings(quiet)
    inputs = options.given(inputs)
    settings = {
        "window_days": window_days,
        "translations": translations,
        "families": _families(families),
    }
    leave_out = _written(folder, store)
    quoted = [i for i in inputs if holds_quotes(i)]
    rest = [i for i in inputs if i not in quoted]
    try:
        items = read(rest, manifest, leave_out=leave_out) if rest else iter(())
    except InputError as error:
        raise click.UsageError(str(error)) from None
    load = partial(_extractor, model, no_cache)
    with progress(rest, quiet) as meter:
        if store is None:
            gathered = Gathered()
            for name in quoted:
                gathered.add_quotes(name)
            gathered.add_articles(items, load, meter)
            passages, failed = gathered.track(settings), gathered.failed
        elif quoted:
            raise click.UsageError("--store takes articles, not quotations, so that it can tell what is new")
        else:
            passages, failed = _through_store(store, items, load, meter, settings)
    kept = [p for p in passages if min_outlets == 1 or len(p.outlets) >= min_outlets]
    _write(kept, folder, not no_guard, bom)
    return 1 if failed else 0


def _through_store(
    path: str, items: Iterator[Article | Problem], load: Callable[[], Extractor], meter: Meter, settings: Any
) -> tuple[list[Passage], int]:
    """Add what is new to a store, article by article, and track all of it."""
    from quotex.tracking.store import Store

    failed = 0
    with Store(path) as store:

        def new() -> Iterator[Article | Problem]:
            for item in items:
                if isinstance(item, Article) and store.known(item):
                    meter.advance(0)
                else:
                    yield item

        for quotes, article, problems in _extracted(new(), load):
            for problem in problems:
                failed += 1
                complain(str(problem))
            if article is not None and not problems:
                store.add(article, quotes)
            meter.advance(len(quotes))
        return store.track(**settings), failed


def _extracted(
    items: Iterator[Article | Problem], load: Callable[[], Extractor]
) -> Iterator[tuple[Sequence[Quote], Article | None, Sequence[Problem]]]:
    """The quotations, article and problems of each item; the extractor is loaded for the first article."""
    for item in items:
        if isinstance(item, Problem):
            yield (), None, (item,)
            continue
        for quotes in load().pipe(chain([item], items)):
            yield quotes, quotes.article, quotes.problems


@define
class Gathered:
    """What the inputs gave."""

    quotes: list[Quote] = field(factory=list)
    articles: list[Article] = field(factory=list)
    failed: int = 0

    def add(self, quotes: Iterable[Quote], article: Article | None, problems: Sequence[Problem]) -> None:
        """Take the quotations of one article."""
        self.quotes.extend(quotes)
        if article is not None:
            self.articles.append(article)
        for problem in problems:
            self.failed += 1
            complain(str(problem))

    def add_articles(
        self, items: Iterator[Article | Problem], load: Callable[[], Extractor], meter: Meter
    ) -> None:
        """Take the quotations of articles."""
        for quotes, article, problems in _extracted(items, load):
            self.add(quotes, article, problems)
            meter.advance(len(quotes))

    def track(self, settings: Any) -> list[Passage]:
        """The passages of all of it."""
        from quotex.tracking import track as find_passages

        return find_passages(self.quotes, self.articles, **settings)

    def add_quotes(self, name: str) -> None:
        """Take the quotations of a JSONL file or of standard input."""
        from quotex.export import quotes_of

        try:
            if name == "-":
                self.quotes.extend(quotes_of(sys.stdin.buffer, "standard input"))
                return
            with Path(name).open("rb") as stream:
                self.quotes.extend(quotes_of(stream, name))
        except InputError as error:
            self.failed += 1
            complain(str(error))
        except OSError as error:
            self.failed += 1
            complain(f"{name}: {(error.strerror or 'cannot be read').lower()}")


def holds_quotes(name: str) -> bool:
    """Whether an input is JSONL of quotations, not of articles, by its first line."""
    from quotex.reading.limits import Limits
    from quotex.reading.streams import bounded, lines

    if name == "-":
        if sys.stdin is None or not hasattr(sys.stdin.buffer, "peek"):
            return False
        head: bytes = sys.stdin.buffer.peek(1 << 16)
        return head.lstrip()[:1] == b"{" and b'"quote_id"' in head.split(b"\n", 1)[0]
    path = Path(name)
    if not path.is_file() or ".jsonl" not in path.suffixes:
        return False
    limits = Limits()
    try:
        with path.open("rb") as stream:
            for _, line in lines(bounded(stream, limits), 6 * limits.article_bytes):
                if line is not None and line.strip():
                    return _is_quote(line)
    except (InputError, OSError):
        return False
    return False


def _is_quote(line: bytes) -> bool:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(row, dict) and "quote_id" in row and "content" in row


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


def _extractor(model: str, no_cache: bool) -> Extractor:
    """Load the extractor; this imports torch."""
    from quotex.extractor import load

    return load(model, cache=not no_cache)


COMMAND = track
