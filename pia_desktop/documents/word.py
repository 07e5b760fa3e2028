"""A table document as a Word file (Office Open XML, .docx).

python-docx is imported only when a file is written: importing it takes longer than the program may take to
start.
"""

from __future__ import annotations

import io
import math
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from pia_desktop.documents.table import (
    Cell,
    Column,
    TableDocument,
    TableRow,
    cell,
    cell_text,
    kept,
    plain_line,
    reach_of_cells,
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.table import Table, _Cell
    from docx.table import _Row as Row
    from docx.text.paragraph import Paragraph

_FONT: Final = "BIZ UDPゴシック"
_A4: Final = (595.3, 841.9)
_MARGIN: Final = 43.0
_SIZE: Final = 9.0
_TITLE_SIZE: Final = 14.0
_WHOLE_LINES: Final = 12
"""A row of so many lines is not parted at a page's end."""
_EMU_A_POINT: Final = 12_700
CELL_MARGINS: Final = {"top": 50, "left": 100, "bottom": 50, "right": 100}
"""Twentieths of a point, in the order of the schema."""
_HEAD_SHADE: Final = "D9D9D9"
_GROUP_SHADE: Final = "E8E8E8"
_INNER_SHADE: Final = "F5F5F5"
_NO_DATE: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest ZIP time stamp, so that equal documents give equal files."""
_MOST_IN_PROPERTY: Final = 255
"""Characters that the format allows."""


def table_docx(document: TableDocument) -> bytes:
    """The document as a .docx; equal documents give equal bytes."""
    file = new_file(document.title, document.author, landscape=document.landscape)
    title = file.add_heading(level=1)
    _write(title, cell(document.title), _TITLE_SIZE)
    _centre(title)
    for line in document.lines:
        paragraph = file.add_paragraph()
        _write(paragraph, cell(line))
        _centre(paragraph)
    _add_table(file, document)
    for note in document.notes:
        _write(file.add_paragraph(), cell(note))
    return file_bytes(file)


def new_file(title: str, author: str = "", *, landscape: bool = False) -> Document:
    """An empty document with paper size, fonts and properties, and nothing of the library's template."""
    import docx
    from docx.oxml.ns import qn
    from docx.shared import Pt

    file = docx.Document()
    (section,) = file.sections
    turn(section, landscape=landscape)
    _number_pages(section.footer.paragraphs[0])
    for name in ("Normal", "Heading 1", "Heading 2", "Heading 3"):
        style = file.styles[name]
        style.font.name, style.font.size = _FONT, Pt(_SIZE)
        style.font.color.rgb = None
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        fonts.set(qn("w:eastAsia"), _FONT)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = 1.0
    for language in file.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "ja-JP")
    links = file.part.package.rels
    for name in [name for name, link in links.items() if link.reltype.endswith("/thumbnail")]:
        del links[name]
    properties = file.core_properties
    properties.title = plain_line(title)[:_MOST_IN_PROPERTY]
    properties.author = plain_line(author)[:_MOST_IN_PROPERTY]
    properties.comments = properties.last_modified_by = properties.keywords = ""
    properties.language = "ja-JP"
    properties.created = properties.modified = datetime(*_NO_DATE)
    return file


def turn(section: Section, *, landscape: bool) -> None:
    """Set A4 portrait or landscape, with the common margins."""
    from docx.enum.section import WD_ORIENT
    from docx.shared import Pt

    width, height = sorted(_A4, reverse=landscape)
    section.page_width, section.page_height = Pt(width), Pt(height)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Pt(_MARGIN)
    section.top_margin = section.bottom_margin = Pt(_MARGIN)


def text_width(*, landscape: bool) -> float:
    """The width between the margins, in points."""
    return sorted(_A4, reverse=landscape)[0] - 2 * _MARGIN


