"""The words of several cells as one text."""

from __future__ import annotations

from collections.abc import Sequence

from pia_desktop.intake.cells import GAP, Cell
from pia_desktop.intake.wrapping import goes_on


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

    Nothing where a page cut a paragraph: what its last line leaves then has no room for what follows.
    """
    if before.sheet == cell.sheet:
        return GAP if before.row == cell.row else "\n"
    cut = before.room is not None and goes_on(before.text.rpartition("\n")[2], before.room, cell.text)
    return "" if cut else "\n"
