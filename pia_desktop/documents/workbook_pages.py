"""Chooses where the pages of a printed sheet end, from the heights of its rows.

Excel and Calc would break a sheet wherever the paper ends: between the options of a choice, or behind a
heading.  Excel leaves chosen page ends out where a sheet is fitted to the paper, so the sheets are printed at
a scale instead.  Widths of columns are in digits of the workbook's own font, so that has to be one that every
machine has, or has in the same widths.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from pia_desktop.dataclass import dataclass
from pia_desktop.documents.form_grid import CellRole, FormRow
from pia_desktop.documents.workbook_cells import SheetLine
from pia_desktop.documents.workbook_measure import ROW_END

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

_A4: Final = 9
"""The number of the paper in a workbook."""
_SHORT_SIDE, _LONG_SIDE = 210 / 25.4 * 72, 297 / 25.4 * 72
_SIDE_INCHES, _TOP_INCHES, _BOTTOM_INCHES = 0.5, 0.6, 0.7
_POINTS_A_PIXEL: Final = 0.75
"""With the font that the widths are meant for; others are wider."""
_RESERVE: Final = 0.97
"""Share of a page's height that is filled: rows are rounded to the printer's dots."""
_LEAST_FILLED: Final = 0.75
"""Share of a page from which on it may end anywhere between items."""
_FILLED: Final = 0.93
"""Share of a page's width that is filled: columns are rounded to whole dots of the screen, and come out up to
6 % wider where it is enlarged."""


def book_options() -> dict[str, object]:
    """Options of a workbook, which the library writes into.

    Liberation Sans, which comes with Calc, has Arial's widths; those of Calibri are left to chance.  Cells
    have fonts of their own.
    """
    return {
        "in_memory": True,
        "default_format_properties": {"font_name": "Arial", "font_size": 10},
        "default_row_height": 17,
        "default_column_width": 64,
    }


class Tie(IntEnum):
    """How firmly a row is held on the page of the next one."""

    FREE = 0
    ANSWER = 1
    """Both belong to one text, which would be parted."""
    FIRM = 2
    """A heading and its first row, a choice and its options, a picture."""


@dataclass(frozen=True, slots=True)
class PageRow:
    """A row of the sheet: its height in points and its tie to the next one; ``whole``: they become one row
    unless a page ends between them.
    """

    height: float
    tie: Tie = Tie.FREE
    whole: bool = False


class SheetPages:
    """Collects the rows of a sheet and divides them into pages."""

    def __init__(self, *, landscape: bool, pixels: int) -> None:
        """``pixels``: the width of the columns together."""
        self._landscape = landscape
        wide, high = (_LONG_SIDE, _SHORT_SIDE) if landscape else (_SHORT_SIDE, _LONG_SIDE)
        self._percent = min(
            100, int(100 * _FILLED * (wide - 2 * _SIDE_INCHES * 72) / (pixels * _POINTS_A_PIXEL))
        )
        self._room = (high - (_TOP_INCHES + _BOTTOM_INCHES) * 72) / self._percent * 100 * _RESERVE
        self._rows: list[PageRow] = []
        self._heads = range(0)

    def add(self, row: PageRow) -> None:
        """Add the next row."""
        self._rows.append(row)

    def repeat(self, rows: range) -> None:
        """Say which rows are printed again on the pages behind them."""
        self._heads = rows

    def hold(self) -> None:
        """Tie the last row to the next one, as a heading."""
        self._rows[-1] = PageRow(self._rows[-1].height, Tie.FIRM)

    def hold_label(self, rows: range, height: float) -> None:
        """Tie the rows beside the words of a label, which stand above a page's end in its cell."""
        for number in rows[:-1]:
            height -= self._rows[number].height
            if height <= 0:
                return
            self._rows[number] = replace(self._rows[number], tie=Tie.FIRM)

    def add_row(self, row: FormRow, lines: Sequence[SheetLine]) -> None:
        """Add the sheet's rows for a row of the form, to be parted only if it is taller than a page."""
        heights = [height for line in lines for height in line.heights]
        inner = Tie.FIRM if sum(heights) <= self._room else Tie.FREE
        ties = [tie if tie is Tie.ANSWER else max(tie, inner) for tie in _ties(lines)]
        head = any(cell.role is CellRole.HEAD for cell in row.cells)
        ties[-1] = Tie.FIRM if head else Tie.FREE
        self._rows += map(PageRow, heights, ties)

    def add_whole(self, rows: Sequence[PageRow]) -> None:
        """Add rows that belong together, to be parted only if a page would not be full otherwise."""
        inner = Tie.ANSWER if sum(row.height for row in rows) <= self._room else Tie.FREE
        self._rows += [replace(row, tie=inner) for row in rows[:-1]]
        self._rows += rows[-1:]

    def gather(self) -> list[range]:
        """Make one row of those that are to be one and stand on the same page, as tall as it can be; returns
        which of the rows so far are in each.
        """
        starts = set(self._starts())
        found = [range(0)]
        for number in range(len(self._rows)):
            last = found[-1]
            height = sum(self._rows[one].height for one in range(last.start, number + 1))
            if number and self._rows[number - 1].whole and number not in starts and height <= ROW_END:
                found[-1] = range(last.start, number + 1)
            else:
                found.append(range(number, number + 1))
        gathered = [
            replace(self._rows[rows[-1]], height=sum(self._rows[row].height for row in rows))
            for rows in found[1:]
        ]
        self._rows = gathered
        return found[1:]

    def set_up(self, page: Worksheet) -> frozenset[int]:
        """Give a worksheet its paper, margins, scale, heights of rows and page breaks; returns the rows that
        begin a page.
        """
        page.set_paper(_A4)
        page.set_margins(left=_SIDE_INCHES, right=_SIDE_INCHES, top=_TOP_INCHES, bottom=_BOTTOM_INCHES)
        page.center_horizontally()
        page.set_print_scale(self._percent)
        if self._landscape:
            page.set_landscape()
        for number, row in enumerate(self._rows):
            page.set_row(number, row.height)
        if self._heads:
            page.repeat_rows(self._heads[0], self._heads[-1])
        starts = list(self._starts())
        page.set_h_pagebreaks(starts)
        return frozenset(starts)

    def _starts(self) -> Iterator[int]:
        """The rows that begin a page, but the first."""
        start = 0
        while (end := self._reach(start)) < len(self._rows):
            start = self._last_break(start, end)
            yield start

    def _reach(self, start: int) -> int:
        """The row behind the last one that fits a page from this row on."""
        room = self._room
        if self._heads and start > self._heads[-1]:
            room -= sum(self._rows[number].height for number in self._heads)
        end = start
        while end < len(self._rows) and (end == start or self._rows[end].height <= room):
            room -= self._rows[end].height
            end += 1
        return end

    def _last_break(self, start: int, end: int) -> int:
        """The loosest place to end this page, the last of them; no text is kept whole for the price of more
        than a quarter of a page.
        """
        height, late = 0.0, []
        for number in range(start, end):
            height += self._rows[number].height
            if height >= _LEAST_FILLED * self._room and self._rows[number].tie < Tie.FIRM:
                late.append(number + 1)
        return max(late or range(start + 1, end + 1), key=lambda row: (-self._rows[row - 1].tie, row))


def _ties(lines: Sequence[SheetLine]) -> Iterator[Tie]:
    """The ties within lines that are taller than a page: what spans lines, and pictures, stay whole."""
    held = 0
    for number, line in enumerate(lines):
        held = max(held, *(number + box.lines - 1 for box in line.boxes))
        beneath = lines[number + 1 : number + 2]
        drawn = line.pictures or any(below.pictures for below in beneath)
        inner = Tie.ANSWER if line.rows else Tie.FIRM if drawn else Tie.FREE
        yield from (inner,) * (len(line.heights) - 1)
        yield Tie.FIRM if drawn or number < held else Tie.FREE
