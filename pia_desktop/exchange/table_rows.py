"""Converts rows of a form's table to spreadsheet cells, and back: as new rows, or over others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pia_desktop.assessment.edits import Edit, InsertEntry, SetAnswer, SetWithheld
from pia_desktop.assessment.folding import reads_same
from pia_desktop.assessment.node import Node, NodePath, new_key
from pia_desktop.assessment.withheld import WHOLE, Brought, Spans, with_brought
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


def inserted(path: NodePath, index: int, rows: Sequence[Node]) -> list[Edit]:
    """The edits that insert rows into a table, from ``index`` on."""
    return [InsertEntry(path, new_key(), index + number, row) for number, row in enumerate(rows)]


def rows_of(columns: Sequence[Item], rows: Rows) -> list[Node]:
    """Cells as rows of a table that has these columns.

    Column headings and empty rows are skipped.  Cells beyond the last column are appended to it, so that
    nothing is lost.
    """
    filled = [row for row in rows if any(cell.words.strip() for cell in row)]
    if filled and _is_heading(columns, filled[0]):
        del filled[0]
    return [_row(columns, row) for row in filled]


def replaces_words(columns: Sequence[Item], old: Node, new: Node) -> bool:
    """Whether writing a row over another, in these columns, would replace or empty an answer."""
    return any(
        item.id in old.answers and old.answers[item.id] != new.answers.get(item.id) for item in columns
    )


def written_over(
    columns: Sequence[Item], path: NodePath, old: Mapping[str, Node], new: Sequence[Node]
) -> list[Edit]:
    """The edits that write rows over those with the keys of ``old``, in these columns."""
    edits: list[Edit] = []
    for (key, before), after in zip(old.items(), new, strict=True):
        for item in columns:
            edits += _written((*path, key, item.id), before, after)
    return edits


def _written(path: NodePath, before: Node, after: Node) -> list[Edit]:
    item = path[-1]
    value, was = after.answers.get(item), before.answers.get(item)
    edits: list[Edit] = [] if value == was else [SetAnswer(path, value)]
    if isinstance(value, str) and after.withheld.get(item):
        brought = Brought(0, len(value), after.withheld[item])
        edits.append(SetWithheld(path, with_brought(before.withheld.get(item), was, value, brought)))
    return edits


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
