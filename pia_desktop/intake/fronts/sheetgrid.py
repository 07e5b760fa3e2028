"""Formatting of a worksheet's cells: which look like headings, and which are ruled but empty.

Only used for 別紙: the form itself has tens of thousands of empty cells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pia_desktop.intake.cells import Box, Cell, Reason
from pia_desktop.intake.fronts.sheetlook import Corner, Look
from pia_desktop.intake.fronts.sheetstyles import Styles

_MOST_MERGED: Final = 100_000
"""Rows over which all merges of a sheet go together; beyond that they are no table's."""


def stressed(cells: Sequence[Cell], given: dict[Corner, int], styles: Styles) -> Iterator[Cell]:
    """The cells with ``stressed`` set; ``given`` has the style of each corner."""
    for cell in cells:
        yield replace(cell, stressed=given.get(_corner(cell)) in styles.stressed)


def empty(cells: Sequence[Cell], given: dict[Corner, int], styles: Styles, look: Look) -> Iterator[Cell]:
    """The ruled cells without text, from the first row with text on."""
    if sum(row - first for (first, _column), (row, _end) in look.merges.items()) > _MOST_MERGED:
        return
    filled = {_corner(cell) for cell in cells}
    top, shift = cells[0].box.top, cells[0].row - int(cells[0].box.top)
    merged: dict[int, list[tuple[Corner, int, int]]] = defaultdict(list)
    for corner, (behind, end) in look.merges.items():
        for row in range(corner[0], behind):
            merged[row].append((corner, corner[1], end))
    for corner, style in sorted(given.items()):
        row, column = corner
        if row < top or style not in styles.ruled or style in styles.going_on or corner in filled:
            continue
        if all(start == corner for start, first, end in merged[row] if first <= column < end):
            behind, end = look.merges.get(corner, (row + 1, column + 1))
            stress = style in styles.stressed
            box = Box(column, row, end, behind)
            yield Cell("", cells[0].sheet, box, row + shift, boxed=True, stressed=stress)


def over_pages(cells: Sequence[Cell], look: Look, styles: Styles) -> list[Cell]:
    """The cells, those that this program parted at the end of a printed page joined again.

    A cell that bears the sign elsewhere, or away from such an end, may have been copied there.
    """
    found: list[Cell] = []
    above: dict[tuple[float, float, float], int] = {}
    for cell in cells:
        box = cell.box
        joint = styles.going_on.get(look.styles.get(_corner(cell), 0))
        at = None if joint is None else above.get((box.top, box.left, box.right))
        if joint is None or at is None:
            at = len(found)
            found.append(cell)
        else:
            first = found[at]
            doubts = first.doubts | cell.doubts
            if int(box.top) not in look.starts:
                doubts |= {Reason.SEVERAL_CELLS}
            whole = replace(first.box, bottom=box.bottom)
            found[at] = replace(first, text=first.text + joint + cell.text, box=whole, doubts=doubts)
        above[box.bottom, box.left, box.right] = at
    return found


def _corner(cell: Cell) -> Corner:
    return int(cell.box.top), int(cell.box.left)
