"""Excel workbooks: one quotation a row, the header frozen, long texts wrapped, addresses as links."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any, BinaryIO

from quotex.columns import COLUMNS, cell, values
from quotex.export.formats import ExportFormat, ExportOptions
from quotex.export.tables import encodable
from quotex.records import Article, Quote

ROWS_OF_A_SHEET = 1_048_576
CHARACTERS_OF_A_CELL = 32_767
CHARACTERS_OF_A_LINK = 2_000
WIDTHS = {"quote": 70, "verbatim": 50, "title": 40, "speaker": 24, "speaker_role": 28, "url": 30}
NARROW = 14
WRAPPED = frozenset({"quote", "verbatim", "title", "speaker_role", "channel_evidence"})
NUMBERS = frozenset({"confidence", "start", "end"})


class XlsxExporter:
    """See ``quotex.export.formats.Exporter``. Rows go to a temporary file until the end."""

    def __init__(self, stream: BinaryIO, options: ExportOptions) -> None:
        import openpyxl  # costs 200 ms
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

        self._stream = stream
        self._illegal = ILLEGAL_CHARACTERS_RE
        self._book: Any = openpyxl.Workbook(write_only=True)
        self._sheet: Any = None
        self._rows = 0

    def write(self, quotes: Iterable[Quote], article: Article | None = None) -> None:
        """Write one row a quotation."""
        for quote in quotes:
            if self._sheet is None or self._rows == ROWS_OF_A_SHEET:
                self._new_sheet()
            row = values(quote)
            self._append([self._cell(name, row[name]) for name in COLUMNS])
            self._rows += 1

    def finalize(self) -> None:
        """Write the workbook."""
        if self._sheet is None:
            self._new_sheet()
        self._end_sheet()
        failed = self._saved()
        if failed:
            # Raised here, where nothing holds the half-written archive: it must be gone before its file.
            raise OSError(failed)

    def _saved(self) -> str:
        """Why the workbook cannot be saved; "" if it is."""
        from lxml.etree import SerialisationError

        try:
            self._book.save(self._stream)
        except (SerialisationError, OSError) as error:
            return f"the workbook cannot be written ({error})"
        return ""

    def _end_sheet(self) -> None:
        """Let the filter buttons of the header filter every row."""
        from openpyxl.utils import get_column_letter

        self._sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{self._rows}"

    def _new_sheet(self) -> None:
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        if self._sheet is not None:
            self._end_sheet()
        number = len(self._book.worksheets) + 1
        self._sheet = self._book.create_sheet("quotes" if number == 1 else f"quotes {number}")
        self._sheet.freeze_panes = "A2"
        for column, name in enumerate(COLUMNS, 1):
            self._sheet.column_dimensions[get_column_letter(column)].width = WIDTHS.get(name, NARROW)
        header = [self._text(name) for name in COLUMNS]
        for title in header:
            title.font = Font(bold=True)
        self._append(header)
        self._rows = 1

    def _append(self, cells: list[Any]) -> None:
        from lxml.etree import SerialisationError

        try:
            self._sheet.append(cells)
        except SerialisationError as error:
            with suppress(SerialisationError, OSError):
                self._sheet.close()  # else its writer complains when it is collected
            raise OSError(f"the workbook cannot be written ({error})") from None

    def _cell(self, name: str, value: Any) -> Any:
        if name in NUMBERS:
            return value
        text = cell(value)
        if not text:
            return None
        made = self._text(text)
        if name in WRAPPED:
            from openpyxl.styles import Alignment

            made.alignment = Alignment(wrap_text=True, vertical="top")
        if name == "url" and text.startswith(("https://", "http://")) and len(text) <= CHARACTERS_OF_A_LINK:
            made.hyperlink = self._illegal.sub("", encodable(text))
        return made

    def _text(self, text: str) -> Any:
        """A cell that holds text whatever it begins with, so that no formula is ever run."""
        from openpyxl.cell import WriteOnlyCell

        clean = self._illegal.sub("\ufffd", encodable(text))
        if len(clean) > CHARACTERS_OF_A_CELL:
            clean = clean[: CHARACTERS_OF_A_CELL - 1] + "…"
        made = WriteOnlyCell(self._sheet, value=clean)
        made.data_type = "s"
        return made


FORMAT = ExportFormat(
    name="xlsx", suffixes=(".xlsx",), description="an Excel workbook", open=XlsxExporter, binary=True
)
