"""The command line: one module a subcommand, each a filter from inputs to standard output or files.

A module in this folder that holds ``COMMAND``, a click command, is a subcommand by its own name.
Nothing heavy is imported before a subcommand runs.
"""

from quotex.command.entry import main, run

__all__ = ["main", "run"]
