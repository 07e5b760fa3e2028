"""A table of named columns (変更箇所) as rows: headings, contents, or blank rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.forms.kinds import DateKind
from pia_desktop.forms.model import Table
from pia_desktop.paper.blocks import Align, ColumnsRow, Look, Role, Words
from pia_desktop.paper.memo import Memo
from pia_desktop.paper.text import going_on

EMPTY_ROWS: Final = 8
"""Rows that a table without entries offers for writing by hand."""


def column_heads(table: Table, path: NodePath) -> ColumnsRow:
    """The column headings, repeated on every page."""
    heads = tuple(
        Words(column.label or "", path, Role.LABEL, Look.COLUMN_HEAD, Align.CENTRE)
        for column in table.columns
    )
    return ColumnsRow(heads, _shares(table), head=True, repeat=True, days=_days(table))


def table_rows(table: Table, path: NodePath, node: Node, _memo: Memo) -> Iterator[ColumnsRow]:
    """The single row of an entry."""
    cells = []
    for column in table.columns:
        value = node.answers.get(column.id)
        words = value if isinstance(value, str) else ""
        cells.append(Words(words, (*path, column.id), look=Look.COLUMN))
    yield ColumnsRow(tuple(cells), _shares(table), held=_held(table, cells), days=_days(table))


def blank_rows(table: Table, path: NodePath) -> Iterator[ColumnsRow]:
    """Blank rows for handwriting."""
    shares = _shares(table)
    cells = tuple(Words("", path, look=Look.COLUMN) for _ in shares)
    empty = ColumnsRow(cells, shares, tall=44.0, days=_days(table))
    yield from (empty for _ in range(EMPTY_ROWS))


def _shares(table: Table) -> tuple[int, ...]:
    return tuple(column.width for column in table.columns)


def _days(table: Table) -> tuple[int, ...]:
    return tuple(at for at, column in enumerate(table.columns) if isinstance(column.kind, DateKind))


def _held(table: Table, cells: Sequence[Words]) -> tuple[tuple[int, str], ...]:
    """The cells of a row that are not split, with the text repeated on continuation pages."""
    held = {number: "" for number, column in enumerate(table.columns) if column.whole}
    again = [number for number, column in enumerate(table.columns) if column.again]
    held |= {number: cells[number].text for number in again}
    if again:
        held[again[-1]] = going_on(held[again[-1]])
    return tuple(held.items())
