"""Rows of a table (変更箇所): columns by where they lie under their headings, rows by where they begin."""

from __future__ import annotations

from dataclasses import dataclass, field

from pia_desktop.intake.cells import GAP, Cell, Reason
from pia_desktop.intake.gather import Slot


@dataclass
class TableRow:
    """One row: words, doubts and first cell of each column."""

    texts: dict[str, str]
    doubts: dict[str, set[Reason]] = field(default_factory=dict)
    cells: dict[str, Cell] = field(default_factory=dict)


def read_rows(slot: Slot) -> list[TableRow]:
    """The rows below the headings.  What a page cut in two becomes one row again."""
    columns = list(dict.fromkeys(key for key, _cell in slot.columns))
    rows: list[TableRow] = []
    at: int | None = None
    for cell in slot.cells:
        key = _column(slot, cell)
        if cell.row != at:
            if not (rows and _goes_on(cell, slot, columns)):
                rows.append(TableRow(dict.fromkeys(columns, "")))
            at = cell.row
        _put(rows[-1], key, cell)
    return rows


def _column(slot: Slot, cell: Cell) -> str:
    """The column under whose heading a cell lies; the headings nearest above it count."""
    latest = {key: head for key, head in slot.columns if head.row <= cell.row}
    return max(latest, key=lambda key: latest[key].box.beside(cell.box))


def _goes_on(cell: Cell, slot: Slot, columns: list[str]) -> bool:
    """Whether the row of this cell has neither date nor item: it goes on with the one before."""
    row = [one for one in slot.cells if one.row == cell.row]
    named = {_column(slot, one) for one in row}
    return not named & set(columns[:2])


def _put(row: TableRow, key: str, cell: Cell) -> None:
    before = row.texts[key]
    last = row.cells.get(key)
    joint = "" if not before else (GAP if last is not None and last.row == cell.row else "\n")
    row.texts[key] = before + joint + cell.text
    row.cells.setdefault(key, cell)
    if cell.doubts:
        row.doubts.setdefault(key, set()).update(cell.doubts)
