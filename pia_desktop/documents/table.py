"""A document that is one table, independent of output format (PDF, HTML, Word).

Its fixed text is always Japanese, whatever the language of the screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from pia_desktop.assessment.node import NodePath
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.values import clean_text, drop_forbidden

NOTHING: Final = "該当するものはありません。"


@dataclass(frozen=True, slots=True)
class Span:
    """Text of a cell; ``marked``: it differs from the other side, and is underlined."""

    text: str
    marked: bool = False


Cell = tuple[Span, ...]


def cell(words: str) -> Cell:
    """A cell of plain text."""
    return (Span(words),) if words else ()


def cell_text(spans: Cell) -> str:
    """The text of a cell."""
    return "".join(span.text for span in spans)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, relative width, and alignment.

    ``names``: its cells are row headers, which continuation pages repeat with （続き）.  ``again``: these
    repeat its cell.
    """

    head: str
    share: int
    centred: bool = False
    names: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with one cell per column; ``path`` is the item it is about, if any.

    ``goes_on``: it belongs to the row above; empty cells are merged with those above, except in columns
    listed in ``alone``.
    """

    cells: tuple[Cell, ...]
    path: NodePath = ()
    goes_on: bool = False
    alone: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TableGroup:
    """Rows under a heading that spans the table; without one they continue those before.

    ``inner``: a subheading of the previous group that is not.
    """

    heading: str
    rows: tuple[TableRow, ...]
    inner: bool = False


@dataclass(frozen=True, slots=True)
class TableDocument:
    """A whole document.  ``lines`` are between its title and the table, ``notes`` below it; ``author`` is
    metadata.

    Raises ValueError for a row with a wrong number of cells.
    """

    title: str
    lines: tuple[str, ...]
    columns: tuple[Column, ...]
    groups: tuple[TableGroup, ...]
    landscape: bool = True
    author: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if any(len(row.cells) != len(self.columns) for row in self.rows()):
            raise ValueError("a row has not one cell for each column")

    def rows(self) -> Iterator[TableRow]:
        """All rows in order."""
        for group in self.groups:
            yield from group.rows

    def without_empty(self, at: int) -> TableDocument:
        """The document without a column in whose cells nothing stands, so that the others are wider."""
        if any(row.cells[at] for row in self.rows()):
            return self
        groups = tuple(
            replace(group, rows=tuple(_without(row, at) for row in group.rows)) for group in self.groups
        )
        return replace(self, columns=(*self.columns[:at], *self.columns[at + 1 :]), groups=groups)

    def shown_groups(self) -> tuple[TableGroup, ...]:
        """The groups with rows; if there are none, one row that says so in the widest column."""
        found = tuple(_with_rows(self.groups))
        if found:
            return found
        widest = max(range(len(self.columns)), key=lambda at: self.columns[at].share)
        cells = tuple(cell(NOTHING) if at == widest else () for at in range(len(self.columns)))
        return (TableGroup("", (TableRow(cells),)),)


def _without(row: TableRow, at: int) -> TableRow:
    alone = tuple(one - (one > at) for one in row.alone if one != at)
    return replace(row, cells=(*row.cells[:at], *row.cells[at + 1 :]), alone=alone)


def grouped(rows: Iterable[tuple[str, TableRow]]) -> tuple[TableGroup, ...]:
    """Rows with headings as groups: neighbours with the same heading share one."""
    found = groupby(rows, key=lambda one: one[0])
    return tuple(TableGroup(heading, tuple(row for _heading, row in own)) for heading, own in found)


def _with_rows(groups: Iterable[TableGroup]) -> Iterator[TableGroup]:
    """The groups with rows, and headings whose inner groups have rows."""
    outer: TableGroup | None = None
    for group in groups:
        if not group.inner:
            outer = None if group.rows else group
        elif group.rows and outer is not None:
            yield outer
            outer = None
        if group.rows:
            yield group


def reach_of_cells(rows: Sequence[TableRow]) -> list[list[int]]:
    """By row and column, how many rows a cell spans; 0: it is merged with the cell above."""
    found = [[1] * len(row.cells) for row in rows]
    for column in range(len(rows[0].cells) if rows else 0):
        top = 0
        for number, row in enumerate(rows):
            joins = row.goes_on and column not in row.alone
            if number and joins and not cell_text(row.cells[column]):
                found[number][column] = 0
                found[top][column] += 1
            else:
                top = number
    return found


def kept(text: str) -> str:
    r"""Text without characters that file formats cannot hold, with ``\n`` line ends."""
    return drop_forbidden(clean_text(text))


def plain_line(text: str) -> str:
    """Text as one line for titles and metadata, without characters that file formats cannot hold."""
    return " ".join(kept(text).split())
