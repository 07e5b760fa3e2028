"""The words of several cells as one text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pia_desktop.intake.cells import GAP, Cell
from pia_desktop.intake.wrapping import goes_on, is_date

_APART: Final = 0.6


def joined(cells: Sequence[Cell]) -> str:
    """The words of cells in their order."""
    words = ""
    before: Cell | None = None
    for cell in cells:
        words += ("" if before is None else joint(before, cell)) + cell.text
        before = cell
    return words


def joint(before: Cell, cell: Cell) -> str:
    """What stands between two cells: a gap in one row, a line end between rows.

    Nothing where a page cut a paragraph, or where nothing is drawn around its lines: what a line leaves then
    has no room for what follows.
    """
    if before.sheet == cell.sheet and (before.row == cell.row or before.boxed or cell.boxed):
        return GAP if before.row == cell.row else "\n"
    if before.sheet == cell.sheet and cell.box.top - before.box.bottom > _APART * _lowest(before, cell):
        return "\n"
    if is_date(before.text + cell.text):
        return ""
    cut = before.room is not None and goes_on(before.text.rpartition("\n")[2], before.room, cell.text)
    return "" if cut else "\n"


def _lowest(before: Cell, cell: Cell) -> float:
    return min(before.box.bottom - before.box.top, cell.box.bottom - cell.box.top)
