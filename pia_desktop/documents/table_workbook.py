"""A table document as an Excel workbook: repeated header rows, underlined changes, no formulas.

XlsxWriter is imported only when a file is written.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Final

from pia_desktop.documents.form_workbook import sheet_names
from pia_desktop.documents.table import (
    Cell,
    TableDocument,
    TableRow,
    cell_text,
    kept,
    plain_line,
    reach_of_cells,
)
from pia_desktop.documents.workbook_cells import ROW_END, height_of
from pia_desktop.forms.full_cells import MOST_CHARACTERS

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

_FONT: Final = {"font_name": "BIZ UDPゴシック", "font_size": 10, "text_wrap": True, "valign": "top"}
_BOX: Final = {**_FONT, "border": 1, "num_format": "@"}
_PARTS: Final = {False: 48, True: 72}
"""Narrow columns that A4 upright, and sideways, would hold (``workbook_cells``)."""
_CHARACTERS_A_PART: Final = 2.0
_MADE: Final = datetime(2000, 1, 1)


def table_xlsx(document: TableDocument) -> bytes:
    """The document as a .xlsx; equal documents give equal bytes."""
    import xlsxwriter  # type: ignore[import-untyped]

    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        properties = {"title": plain_line(document.title)[:250], "author": plain_line(document.author)[:250]}
        book.set_properties({**properties, "created": _MADE})
        [name] = sheet_names([document.title])
        _Sheet(book.add_worksheet(name), book.add_format, document).write()
    return written.getvalue()


class _Sheet:
    """Writes the single sheet, row by row."""

    def __init__(self, page: Worksheet, make: object, document: TableDocument) -> None:
        assert callable(make)
        self._page = page
        self._document = document
        self._title: Format = make(
            {**_FONT, "font_size": 14, "bold": True, "align": "center", "text_wrap": False}
        )
        self._line: Format = make({**_FONT, "align": "center", "text_wrap": False})
        self._head: Format = make({**_BOX, "bold": True, "bg_color": "#D9D9D9", "align": "center"})
        self._group: Format = make({**_BOX, "bold": True, "bg_color": "#E8E8E8"})
        self._inner: Format = make({**_BOX, "bold": True, "bg_color": "#F5F5F5"})
        self._note: Format = make({**_FONT, "text_wrap": False})
        self._cells: dict[tuple[bool, bool], Format] = {
            (middle, marked): make(
                {**_BOX, "align": "center" if middle else "left", "underline": int(marked)}
            )
            for middle in (False, True)
            for marked in (False, True)
        }
        self._marked: Format = make({**_FONT, "underline": 1})
        self._plain: Format = make(_FONT)
        total = sum(column.share for column in document.columns)
        room = _PARTS[document.landscape]
        self._parts = [max(2, round(room * column.share / total)) for column in document.columns]

    def write(self) -> None:
        """Write the sheet."""
        document, page = self._document, self._page
        last = len(document.columns) - 1
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_footer("&C&P")
        if document.landscape:
            page.set_landscape()
        for number, parts in enumerate(self._parts):
            page.set_column(number, number, parts * _CHARACTERS_A_PART)
        self._over(0, last, plain_line(document.title), self._title)
        for number, words in enumerate(document.lines, 1):
            self._over(number, last, plain_line(words), self._line)
        at = len(document.lines) + 1
        for number, column in enumerate(document.columns):
            page.write_string(at, number, column.head, self._head)
        page.repeat_rows(at)
        page.freeze_panes(at + 1, 0)
        number = at + 1
        for group in document.shown_groups():
            if group.heading:
                look = self._inner if group.inner else self._group
                self._over(number, last, plain_line(group.heading), look)
                number += 1
            rows = [piece for row in group.rows for piece in _pieces(row)]
            for row, reach in zip(rows, reach_of_cells(rows), strict=True):
                self._row(number, row, reach)
                number += 1
        for note in document.notes:
            self._over(number, last, plain_line(note), self._note)
            number += 1

    def _over(self, row: int, last: int, words: str, look: Format) -> None:
        if last:
            self._page.merge_range(row, 0, row, last, "", look)
        self._page.write_string(row, 0, words, look)

    def _row(self, number: int, row: TableRow, reach: list[int]) -> None:
        heights = [
            height_of(kept(cell_text(spans)), parts)
            for spans, parts in zip(row.cells, self._parts, strict=True)
        ]
        self._page.set_row(number, min(max(heights) + 3, ROW_END))
        for at, (spans, column) in enumerate(zip(row.cells, self._document.columns, strict=True)):
            if reach[at] > 1:
                look = self._cells[column.centred, False]
                self._page.merge_range(number, at, number + reach[at] - 1, at, "", look)
            if reach[at]:
                self._cell(number, at, spans, column.centred)

    def _cell(self, row: int, column: int, spans: Cell, centred: bool) -> None:
        pieces = [(kept(span.text), span.marked) for span in spans if kept(span.text)]
        if len(pieces) < 2:
            text, marked = pieces[0] if pieces else ("", False)
            self._page.write_string(row, column, text, self._cells[centred, marked])
            return
        rich: list[object] = []
        for text, marked in pieces:
            rich += [self._marked if marked else self._plain, text]
        self._page.write_rich_string(row, column, *rich, self._cells[centred, False])


def _pieces(row: TableRow) -> Iterator[TableRow]:
    """A row, split into several if a cell exceeds Excel's limit."""
    rest = row
    while any(len(cell_text(spans)) > MOST_CHARACTERS // 2 for spans in rest.cells):
        cut = [_cut(spans, MOST_CHARACTERS // 2) for spans in rest.cells]
        yield TableRow(tuple(first for first, _rest in cut), row.path, rest.goes_on, rest.alone)
        rest = TableRow(tuple(behind for _first, behind in cut), row.path, goes_on=True)
    yield rest


def _cut(spans: Cell, at: int) -> tuple[Cell, Cell]:
    first, behind = [], []
    for span in spans:
        head, tail = span.text[:at], span.text[at:]
        at = max(0, at - len(span.text))
        first += [type(span)(head, span.marked)] if head else []
        behind += [type(span)(tail, span.marked)] if tail else []
    return tuple(first), tuple(behind)
