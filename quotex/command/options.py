"""The arguments and options that subcommands share, so that they are the same everywhere."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import reduce, wraps
from typing import Any

import click
from attrs import frozen

from quotex.reading.inputs import STANDARD_INPUT

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def together(*decorators: Decorator) -> Decorator:
    """Several decorators as one; the first is the outermost."""
    return lambda function: reduce(lambda f, d: d(f), reversed(decorators), function)


inputs = click.argument("inputs", nargs=-1, metavar="[INPUT]...", type=click.Path(allow_dash=True))

manifest = click.option(
    "--manifest",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="CSV with outlet, published, title, url by file.",
)

model = together(
    click.option(
        "--model",
        default="quotex-en",
        show_default=True,
        metavar="NAME",
        help='The bundled model, "stanza:en", or a folder.',
    ),
    click.option("--no-cache", is_flag=True, help="Neither read nor keep parses on disk."),
)

quiet = click.option("-q", "--quiet", is_flag=True, help="No progress, no warnings.")


@frozen
class Sources:
    """What is to be read and how, as the user chose it.

    Attributes:
        inputs: files and folders, "-" for standard input; none named means standard input too.
        manifest: a CSV file with outlet, date, title and URL by file.
        model, no_cache: as of ``quotex.load``.
        quiet: no progress, no warnings.
    """

    inputs: tuple[str, ...]
    manifest: str | None
    model: str
    no_cache: bool
    quiet: bool


def sources(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the inputs and the options that say how to read them, as its first argument."""

    @wraps(function)
    def command(
        inputs: tuple[str, ...], manifest: str | None, model: str, no_cache: bool, quiet: bool, **own: Any
    ) -> Any:
        return function(Sources(inputs, manifest, model, no_cache, quiet), **own)

    return together(inputs, manifest, model, quiet)(command)


csv = together(
    click.option(
        "--no-guard", is_flag=True, help="Do not guard cells that a spreadsheet would run as formulas."
    ),
    click.option("--bom", is_flag=True, help="Begin CSV with a byte order mark, for Excel."),
)


def given(inputs: tuple[str, ...]) -> tuple[str, ...]:
    """The inputs, or standard input where none is named and something is piped in.

    Raises:
        click.UsageError: none is named, and standard input is a terminal.
    """
    if inputs:
        if inputs.count(STANDARD_INPUT) > 1:
            raise click.UsageError("standard input (-) is named twice")
        return inputs
    if sys.stdin is None or sys.stdin.isatty():
        raise click.UsageError("name at least one INPUT: a file, a folder, or - for standard input")
    return (STANDARD_INPUT,)
