"""The cells of a page, each with the lines that begin in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from itertools import pairwise
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.intake.cells import Box
from pia_desktop.intake.fronts.pdfblocks import blocks_of
from pia_desktop.intake.fronts.pdfgrid import Frame, Grid
from pia_desktop.intake.fronts.pdflines import SAME_LINE, Piece, height_of, lines_of
from pia_desktop.intake.fronts.pdfpage import PageParts

SAME_ROW: Final = 3.0
"""Points by which the tops of one row's cells may differ."""

_THINNEST: Final = 3.0


@dataclass
class Filled:
    """A cell with its lines of pieces; ``frame`` None: text outside of any rules.

    ``until``: for a cell without frame, where the next cell of the row begins; 0 if there is none.
    """

    page: PageParts
    frame: Frame | None
    box: Box
    lines: list[list[Piece]] = field(default_factory=list)
    until: float = 0.0


def columns_of(one: Filled) -> tuple[int, int]:
    """Left and right edge of a cell, to identify cells of the same column and width."""
    if one.frame is None:
        return round(one.box.left / 3), round(one.until / 3)
    return round(one.box.left / 3), round(one.box.right / 3)


def fill(page: PageParts, grid: Grid) -> Iterator[Filled]:
    """The cells of a page in reading order."""
    framed: dict[tuple[float, ...], Filled] = {}
    found: list[Filled] = []
    loose: list[list[Piece]] = []
    on_page = [sign for sign in page.signs if 0 <= sign.left < page.width and 0 < sign.base < page.height]
    seen = [sign for sign in on_page if not sign.hidden]
    hidden = [sign for sign in on_page if sign.hidden]
    for line in (*lines_of(seen, grid), *lines_of(hidden, grid)):
        loose.append([])
        for piece in line:
            frame = _frame_of(piece, grid)
            if frame is None and piece.hidden:
                continue
            if frame is None:
                loose[-1].append(piece)
                continue
            key = (frame.box.left, frame.box.top, frame.box.right, frame.box.bottom)
            if key not in framed:
                framed[key] = Filled(page, frame, frame.box)
                found.append(framed[key])
            lines = framed[key].lines
            if lines and abs(lines[-1][0].base - piece.base) < SAME_LINE * piece.size:
                lines[-1].append(piece)
            else:
                lines.append([piece])
    for one in found:
        one.lines.sort(key=lambda line: line[0].base)
    blocks = [
        Filled(page, None, block.box(), block.lines) for block in blocks_of([one for one in loose if one])
    ]
    ordered = in_order([*found, *blocks])
    for one, following in pairwise(ordered):
        if abs(one.box.top - following.box.top) < SAME_ROW:
            one.until = following.box.left
    yield from ordered


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
