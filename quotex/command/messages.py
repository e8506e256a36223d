"""What goes to standard error: problems, warnings, complaints; each one line."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import click

LONGEST = 400
"""Characters of one message."""


def one_line(text: str) -> str:
    """A message as one line that no terminal takes for a command: file names may hold anything."""
    plain = "".join(c if c.isprintable() else " " for c in text)
    plain = " ".join(plain.split())
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"


def complain(text: str) -> None:
    """Say what went wrong."""
    click.echo(f"quotex: {one_line(text)}", err=True)


class _Handler(logging.Handler):
    """Warnings as lines like all others."""

    def emit(self, record: logging.LogRecord) -> None:
        kind = "" if record.levelno <= logging.INFO else f"{record.levelname.lower()}: "
        complain(f"{kind}{record.getMessage()}")


def show_log(quiet: bool, verbose: bool = False) -> None:
    """Send warnings of quotex to standard error while the current command runs.

    Args:
        quiet: errors only.
        verbose: what is done, too; nothing where quiet.
    """
    level = logging.ERROR if quiet else logging.INFO if verbose else logging.WARNING
    click.get_current_context().with_resource(_shown(level))


@contextmanager
def _shown(level: int) -> Iterator[None]:
    logger = logging.getLogger("quotex")
    before = logger.level, logger.propagate
    handler = _Handler()
    logger.addHandler(handler)
    logger.setLevel(level)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before[0])
        logger.propagate = before[1]
