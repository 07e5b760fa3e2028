"""A table document as an Excel workbook: repeated heads, chosen page ends, underlined changes, no formulas.

XlsxWriter is imported only when a file is written.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
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
from pia_desktop.documents.workbook_measure import (
    LINE,
    PART_PIXELS,
    height_of,
    heights_across,
    row_height,
    stretches_across,
)
from pia_desktop.documents.workbook_pages import PageRow, SheetPages, Tie, book_options

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

_FONT: Final = {"font_name": "BIZ UDPゴシック", "font_size": 10, "text_wrap": True, "valign": "top"}
_BOX: Final = {**_FONT, "border": 1, "num_format": "@"}
_PARTS: Final = {False: 48, True: 72}
"""Narrow columns that A4 upright, and sideways, would hold (``workbook_cells``)."""
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
        self._pages = SheetPages(landscape=document.landscape, pixels=sum(self._parts) * PART_PIXELS)
        self._rows: list[_Line | _Piece | None] = []
        """As added to the pages; none: the heads of the columns."""

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
            whole: list[PageRow] = []
            for row in group.rows:
                if whole and not row.goes_on:
                    self._pages.add_whole(whole)
                    whole = []
                whole += self._row(row)
            self._pages.add_whole(whole)
        for note in document.notes:
            self._pages.hold()
            self._over(note, self._note, Tie.FREE)
        self._written()

    def _written(self) -> None:
        """Write what was kept until the pages were known: lines over all columns, and rows between them."""
        rows: list[tuple[int, _Piece]] = []
        gathered = self._pages.gather()
        starts = self._pages.set_up(self._page)
        for number, reach in enumerate(gathered):
            one = self._rows[reach[0]]
            if isinstance(one, _Piece):
                last = self._rows[reach[-1]]
                rows.append((number, one.until(last) if isinstance(last, _Piece) else one))
                continue
            self._between(rows, starts)
            rows = []
            if one is not None:
                self._written_over(number, one)
        self._between(rows, starts)

    def _between(self, rows: Sequence[tuple[int, _Piece]], starts: Container[int]) -> None:
        reached = reach_of_cells([piece.row for _number, piece in rows])
        spanning = ((number, piece, reach) for (number, piece), reach in zip(rows, reached, strict=True))
        for number, piece, reach in _ended(spanning, starts):
            opens, closes = piece.opens or number in starts, piece.closes or number + 1 in starts
            self._cells(number, replace(piece, opens=opens, closes=closes), reach)

    def _heads(self) -> None:
        """Write the heads of the columns, printed again on every page and always in view."""
        at = len(self._rows)
        columns = list(zip(self._document.columns, self._parts, strict=True))
        for number, (column, _parts) in enumerate(columns):
            self._page.write_string(at, number, column.head, self._head)
        height = row_height(max(height_of(column.head, parts) for column, parts in columns))
        self._pages.add(PageRow(height, Tie.FIRM))
        self._pages.repeat(range(at, at + 1))
        self._page.freeze_panes(at + 1, 0)
        self._rows.append(None)

    def _over(self, text: str, look: Format, tie: Tie, size: int = _SIZE) -> None:
        """Keep a line over all columns."""
        # Blanks are kept: 令和　　年　　月　　日 is to be written into.
        words = " ".join(kept(text).split("\n"))
        height = height_of(words, sum(self._parts)) * size / _SIZE
        self._pages.add(PageRow(row_height(height), tie))
        self._rows.append(_Line(words, look))

    def _written_over(self, number: int, line: _Line) -> None:
        if last := len(self._parts) - 1:
            self._page.merge_range(number, 0, number, last, "", line.look)
        self._page.write_string(number, 0, line.words, line.look)

    def _row(self, row: TableRow) -> Iterator[PageRow]:
        """Keep a row, to be parted where a page ends in its text, or where a row of Excel is full."""
        source = replace(
            row,
            cells=tuple(tuple(Span(kept(span.text), span.marked) for span in spans) for spans in row.cells),
        )
        texts = [(cell_text(spans), parts) for spans, parts in zip(source.cells, self._parts, strict=True)]
        pieces = stretches_across(texts)
        if not pieces:
            self._rows.append(_Piece(source, (0,) * len(texts), tuple(len(text) for text, _parts in texts)))
            yield PageRow(row_height(max((height_of(*text) for text in texts), default=LINE)))
            return
        starts = (0,) * len(texts)
        rows = list(zip(*pieces, strict=True))
        for number, (cells, height) in enumerate(zip(rows, heights_across(pieces), strict=True)):
            ends = tuple(start + len(one.words) for start, one in zip(starts, cells, strict=True))
            last = number + 1 == len(rows)
            self._rows.append(_Piece(source, starts, ends, opens=not number, closes=last))
            yield PageRow(height, whole=not last)
            starts = tuple(end + len(one.behind) for end, one in zip(ends, cells, strict=True))

    def _cells(self, number: int, piece: _Piece, reach: list[int]) -> None:
        cells = piece.row.cells
        for at, (spans, column) in enumerate(zip(cells, self._document.columns, strict=True)):
            if reach[at] > 1:
                look = self._look(column.centred, False, True, True)
                self._page.merge_range(number, at, number + reach[at] - 1, at, "", look)
            if reach[at]:
                self._cell(
                    number, at, spans, piece if reach[at] == 1 else replace(piece, opens=True, closes=True)
                )

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
class _Line:
    """A line over all columns."""

    words: str
    look: Format


@dataclass(frozen=True, slots=True)
class _Piece:
    """A row of the document, or a part of it: from where to where of each cell, and whether it opens or
    closes the row, or else a page.
    """

    source: TableRow
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    opens: bool = True
    closes: bool = True

    @property
    def row(self) -> TableRow:
        """The part as a row of its own, which goes on the one above."""
        reach = zip(self.source.cells, self.starts, self.ends, strict=True)
        cells = tuple(_part(spans, start, end) for spans, start, end in reach)
        return replace(self.source, cells=cells, goes_on=self.source.goes_on or any(self.starts))

    def until(self, last: _Piece) -> _Piece:
        """This and those behind it, to the last, as one."""
        return replace(self, ends=last.ends, closes=last.closes)


def _ended(
    rows: Iterable[tuple[int, _Piece, list[int]]], starts: Container[int]
) -> Iterator[tuple[int, _Piece, list[int]]]:
    """The rows with the cells that are merged over a page's end ended there, so that it has its rule; they
    go on without words.
    """
    left: dict[int, dict[int, int]] = {}
    for number, piece, reach in rows:
        ends, own = list(piece.ends), list(reach)
        for at, rest in left.pop(number, {}).items():
            own[at], ends[at] = rest, piece.starts[at]
        for at, reached in enumerate(own):
            end = next((rows for rows in range(1, reached) if number + rows in starts), reached)
            if end < reached:
                left.setdefault(number + end, {})[at] = reached - end
                own[at] = end
        yield number, replace(piece, ends=tuple(ends)), own


def _part(spans: Cell, start: int, end: int) -> Cell:
    """The characters of a cell from here to there."""
    found, at = [], 0
    for span in spans:
        words = span.text[max(0, start - at) : max(0, end - at)]
        at += len(span.text)
        found += [Span(words, span.marked)] if words else []
    return tuple(found)
