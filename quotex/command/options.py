"""The arguments and options that subcommands share, so that they are the same everywhere."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import reduce
from typing import Any

import click

from quotex.reading.inputs import STANDARD_INPUT

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _together(*decorators: Decorator) -> Decorator:
    return lambda function: reduce(lambda f, d: d(f), reversed(decorators), function)


inputs = click.argument("inputs", nargs=-1, metavar="[INPUT]...", type=click.Path(allow_dash=True))

manifest = click.option(
    "--manifest",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help="CSV with outlet, published, title, url by file.",
)

model = _together(
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
