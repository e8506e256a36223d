"""CSV as quotex writes it everywhere: UTF-8, LF, minimal quoting, guarded cells; and its reader."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from quotex.columns import cell
from quotex.errors import InputError
from quotex.export.guard import guard, unguard
from quotex.reading.decoding import decode
from quotex.reading.limits import Limits
from quotex.reading.streams import bounded

_SURROGATE = re.compile("[\ud800-\udfff]")
BOM = b"\xef\xbb\xbf"


def encodable(text: str) -> str:
    """The text with lone surrogates, which UTF-8 cannot hold, as replacement characters."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


class TableWriter:
    """Writes rows to a binary stream as CSV; the header comes first, also when no row follows.

    Args:
        stream: Where to; it is flushed by ``flush``, never closed.
        columns: The names, in order.
        guarded: Guard cells that a spreadsheet could run (see ``quotex.export.guard``).
        bom: Begin with a byte order mark, for Excel.
        header: False for rows that go behind others.
    """

    def __init__(
        self,
        stream: BinaryIO,
        columns: Sequence[str],
        *,
        guarded: bool = True,
        bom: bool = False,
        header: bool = True,
    ) -> None:
        self._stream = stream
        self._columns = tuple(columns)
        self._guard: Callable[[str], str] = guard if guarded else str
        self._line = io.StringIO(newline="")
        # With this terminator csv quotes cells that hold CR or LF; it is made LF on the way out.
        self._csv = csv.writer(self._line, lineterminator="\r\n")
        if bom and header:
            stream.write(BOM)
        if header:
            self._put(self._columns)

    def write(self, row: Mapping[str, Any]) -> None:
        """Write one row; a column that it lacks, and None, give an empty cell."""
        guarded, get = self._guard, row.get
        # Most cells are empty or plain text; the rest take the long way.
        self._put(
            [
                guarded(encodable(value if type(value) is str else cell(value)))
                if (value := get(name)) is not None
                else ""
                for name in self._columns
            ]
        )

    def _put(self, cells: Iterable[str]) -> None:
        self._csv.writerow(cells)
        self._stream.write(self._line.getvalue()[:-2].encode("utf-8") + b"\n")
        self._line.seek(0)
        self._line.truncate()


def whole_rows(stream: Iterable[bytes]) -> Iterator[bytes]:
    """The rows of a stream of lines, each with its end; a cell in quotes may hold several lines.

    What is behind the last end of a row is left out.
    """
    row: list[bytes] = []
    open_quote = False
    for line in stream:
        row.append(line)
        open_quote ^= line.count(b'"') % 2 == 1
        if not open_quote and line.endswith(b"\n"):
            yield b"".join(row)
            row.clear()


def cells_of(row: bytes) -> list[str]:
    """The cells of one row.

    Raises:
        ValueError: it is none.
    """
    csv.field_size_limit(max(csv.field_size_limit(), len(row)))
    try:
        return next(csv.reader(io.StringIO(row.decode("utf-8"), newline="")))
    except (csv.Error, StopIteration):
        raise ValueError("not a row") from None


def read_csv(path: str | Path, *, guarded: bool = True) -> list[dict[str, str]]:
    """Read a CSV file that quotex wrote, each cell as it was before it was guarded.

    Args:
        path: The file, plain or gzip, with a byte order mark or without.
        guarded: False for a file written without guards.

    Raises:
        InputError: the file is missing or no such table.
    """
    return list(_rows(Path(path), guarded))


def _rows(path: Path, guarded: bool) -> Iterator[dict[str, str]]:
    undo = unguard if guarded else str
    limits = Limits()
    try:
        with path.open("rb") as file:
            data = bounded(file, limits).read()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:  # a spreadsheet saved it again
            text = decode(data)
    except OSError as error:
        raise InputError(f"{path}: {(error.strerror or 'cannot be read').lower()}") from None
    except InputError as error:
        raise InputError(f"{path}: {error}") from None
    csv.field_size_limit(max(csv.field_size_limit(), limits.article_bytes))
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        columns = next(rows, None)
        if columns is None:
            raise InputError(f"{path}: empty file")
        for cells in rows:
            if len(cells) != len(columns):
                raise InputError(f"{path}:{rows.line_num}: {len(cells)} cells under {len(columns)} columns")
            yield dict(zip(columns, map(undo, cells), strict=True))
    except csv.Error as error:
        raise InputError(f"{path}:{rows.line_num}: {error}") from None
