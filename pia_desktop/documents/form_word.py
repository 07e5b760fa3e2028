"""The whole form as a Word file (Office Open XML, .docx): tables, with headings for navigation.

Cells are created as XML elements: merging cells with python-docx is far too slow. python-docx is imported
only when a file is written.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from itertools import count, groupby, pairwise
from math import ceil
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.documents.form_grid import (
    WHOLE,
    CellRole,
    FormCell,
    FormHeading,
    FormLine,
    FormRow,
    FormSheet,
    form_sheets,
)
from pia_desktop.documents.form_words import behind_box, box_mark, choice_words
from pia_desktop.documents.table import kept
from pia_desktop.documents.word import CELL_MARGINS, file_bytes, new_file, text_width, turn
from pia_desktop.forms.picture_names import picture_name
from pia_desktop.forms.values import Picture
from pia_desktop.paper.blocks import Align, Choice, Content, Drawing, Grid, Level, Tick, Words
from pia_desktop.paper.drawings import column_width, picture_size
from pia_desktop.paper.resolve import CONTENTS, COVER
from pia_desktop.paper.sharpness import for_place

if TYPE_CHECKING:
    from docx.document import Document

_SPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHADES: Final = {
    CellRole.LABEL: "F2F2F2",
    CellRole.STRIP: "F2F2F2",
    CellRole.FOOT: "F2F2F2",
    CellRole.HEAD: "D9D9D9",
}
_HEADING_SHADES: Final = {
    Level.SECTION: "D0D0D0",
    Level.BAND: "E8E8E8",
    Level.ENTRY: "E8E8E8",
    Level.RISK: "E8E8E8",
}
_TWIPS: Final = 20
_CELL_MARGINS: Final = 12.0
"""Points at both sides of what stands in a cell."""
_PADDING: Final = "".join(
    f'<w:{side} w:w="{twips}" w:type="dxa"/>'
    for side, twips in CELL_MARGINS.items()
    if side in ("top", "bottom")
)
_SIZE, _TITLE_SIZE, _BELOW_TITLE = 10, 14, 6
_OUTSIDE: Final = 5.4
"""Points that a table reaches beyond the text on both sides; headings above it do, too."""
_SHORT: Final = 12
"""Lines of a row that is not parted."""
_CENTRED: Final = (COVER, CONTENTS)
"""Sheets whose title stands in the middle."""


def form_docx(snapshot: Snapshot, pictures: PictureSource, lost: str) -> bytes:
    """The assessment, or a blank form, as a .docx; equal contents give equal bytes.

    ``lost`` replaces pictures whose bytes are missing.
    """
    from docx.enum.section import WD_SECTION

    name = snapshot.root.answers.get(snapshot.form.roles.title)
    file = new_file(name if isinstance(name, str) else snapshot.form.title)
    numbers = count(1)
    for number, sheet in enumerate(form_sheets(snapshot.form, snapshot.root)):
        if number:
            turn(file.add_section(WD_SECTION.NEW_PAGE), landscape=sheet.landscape)
        _Sheet(file, sheet, pictures, lost, numbers).write()
    return file_bytes(file)


class _Sheet:
    """Appends a part of the form to a document."""

    def __init__(
        self, file: Document, sheet: FormSheet, pictures: PictureSource, lost: str, numbers: Iterator[int]
    ) -> None:
        self._file = file
        self._sheet = sheet
        self._pictures = pictures
        self._lost = lost
        self._numbers = numbers  # among all pictures of the file
        self._width = text_width(landscape=sheet.landscape)

    def write(self) -> None:
        """Write the part."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        self._title()
        section_seen = False
        for is_row, run in groupby(self._sheet.pieces, key=lambda piece: isinstance(piece, FormRow)):
            pieces = list(run)
            if is_row:
                self._table([piece for piece in pieces if isinstance(piece, FormRow)])
                continue
            for piece in pieces:
                if isinstance(piece, FormHeading):
                    self._heading(piece, 2 if piece.level is Level.SECTION or not section_seen else 3)
                    section_seen = True
                elif isinstance(piece, FormLine) and not piece.heading:
                    mark = self._file.add_paragraph(kept(piece.words.text))
                    mark.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _title(self) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        title = self._file.add_heading(level=1)
        title.add_run(kept(self._sheet.head)).font.size = Pt(_TITLE_SIZE)
        title.paragraph_format.space_after = Pt(_BELOW_TITLE)
        if self._sheet.path in _CENTRED:
            title.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _heading(self, heading: FormHeading, level: int) -> None:
        from docx.oxml import parse_xml
        from docx.shared import Pt

        words = heading.words.text
        if heading.title is not None and heading.title.text:
            words += f"　{heading.title.text}"
        words += "".join(f"　{_tick(tick)}" for tick, _path in heading.boxes)
        made = self._file.add_heading(level=level)
        made.add_run(kept(words))
        made.paragraph_format.keep_with_next = True
        made.paragraph_format.left_indent, made.paragraph_format.right_indent = Pt(-_OUTSIDE), Pt(_OUTSIDE)
        fill = _HEADING_SHADES[heading.level]
        shade = f'<w:shd xmlns:w="{_SPACE}" w:val="clear" w:color="auto" w:fill="{fill}"/>'
        made._p.get_or_add_pPr().append(parse_xml(shade))

    # ---- tables

    def _table(self, rows: Sequence[FormRow]) -> None:
        from docx.oxml import parse_xml

        edges = sorted({0, WHOLE, *(cell.first for row in rows for cell in row.cells)})
        part = self._width * _TWIPS / WHOLE
        grid = "".join(
            f'<w:gridCol w:w="{round((last - first) * part)}"/>' for first, last in pairwise(edges)
        )
        body = "".join(self._rows(rows, edges))
        table = parse_xml(
            f'<w:tbl xmlns:w="{_SPACE}"><w:tblPr><w:tblStyle w:val="TableGrid"/>'
            f'<w:tblW w:w="{round(WHOLE * part)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f"<w:tblCellMar>{_PADDING}</w:tblCellMar></w:tblPr>"
            f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
        )
        self._file.element.body.insert_element_before(table, "w:sectPr")
        self._add_pictures(table, rows)
        self._file.add_paragraph()  # adjacent tables without text between them would merge

    def _rows(self, rows: Sequence[FormRow], edges: Sequence[int]) -> Iterator[str]:
        over: dict[int, tuple[FormCell, int]] = {}
        for row in rows:
            cells = {cell.first: cell for cell in row.cells}
            kept_so = "<w:cantSplit/>" if self._is_short(row) else ""
            kept_so += "<w:tblHeader/>" if row.repeat else ""
            head = f"<w:trPr>{kept_so}</w:trPr>" if kept_so else ""
            made = ""
            for first in edges[:-1]:
                if first in cells:
                    cell = cells[first]
                    made += self._cell(cell, edges, "restart" if cell.rows > 1 else "")
                    if cell.rows > 1:
                        over[first] = (cell, cell.rows - 1)
                elif first in over:
                    cell, left = over[first]
                    made += self._cell(cell, edges, "continue")
                    over.pop(first)
                    if left > 1:
                        over[first] = (cell, left - 1)
            yield f"<w:tr>{head}{made}</w:tr>"

    def _is_short(self, row: FormRow) -> bool:
        """Whether a page's end must not part the row: without pictures, and of a few lines."""
        for cell in row.cells:
            a_line = self._width * cell.parts / WHOLE / _SIZE - 1
            texts = [one.text for one in cell.content if isinstance(one, Words)]
            lines = sum(ceil(max(1, len(line)) / a_line) for text in texts for line in text.split("\n"))
            if lines > _SHORT or any(isinstance(one, Drawing) for one in cell.content):
                return False
        return True

    def _cell(self, cell: FormCell, edges: Sequence[int], merge: str) -> str:
        end = cell.first + cell.parts
        span = sum(cell.first <= edge < end for edge in edges)
        width = round(cell.parts * self._width * _TWIPS / WHOLE)
        look = f'<w:tcW w:w="{width}" w:type="dxa"/>'
        look += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
        look += f'<w:vMerge w:val="{merge}"/>' if merge else ""
        shade = _SHADES.get(cell.role)
        look += f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else ""
        look += '<w:textDirection w:val="tbRlV"/>' if cell.vertical else ""
        inside = "" if merge == "continue" else "".join(_paragraphs(cell.content))
        return f"<w:tc><w:tcPr>{look}</w:tcPr>{inside or '<w:p/>'}</w:tc>"

    # ---- pictures

    def _add_pictures(self, table: Any, rows: Sequence[FormRow]) -> None:  # noqa: ANN401 (the library's element)
        """Insert the pictures in their paragraphs, through the library, which adds them to the package."""
        drawn = [
            (number, cell)
            for number, row in enumerate(rows)
            for cell in row.cells
            if any(isinstance(content, Drawing) for content in cell.content)
        ]
        if not drawn:
            return
        from docx.table import Table

        made = Table(table, self._file)
        for number, form_cell in drawn:
            self._fill(made.rows[number].cells[-1], form_cell)

    def _fill(self, cell: Any, form_cell: FormCell) -> None:  # noqa: ANN401 (the library's)
        room = self._width * form_cell.parts / WHOLE - _CELL_MARGINS
        places, tables = iter(cell.paragraphs), iter(cell.tables)
        for content in form_cell.content:
            if isinstance(content, Drawing) and len(content.pictures) > 1:
                beside = next(tables).rows[0].cells
                for one, picture in zip(beside, content.pictures, strict=True):
                    self._picture(one.paragraphs[0], picture, column_width(room), alone=False)
            elif isinstance(content, Drawing):
                self._picture(next(places), content.pictures[0], room, alone=True)
                continue
            for _one in range(_own_paragraphs(content)):
                next(places)

    def _picture(self, paragraph: Any, picture: Picture, room: float, *, alone: bool) -> None:  # noqa: ANN401
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        data = self._pictures.picture(picture.digest)
        caption = kept(picture.caption)
        if caption and picture.above:
            paragraph.add_run(caption).add_break()
        if data is None:
            paragraph.add_run(kept(self._lost))
        else:
            width, height = picture_size(picture, room, alone=alone)
            sharp = io.BytesIO(for_place(data, width, height))
            shape = paragraph.add_run().add_picture(sharp, width=Pt(width), height=Pt(height))
            shape._inline.docPr.set("descr", caption)
            shape._inline.docPr.set("name", picture_name(picture, next(self._numbers)))
        if caption and not picture.above:
            paragraph.add_run().add_break()
            paragraph.add_run(caption)


