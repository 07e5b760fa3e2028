"""Lays out the cells of a worksheet for display: equal columns, rows as tall as needed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.intake.report import SheetCells

_RANGE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")

_TALLEST: Final = 200
"""Rows of a merged cell that are looked at."""

_Cell = tuple[int, int, int, int, str]

Frame = tuple[float, float, float, float]
"""Left, top, width, height, in pixels."""


@dataclass(frozen=True, slots=True)
class PlacedCell:
    """A cell of the sheet, its rectangle in pixels, and its text."""

    columns: tuple[int, int]
    rows: tuple[int, int]
    frame: Frame
    words: str


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """The cells of a sheet and their rectangles."""

    cells: tuple[PlacedCell, ...]
    width: float
    height: float

    def frame_of(self, box: str) -> Frame | None:
        """The rectangle of a range (``B3:L4``); None if it has no text."""
        found = _RANGE.fullmatch(box)
        if found is None:
            return None
        left, top = _column(found[1]), int(found[2]) - 1
        right = _column(found[3]) + 1 if found[3] else left + 1
        bottom = int(found[4]) if found[4] else top + 1
        inside = [
            cell.frame
            for cell in self.cells
            if cell.columns[0] < right
            and cell.columns[1] > left
            and cell.rows[0] < bottom
            and cell.rows[1] > top
        ]
        if not inside:
            return None
        x, y = min(one[0] for one in inside), min(one[1] for one in inside)
        return (
            x,
            y,
            max(one[0] + one[2] for one in inside) - x,
            max(one[1] + one[3] for one in inside) - y,
        )

    def words_in(self, top: float, bottom: float) -> list[PlacedCell]:
        """The cells visible between two heights, in pixels."""
        return [cell for cell in self.cells if cell.frame[1] < bottom and cell.frame[1] + cell.frame[3] > top]


def lay_out(
    sheet: SheetCells, width: float, least: float, tall: Callable[[str, float], float]
) -> SheetLayout:
    """Lay out cells.  ``least``: minimum width and height of a cell; ``tall`` measures text (text, width →
    height).

    Only columns and rows in which a cell begins or ends take space, so that empty ones take none.
    """
    cells = tuple(_widened(sheet.cells))
    across = sorted({edge for left, _top, right, _bottom, _words in cells for edge in (left, right)})
    down = sorted({edge for _left, top, _right, bottom, _words in cells for edge in (top, bottom)})
    steps = [min(right - left, 12) for left, right in pairwise(across)]
    unit = max(width / max(sum(steps), 1), 1.0)
    lefts = _sums([max(step * unit, 2.0) for step in steps])
    at = {edge: number for number, edge in enumerate(across)}
    row = {edge: number for number, edge in enumerate(down)}
    heights = [least * 0.4] * max(len(down) - 1, 0)
    for left, top, right, bottom, words in sorted(cells, key=lambda cell: cell[3] - cell[1]):
        room = max(lefts[at[right]] - lefts[at[left]], least)
        first, last = row[top], row[bottom]
        short = max(tall(words, room), least) - sum(heights[first:last])
        if short > 0:
            heights[last - 1] += short
    tops = _sums(heights)
    placed = (
        PlacedCell(
            (left, right),
            (top, bottom),
            (
                lefts[at[left]],
                tops[row[top]],
                lefts[at[right]] - lefts[at[left]],
                tops[row[bottom]] - tops[row[top]],
            ),
            words,
        )
        for left, top, right, bottom, words in cells
    )
    return SheetLayout(tuple(placed), lefts[-1] if lefts else 0.0, tops[-1] if tops else 0.0)


def _widened(cells: Sequence[_Cell]) -> Iterator[_Cell]:
    """Cells of one row, extended over empty neighbours on the right."""
    end = max((right for _left, _top, right, _bottom, _words in cells), default=0)
    last: dict[int, int] = {}
    for left, top, _right, bottom, _words in cells:
        for row in range(top, min(bottom, top + _TALLEST)):
            last[row] = max(last.get(row, 0), left)
    for left, top, right, bottom, words in cells:
        alone = bottom - top == 1 and last[top] == left
        yield left, top, end if alone else right, bottom, words


def _sums(steps: list[float]) -> list[float]:
    sums = [0.0]
    for step in steps:
        sums.append(sums[-1] + step)
    return sums


def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column - 1
