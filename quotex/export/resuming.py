"""Going on with an output that an earlier run left unfinished.

Quotations are written article by article, in the order of the inputs. So the articles before the last one of
an unfinished file are done, those without quotations included; the last one may be there in part and is done
again. No other record of what was done is needed, and the file ends up as if nothing had happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path

from attrs import frozen

from quotex.errors import InputError
from quotex.export.formats import ExportFormat, ExportOptions
from quotex.export.tables import encodable
from quotex.records import Article, Problem


@frozen
class Unfinished:
    """An output that can be gone on with.

    Attributes:
        path: the file.
        form: its format.
        options: how it was written.
        last: the id of its last article, None where there is none.
        rows, offset: rows and bytes before that article's first one; they stay.
    """

    path: Path
    form: ExportFormat
    options: ExportOptions
    last: str | None = None
    rows: int = 0
    offset: int = 0

    def rest(self, items: Iterable[Article | Problem]) -> Iterator[Article | Problem]:
        """The items that are still to be done: problems, and the articles from the last one on.

        Raises:
            InputError: the articles are not those that the file was made of.
        """
        if self.last is None:
            yield from items
            return
        done = self._done(self.last)
        waited_for = next(done, None)
        for item in items:
            if isinstance(item, Article) and waited_for is not None:
                if encodable(item.id) != waited_for:
                    continue
                waited_for = next(done, None)
                if waited_for is not None:
                    continue
            yield item
        if waited_for is not None:
            raise InputError(
                f"{self.path}: cannot go on, its article {waited_for} is not among the inputs in this order"
            )

    def _done(self, last: str) -> Iterator[str]:
        """The ids of the articles that have rows, in order."""
        assert self.form.rows is not None
        with self.path.open("rb") as stream:
            kept = islice(self.form.rows(stream, self.options), self.rows)
            for name, _ in groupby(kept, lambda row: row[1]):
                yield encodable(name)
        yield encodable(last)


def unfinished(path: str | Path, form: ExportFormat, options: ExportOptions) -> Unfinished:
    """What an earlier run left in a file; nothing if there is none.

    Raises:
        InputError: the format cannot be gone on with, or the file holds something else.
        OSError: the file cannot be read.
    """
    path = Path(path)
    if form.rows is None or path.suffix.lower() == ".gz":
        raise InputError(f"{path}: only CSV and JSON Lines that are not compressed can be gone on with")
    if not path.exists():
        return Unfinished(path, form, options)
    last: str | None = None
    before, offset = 0, 0
    try:
        with path.open("rb") as stream:
            for number, (start, name) in enumerate(form.rows(stream, options)):
                if name != last:
                    last, before, offset = name, number, start
    except (ValueError, KeyError, IndexError, TypeError):
        raise InputError(f"{path}: not an output of quotex extract with these options") from None
    return Unfinished(path, form, options, last, before, offset)
