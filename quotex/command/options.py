"""The arguments and options that subcommands share, so that they are the same everywhere."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from functools import reduce, wraps
from pathlib import Path
from typing import Any

import click
from attrs import fields, frozen

from quotex.command.messages import show_log
from quotex.config import Config, read_config
from quotex.errors import RuleError
from quotex.reading.inputs import STANDARD_INPUT

log = logging.getLogger(__name__)

TIME_LIMIT = 600.0
"""Seconds that one article may take: minutes more than the longest that may be read."""

CONFIG_NAME = "quotex.toml"
"""The file with a newsroom's own rows, where the current folder has one."""

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
    click.option(
        "--device",
        type=click.Choice(["cpu", "auto", "cuda"]),
        default="cpu",
        show_default=True,
        help="Where to parse; auto takes a GPU where there is one, cuda wants one.",
    ),
)

processes = together(
    click.option(
        "--jobs",
        type=click.IntRange(1),
        metavar="N",
        help="Processes that work on articles; by default the cores, one on a GPU.",
    ),
    click.option(
        "--time-limit",
        type=click.FloatRange(0),
        default=TIME_LIMIT,
        show_default=True,
        metavar="SECONDS",
        help="What one article may take, 0 for any time; one that takes longer counts as failed.",
    ),
)

engine = together(
    click.option(
        "--engine",
        type=click.Choice(["local", "spark"]),
        default="local",
        show_default=True,
        help="spark: on a cluster, from Parquet or JSONL to folders of part files.",
    ),
    click.option(
        "--master", metavar="URL", help="Spark's master; without it spark-submit's, or this machine."
    ),
    click.option("--conf", multiple=True, metavar="NAME=VALUE", help="A setting of Spark; may be repeated."),
    click.option(
        "--checkpoint",
        metavar="FOLDER",
        help="With spark: keep what each stage gives in a folder that all executors see.",
    ),
)

config_option = click.option(
    "--config",
    type=click.Path(dir_okay=False),
    metavar="FILE",
    help=f"Own outlets, names of speakers, cues and channels. Else {CONFIG_NAME} of this folder, if any.",
)

quiet = click.option("-q", "--quiet", is_flag=True, help="No progress, no warnings.")

verbose = click.option("-v", "--verbose", is_flag=True, help="Also say what is read and how.")


@frozen
class Sources:
    """What is to be read and how, as the user chose it.

    Attributes:
        inputs: files and folders, "-" for standard input; none named means standard input too.
        manifest: a CSV file with outlet, date, title and URL by file.
        model, no_cache: as of ``quotex.load``.
        device: as of ``quotex.load``.
        config: a newsroom's own rows and names.
        quiet: no progress, no warnings.
        jobs: worker processes; None takes the cores, or one on a GPU.
        time_limit: seconds that one article may take; 0 is no limit.
    """

    inputs: tuple[str, ...]
    manifest: str | None
    model: str
    no_cache: bool
    device: str
    config: Config
    quiet: bool
    jobs: int | None = None
    time_limit: float = TIME_LIMIT


def sources(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the inputs and the options that say how to read them, as its first argument.

    What ``processes`` adds, above it, goes into the same argument.
    """
    names = [field.name for field in fields(Sources)]

    @wraps(function)
    def command(verbose: bool, config: str | None, **given: Any) -> Any:
        chosen = {name: given.pop(name) for name in names if name in given}
        show_log(chosen["quiet"], verbose)
        return function(Sources(**chosen, config=own_config(config)), **given)

    return together(inputs, manifest, model, config_option, quiet, verbose)(command)


def own_config(path: str | None) -> Config:
    """A newsroom's own rows and names: of a file, else of the one that lies in the current folder.

    Raises:
        click.UsageError: the file cannot be read or is not valid.
    """
    if path is None and not Path(CONFIG_NAME).is_file():
        log.info("no %s in this folder", CONFIG_NAME)
        return Config()
    try:
        config = read_config(path or CONFIG_NAME)
    except RuleError as error:
        raise click.UsageError(str(error)) from None
    log.info("using %s", config.path)
    return config


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
