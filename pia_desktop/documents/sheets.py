"""Prints a table document: laid out by the same passes as a form, and drawn to PDF.

Adds only what forms lack: cells with underlined passages, and headings inside a table.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate
from typing import Final

from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.documents.table import (
    Cell,
    Column,
    TableDocument,
    TableRow,
    cell_text,
    kept,
    plain_line,
    reach_of_cells,
)
from pia_desktop.paper.blocks import (
    Align,
    Block,
    ColumnsRow,
    HeadingRow,
    Level,
    Look,
    Mark,
    PageStart,
    Role,
    Title,
    Words,
)
from pia_desktop.paper.draw import draw_pdf
from pia_desktop.paper.flow import Paginator
from pia_desktop.paper.flowed_page import FlowedPage
from pia_desktop.paper.layout import (
    Anchors,
    Box,
    Edge,
    Layout,
    MissingGlyph,
    OutlineEntry,
    Overflow,
    Page,
    Placed,
    Run,
    Slice,
    Tag,
)
from pia_desktop.paper.leading import leading_lines
from pia_desktop.paper.linebreak import Line
from pia_desktop.paper.measure import with_number
from pia_desktop.paper.rows import WHITE, MeasuredCell, MeasuredRow, measure_row
from pia_desktop.paper.style import (
    GETA,
    GREY_LABEL,
    GREY_RISK,
    PAD_X,
    PAD_Y,
    ROW_HEIGHT,
    WHOLE_HEIGHT,
    Style,
    Type,
)
from pia_desktop.paper.text import Setter, going_on, meant_by, with_meant

_ROOM_TO_SAY_SO: Final = 48.0
"""Points of a column in which （続き） stands in one line."""
_ABOVE_TABLE: Final = 6.0
_UNDERLINE: Final = 1.5
"""From the baseline of marked words down to their rule, in points."""


def table_pdf(document: TableDocument, style: Style | None = None) -> bytes:
    """The document as a PDF/UA-1 and PDF/A-2a file; equal documents give equal bytes."""
    return draw_pdf(layout_table(document, style), PictureDict())


def layout_table(document: TableDocument, style: Style | None = None) -> Layout:
    """The document's pages.  Characters that no font has are in ``missing``, with the row's path."""
    style = style or Style()
    setter = Setter(style)
    top = _Top(document, setter, style.width(document.landscape))
    blocks, rows = _content(document, setter, style, top)
    flow = Paginator(blocks, rows, style)
    flow.run()
    pages = [with_number(_finished(one.page, style), n, style) for n, one in enumerate(flow.pages, 1)]
    pages[0] = top.placed(pages[0])
    return Layout(
        plain_line(document.title),
        plain_line(document.author),
        tuple(pages),
        tuple(_outline(flow.pages)),
        Anchors([one.anchors for one in flow.pages]),
        _missing(setter, rows),
        tuple(Overflow(path, n) for n, one in enumerate(flow.pages) for path in one.overflows),
        fonts=style.fonts,
    )


def _outline(pages: list[FlowedPage]) -> list[OutlineEntry]:
    return [
        OutlineEntry(words, level, number, y)
        for number, page in enumerate(pages)
        for words, level, y in page.outline
    ]


def _missing(setter: Setter, rows: list[MeasuredRow | None]) -> tuple[MissingGlyph, ...]:
    found = dict(setter.missing)
    for row in rows:
        if row is not None:
            found.update(dict.fromkeys(row.missing))
    return tuple(found)


class _Top:
    """What precedes the table on the first page: title and lines below it."""

    def __init__(self, document: TableDocument, setter: Setter, width: float) -> None:
        look, align = Look.BODY, Align.CENTRE
        self._title = kept(document.title) if plain_line(document.title) else ""  # blank text is no heading
        self._slices = [
            tuple(setter.words(Words(kept(line), (), Role.NOTE, look, align), width))
            for line in document.lines
        ]
        self._height = sum(part.height for slices in self._slices for part in slices)

    @property
    def block(self) -> Title:
        """The title, with space for the lines below it."""
        words = Words(self._title, (), Role.HEADING, Look.PART, Align.CENTRE)
        return Title(words, 0.0, self._height + 2 * _ABOVE_TABLE, plain_line(self._title))

    def placed(self, page: Page) -> Page:
        """The first page with the lines, after the title in reading order."""
        title = next(piece for piece in page.placed if piece.tag is Tag.TITLE)
        y = title.y + sum(part.height for part in title.slices) + _ABOVE_TABLE
        lines = []
        for slices in self._slices:
            lines.append(Placed(title.x, y, slices, 0, len(slices), (), tag=Tag.NOTE))
            y += sum(part.height for part in slices)
        at = page.placed.index(title) + 1
        return replace(page, placed=(*page.placed[:at], *lines, *page.placed[at:]))


# ---- rows


def _content(
    document: TableDocument, setter: Setter, style: Style, top: _Top
) -> tuple[list[Block], list[MeasuredRow | None]]:
    """The blocks, each with its measured row (None if it is not a row)."""
    width = style.width(document.landscape)
    shares = tuple(column.share for column in document.columns)
    heads = tuple(
        Words(kept(column.head), (), Role.LABEL, Look.COLUMN_HEAD, Align.CENTRE)
        for column in document.columns
    )
    head = ColumnsRow(heads, shares, head=True, repeat=True)
    blocks: list[Block] = [PageStart(document.landscape), top.block, head]
    rows: list[MeasuredRow | None] = [None, None, measure_row(head, style, width)]
    for group in document.shown_groups():
        if group.heading:
            words = Words(kept(group.heading), (), Role.HEADING, Look.BAND)
            blocks.append(HeadingRow(Level.BAND if group.inner else Level.SECTION, words))
            rows.append(_heading(words, setter, width, GREY_LABEL if group.inner else GREY_RISK))
        reaches = [*reach_of_cells(group.rows), [1] * len(document.columns)]
        whole = TableRow(())
        following = [row.goes_on for row in group.rows[1:]] + [False]
        for row, reach, below, leads in zip(group.rows, reaches, reaches[1:], following, strict=False):
            blocks.append(head)  # a placeholder row; only its measured row is used
            measured = _joined(_measured(row, document.columns, setter, width), reach, below)
            whole = whole if row.goes_on and whole.cells else row
            again = _again(whole, measured, document.columns, setter)
            # A choice is not parted from the first lines of its 具体的な方法.
            keep = leads and not row.goes_on and measured.height <= WHOLE_HEIGHT
            rows.append(replace(measured, again=again, goes_on=row.goes_on, keep=keep))
    if document.notes:
        note = Words("\n".join(map(kept, document.notes)), (), Role.NOTE, Look.BODY)
        blocks.append(Mark(note))
        rows.append(None)
    return blocks, rows


def _again(
    whole: TableRow, row: MeasuredRow, columns: tuple[Column, ...], setter: Setter
) -> dict[int, MeasuredCell]:
    """The cells that continuation pages repeat of a row, or of the row it belongs to: those that name it."""
    found = {}
    for number, (column, own) in enumerate(zip(columns, row.cells, strict=True)):
        text = kept(cell_text(whole.cells[number])) if column.again or column.names else ""
        if text:
            align = Align.CENTRE if column.centred else Align.LEFT
            says_so = column.names and own.width >= _ROOM_TO_SAY_SO
            said = Words(going_on(text) if says_so else text, (), Role.ARTIFACT, Look.COLUMN, align)
            slices = tuple(setter.words(said, own.width - 2 * own.pad))
            height = sum(part.height for part in slices)
            if height <= WHOLE_HEIGHT:
                found[number] = replace(own, slices=slices, paths=(), text_height=height)
    return found


def _joined(row: MeasuredRow, reach: list[int], below: list[int]) -> MeasuredRow:
    """The row without the rules between cells merged with those above or below."""
    if all(reach) and all(below):
        return row
    cells = []
    for own, here, under in zip(row.cells, reach, below, strict=True):
        edges = Edge.ALL if here else Edge.ALL & ~Edge.TOP
        cells.append(replace(own, edges=edges if under else edges & ~Edge.BOTTOM))
    return replace(row, cells=tuple(cells))


def _heading(words: Words, setter: Setter, width: float, grey: float) -> MeasuredRow:
    """A heading inside a table: a header cell of the rows below it, repeated on continuation pages."""
    slices = tuple(setter.words(words, width - 2 * PAD_X))
    height = sum(part.height for part in slices)
    own = MeasuredCell(0.0, width, PAD_X, slices, grey, (), height, tag=Tag.LABEL)
    total = max(ROW_HEIGHT, height + 2 * PAD_Y)
    return MeasuredRow(cells=(own,), strips=(), height=total, head_height=total, keep=True, repeat=True)


def _measured(row: TableRow, columns: tuple[Column, ...], setter: Setter, width: float) -> MeasuredRow:
    total = sum(column.share for column in columns)
    lefts = [width * share / total for share in accumulate((column.share for column in columns), initial=0)]
    cells = []
    for column, spans, left, right in zip(columns, row.cells, lefts[:-1], lefts[1:], strict=True):
        align = Align.CENTRE if column.centred else Align.LEFT
        slices = _slices(spans, right - left - 2 * PAD_X, align, setter, row)
        height = sum(part.height for part in slices)
        tag = Tag.LABEL if column.names else Tag.ANSWER
        paths = (row.path,) if row.path else ()
        cells.append(
            MeasuredCell(left, right - left, PAD_X, tuple(slices), WHITE, paths, height, sinks=False, tag=tag)
        )
    height = max(ROW_HEIGHT, *(own.text_height + 2 * own.pad for own in cells))
    head = height if height <= WHOLE_HEIGHT else min(height, max(own.head_height for own in cells))
    return MeasuredRow(cells=tuple(cells), strips=(), height=height, head_height=head)


# ---- words of which some are marked


def _slices(spans: Cell, width: float, align: Align, setter: Setter, row: TableRow) -> list[Slice]:
    if align is Align.CENTRE:
        return setter.words(Words(kept(cell_text(spans)), row.path, Role.ANSWER, Look.COLUMN, align), width)
    kind = setter.style.type_of(Look.COLUMN)
    # Cleaned span by span: cleaning changes lengths, and marks must stay on their text.
    texts = [setter.clean(kept(span.text), kind.font, row.path) for span in spans]
    ends = list(accumulate(len(text) for text in texts))
    clean = "".join(texts)
    lines = setter.lines(clean, width, kind, row.path)
    if GETA in clean:
        meant = "".join([meant_by(kept(span.text), kind.font) for span in spans])
        lines = with_meant(lines, clean, meant)
    found = []
    first = 0
    starts = [line.start for line in lines[1:]] + [0]
    leads = leading_lines(lines)
    for number, (line, following) in enumerate(zip(lines, starts, strict=True)):
        while first < len(ends) and ends[first] <= line.start:
            first += 1
        pieces = _pieces(line, ends[first:], [span.marked for span in spans[first:]])
        runs = tuple(_runs(line, pieces, kind))
        goes_on = not line.ends_paragraph
        spaced = goes_on and following > line.end
        found.append(Slice(kind.leading, runs, goes_on=goes_on, spaced=spaced, leads=number in leads))
    return found


def _pieces(line: Line, ends: list[int], marked: list[bool]) -> list[tuple[str, bool]]:
    """A line's text, split where its marking changes; ``ends`` are span ends relative to its start."""
    found: list[tuple[str, bool]] = []
    start = line.start
    for end, mark in zip(ends, marked, strict=True):
        stop = min(end, line.end)
        if stop > start:
            words = line.text[start - line.start : stop - line.start]
            if found and found[-1][1] == mark:
                words = found.pop()[0] + words
            found.append((words, mark))
            start = stop
        if start >= line.end:
            break
    return found


def _runs(line: Line, pieces: list[tuple[str, bool]], kind: Type) -> list[Run]:
    x = line.indent
    runs = []
    meant = line.meant
    for words, marked in pieces:
        role = Role.CHANGED if marked else Role.ANSWER
        count = words.count(GETA)
        runs.append(Run(x, kind.baseline, kind.size, kind.face, words, role, meant[:count]))
        x, meant = x + kind.width(words), meant[count:]
    return runs


def _finished(page: Page, style: Style) -> Page:
    """The page with underlines for marked passages, drawn as the bottom edge of a box."""
    kind = style.type_of(Look.COLUMN)
    rules = [
        Box(run.x, run.y, kind.font.width(run.text, run.size), _UNDERLINE, WHITE, Edge.BOTTOM)
        for run in page.runs()
        if run.role is Role.CHANGED and not run.text.isspace()
    ]
    return replace(page, boxes=(*page.boxes, *rules)) if rules else page
