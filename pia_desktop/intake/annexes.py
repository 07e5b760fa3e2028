"""別紙 of a document: worksheets named so, and what follows such headings at the end.

They are not part of the form, so no anchor matches them; they are removed before the alignment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field, replace
from itertools import groupby
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.forms.cleaning import taken_in
from pia_desktop.forms.figure_kind import MAX_BLOCKS, MAX_COLUMNS, MAX_ROWS
from pia_desktop.forms.model import ANNEX_BODY, ANNEX_TITLE, MAX_ANNEXES
from pia_desktop.forms.values import drop_forbidden
from pia_desktop.intake.annexheads import annex_head
from pia_desktop.intake.cells import GAP, Cell, Source, SourcePicture
from pia_desktop.intake.figures import PlacedPicture, as_figure, placed_pictures
from pia_desktop.intake.report import Notes
from pia_desktop.intake.words import tidy

_BELOW: Final = 0.01
_PART: Final = re.compile("[Ⅰ-Ⅹ][ \u3000]|[（(]別添")


@dataclass(slots=True)
class _Found:
    head: Cell
    title: str
    cells: list[Cell] = field(default_factory=list)
    empty: list[Cell] = field(default_factory=list)
    pictures: list[SourcePicture] = field(default_factory=list)


def take_annexes(source: Source, notes: Notes) -> tuple[Source, list[dict[str, object]]]:
    """The source without its 別紙, and these as JSON-compatible objects of the interchange format."""
    heads = _heads(source.cells)
    if not heads:
        return source, []
    found = [_Found(source.cells[at], _title(source.cells[at])) for at in heads]
    left = list(source.cells[: heads[0]])
    for number, (start, end) in enumerate(zip(heads, [*heads[1:], len(source.cells)], strict=True)):
        for cell in source.cells[start + 1 : end]:
            own = found[number].cells if _belongs(source.cells[start], cell) else left
            own.append(cell)
    for cell in source.empty:
        owner = _owner(source.cells, heads, cell)
        if owner is not None:
            found[owner].empty.append(cell)
    pictures: list[SourcePicture] = []
    for picture in source.pictures:
        owner = _owner(source.cells, heads, picture)
        (pictures if owner is None else found[owner].pictures).append(picture)
    rest = replace(source, cells=tuple(left), pictures=tuple(pictures))
    return rest, [_annex(one, notes) for one in found]


def _heads(cells: Sequence[Cell]) -> list[int]:
    """Indexes of the headings of 別紙: numbered from 1, in a workbook each on its own sheet, else
    at the end.
    """
    book = len({cell.sheet.name for cell in cells}) > 1
    parts = [at for at, cell in enumerate(cells) if _PART.match(cell.text.strip())]
    start = (
        0 if book or not parts else parts[-1] + 1
    )  # after the form; a table of contents may mention them earlier
    found: list[int] = []
    for at, cell in enumerate(cells[start:], start):
        head = annex_head(cell.text)
        if head is not None and head[0] == len(found) + 1 and len(found) < MAX_ANNEXES:
            first = at == 0 or cells[at - 1].sheet != cell.sheet
            if first if book else _alone(cells, at):
                found.append(at)
    return found


def _alone(cells: Sequence[Cell], at: int) -> bool:
    """Whether a cell is alone in its row."""
    beside = (*cells[max(at - 1, 0) : at], *cells[at + 1 : at + 2])
    return all(one.row != cells[at].row or one.sheet != cells[at].sheet for one in beside)


def _title(cell: Cell) -> str:
    head = annex_head(cell.text)
    return tidy(head[1]) if head is not None else ""


def _belongs(head: Cell, cell: Cell) -> bool:
    """In a workbook, whether a cell is on the same sheet; otherwise everything that follows belongs."""
    return head.sheet.name is None or cell.sheet.name == head.sheet.name


def _owner(cells: Sequence[Cell], heads: Sequence[int], one: SourcePicture | Cell) -> int | None:
    here = (one.sheet.number, one.box.top)
    before = [
        number
        for number, at in enumerate(heads)
        if (cells[at].sheet.number, cells[at].box.top) <= here
        and (cells[at].sheet.name is None or cells[at].sheet.name == one.sheet.name)
    ]
    return before[-1] if before else None


# ---- interchange format


def _annex(found: _Found, notes: Notes) -> dict[str, object]:
    blocks = _blocks(found)
    for block in blocks[MAX_BLOCKS:]:
        notes.leave(_plain_words(block), found.head)
    blocks = blocks[:MAX_BLOCKS]
    annex: dict[str, object] = {ANNEX_TITLE: found.title} if found.title else {}
    return {**annex, **({ANNEX_BODY: as_figure(blocks)} if blocks else {})}


def _plain_words(block: object) -> str:
    """The text of a block that did not fit."""
    if not isinstance(block, dict):
        return str(block)
    if "rows" not in block:
        return f"［図］{block.get('caption', '')}"
    return "\n".join("　".join(row) for row in block["rows"])


def _blocks(found: _Found) -> list[object]:
    """Passages, pictures and tables in source order; a row of several cells belongs to a table."""
    placed = placed_pictures(found.cells, found.pictures)
    cells = sorted((*found.cells, *found.empty), key=_in_order) if found.empty else found.cells
    rows = [list(row) for _row, row in groupby(cells, key=lambda cell: cell.row)]
    stream: list[tuple[tuple[int, float], list[Cell] | PlacedPicture]] = [
        (_place(row, placed), row) for row in rows
    ]
    stream += [((picture.sheet, picture.top), picture) for picture in placed]
    blocks: list[object] = []
    table: list[list[Cell]] = []
    for _at, one in sorted(stream, key=lambda pair: pair[0]):
        if isinstance(one, list) and (len(one) > 1 or _lies_in(table, one[0])):
            if table and not _goes_on(table, one):
                blocks += _table(table)
                table = []
            table.append(one)
            continue
        blocks += _table(table)
        table = []
        blocks.append(one.raw if isinstance(one, PlacedPicture) else _words(one[0]))
    return [block for block in (*blocks, *_table(table)) if block != ""]


def _in_order(cell: Cell) -> tuple[int, int, float]:
    return cell.sheet.number, cell.row, cell.box.left


def _place(row: Sequence[Cell], pictures: Sequence[PlacedPicture]) -> tuple[int, float]:
    """The position of a row; one that contains a picture comes after it."""
    sheet, box = row[0].sheet.number, row[0].box
    inside = [
        one.top
        for one in pictures
        if one.sheet == sheet and box.top <= one.top and one.box.bottom <= box.bottom
    ]
    return sheet, max(inside) + _BELOW if inside else box.top


def _goes_on(table: Sequence[Sequence[Cell]], row: Sequence[Cell]) -> bool:
    """Whether a row is directly below a table and has its columns."""
    if row[0].row != _row_below(table):
        return False
    lefts = {cell.box.left for above in table for cell in above}
    own = {cell.box.left for cell in row}
    return own <= lefts or lefts <= own


def _row_below(table: Sequence[Sequence[Cell]]) -> int:
    """The index of the row directly below a table, whose last row may span several."""
    last = table[-1]
    counted = last[0].sheet.name is not None
    return last[0].row + (max(1, int(min(cell.box.bottom - cell.box.top for cell in last))) if counted else 1)


def _lies_in(table: Sequence[Sequence[Cell]], cell: Cell) -> bool:
    """Whether the only filled cell of a row belongs to the table above, being narrower than that."""
    if not table or cell.row != _row_below(table):
        return False
    above = [one.box for row in table for one in row]
    whole = cell.box.left <= min(box.left for box in above) and cell.box.right >= max(
        box.right for box in above
    )
    return not whole and any(cell.box.left == box.left for box in above)


def _table(rows: Sequence[Sequence[Cell]]) -> list[object]:
    """Rows arranged by the columns where their cells begin; as lines of text if too large for a table."""
    if not rows:
        return []
    lefts = sorted({cell.box.left for row in rows for cell in row})
    while len(rows) > MAX_ROWS and not any(cell.text for cell in rows[-1]):
        rows = rows[:-1]
    if len(lefts) > MAX_COLUMNS or len(rows) > MAX_ROWS:
        return ["\n".join("　".join(map(_words, row)) for row in rows)]
    found: list[list[str]] = []
    for before, row in zip([None, *rows], rows, strict=False):
        words = {cell.box.left: _words(cell) for cell in row}
        line = [words.get(left, "") for left in lefts]
        turned = before is not None and before[0].sheet != row[0].sheet
        if not (turned and line == found[0]):  # headers are repeated on a new page
            found.append(line)
    return [{"rows": found} if _has_head(rows) else {"rows": found, "head": False}]


def _has_head(rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether the first row has column headings, which is assumed if the source does not say."""
    told = [cell.stressed for cell in rows[0]]
    return None in told or 2 * sum(map(bool, told)) > len(told)


def _words(cell: Cell) -> str:
    return taken_in(drop_forbidden(tidy(cell.text.replace(GAP, " "))))
