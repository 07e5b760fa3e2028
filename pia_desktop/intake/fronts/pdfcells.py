"""The cells of a page, each with the lines that begin in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field, replace
from itertools import pairwise
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.intake.cells import Box, Sheet
from pia_desktop.intake.fronts.pdfblocks import blocks_of
from pia_desktop.intake.fronts.pdfgrid import Frame, Grid
from pia_desktop.intake.fronts.pdflines import (
    NO_COLUMNS,
    SAME_LINE,
    Columns,
    Piece,
    columns_in,
    height_of,
    lines_of,
)
from pia_desktop.intake.fronts.pdfpage import PageParts

SAME_ROW: Final = 3.0
"""Points by which the tops of one row's cells may differ."""

_THINNEST: Final = 3.0


@dataclass
class Filled:
    """A cell with its lines of pieces; ``frame`` None: text outside of any rules.

    ``until``: for a cell without frame, where the next cell of the row begins; 0 if there is none.
    ``beside``: another cell is in its row.
    """

    page: PageParts
    frame: Frame | None
    box: Box
    lines: list[list[Piece]] = field(default_factory=list)
    until: float = 0.0
    beside: bool = False


def columns_of(one: Filled) -> tuple[int, int]:
    """Left and right edge of a cell, to identify cells of the same column and width."""
    if one.frame is None:
        return round(one.box.left / 3), round(one.until / 3)
    return round(one.box.left / 3), round(one.box.right / 3)


def sheet_of(page: PageParts) -> Sheet:
    """The page, as cells name it."""
    place = page.place or page.number
    return Sheet(place, page=page.number if page.number != place else None)


def fill(page: PageParts, grid: Grid) -> Iterator[Filled]:
    """The cells of a page in reading order."""
    found, loose = _framed(page, grid, NO_COLUMNS)
    if columns := columns_in(loose):
        found, loose = _framed(page, grid, columns)
    blocks = [Filled(page, None, block.box(), block.lines) for block in blocks_of(loose)]
    ordered = in_order([*found, *blocks])
    for one, following in pairwise(ordered):
        if abs(one.box.top - following.box.top) < SAME_ROW:
            one.until = following.box.left
            one.beside = following.beside = True
    yield from ordered


def _framed(page: PageParts, grid: Grid, columns: Columns) -> tuple[list[Filled], list[list[Piece]]]:
    """The cells between rules, with their lines; and the lines outside of any rules."""
    framed: dict[Box, Filled] = {}
    loose: list[list[Piece]] = []
    for line in _lines(page, grid, columns):
        loose.append([])
        for piece in line:
            frame = _frame_of(piece, grid)
            if frame is None:
                loose[-1] += [] if piece.hidden else [piece]
                continue
            lines = framed.setdefault(frame.box, Filled(page, frame, frame.box)).lines
            if lines and abs(lines[-1][0].base - piece.base) < SAME_LINE * piece.size:
                lines[-1].append(piece)
            else:
                lines.append([piece])
    for one in framed.values():
        one.lines.sort(key=lambda line: line[0].base)
    return list(framed.values()), [line for line in loose if line]


def _lines(page: PageParts, grid: Grid, columns: Columns) -> Iterator[list[Piece]]:
    """The lines that are seen, then the hidden ones."""
    on_page = [sign for sign in page.signs if 0 <= sign.left < page.width and 0 < sign.base < page.height]
    yield from lines_of([sign for sign in on_page if not sign.hidden], grid, columns)
    yield from lines_of([sign for sign in on_page if sign.hidden], grid, columns)


def _frame_of(piece: Piece, grid: Grid) -> Frame | None:
    """The cell in which a piece begins; it may extend beyond the cell.

    A label beside a taller cell (③ left of its sub-items) is located by its middle.
    """
    height = height_of(piece)
    middle = grid.frame((piece.left + piece.right) / 2, height)
    first = grid.frame(piece.left + min(0.4 * piece.size, (piece.right - piece.left) / 2), height)
    if first is None or (middle is not None and middle.same_columns(first)):
        first = middle
    if first is not None and first.box.bottom - first.box.top < _THINNEST:
        return grid.frame(piece.left + 0.4 * piece.size, height - _THINNEST)  # not between double rules
    return first


def in_order(found: list[Filled]) -> list[Filled]:
    """Rows by their upper edges, with a tolerance."""
    found.sort(key=lambda one: one.box.top)
    rows: list[list[Filled]] = []
    for one in found:
        if rows and one.box.top - rows[-1][0].box.top < SAME_ROW:
            rows[-1].append(one)
        else:
            rows.append([one])
    return [one for row in rows for one in sorted(row, key=lambda one: one.box.left)]


def parted_at_pictures(one: Filled) -> list[Filled]:
    """The text above, between and below the pictures of a cell that is alone in its row."""
    if one.frame is None or one.beside:
        return [one]
    inside = [box for box, _data in one.page.pictures if _holds(one.box, box)]
    groups: dict[int, list[list[Piece]]] = {}
    for line in one.lines:
        above = sum((top + bottom) / 2 < line[0].base for _left, top, _right, bottom in inside)
        groups.setdefault(above, []).append(line)
    if len(groups) < 2:
        return [one]
    return [
        replace(one, lines=lines, box=_around(one.box, lines)) for _above, lines in sorted(groups.items())
    ]


def _holds(box: Box, picture: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = picture
    return box.left <= (left + right) / 2 <= box.right and box.top <= (top + bottom) / 2 <= box.bottom


def _around(box: Box, lines: list[list[Piece]]) -> Box:
    """The part of a cell in which lines stand."""
    first, last = lines[0][0], lines[-1][0]
    return replace(box, top=max(first.base - first.size, box.top), bottom=min(last.base, box.bottom))
