"""The whole form as grids of cells, for formats with tables but without pages (HTML, workbook, Word).

Built from the same blocks as the print (``paper.resolve``), so that all formats have the same rows in the
same order.  A sheet is a part of the form (of one file, if it exists once per file), with its contents one
below the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from enum import Enum

from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.model import ANNEXES, Form
from pia_desktop.paper.blocks import (
    AnswerRow,
    Block,
    ColumnsRow,
    Content,
    EntryRow,
    HeadingRow,
    Level,
    Mark,
    PageStart,
    Space,
    Strip,
    Tick,
    Title,
    Words,
)
from pia_desktop.paper.memo import Memo
from pia_desktop.paper.resolve import CONTENTS, COVER, stretches

STRIP_SHARE = 3
"""Width units of a spanning cell on the left."""
LABEL_SHARE = 12
"""Width units of spanning cells and label together: about a quarter."""
WHOLE = 48
"""Width units of the form: 48 narrow columns, as in the official workbooks."""


class CellRole(Enum):
    """The role of a cell."""

    LABEL = "label"
    STRIP = "strip"
    """A label that names the rows beside it."""
    FOOT = "foot"
    """The empty foot of the label cell above, beside the rows that belong to it."""
    ANSWER = "answer"
    HEAD = "head"
    """The head of a column."""


@dataclass(frozen=True, slots=True)
class FormCell:
    """A cell: its first unit of width, width in units, and number of rows."""

    role: CellRole
    content: tuple[Content, ...]
    first: int
    parts: int
    rows: int = 1
    vertical: bool = False


@dataclass(frozen=True, slots=True)
class FormRow:
    """The cells that begin in a row; ``repeat``: it is a table header."""

    cells: tuple[FormCell, ...]
    repeat: bool = False


@dataclass(frozen=True, slots=True)
class FormHeading:
    """A shaded full-width row.  ``title``: text to the right of an entry's number."""

    level: Level
    words: Words
    title: Words | None = None
    boxes: tuple[tuple[Tick, NodePath], ...] = ()


@dataclass(frozen=True, slots=True)
class FormLine:
    """Text outside the boxes: a title, the form's mark.  ``heading``: a title of the form or of a part."""

    words: Words
    heading: bool = False


class FormGap(Enum):
    """Separates the tables of a 別紙."""

    GAP = "gap"


Piece = FormRow | FormHeading | FormLine | FormGap


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A part of the form; ``title`` names it, with its file if there are several; ``head`` is printed."""

    title: str
    head: str
    pieces: tuple[Piece, ...]
    landscape: bool = False
    path: NodePath = field(default=())


def form_sheets(form: Form, root: Node) -> tuple[FormSheet, ...]:
    """Cover, 項目一覧, parts and 別紙, in printed order."""
    return tuple(_sheet(form, stretch.key, stretch.blocks) for stretch in stretches(form, root, Memo()))


def _sheet(form: Form, key: NodePath, blocks: Sequence[Block]) -> FormSheet:
    titles = [block for block in blocks if isinstance(block, Title)]
    names = {COVER: "表紙", CONTENTS: "項目一覧"}
    title = names.get(key) or next((one.outline for one in titles if one.outline), form.title)
    landscape = any(isinstance(block, PageStart) and block.landscape for block in blocks)
    printed = next((one.words.text for one in titles if one.outline), title)
    pieces = tuple(_pieces(blocks, gaps=key[0] == ANNEXES))
    return FormSheet(title, printed, pieces, landscape, key)


def _pieces(blocks: Sequence[Block], *, gaps: bool) -> Iterator[Piece]:
    rows: list[AnswerRow] = []
    for block in blocks:
        if not isinstance(block, AnswerRow) and rows:
            yield from _answer_rows(rows)
            rows = []
        match block:
            case AnswerRow():
                rows.append(block)
            case HeadingRow():
                yield FormHeading(block.level, block.words, None, block.boxes)
            case EntryRow():
                yield FormHeading(Level.ENTRY, block.label, block.title)
            case ColumnsRow():
                yield _columns(block)
            case Title():
                yield FormLine(block.words, heading=True)
            case Mark():
                yield FormLine(block.words)
            case Space() if gaps:
                yield FormGap.GAP
    yield from _answer_rows(rows)


def _columns(row: ColumnsRow) -> FormRow:
    total, at, cells = sum(row.shares), 0, []
    for number, (words, share) in enumerate(zip(row.cells, row.shares, strict=True), 1):
        last = number == len(row.shares)
        parts = WHOLE - at if last else max(1, round(WHOLE * share / total))
        cells.append(FormCell(CellRole.HEAD if row.head else CellRole.ANSWER, (words,), at, parts))
        at += parts
    return FormRow(tuple(cells), row.repeat)


def _answer_rows(rows: Sequence[AnswerRow]) -> Iterator[FormRow]:
    """Label and answer cells; a cell that spans rows is in the first of them."""
    open_strips: list[Strip] = []
    for number, row in enumerate(rows):
        cells: list[FormCell] = []
        for depth, strip in enumerate(row.strips):
            if depth < len(open_strips) and open_strips[depth].path == strip.path:
                continue
            span = _span(rows[number:], depth, strip)
            role = CellRole.FOOT if strip.joined else CellRole.STRIP
            content = () if strip.joined else (Words(strip.text, strip.path),)
            cells.append(FormCell(role, content, depth * STRIP_SHARE, STRIP_SHARE, span, strip.vertical))
        open_strips = list(row.strips)
        at = len(row.strips) * STRIP_SHARE
        if row.label is not None:
            width = max(LABEL_SHARE, at + STRIP_SHARE) - at
            cells.append(FormCell(CellRole.LABEL, (row.label,), at, width))
            at += width
        cells.append(FormCell(CellRole.ANSWER, row.content, at, WHOLE - at))
        yield FormRow(tuple(cells))


def _span(rows: Sequence[AnswerRow], depth: int, strip: Strip) -> int:
    count = 0
    for row in rows:
        if len(row.strips) <= depth or row.strips[depth].path != strip.path:
            break
        count += 1
    return count
