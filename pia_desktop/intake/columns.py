"""Columns of a sheet that stand beside those of the answers, where no heading tells how far the form reaches.

Once a cell is beside the cell of an answer, all words of its column may be an office's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pia_desktop.intake.cells import Cell, Sheet
from pia_desktop.intake.report import DocPath

_Column = tuple[Sheet, float]


class BesideAnswers:
    """Collects the cells of text answers."""

    def __init__(self) -> None:
        self._taken: list[tuple[DocPath, object, tuple[Cell, ...]]] = []
        self._columns: set[_Column] = set()

    def take(self, path: DocPath, value: object, cells: Sequence[Cell]) -> None:
        """Record an answer of text."""
        own = tuple(cell for cell in cells if cell.boxed and cell.sheet.name is not None)
        self._taken.append((path, value, own))
        for cell in own:
            if any(one.row == cell.row and one.box.right <= cell.box.left for one in own):
                self._columns.add(_column(cell))

    def doubtful(self) -> Iterator[tuple[DocPath, Cell, object]]:
        """The answers with words of such a column, each with the first cell of them."""
        for path, value, cells in self._taken:
            if beside := [cell for cell in cells if _column(cell) in self._columns]:
                yield path, beside[0], value


def _column(cell: Cell) -> _Column:
    return cell.sheet, cell.box.left
