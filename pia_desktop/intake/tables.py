"""Rows of a table (変更箇所): columns by position below their headings, rows by where they begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.intake.cells import NO_LETTER, Cell, Reason
from pia_desktop.intake.gather import Slot
from pia_desktop.intake.joining import joint
from pia_desktop.intake.words import fold
from pia_desktop.intake.wrapping import is_date
from pia_desktop.wareki import leading_date

_FEWEST: Final = 3
"""Columns by which rows that go on are told; fewer are left where a document lost its headings."""

_NEAR: Final = 3.0
"""Points by which the edges of a column differ from page to page."""

_AGAIN: Final = "(続き)"
"""Beside an item that is printed once more because its row goes on over a page."""


@dataclass
class TableRow:
    """One row: texts, doubts and cells by column."""

    texts: dict[str, str]
    doubts: dict[str, set[Reason]] = field(default_factory=dict)
    cells: dict[str, list[Cell]] = field(default_factory=dict)


def read_rows(slot: Slot) -> list[TableRow]:
    """The rows below the headings; a row split by a page break is rejoined."""
    columns = list(dict.fromkeys(key for key, _cell in slot.columns))
    rows: list[TableRow] = []
    page = slot.label.sheet
    for line in _lines(slot.cells):
        named = {_column(slot, cell): cell for cell in reversed(line)}
        on_top, page = line[0].sheet != page, line[0].sheet
        paged = on_top and page.name is None
        cut = paged and bool(rows) and _date_cut(rows[-1].texts[columns[0]], named.get(columns[0]))
        repeated = _repeated(rows[-1], named, columns) if paged and rows else []
        if not rows or not (cut or repeated or _goes_on(named, columns, paged=paged)):
            rows.append(TableRow(dict.fromkeys(columns, "")))
        line = [cell for cell in line if cell not in repeated]
        for cell in line:
            _put(rows[-1], _column(slot, cell), cell)
    for row in rows if len(columns) >= _FEWEST else ():
        _doubt_odd(row, row.texts[columns[0]])
    return rows


def _doubt_odd(row: TableRow, date: str) -> None:
    """Doubt a row of one cell, or one that begins with other words than a date: maybe the office's own (済),
    or a column too narrow for its dates (###).
    """
    if len(row.cells) == 1 or (fold(date) and leading_date(date) is None):
        for key in row.cells:
            row.doubts.setdefault(key, set()).add(Reason.ODD_ROW)


def beside_the_table(slot: Slot) -> list[Cell]:
    """The cells of sheets that are left or right of all headings: columns that an office has added; and
    those of pages that lie in no column: another table behind the form.
    """
    first = min(head.box.left for _key, head in slot.columns)
    last = max(head.box.right for _key, head in slot.columns)
    ruled = all(head.boxed and Reason.NO_RULES not in head.doubts for _key, head in slot.columns)
    return [
        cell
        for cell in slot.cells
        if (cell.sheet.name is not None and (cell.box.left >= last or cell.box.right <= first))
        or (cell.sheet.name is None and ruled and not _in_column(slot, cell))
    ]


def _in_column(slot: Slot, cell: Cell) -> bool:
    """Whether a cell of a page begins and ends where columns do."""
    heads = [head.box for _key, head in slot.columns if head.row <= cell.row]
    return any(abs(head.left - cell.box.left) < _NEAR for head in heads) and any(
        abs(head.right - cell.box.right) < _NEAR for head in heads
    )


def _lines(cells: Sequence[Cell]) -> list[list[Cell]]:
    lines: list[list[Cell]] = []
    for cell in cells:
        if lines and lines[-1][-1].row == cell.row:
            lines[-1].append(cell)
        else:
            lines.append([cell])
    return lines


def _column(slot: Slot, cell: Cell) -> str:
    """The column under whose nearest heading a cell is."""
    latest = {key: head for key, head in slot.columns if head.row <= cell.row}
    return max(latest, key=lambda key: latest[key].box.beside(cell.box))


def _goes_on(named: dict[str, Cell], columns: Sequence[str], *, paged: bool) -> bool:
    """Whether a row continues the previous one: without date and item, or without date at the top
    of a page.
    """
    if len(columns) < _FEWEST:
        return False
    return columns[0] not in named and (paged or columns[1] not in named)


def _repeated(row: TableRow, named: dict[str, Cell], columns: Sequence[str]) -> list[Cell]:
    """Remove what a page repeats of the row it continues: the date, and the item as 「…（続き）」.

    A row that an office itself labels （続き） has a date of its own.
    """
    if len(columns) < _FEWEST:
        return []
    date, item, timing = named.get(columns[0]), named.get(columns[1]), columns[-2]
    if item is None or _AGAIN not in fold(item.text) or timing in named:
        return []
    same_item = fold(item.text).replace(_AGAIN, "") == fold(row.texts[columns[1]]).replace(_AGAIN, "")
    same_date = date is None or fold(date.text) == fold(row.texts[columns[0]])
    return [item, *([date] if date is not None else [])] if same_item and same_date else []


def _date_cut(before: str, cell: Cell | None) -> bool:
    """Whether a split row starts with the rest of a date, of which the month alone may look complete."""
    return cell is not None and not is_date(cell.text) and is_date(before + cell.text)


def _put(row: TableRow, key: str, cell: Cell) -> None:
    own = row.cells.setdefault(key, [])
    if cell.boxed and cell.sheet.name is not None and own:  # maybe a word that the office has put there
        row.doubts.setdefault(key, set()).add(Reason.SEVERAL_CELLS)
    row.texts[key] += joint(own[-1], cell) + cell.text if own else cell.text
    own.append(cell)
    if NO_LETTER in cell.text:
        row.doubts.setdefault(key, set()).add(Reason.NO_LETTER)
    if cell.doubts:
        row.doubts.setdefault(key, set()).update(cell.doubts)