def _number_pages(paragraph: Paragraph) -> None:
    """Add a page number field."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    _centre(paragraph)
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


# ---- the table


def _add_table(file: Document, document: TableDocument) -> None:
    groups = document.shown_groups()
    count = sum(len(group.rows) + bool(group.heading) for group in groups)
    table = file.add_table(rows=count + 1, cols=len(document.columns))
    table.style = "Table Grid"
    table.autofit = False
    widths = _widths(document)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _pad_cells(table)
    rows = iter(list(table.rows))
    head = next(rows)
    _mark(head, "w:tblHeader")  # repeated on every page
    for own, column in zip(head.cells, document.columns, strict=True):
        _fill(own, cell(column.head), centred=True, bold=True, shade=_HEAD_SHADE)
    for group in groups:
        if group.heading:
            cells = next(rows).cells
            merged = cells[0].merge(cells[-1])
            _fill(merged, cell(group.heading), bold=True, shade=_INNER_SHADE if group.inner else _GROUP_SHADE)
            merged.paragraphs[0].paragraph_format.keep_with_next = True
        for row, reach in zip(group.rows, reach_of_cells(group.rows), strict=True):
            made = next(rows)
            _fill_row(made, row, document.columns, reach)
            if max(map(_lines_in, row.cells, widths)) <= _WHOLE_LINES:
                _mark(made, "w:cantSplit")  # at a page's end
    for made in table.rows:
        for own, width in zip(made._tr.tc_lst, widths, strict=False):
            own.width = width if own.grid_span == 1 else sum(widths)


def _widths(document: TableDocument) -> list[Any]:
    from docx.shared import Pt

    total = sum(column.share for column in document.columns)
    room = text_width(landscape=document.landscape)
    return [Pt(room * column.share / total) for column in document.columns]


def _pad_cells(table: Table) -> None:
    """Keep the text of all cells off their rules (w:tblCellMar); Word's own default has no room above it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for side, twips in CELL_MARGINS.items():
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    look = table._tbl.tblPr.find(qn("w:tblLook"))
    assert look is not None  # the library gives it to every table; the schema wants it last
    look.addprevious(margins)


def _mark(row: Row, name: str) -> None:
    """Set a property of a row that has no value."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _lines_in(spans: Cell, width: int) -> int:
    """About how many lines a cell takes."""
    a_line = max(1.0, width / _EMU_A_POINT / _SIZE - 1)
    return sum(math.ceil(max(1, len(line)) / a_line) for line in cell_text(spans).split("\n"))


def _fill_row(made: Row, row: TableRow, columns: tuple[Column, ...], reach: list[int]) -> None:
    for own, spans, column, down in zip(made.cells, row.cells, columns, reach, strict=True):
        _fill(own, spans, centred=column.centred)
        if down != 1:
            own._tc.vMerge = "restart" if down > 1 else "continue"


def _fill(own: _Cell, spans: Cell, *, centred: bool = False, bold: bool = False, shade: str = "") -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph = own.paragraphs[0]
    _write(paragraph, spans, bold=bold)
    if centred:
        _centre(paragraph)
    if shade:
        shading = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", shade)):
            shading.set(qn(f"w:{name}"), value)
        own._tc.get_or_add_tcPr().append(shading)


def _write(paragraph: Paragraph, spans: Cell, size: float = _SIZE, *, bold: bool = False) -> None:
    r"""Add text as runs; the library converts ``\n`` and ``\t``."""
    from docx.shared import Pt

    for span in spans:
        if span.text:
            run = paragraph.add_run(kept(span.text))
            if size != _SIZE:  # otherwise the style sets it, which is faster for thousands of rows
                run.font.size = Pt(size)
            if span.marked:
                run.underline = True
            if bold:
                run.bold = True


def _centre(paragraph: Paragraph) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


# ---- the file


def file_bytes(file: Document) -> bytes:
    """The document as a file; equal documents give equal bytes."""
    written = io.BytesIO()
    file.save(written)
    return _dateless(written.getvalue())


def _dateless(data: bytes) -> bytes:
    """The archive rewritten without time stamps."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _NO_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return out.getvalue()
