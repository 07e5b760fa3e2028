"""Rejoins labels split over several cells of a page: they have no rules, or overflow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from pia_desktop.intake.cells import Box, Cell
from pia_desktop.intake.matching import Matcher

_MOST_LINES = 4
_SAME = 3.0
"""Points by which the edges of one column may differ from page to page."""


def mended(matcher: Matcher, cells: Sequence[Cell]) -> list[Cell]:
    """The cells with lines joined that only together form a label."""
    cells = _joined_over_pages(matcher, cells)
    found: list[Cell] = []
    at = 0
    rest: Cell | None = None
    while at < len(cells):
        first = cells[at] if rest is None else rest
        run = [first, *cells[at + 1 : at + _MOST_LINES]]
        taken = _label_from(matcher, run)
        found.append(_whole(run[:taken]))
        at += taken
        rest = None
        if taken == 1 and len(run) > 1 and (split := _over_the_edge(matcher, first, run[1])):
            found[-1], rest = split
    return found


def _joined_over_pages(matcher: Matcher, cells: Sequence[Cell]) -> Sequence[Cell]:
    """The cells with labels split by a page break rejoined on the first page."""
    pages = [list(page) for _sheet, page in groupby(cells, key=lambda cell: cell.sheet)]
    for page, following in pairwise(pages):
        if page[0].sheet.name is not None or not following:
            continue
        for rest in [cell for cell in following if cell.boxed and cell.row == following[0].row]:
            at = next((at for at, cell in enumerate(page) if _ends_in(matcher, page, cell, rest)), None)
            if at is not None:
                page[at] = replace(page[at], text=f"{page[at].text}\n{rest.text}")
                following.remove(rest)
    return [cell for page in pages for cell in page]


def _ends_in(matcher: Matcher, page: Sequence[Cell], cell: Cell, rest: Cell) -> bool:
    """Whether a cell in a page's last row is a label only together with its column's text on the
    next page.
    """
    same = abs(cell.box.left - rest.box.left) < _SAME and abs(cell.box.right - rest.box.right) < _SAME
    if not same or not cell.boxed or cell.row < page[-1].row:
        return False
    labels = map(matcher.is_label, (cell.text + rest.text, cell.text, rest.text))
    return list(labels) == [True, False, False]


def _over_the_edge(matcher: Matcher, cell: Cell, following: Cell) -> tuple[Cell, Cell] | None:
    """A label whose second line overflows into the cell below, separated from that cell's own text."""
    line, _end, own = following.text.partition("\n")
    if not own or cell.sheet.name is not None or cell.sheet != following.sheet or matcher.is_label(cell.text):
        return None
    if not matcher.is_label(cell.text + line):
        return None
    return replace(cell, text=f"{cell.text}\n{line}"), replace(following, text=own)


def _label_from(matcher: Matcher, cells: Sequence[Cell]) -> int:
    """How many cells, from the first on, form one label; 1 if none."""
    first = cells[0]
    if first.sheet.name is not None or matcher.is_label(first.text):
        return 1
    words = first.text
    for count, cell in enumerate(cells[1:], 2):
        if cell.sheet != first.sheet or cell.boxed != first.boxed or not _below(cells[count - 2], cell):
            return 1
        words += cell.text
        if matcher.is_label(words) and not matcher.is_label(cell.text):
            return count
    return 1


def _below(before: Cell, cell: Cell) -> bool:
    """Whether a cell is closely below or beside another."""
    return (
        cell.row - before.row <= 1 and cell.box.top - before.box.bottom < before.box.bottom - before.box.top
    )


def _whole(cells: Sequence[Cell]) -> Cell:
    if len(cells) == 1:
        return cells[0]
    boxes = [cell.box for cell in cells]
    box = Box(
        min(one.left for one in boxes),
        min(one.top for one in boxes),
        max(one.right for one in boxes),
        max(one.bottom for one in boxes),
    )
    return replace(cells[0], text="\n".join(cell.text for cell in cells), box=box)
