"""Converts rows of a form's table to spreadsheet cells, and back."""

from __future__ import annotations

from collections.abc import Sequence

from pia_desktop.assessment.edits import InsertEntry
from pia_desktop.assessment.folding import reads_same
from pia_desktop.assessment.node import Node, NodePath, new_key
from pia_desktop.assessment.withheld import WHOLE, Spans
from pia_desktop.exchange.cells import Cell, Rows, as_words
from pia_desktop.forms.kinds import DateKind
from pia_desktop.forms.model import Item
from pia_desktop.forms.values import Value
from pia_desktop.wareki import normalise_date_words


def cells_of(columns: Sequence[Item], row: Node) -> tuple[Cell, ...]:
    """A row as spreadsheet cells, one per column."""
    return tuple(
        Cell(item.kind.format(row.answers[item.id]), row.withheld.get(item.id))
        if item.id in row.answers
        else Cell("")
        for item in columns
    )


def new_rows(columns: Sequence[Item], path: NodePath, index: int, rows: Rows) -> list[InsertEntry]:
    """The edits that insert cells into a table as rows, from ``index`` on.

    Column headings and empty rows are skipped.  Cells beyond the last column are appended to it, so that
    nothing is lost.
    """
    filled = [row for row in rows if any(cell.words.strip() for cell in row)]
    if filled and _is_heading(columns, filled[0]):
        del filled[0]
    return [
        InsertEntry(path, new_key(), index + number, _row(columns, row)) for number, row in enumerate(filled)
    ]


def _is_heading(columns: Sequence[Item], row: Sequence[Cell]) -> bool:
    labels = ["".join((item.label or "").split()) for item in columns]
    words = ["".join(cell.words.split()) for cell in row]
    return len(words) > 1 and all(map(reads_same, words, labels))


def _row(columns: Sequence[Item], row: Sequence[Cell]) -> Node:
    answers: dict[str, Value] = {}
    withheld: dict[str, Spans] = {}
    last = len(columns) - 1
    for place, item in enumerate(columns):
        cells = row[place:] if place == last else row[place : place + 1]
        cell = as_words((tuple(cells),))
        words = normalise_date_words(cell.words) if isinstance(item.kind, DateKind) else cell.words
        value = item.kind.parse(words)
        if value is not None:
            answers[item.id] = value
            if cell.withheld:
                withheld[item.id] = cell.withheld if value == cell.words else WHOLE
    return Node(answers, {}, withheld)
