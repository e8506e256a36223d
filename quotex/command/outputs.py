"""Where a command's quotations go: standard output or files, each in its format."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO

import click
from attrs import frozen

from quotex.errors import InputError
from quotex.export.formats import Exporter, ExportFormat, ExportOptions, export_format
from quotex.export.writing import output
from quotex.records import Article, Quote


@frozen
class Outputs:
    """Open exporters; what is written goes to each."""

    exporters: Sequence[Exporter]
    piped: BinaryIO | None

    def write(self, quotes: Sequence[Quote], article: Article | None) -> None:
        """Write the quotations of an article."""
        for exporter in self.exporters:
            exporter.write(quotes, article)
        if self.piped is not None and quotes:
            self.piped.flush()  # the next program in the pipe need not wait


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


@contextmanager
def outputs(paths: Sequence[str], forms: Sequence[ExportFormat], options: ExportOptions) -> Iterator[Outputs]:
    """Open the outputs; at the end, also after Ctrl-C, what was written is made complete.

    Raises:
        OSError: a file cannot be written.
    """
    with ExitStack() as stack:
        piped = None if paths else sys.stdout.buffer
        streams: Iterable[BinaryIO] = (
            [stack.enter_context(output(path)) for path in paths] if piped is None else [piped]
        )
        exporters = [form.open(stream, options) for form, stream in zip(forms, streams, strict=True)]
        broken = False
        try:
            yield Outputs(exporters, piped)
        except BrokenPipeError:
            broken = True
            raise
        finally:
            if not broken:
                for exporter in exporters:
                    exporter.finalize()
                if piped is not None:
                    piped.flush()
