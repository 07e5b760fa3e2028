"""A table document as an Excel workbook: repeated heads, chosen page ends, underlined changes, no formulas.

XlsxWriter is imported only when a file is written.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from pia_desktop.dataclass import dataclass
from pia_desktop.documents.form_workbook import sheet_names
from pia_desktop.documents.table import (
    Cell,
    Span,
    TableDocument,
    TableRow,
    cell_text,
    kept,
    plain_line,
    reach_of_cells,
)
from pia_desktop.documents.workbook_measure import PART_PIXELS, fitting, height_of, row_height
from pia_desktop.documents.workbook_pages import PageRow, SheetPages, Tie, book_options

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

_FONT: Final = {"font_name": "BIZ UDPゴシック", "font_size": 10, "text_wrap": True, "valign": "top"}
_BOX: Final = {**_FONT, "border": 1, "num_format": "@"}
_PARTS: Final = {False: 48, True: 72}
"""Narrow columns that A4 upright, and sideways, would hold (``workbook_cells``)."""
_POINTS_A_PIXEL: Final = 0.75
_TITLE_SIZE, _SIZE = 14, 10
_MADE: Final = datetime(2000, 1, 1)


def table_xlsx(document: TableDocument) -> bytes:
    """The document as a .xlsx; equal documents give equal bytes."""
    import xlsxwriter  # type: ignore[import-untyped]

    written = io.BytesIO()
    with xlsxwriter.Workbook(written, book_options()) as book:
        properties = {"title": plain_line(document.title)[:250], "author": plain_line(document.author)[:250]}
        book.set_properties({**properties, "created": _MADE})
        [name] = sheet_names([document.title])
        _Sheet(book.add_worksheet(name), book.add_format, document).write()
    return written.getvalue()


class _Sheet:
    """Writes the single sheet, row by row."""

    def __init__(
        self, page: Worksheet, make: Callable[[dict[str, object]], Format], document: TableDocument
    ) -> None:
        self._page = page
        self._document = document
        self._title: Format = make({**_FONT, "font_size": _TITLE_SIZE, "bold": True, "align": "center"})
        self._line: Format = make({**_FONT, "align": "center"})
        self._head: Format = make({**_BOX, "bold": True, "bg_color": "#D9D9D9", "align": "center"})
        self._group: Format = make({**_BOX, "bold": True, "bg_color": "#E8E8E8"})
        self._inner: Format = make({**_BOX, "bold": True, "bg_color": "#F5F5F5"})
        self._note: Format = make(_FONT)
        self._make = make
        self._looks: dict[tuple[bool, bool, bool, bool], Format] = {}
        self._marked: Format = make({**_FONT, "underline": 1})
        self._plain: Format = make(_FONT)
        total = sum(column.share for column in document.columns)
        room = _PARTS[document.landscape]
        self._parts = [max(2, round(room * column.share / total)) for column in document.columns]
        width = sum(self._parts) * PART_PIXELS * _POINTS_A_PIXEL
        self._pages = SheetPages(landscape=document.landscape, width=width)
        self._next = 0
        self._rows: list[tuple[int, _Piece, list[int]]] = []

    def write(self) -> None:
        """Write the sheet."""
        document, page = self._document, self._page
        page.set_footer("&C&P")
        for number, parts in enumerate(self._parts):
            page.set_column_pixels(number, number, parts * PART_PIXELS)
        self._over(document.title, self._title, Tie.FIRM, _TITLE_SIZE)
        for words in document.lines:
            self._over(words, self._line, Tie.FIRM)
        self._heads()
        for group in document.shown_groups():
            if group.heading:
                self._over(group.heading, self._inner if group.inner else self._group, Tie.FIRM)
            pieces = [piece for row in group.rows for piece in self._pieces(row)]
            whole: list[float] = []
            for piece, reach in zip(pieces, reach_of_cells([piece.row for piece in pieces]), strict=True):
                if whole and not piece.row.goes_on:
                    self._pages.add_whole(whole)
                    whole = []
                whole.append(self._row(piece, reach))
            self._pages.add_whole(whole)
        for note in document.notes:
            self._pages.hold()
            self._over(note, self._note, Tie.FREE)
        starts = self._pages.set_up(page)
        for number, piece, reach in _ended(self._rows, starts):
            opens, closes = piece.opens or number in starts, piece.closes or number + 1 in starts
            self._cells(number, _Piece(piece.row, opens, closes), reach)

    def _heads(self) -> None:
        """Write the heads of the columns, printed again on every page and always in view."""
        at = self._next
        columns = list(zip(self._document.columns, self._parts, strict=True))
        for number, (column, _parts) in enumerate(columns):
            self._page.write_string(at, number, column.head, self._head)
        height = row_height(max(height_of(column.head, parts) for column, parts in columns))
        self._pages.add(PageRow(height, Tie.FIRM))
        self._pages.repeat(range(at, at + 1))
        self._page.freeze_panes(at + 1, 0)
        self._next += 1

    def _over(self, text: str, look: Format, tie: Tie, size: int = _SIZE) -> None:
        """Write a line over all columns."""
        # Blanks are kept: 令和　　年　　月　　日 is to be written into.
        words, last = " ".join(kept(text).split("\n")), len(self._parts) - 1
        if last:
            self._page.merge_range(self._next, 0, self._next, last, "", look)
        self._page.write_string(self._next, 0, words, look)
        height = height_of(words, sum(self._parts)) * size / _SIZE
        self._pages.add(PageRow(row_height(height), tie))
        self._next += 1

    def _pieces(self, row: TableRow) -> Iterator[_Piece]:
        """A row, split into several if it is taller than a row of Excel can be."""
        rest = [tuple(Span(kept(span.text), span.marked) for span in spans) for spans in row.cells]
        goes_on = row.goes_on
        opens = True
        while True:
            texts = [cell_text(spans) for spans in rest]
            ends = [fitting(text, parts) for text, parts in zip(texts, self._parts, strict=True)]
            closes = all(end == len(text) for end, text in zip(ends, texts, strict=True))
            cuts = [_cut(spans, end) for spans, end in zip(rest, ends, strict=True)]
            cells = tuple(first for first, _behind in cuts)
            yield _Piece(TableRow(cells, row.path, goes_on, row.alone), opens, closes)
            if closes:
                return
            rest, goes_on, opens = [behind for _first, behind in cuts], True, False

    def _row(self, piece: _Piece, reach: list[int]) -> float:
        """Keep a row, to be written when the pages are known; returns its height."""
        self._rows.append((self._next, piece, reach))
        self._next += 1
        cells = zip(piece.row.cells, self._parts, strict=True)
        return row_height(max(height_of(cell_text(spans), parts) for spans, parts in cells))

    def _cells(self, number: int, piece: _Piece, reach: list[int]) -> None:
        cells = piece.row.cells
        for at, (spans, column) in enumerate(zip(cells, self._document.columns, strict=True)):
            if reach[at] > 1:
                look = self._look(column.centred, False, True, True)
                self._page.merge_range(number, at, number + reach[at] - 1, at, "", look)
            if reach[at]:
                self._cell(number, at, spans, piece if reach[at] == 1 else _Piece(piece.row, True, True))

    def _cell(self, row: int, column: int, spans: Cell, piece: _Piece) -> None:
        centred = self._document.columns[column].centred
        pieces = [(span.text, span.marked) for span in spans if span.text]
        if len(pieces) < 2:
            text, marked = pieces[0] if pieces else ("", False)
            look = self._look(centred, marked, piece.opens, piece.closes)
            self._page.write_string(row, column, text, look)
            return
        rich: list[object] = []
        for text, marked in pieces:
            rich += [self._marked if marked else self._plain, text]
        look = self._look(centred, False, piece.opens, piece.closes)
        self._page.write_rich_string(row, column, *rich, look)

    def _look(self, centred: bool, marked: bool, opens: bool, closes: bool) -> Format:
        """The format of a cell; one that continues in the next row has no rule between them."""
        key = centred, marked, opens, closes
        if key not in self._looks:
            align = "center" if centred else "left"
            rules = {"top": int(opens), "bottom": int(closes)}
            self._looks[key] = self._make({**_BOX, "align": align, "underline": int(marked), **rules})
        return self._looks[key]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A row of the sheet: one of the document or a part of it, which it opens or closes, or else a page."""

    row: TableRow
    opens: bool
    closes: bool


