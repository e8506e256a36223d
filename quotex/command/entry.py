"""The command ``quotex``: finds its subcommands, and turns every error into one line and a status."""

from __future__ import annotations

import atexit
import importlib
import importlib.util
import os
import pkgutil
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

import click

import quotex
from quotex.command.messages import complain
from quotex.errors import QuotexError

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells have it."""


class _Subcommands(click.Group):
    """The commands of the modules beside this one, imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        folder = importlib.import_module("quotex.command").__path__
        return sorted(m.name for m in pkgutil.iter_modules(folder) if self.get_command(ctx, m.name))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        name = f"quotex.command.{cmd_name}"
        if not cmd_name.isidentifier() or importlib.util.find_spec(name) is None:
            return None
        command = getattr(importlib.import_module(name), "COMMAND", None)
        return command if isinstance(command, click.Command) else None


@click.command(
    cls=_Subcommands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 good; 1 some inputs failed, each named on standard error; 2 wrong usage.",
)
@click.version_option(quotex.__version__, prog_name="quotex", message="%(prog)s %(version)s")
def cli() -> None:
    """Who said what, to whom, through which channel: quotations from news articles."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        argv: Arguments without the program's name; None takes the process's own.

    Returns:
        The exit status: 0 good, 1 some inputs failed, 2 usage, 130 interrupted.
    """
    try:
        # Not cli.main(): it has ways of its own with closed pipes and Ctrl-C.
        with cli.make_context("quotex", list(sys.argv[1:] if argv is None else argv)) as context:
            status = cli.invoke(context)
        sys.stdout.flush()
        return status if isinstance(status, int) else 0
    except click.exceptions.Exit as done:
        sys.stdout.flush()
        return done.exit_code
    except click.UsageError as error:
        if isinstance(error, click.exceptions.NoArgsIsHelpError):
            click.echo(error.format_message(), err=True)
            return error.exit_code
        path = error.ctx.command_path if error.ctx else "quotex"
        complain(f"{error.format_message().rstrip('.')} (see {path} --help)")
        return error.exit_code
    except click.ClickException as error:
        complain(error.format_message())
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        complain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has enough; Python would complain at exit when it flushes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except QuotexError as error:
        complain(str(error))
        return 1
    except OSError as error:
        reason = error.strerror or str(error)
        complain(f"{error.filename}: {reason}" if error.filename else reason)
        return 1


def run() -> NoReturn:
    """Be the process ``quotex``: run the command line, and end.

    The interpreter is not taken apart at the end; with torch loaded that would take half a second.
    """
    status = main()
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    os._exit(status)
