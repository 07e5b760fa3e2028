"""Sheets and pages that are in a document twice, word for word: read once, the second time left over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pia_desktop.intake.cells import Box, Cell, Reason, Sheet, Source

_FEWEST: Final = 100
"""Signs from which on a sheet is no chance likeness of another."""


def read_once(source: Source) -> Source:
    """The source without sheets that say what one before says, and pages that say what the last one says.

    Pages apart may be alike, as those of two files.
    """
    held: dict[Sheet, list[Cell]] = defaultdict(list)
    for cell in source.cells:
        held[cell.sheet].append(cell)
    told: list[tuple[Sheet, object]] = []
    again: set[Sheet] = set()
    for sheet, cells in held.items():
        looks = tuple((cell.text, cell.box) for cell in cells)
        before = told if sheet.name is not None else told[-1:]
        long = sum(len(cell.text) for cell in cells) >= _FEWEST
        if long and any(one.hidden is sheet.hidden and looks == seen for one, seen in before):
            again.add(sheet)
        told.append((sheet, looks))
    if not again:
        return source
    return replace(
        source,
        cells=tuple(cell for cell in source.cells if cell.sheet not in again),
        pictures=tuple(one for one in source.pictures if one.sheet not in again),
        empty=tuple(cell for cell in source.empty if cell.sheet not in again),
        furniture=(*source.furniture, *(_repeated(held[sheet]) for sheet in sorted(again, key=_number))),
    )


def _number(sheet: Sheet) -> int:
    return sheet.number


def _repeated(cells: Sequence[Cell]) -> Cell:
    return replace(whole_sheet(cells), doubts=frozenset({Reason.REPEATED}))


def whole_sheet(cells: Sequence[Cell]) -> Cell:
    """All words of a sheet in one cell."""
    boxes = [cell.box for cell in cells]
    around = Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
    return replace(cells[0], text="\n".join(cell.text for cell in cells), box=around)