def _ended(
    rows: Iterable[tuple[int, _Piece, list[int]]], starts: Container[int]
) -> Iterator[tuple[int, _Piece, list[int]]]:
    """The rows with the cells that are merged over a page's end ended there, so that it has its rule; they
    go on without words.
    """
    left: dict[int, dict[int, int]] = {}
    for number, piece, reach in rows:
        cells, own = list(piece.row.cells), list(reach)
        for at, rest in left.pop(number, {}).items():
            own[at], cells[at] = rest, ()
        for at, reached in enumerate(own):
            end = next((rows for rows in range(1, reached) if number + rows in starts), reached)
            if end < reached:
                left.setdefault(number + end, {})[at] = reached - end
                own[at] = end
        yield number, replace(piece, row=replace(piece.row, cells=tuple(cells))), own


def _cut(spans: Cell, at: int) -> tuple[Cell, Cell]:
    """The first characters and those behind; a line end between them is dropped."""
    first, behind = [], []
    for span in spans:
        head, tail = span.text[:at], span.text[at:]
        at = max(0, at - len(span.text))
        first += [Span(head, span.marked)] if head else []
        behind += [Span(tail, span.marked)] if tail else []
    if first and behind and first[-1].text.endswith("\n"):
        last = Span(first[-1].text[:-1], first[-1].marked)
        first[-1:] = [last] if last.text else []
    return tuple(first), tuple(behind)
