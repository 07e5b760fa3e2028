"""A document that is one table: what stands in it, whatever it becomes (PDF, web page, word processor file).

Its words are of the documents themselves, which are Japanese whatever the language of the screen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from pia_desktop.assessment.node import NodePath
from pia_desktop.forms.values import clean_text, drop_forbidden

NOTHING: Final = "該当するものはありません。"


@dataclass(frozen=True, slots=True)
class Span:
    """Words of a cell; ``marked``: they differ from what they are set beside, and are underlined."""

    text: str
    marked: bool = False


Cell = tuple[Span, ...]


def cell(words: str) -> Cell:
    """A cell of plain words."""
    return (Span(words),) if words else ()


def cell_text(spans: Cell) -> str:
    """The words of a cell."""
    return "".join(span.text for span in spans)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, its part of the table's width, and how its cells stand.

    ``names``: its cells say what the cells beside them are about.  ``again``: on paper further pages of a row
    say its cell again.
    """

    head: str
    share: int
    centred: bool = False
    names: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row, with a cell for each column; ``path`` is the item that it is about, if it is about one.

    ``goes_on``: it belongs to the row above; a cell of it that is empty is one with the cell above, but for
    those of the columns ``alone``.
    """

    cells: tuple[Cell, ...]
    path: NodePath = ()
    goes_on: bool = False
    alone: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TableGroup:
    """Rows under a heading that spans the table; without one they go on below those before.

    ``inner``: its heading stands inside the last one that is not, as a section of the form in its part.
    """

    heading: str
    rows: tuple[TableRow, ...]
    inner: bool = False


@dataclass(frozen=True, slots=True)
class TableDocument:
    """A whole document.  ``lines`` stand between its title and the table, ``notes`` below it; ``author`` is
    whose it is.

    Raises ValueError for a row that has not one cell for each column.
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
        """All rows in their order."""
        for group in self.groups:
            yield from group.rows

    def shown_groups(self) -> tuple[TableGroup, ...]:
        """The groups that have rows; where none has, one row that says so in the widest column."""
        found = tuple(_with_rows(self.groups))
        if found:
            return found
        widest = max(range(len(self.columns)), key=lambda at: self.columns[at].share)
        cells = tuple(cell(NOTHING) if at == widest else () for at in range(len(self.columns)))
        return (TableGroup("", (TableRow(cells),)),)


def grouped(rows: Iterable[tuple[str, TableRow]]) -> tuple[TableGroup, ...]:
    """Rows with the heading of each: neighbours under the same one share it."""
    found = groupby(rows, key=lambda one: one[0])
    return tuple(TableGroup(heading, tuple(row for _heading, row in own)) for heading, own in found)


def _with_rows(groups: Iterable[TableGroup]) -> Iterator[TableGroup]:
    """The groups that have rows, and the headings of those whose inner groups have some."""
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
    """By row and column, over how many rows a cell reaches; 0: it is one with the cell above it."""
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
    """Words as every kind of file can hold them, with ``\\n`` as their only line end."""
    return drop_forbidden(clean_text(text))


def plain_line(text: str) -> str:
    """Words in one line, without what no file can hold, for titles and properties."""
    return " ".join(kept(text).split())
