"""Where a command's quotations go: standard output or files, each in its format."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

import click
from attrs import evolve, frozen

from quotex.errors import InputError
from quotex.export.formats import Exporter, ExportFormat, ExportOptions, export_format
from quotex.export.resuming import Unfinished, unfinished
from quotex.export.writing import output
from quotex.records import Article, Quote


@frozen
class Outputs:
    """Open exporters; what is written goes to each.

    Attributes:
        exporters: one an output.
        streams: those that are not compressed, flushed after each article: so a pipe need not wait,
            and what an interrupted run leaves in a file are whole rows.
    """

    exporters: Sequence[Exporter]
    streams: Sequence[BinaryIO]

    def write(self, quotes: Sequence[Quote], article: Article | None) -> None:
        """Write the quotations of an article."""
        for exporter in self.exporters:
            exporter.write(quotes, article)
        if quotes:
            for stream in self.streams:
                stream.flush()


def chosen_formats(paths: Sequence[str], name: str | None) -> list[ExportFormat]:
    """The format of each output file, or of standard output.

    Raises:
        click.UsageError: a format cannot be told, or one is named for several files.
    """
    if name is not None and len(paths) > 1:
        raise click.UsageError("--to goes with one -o; the suffix of each file says its format")
    try:
        forms = [export_format(name, path) for path in paths] or [export_format(name)]
    except InputError as error:
        raise click.UsageError(str(error)) from None
    if not paths and forms[0].binary and sys.stdout.isatty():
        raise click.UsageError(f"{forms[0].name} is not for a terminal: name a file with -o")
    return forms


def refuse_overwriting(paths: Sequence[str], inputs: Sequence[str]) -> None:
    """Raise click.UsageError if an output file is named as an input too, or twice."""
    read = {Path(i).resolve() for i in inputs}
    written = [Path(p).resolve() for p in paths]
    for shown, path in zip(paths, written, strict=True):
        if path in read:
            raise click.UsageError(f"{shown} is an input: it would be overwritten")
        if written.count(path) > 1:
            raise click.UsageError(f"{shown} is named twice with -o")


def gone_on_with(paths: Sequence[str], forms: Sequence[ExportFormat], options: ExportOptions) -> Unfinished:
    """The output that an earlier run left.

    Raises:
        click.UsageError: there is no output file or more than one, or it is no such output.
    """
    if len(paths) != 1:
        raise click.UsageError("--resume needs one output file, named with -o")
    try:
        return unfinished(paths[0], forms[0], options)
    except InputError as error:
        raise click.UsageError(str(error)) from None


@contextmanager
def outputs(
    paths: Sequence[str],
    forms: Sequence[ExportFormat],
    options: ExportOptions,
    earlier: Unfinished | None = None,
) -> Iterator[Outputs]:
    """Open the outputs; at the end, also after Ctrl-C, what was written is made complete.

    Args:
        paths: the files; none is standard output.
        forms: the format of each.
        options: how to write.
        earlier: what is gone on with, if anything.

    Raises:
        OSError: a file cannot be written.
    """
    offset = earlier.offset if earlier is not None and earlier.last is not None else None
    options = evolve(options, append=offset is not None)
    with ExitStack() as stack:
        streams = [stack.enter_context(output(path, offset)) for path in paths] or [sys.stdout.buffer]
        exporters = [form.open(stream, options) for form, stream in zip(forms, streams, strict=True)]
        named = zip(paths or ["-"], streams, strict=True)
        plain = [stream for path, stream in named if not path.lower().endswith(".gz")]
        broken = False
        try:
            yield Outputs(exporters, plain)
        except OSError:  # a closed pipe, a full disk: what is there stays as it is
            broken = True
            raise
        finally:
            if not broken:
                for exporter in exporters:
                    exporter.finalize()
                for stream in plain:
                    stream.flush()