# ---- what stands in a cell


def _paragraphs(contents: Sequence[Content]) -> Iterator[str]:
    for content in contents:
        match content:
            case Words():
                yield _paragraph(content.text, centred=content.align is Align.CENTRE)
            case Choice():
                yield from _choice(content)
            case Grid():
                for group in content.groups:
                    if group.label:
                        yield _paragraph(group.label)
                    for row in group.rows:
                        yield _paragraph("　　".join(_tick(tick) for tick in row))
            case Drawing(pictures) if len(pictures) > 1:
                cell = '<w:tc><w:tcPr><w:tcW w:w="2500" w:type="pct"/></w:tcPr><w:p/></w:tc>'
                yield '<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/></w:tblPr><w:tblGrid>'
                yield f"<w:gridCol/><w:gridCol/></w:tblGrid><w:tr>{cell * len(pictures)}</w:tr></w:tbl><w:p/>"
            case Drawing():
                yield "<w:p/>"


def _own_paragraphs(content: Content) -> int:
    """Number of paragraphs that a content adds to the cell itself; two pictures are in a nested table."""
    if isinstance(content, Drawing):
        return 1
    return sum(made.count("<w:p>") + made.count("<w:p/>") for made in _paragraphs([content]))


def _choice(choice: Choice) -> Iterator[str]:
    answer, details, options = choice_words(choice)
    for words in (answer, *details, options):
        yield _paragraph(words)


def _tick(tick: Tick) -> str:
    return f"[{box_mark(tick)}] " + "".join(words for words, _written in behind_box(tick))


def _paragraph(text: str, *, centred: bool = False) -> str:
    lines = kept(text).split("\n")
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in lines)
    look = '<w:pPr><w:jc w:val="center"/></w:pPr>' if centred else ""
    return f"<w:p>{look}<w:r>{runs}</w:r></w:p>"
