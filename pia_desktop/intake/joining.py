"""Joins the text of several cells."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pia_desktop.forms.full_cells import is_cut_within_line
from pia_desktop.intake.cells import GAP, Cell, LineEnd
from pia_desktop.intake.wrapping import goes_on, is_date, line_end, unsure

_APART: Final = 0.6
_SENTENCE_ENDS: Final = "。．）」』)】》＞>"
_FULL: Final = 1.0
"""Em left behind a line in which no other sign had room."""

_SENTENCES: Final = 40
"""Signs from which on a text is no title, and ends with a sentence or with room behind its last line."""

_WIDE: Final = 150.0
"""Points; in a narrower column a last line is often full by chance."""


def joined(cells: Sequence[Cell]) -> str:
    """The text of cells in order."""
    words = ""
    before: Cell | None = None
    for cell in cells:
        words += ("" if before is None else joint(before, cell)) + cell.text
        before = cell
    return words


def unsure_ends(cells: Sequence[Cell]) -> tuple[LineEnd, ...]:
    """Uncertain line breaks in and between cells."""
    found: list[LineEnd] = []
    for at, cell in enumerate(cells):
        found += cell.unsure
        if at and cells[at - 1].sheet != cell.sheet and (room := cells[at - 1].room) is not None:
            last, first = cells[at - 1].text.rpartition("\n")[2], cell.text.partition("\n")[0]
            found += [line_end(last, first)] if unsure(last, room, first) else []
    return tuple(found)


def over_pages(cells: Sequence[Cell]) -> bool:
    """Whether a page ends within the text, so that its line may or may not continue."""
    return any(
        before.sheet != cell.sheet
        and cell.sheet.name is None
        and before.room is not None
        and unsure(before.text.rpartition("\n")[2], before.room, cell.text.partition("\n")[0])
        for before, cell in pairwise(cells)
    )


def breaks_off(cells: Sequence[Cell]) -> bool:
    """Whether a text of a page ends within a sentence where its line is full: the rest of it may be lost."""
    if not cells or (last := cells[-1]).room is None or last.sheet.name is not None:
        return False
    words = last.text.rstrip()
    wide = last.box.right - last.box.left > _WIDE
    return wide and last.room < _FULL and len(words) >= _SENTENCES and words[-1] not in _SENTENCE_ENDS


def over_rows(cells: Sequence[Cell]) -> bool:
    """Whether a text is of several rows of a sheet or a page, of which some may be the office's own words."""
    return any(
        (cell.sheet.name is not None or before.sheet == cell.sheet)
        and before.boxed
        and cell.boxed
        and joint(before, cell) == "\n"
        for before, cell in pairwise(cells)
    )


def joint(before: Cell, cell: Cell) -> str:
    """The separator between two cells: a space in one row, a line break between rows.

    Empty if a full cell of a workbook goes on in the next, a page break split a paragraph, or text without
    rules was merely wrapped: the space after the line is too small for what follows.
    """
    if before.sheet == cell.sheet and (before.row == cell.row or before.boxed or cell.boxed):
        if before.row == cell.row:
            return GAP
        return "" if is_cut_within_line(before.text) else "\n"
    if before.sheet == cell.sheet and cell.box.top - before.box.bottom > _APART * _lowest(before, cell):
        return "\n"
    if is_date(before.text + cell.text):
        return ""
    cut = before.room is not None and goes_on(before.text.rpartition("\n")[2], before.room, cell.text)
    return "" if cut else "\n"


def _lowest(before: Cell, cell: Cell) -> float:
    return min(before.box.bottom - before.box.top, cell.box.bottom - cell.box.top)
