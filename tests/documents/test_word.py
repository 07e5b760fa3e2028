"""The word processor file of a table document, read back by the library."""

from __future__ import annotations

import io
import time
import zipfile

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.table import _Cell
from hypothesis import given, settings

from pia_desktop.documents.table import (
    Column,
    TableDocument,
    TableGroup,
    TableRow,
    cell,
    kept,
    plain_line,
)
from pia_desktop.documents.word import table_docx
from tests.documents.making import HOSTILE, documents, one_row, texts_of
from tests.strategies import LAW

Pieces = list[tuple[str, bool]]


def read(document: TableDocument) -> Document:
    return docx.Document(io.BytesIO(table_docx(document)))


def rows_of(file: Document) -> list[list[Pieces]]:
    (table,) = file.tables
    return [[pieces_of(_Cell(own, table)) for own in row._tr.tc_lst] for row in table.rows]


def pieces_of(cell: _Cell) -> Pieces:
    (paragraph,) = cell.paragraphs
    return joined([(run.text, bool(run.underline)) for run in paragraph.runs])


def joined(pieces: Pieces) -> Pieces:
    found: Pieces = []
    for text, marked in pieces:
        text = kept(text)
        if text and found and found[-1][1] == marked:
            found[-1] = (found[-1][0] + text, marked)
        elif text:
            found.append((text, marked))
    return found


@settings(LAW, max_examples=25)
@given(documents())
def test_it_says_what_the_document_says(document: TableDocument) -> None:
    file = read(document)
    assert rows_of(file) == [[joined(spans) for spans in row] for row in texts_of(document)]
    assert [paragraph.text for paragraph in file.paragraphs] == [
        kept(one) for one in (document.title, *document.lines, *document.notes)
    ]
    assert file.core_properties.title == plain_line(document.title)[:255]
    assert file.core_properties.author == plain_line(document.author)[:255]


def test_hostile_words_are_words() -> None:
    assert rows_of(read(one_row(*HOSTILE)))[-1] == [[(kept(one), False)] for one in HOSTILE]


def test_it_lies_sideways_with_heads_on_each_page_and_columns_over_the_width() -> None:
    document = one_row("ひとつ", "ふたつ", "みっつ")
    file = read(document)
    (section,) = file.sections
    assert section.orientation == WD_ORIENT.LANDSCAPE
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width > section.page_height
    (table,) = file.tables
    assert table.rows[0]._tr.trPr is not None
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert section.left_margin is not None
    room = section.page_width - 2 * section.left_margin
    widths = [own.width or 0 for own in table.rows[-1]._tr.tc_lst]
    assert sum(widths) == pytest.approx(room, rel=0.01)
    (heading,) = table.rows[1]._tr.tc_lst
    assert heading.width == pytest.approx(room, rel=0.01)


def test_equal_documents_are_equal_files_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    document = one_row(*HOSTILE)
    first = table_docx(document)
    later = time.localtime(time.time() + 400_000)
    monkeypatch.setattr(time, "localtime", lambda *_: later)
    assert table_docx(document) == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
        assert archive.testzip() is None


def test_nothing_is_left_of_the_template() -> None:
    data = table_docx(one_row("記載"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if "thumbnail" in name]
        properties = archive.read("docProps/core.xml").decode("utf-8")
    assert "python-docx" not in properties
    assert "2013" not in properties


def test_text_keeps_off_the_rules_of_its_cell() -> None:
    (table,) = read(one_row("記載")).tables
    names = [element.tag for element in table._tbl.tblPr]
    assert names.index(qn("w:tblLayout")) < names.index(qn("w:tblCellMar")) < names.index(qn("w:tblLook"))
    margins = table._tbl.tblPr.find(qn("w:tblCellMar"))
    assert margins is not None
    assert {margin.tag for margin in margins if int(margin.get(qn("w:w")) or 0) > 0} == {
        qn(f"w:{side}") for side in ("top", "left", "bottom", "right")
    }


def test_a_short_row_is_not_parted_by_a_page_and_a_long_one_may_be() -> None:
    columns = (Column("項目", 20), Column("記載", 80))
    rows = (
        TableRow((cell("一"), cell("短い記載。" * 20))),
        TableRow((cell("二"), cell("長い記載。\n" * 40))),
    )
    file = read(TableDocument("表", (), columns, (TableGroup("", rows),)))
    (table,) = file.tables
    kept_whole = [
        made._tr.trPr is not None and bool(made._tr.trPr.findall(qn("w:cantSplit"))) for made in table.rows
    ]
    assert kept_whole == [False, True, False]
