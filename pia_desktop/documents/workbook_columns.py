"""A worksheet laid out in equal narrow parts that gets only the columns where its cells begin or end.

A merged cell costs as much time and space as it has columns, since each of them is written with its border.
Excel draws no rule inside a merged cell, and cuts a line of text in two where a page ends in it.  A cell over
the end of a printed page is therefore parted there: the rest of its text stands in a cell of its own, whose
number format says so to whoever reads the workbook (``forms.full_cells.GOES_ON``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from pia_desktop.dataclass import dataclass
from pia_desktop.documents.workbook_measure import Stretch, joined
from pia_desktop.forms.full_cells import GOES_ON

if TYPE_CHECKING:
    from xlsxwriter.format import Format  # type: ignore[import-untyped]
    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]


Look = dict[str, str | int | bool]
"""Properties of a cell by the library's names."""

_SIGNS = {joint: sign for sign, joint in GOES_ON.items()}


@dataclass(frozen=True, slots=True)
class PartsCell:
    """A cell over rows of the worksheet and parts of its width; ``pieces``: its words by rows, if they can be
    parted.
    """

    row: int
    rows: int
    first: int
    parts: int
    words: str
    look: Look
    number: bool = False
    pieces: tuple[Stretch, ...] = ()

    @property
    def end(self) -> int:
        """The part after its last one."""
        return self.first + self.parts


class PartsSheet:
    """Collects the cells of a worksheet; ``finish`` chooses the columns and writes them.

    Args:
        page: The worksheet.
        parts: The number of parts of its width.
        pixels: The width of a part.
        styled: Makes the library's format of a look.
    """

    def __init__(self, page: Worksheet, parts: int, pixels: int, styled: Callable[[Look], Format]) -> None:
        self.page = page
        self._parts = parts
        self._pixels = pixels
        self._styled = styled
        self._cells: dict[tuple[int, int], PartsCell] = {}
        self._offers: list[tuple[int, int, str | list[str]]] = []
        self._pictures: list[tuple[int, int, Mapping[str, object]]] = []

    def add(self, cell: PartsCell) -> None:
        """Add a cell; cells must not overlap."""
        self._cells[cell.row, cell.first] = cell

    def reword(self, row: int, first: int, words: str) -> None:
        """Replace the words of the cell that begins there."""
        self._cells[row, first] = replace(self._cells[row, first], words=words)

    def offer(self, row: int, first: int, source: str | list[str]) -> None:
        """Let a cell offer a list: a reference to cells, or the words themselves."""
        self._offers.append((row, first, source))

    def add_picture(self, row: int, first: int, options: Mapping[str, object]) -> None:
        """Add a picture at the top left of a cell, with the library's options."""
        self._pictures.append((row, first, options))

    def finish(self, starts: Set[int]) -> None:
        """Write everything that was added; ``starts``: the rows that begin a page."""
        edges = {0, self._parts}
        edges.update(edge for cell in self._cells.values() for edge in (cell.first, cell.end))
        if len(edges) == 2:  # Calc fits a sheet to the page's width between columns: a lone one would be cut
            edges.add(self._parts // 2)
        ordered = sorted(edges)
        columns = {edge: number for number, edge in enumerate(ordered)}
        for number, (start, end) in enumerate(pairwise(ordered)):
            self.page.set_column_pixels(number, number, (end - start) * self._pixels)
        for whole in self._cells.values():
            for cell in _by_pages(whole, starts):
                self._write(cell, columns[cell.first], columns[cell.end] - 1)
        for row, first, source in self._offers:
            rule = {"validate": "list", "source": source, "error_type": "warning"}
            self.page.data_validation(row, columns[first], row, columns[first], rule)
        for row, first, options in self._pictures:
            self.page.insert_image(row, columns[first], "picture", dict(options))
        rows = max((cell.row + cell.rows for cell in self._cells.values()), default=1)
        self.page.print_area(0, 0, rows - 1, len(ordered) - 2)

    def _write(self, cell: PartsCell, column: int, last: int) -> None:
        """Write text, or a number, into one cell over columns and rows."""
        row, style = cell.row, self._styled(cell.look)
        if cell.rows > 1 or last > column:
            self.page.merge_range(row, column, row + cell.rows - 1, last, "", style)
        if cell.number and cell.words:
            self.page.write_number(row, column, int(cell.words), style)
        elif cell.words:
            self.page.write_string(row, column, cell.words, style)
        else:
            self.page.write_blank(row, column, None, style)


def _by_pages(cell: PartsCell, starts: Set[int]) -> Iterator[PartsCell]:
    """The cell, parted where a page ends in it, with rules at the ends of pages."""
    end = cell.row + cell.rows
    tops = [cell.row, *(row for row in range(cell.row + 1, end) if row in starts)]
    for top, below in pairwise((*tops, end)):
        look = cell.look
        if "top" in look:
            look = {
                **look,
                "top": int(look["top"] or top in starts),
                "bottom": int(look["bottom"] or below in starts),
            }
        if top > cell.row:
            look = {**look, "num_format": _SIGNS[_joint(cell, top - cell.row)]}
        if len(tops) == 1:
            yield replace(cell, look=look)
        else:
            words = _part(cell, top - cell.row, below - cell.row)
            yield replace(cell, row=top, rows=below - top, words=words, look=look)


def _joint(cell: PartsCell, row: int) -> str:
    return cell.pieces[row - 1].behind if cell.pieces else "\n"


def _part(cell: PartsCell, first: int, behind: int) -> str:
    """The words of some of a cell's rows; those of a label all stand in the first."""
    if cell.pieces:
        return joined(cell.pieces[first:behind])
    return "" if first else cell.words
