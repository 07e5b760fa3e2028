"""Removes what page breaks add, and rejoins what they split: running heads, cells and their labels."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from pia_desktop.intake.cells import Box, Cell
from pia_desktop.intake.fronts.pdfcells import SAME_ROW, Filled, columns_of, in_order, sheet_of
from pia_desktop.intake.fronts.pdfgrid import Frame, Grid
from pia_desktop.intake.fronts.pdflines import Piece
from pia_desktop.intake.words import fold, is_page_number

_EDGE_OF_PAGE: Final = 0.1
_PAGES_OF_A_CELL: Final = 8


def without_repeated(filled: list[list[Filled]]) -> None:
    """Remove duplicates: a cell split by a page break is contained in full on each page, partly hidden.

    Text visible on no page (a line on the break, a row too low for its text) is kept once.
    """
    seen = [_words_of(page, hidden=False) for page in filled]
    whole = [_lines_seen(page) for page in filled]
    for at, page in enumerate(filled):
        around = slice(max(0, at - _PAGES_OF_A_CELL), at + _PAGES_OF_A_CELL + 1)
        near = seen[around]
        edges = _edges(page)
        for one in page:
            if _too_low(one) and round(one.box.top) not in edges:
                continue
            elsewhere: set[str] = set().union(*(words.get(columns_of(one), set()) for words in near))
            lines: set[str] = set().union(*(told.get(columns_of(one), set()) for told in whole[around]))
            own = (line for line in one.lines if not (_is_unseen(line) and _signs_of(line) in lines))
            one.lines = [kept for line in own if (kept := _unrepeated(line, elsewhere))]
        for columns, words in _words_of(page, hidden=True).items():
            seen[at].setdefault(columns, set()).update(words)
        page[:] = [one for one in page if one.lines]


def _words_of(page: list[Filled], *, hidden: bool) -> dict[tuple[int, int], set[str]]:
    """Visible or hidden text in the cells of each width, piece by piece."""
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    for one in page:
        found[columns_of(one)] |= {
            fold(piece.text) for line in one.lines for piece in line if piece.hidden is hidden
        }
    return found


def _lines_seen(page: list[Filled]) -> dict[tuple[int, int], set[str]]:
    """The signs of all visible lines in the cells of each width."""
    found: dict[tuple[int, int], set[str]] = defaultdict(set)
    for one in page:
        found[columns_of(one)] |= {_signs_of(line) for line in one.lines if not _is_unseen(line)}
    return found


def _is_unseen(line: list[Piece]) -> bool:
    return any(piece.hidden for piece in line)


def _signs_of(line: list[Piece]) -> str:
    """The signs of a line in an order of their own.

    Those of a substitute font are not clipped with the rest of a line on the break, and part it.
    """
    return "".join(sorted("".join(fold(piece.text) for piece in line)))


def _edges(page: list[Filled]) -> set[int]:
    """Upper edges of the rows that a page break may have split: the first two (one may be a header) and the
    last.
    """
    tops = sorted({round(one.box.top) for one in page if one.frame is not None})
    return {*tops[:2], *tops[-1:]}


def _too_low(one: Filled) -> bool:
    """Whether a cell is not split but merely too low for its lines."""
    unseen = sum(1 for line in one.lines if line[0].hidden)
    closed = one.frame is not None and not one.frame.open_above and not one.frame.open_below
    return closed and 2 * unseen <= len(one.lines)


def _unrepeated(line: list[Piece], elsewhere: set[str]) -> list[Piece]:
    return [piece for piece in line if not (piece.hidden and fold(piece.text) in elsewhere)]


def furniture_of(filled: list[list[Filled]], grids: list[Grid]) -> dict[int, Filled]:
    """Page numbers, and text at the same edge of most pages."""
    pages = zip(filled, grids, strict=True)
    outside = {id(one): one for page, grid in pages for one in in_margins(page, grid)}
    seen = Counter(_shape(one) for one in outside.values())
    often = max(3, len(filled) // 2)
    return {
        key: one
        for key, one in outside.items()
        if is_page_number(words_of_cell(one)) or seen[_shape(one)] >= often
    }


def in_margins(page: Sequence[Filled], grid: Grid) -> Iterator[Filled]:
    """What stands above or below all rules, at the edge of the page."""
    top, bottom = grid.reach
    for one in page:
        margin = _EDGE_OF_PAGE * one.page.height
        above = one.box.bottom < margin and (one.box.bottom <= top or not bottom)
        below = one.box.top > one.page.height - margin and (one.box.top >= bottom)
        if one.frame is None and (above or below):
            yield one


def _shape(one: Filled) -> tuple[str, int]:
    return re.sub("[0-9]+", "0", fold(words_of_cell(one))), round(one.box.top / 4)


def words_of_cell(one: Filled) -> str:
    """The words of a cell in one line."""
    return " ".join(piece.text for line in one.lines for piece in line)


def words_of_page(page: Sequence[Filled]) -> Cell:
    """All words of a page, to be left over."""
    words = "\n".join(words_of_cell(one) for one in page)
    return Cell(words, sheet_of(page[0].page), Box(0, 0, page[0].page.width, page[0].page.height), 0)


def running_heads(found: Iterable[Filled]) -> Iterator[Cell]:
    """Each running head once, without page numbers."""
    told: set[tuple[str, int]] = set()
    for one in found:
        if not is_page_number(words_of_cell(one)) and _shape(one) not in told:
            told.add(_shape(one))
            yield Cell(words_of_cell(one), sheet_of(one.page), one.box, 0)


def labels_to_their_pages(filled: list[list[Filled]], grids: list[Grid]) -> None:
    """Move the label of a split cell before its whole answer."""
    for at in range(len(filled) - 1):
        page, following = filled[at], filled[at + 1]
        last = max(page, key=lambda one: (one.box.bottom if one.frame else 0, one.box.left), default=None)
        if last is None or last.frame is None or not last.frame.open_below:
            continue
        beside = grids[at].frame(last.box.left - 4, last.box.bottom - 3)
        if beside is None or not beside.open_below:
            continue
        behind = next((one for one in following if _goes_on_from(beside, one)), None)
        if behind is None or not _stands_alone(behind, following):
            continue
        following.remove(behind)
        label = next((one for one in page if one.frame == beside), None)
        if label is None:
            page.append(Filled(last.page, beside, beside.box, behind.lines))
            page[:] = in_order(page)
        else:
            label.lines += behind.lines


def _goes_on_from(frame: Frame, one: Filled) -> bool:
    return one.frame is not None and one.frame.open_above and one.frame.same_columns(frame)


def _stands_alone(label: Filled, page: list[Filled]) -> bool:
    """Whether a cell is a label and not a column of a continued table: at most one cell is right of it."""
    row = [one for one in page if one is not label and abs(one.box.top - label.box.top) < SAME_ROW]
    return len(row) <= 1
