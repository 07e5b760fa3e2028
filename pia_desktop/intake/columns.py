"""Columns and rows of a sheet that stand beside the answers, where no heading tells how far the form reaches.

Once a cell is beside the cell of an answer, all words of its column may be an office's own.  A row of an
office's own below an answer is no such thing: there a label stands, and beside it what many answers begin in.
It is doubted alone, also where the answer is empty and all that it gets is that row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.intake.cells import Cell, Sheet
from pia_desktop.intake.report import DocPath

_RARELY: Final = 10
"""How many answers stand beside labels of one width on a sheet for each that may not stand below one."""

_EDGE: Final = 0.5
"""Of a page, in points: how far cells may overlap that stand side by side."""

_Column = tuple[Sheet, float]
_Width = tuple[Sheet, float, float]


@dataclass(frozen=True, slots=True)
class _Taken:
    """An answer of text: its label, its cells on sheets, and those that stand beside another of them."""

    path: DocPath
    value: object
    label: Cell
    cells: tuple[Cell, ...]
    second: tuple[Cell, ...]

    @property
    def below(self) -> bool:
        """Whether it begins below its label, not beside it."""
        first = self.cells[0]
        return first.row > self.label.row and _below(self.label, first)


class BesideAnswers:
    """Collects the cells of text answers."""

    def __init__(self) -> None:
        self._taken: list[_Taken] = []
        self._neighbours: set[tuple[_Column, _Column]] = set()
        self._on_pages: list[tuple[DocPath, Cell, object]] = []

    def take(self, path: DocPath, value: object, label: Cell, cells: Sequence[Cell]) -> None:
        """Record an answer of text and the cell of its label."""
        boxed = [cell for cell in cells if cell.boxed]
        own = tuple(cell for cell in boxed if cell.sheet.name is not None)
        if not own:
            self._on_pages += [(path, left, value) for left, _second in _pairs(boxed) if _below(label, left)]
            return
        pairs = _pairs(own)
        self._taken.append(_Taken(path, value, label, own, tuple(cell for _left, cell in pairs)))
        self._neighbours.update((_column(left), _column(cell)) for left, cell in pairs)

    def doubtful(self, *, grid: bool) -> Iterator[tuple[DocPath, Cell, object]]:
        """The answers with words of such a column or row, each with the first cell of them.

        ``grid``: each sheet has one grid of columns, not one for each table.
        """
        yield from self._on_pages
        columns = self._columns()
        beside = Counter(_width(one.label) for one in self._taken if not one.below)
        below = Counter(_width(one.label) for one in self._taken if one.below)
        for one in self._taken:
            width = _width(one.label)
            rare = grid and one.below and below[width] * _RARELY <= beside[width]
            if found := [cell for cell in one.cells if _column(cell) in columns] or one.second:
                yield one.path, found[0], one.value
            elif rare:
                yield one.path, one.cells[0], one.value

    def _columns(self) -> frozenset[_Column]:
        labels = {_column(one.label) for one in self._taken}
        begins = Counter(_column(one.cells[0]) for one in self._taken)
        return frozenset(
            column
            for left, column in self._neighbours
            if left not in labels or begins[column] <= begins[left]
        )


def _pairs(cells: Sequence[Cell]) -> list[tuple[Cell, Cell]]:
    """Cells with one that stands right of them in their row."""
    return [
        (one, cell)
        for cell in cells
        for one in cells
        if one.row == cell.row and one.box.right <= cell.box.left + _EDGE
    ]


def _below(label: Cell, cell: Cell) -> bool:
    """Whether a cell begins in the column of a label, not beside it."""
    return cell.box.left < label.box.right - _EDGE


def _column(cell: Cell) -> _Column:
    return cell.sheet, cell.box.left


def _width(label: Cell) -> _Width:
    return label.sheet, label.box.left, label.box.right
