"""The workbook of a table document, as its own XML says."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from pia_desktop.documents.table import (
    Column,
    Span,
    TableDocument,
    TableGroup,
    TableRow,
    cell,
    kept,
    plain_line,
)
from pia_desktop.documents.table_workbook import table_xlsx
from pia_desktop.documents.workbook_measure import LINE
from tests.documents.making import HOSTILE, documents, one_row, texts_of
from tests.documents.test_workbook_pages import printed
from tests.strategies import LAW

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
TALLEST_ROW = 409.5


def rows_of(data: bytes) -> list[list[list[tuple[str, bool]]]]:
    """Each row's cells, each as pieces of words and whether they are underlined."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheet = ET.fromstring(parts.read("xl/worksheets/sheet1.xml"))
        styles = ET.fromstring(parts.read("xl/styles.xml"))
        names = parts.namelist()
        name = "xl/sharedStrings.xml"
        strings: list[ET.Element] = list(ET.fromstring(parts.read(name))) if name in names else []
    assert not list(sheet.iter(f"{SHEET}f"))
    fonts = [font.find(f"{SHEET}u") is not None for font in styles.find(f"{SHEET}fonts") or []]
    looks = [fonts[int(look.get("fontId", 0))] for look in styles.find(f"{SHEET}cellXfs") or []]
    shared: list[list[tuple[str, bool | None]]] = [list(_pieces(one)) for one in strings]
    found = []
    for row in sheet.iter(f"{SHEET}row"):
        assert float(row.get("ht", 0)) <= TALLEST_ROW
        cells = []
        for one in row:
            value = one.findtext(f"{SHEET}v")
            pieces = shared[int(value)] if value is not None else []
            own = looks[int(one.get("s", 0))]
            cells.append([(words, own if mark is None else mark) for words, mark in pieces if words])
        found.append(cells)
    return found


def heights_of(data: bytes) -> list[float]:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheet = ET.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    return [float(row.get("ht", 0)) for row in sheet.iter(f"{SHEET}row")]


def rules_of(data: bytes, column: str) -> list[tuple[str | None, str | None]]:
    """The styles of the rules above and below each cell of a column that has a box."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheet = ET.fromstring(parts.read("xl/worksheets/sheet1.xml"))
        styles = ET.fromstring(parts.read("xl/styles.xml"))
    borders = list(styles.find(f"{SHEET}borders") or [])
    looks = [borders[int(look.get("borderId", 0))] for look in styles.find(f"{SHEET}cellXfs") or []]
    found = []
    for one in sheet.iter(f"{SHEET}c"):
        look = looks[int(one.get("s", 0))]
        sides = [look.find(f"{SHEET}{side}") for side in ("top", "bottom", "left")]
        top, bottom, left = (side.get("style") if side is not None else None for side in sides)
        if (one.get("r") or "").startswith(column) and left:
            found.append((top, bottom))
    return found


def pages_of(data: bytes) -> set[int]:
    """The rows, from nought, that begin a page."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheet = ET.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    return {int(one.get("id", 0)) for one in sheet.iter(f"{SHEET}brk")}


def merged_of(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        sheet = ET.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    return [one.get("ref") or "" for one in sheet.iter(f"{SHEET}mergeCell")]


def _pieces(string: ET.Element) -> Iterator[tuple[str, bool | None]]:
    """Words and whether their run is underlined; None where the cell's look decides."""
    runs = string.findall(f"{SHEET}r")
    for run in runs:
        yield run.findtext(f"{SHEET}t") or "", run.find(f".//{SHEET}u") is not None
    if not runs:
        yield "".join(string.itertext()), None


def plain(cells: list[list[tuple[str, bool]]]) -> list[str]:
    return ["".join(words for words, _mark in cell) for cell in cells]


@LAW
@given(documents())
def test_every_word_stands_in_its_row_and_column(document: TableDocument) -> None:
    found = [plain(row) for row in rows_of(table_xlsx(document))[1 + len(document.lines) :]]
    wanted = [["".join(words for words, _mark in cell) for cell in row] for row in texts_of(document)]
    wanted += [[" ".join(kept(note).split("\n"))] for note in document.notes]
    assert _columns(found, len(document.columns)) == _columns(wanted, len(document.columns))


def _columns(rows: list[list[str]], count: int) -> list[str]:
    """What each column says from top to bottom; a long cell may take several rows."""
    padded = [[*row, *[""] * count][:count] for row in rows]
    return ["".join(column).replace("\n", "") for column in zip(*padded, strict=True)]


@pytest.mark.parametrize("words", HOSTILE)
def test_any_words_are_words(words: str) -> None:
    [*_head, row] = rows_of(table_xlsx(one_row(words)))
    assert plain(row) == [kept(words)]


def test_what_is_marked_is_underlined_and_nothing_else() -> None:
    row = TableRow(((Span("前"), Span("変わった", True), Span("後")), (Span("全部", True),), (Span("同じ"),)))
    columns = tuple(Column(head, 10) for head in "甲乙丙")
    document = TableDocument("題名", (), columns, (TableGroup("", (row,)),))
    [*_head, cells] = rows_of(table_xlsx(document))
    assert cells == [[("前", False), ("変わった", True), ("後", False)], [("全部", True)], [("同じ", False)]]


def test_a_cell_too_long_for_excel_goes_on_in_the_next_row() -> None:
    words = "長い記載です。" * 10_000
    found = [plain(row)[0] for row in rows_of(table_xlsx(one_row(words)))]
    assert "".join(text for text in found if "長い" in text) == words
    assert all(len(text) <= 32_767 for text in found)


def test_no_cell_is_taller_than_its_row_and_one_over_several_rows_is_not_ruled_through() -> None:
    words = "\n".join(f"第{number}項に定める事務の処理を行う。" for number in range(200))
    document = one_row("1", words, words.replace("項", "号"))
    data = table_xlsx(document)
    rows = [plain(row) for row in rows_of(data)][4:]
    assert "\n".join(row[1] for row in rows if row[1]) == words
    assert "\n".join(row[2] for row in rows if row[2]) == words.replace("項", "号")
    for row, height in zip(rows, heights_of(data)[4:], strict=True):
        lines = max(len(cell.split("\n")) for cell in row)
        assert lines * LINE <= height
    begins = {4, *pages_of(data)}
    ends = {4 + len(rows), *begins}
    ruled = [(bool(top), bool(bottom)) for top, bottom in rules_of(data, "B")[-len(rows) :]]
    assert ruled == [(at in begins, at + 1 in ends) for at in range(4, 4 + len(rows))]
    for first, last in re.findall(r"A(\d+):A(\d+)", " ".join(merged_of(data))):
        assert not pages_of(data) & set(range(int(first), int(last)))  # its rule would be missing there


def test_blanks_to_write_into_are_kept() -> None:
    line = "点検年月日：令和　　年　　月　　日　　点検者："
    document = TableDocument("点検シート", (line,), (Column("甲", 10),), ())
    assert line in [words for row in rows_of(table_xlsx(document)) for words in plain(row)]


def test_a_heading_in_a_narrow_column_has_room_for_its_lines() -> None:
    columns = (Column("評価書番号", 5), Column("内容", 95))
    data = table_xlsx(TableDocument("表", (), columns, (TableGroup("", (TableRow(((Span("1"),), ())),)),)))
    assert heights_of(data)[1] >= 2 * LINE


def check_pages(document: TableDocument) -> int:
    """Every page holds its rows, and none ends with a heading; the number of pages."""
    (sheet,) = printed(table_xlsx(document))
    for page in sheet.pages():
        again = sheet.height(sheet.heads) if page.start >= sheet.heads.stop else 0
        assert sheet.height(page) + again <= sheet.room
    first = {row: words for (row, column), words in sheet.words.items() if column == 0}
    headings = {" ".join(kept(group.heading).split("\n")) for group in document.groups if group.heading}
    for end in sheet.breaks:
        assert first.get(end - 1) not in headings
        assert end not in (range(sheet.heads.stop + 1))
    assert [plain_line(column.head) for column in document.columns] == [
        words for (row, _column), words in sorted(sheet.words.items()) if row in sheet.heads
    ]
    return len(sheet.breaks) + 1


@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize("lines", range(1, 8))
def test_pages_end_between_rows_and_never_behind_a_heading(lines: int, landscape: bool) -> None:
    rows = tuple(TableRow((cell(f"{number}"), cell("記載\n" * lines))) for number in range(3))
    groups = [
        TableGroup(heading, rows if inner else (), inner=inner)
        for part in "甲乙丙丁戊"
        for heading, inner in ((f"{part}部", False), (f"{part}節", True))
    ]
    columns = (Column("番号", 5), Column("内容", 95))
    notes = ("※　表の下に置く注記",)
    document = TableDocument("表", ("題名の下",), columns, tuple(groups), landscape=landscape, notes=notes)
    assert check_pages(document) > (lines > 3)


def test_what_spans_rows_stays_on_one_page_if_that_can_hold_it() -> None:
    """Blocks of one item side by side: the item's name stands beside all of them."""
    columns = (Column("項目", 20), Column("改定後", 40), Column("改定前", 40))
    block = "記載\n" * 6
    rows = tuple(
        TableRow((cell("" if at else f"項目{item}"), cell(block), cell(block)), goes_on=at > 0)
        for item in range(9)
        for at in range(3)
    )
    document = TableDocument("表", (), columns, (TableGroup("", rows),))
    (sheet,) = printed(table_xlsx(document))
    assert sheet.breaks
    assert not any(rows.start < end < rows.stop for rows, _words in sheet.cells() for end in sheet.breaks)


def test_a_page_is_filled_before_long_rows_are_kept_whole() -> None:
    """And what stands on one page is one row of the workbook, but where Excel's rows are not tall enough."""
    text = "\n".join(f"第{number}項に定める事務の処理を行う。" for number in range(25))
    rows = tuple(TableRow((cell(f"{item}"), cell(text), cell(text[:40]))) for item in range(30))
    columns = (Column("番号", 10), Column("改定後", 45), Column("改定前", 45))
    (sheet,) = printed(table_xlsx(TableDocument("表", (), columns, (TableGroup("", rows),), landscape=True)))
    *pages, _last = sheet.pages()
    assert all(sheet.height(page) + sheet.again(page) > 0.75 * sheet.room for page in pages)
    assert len(sheet.heights) <= 2 + len(rows) + len(pages)


def test_a_long_line_over_the_table_has_room_for_its_words() -> None:
    words = "知らせるべきことが多い。" * 40
    columns = (Column("番号", 5), Column("内容", 95))
    rows = (TableGroup("", (TableRow(((Span("1"),), ())),)),)
    heights = heights_of(table_xlsx(TableDocument("表", (words,), columns, rows, notes=(words,))))
    assert heights[1] >= 5 * LINE
    assert heights[-1] >= 5 * LINE


def test_equal_documents_are_equal_files() -> None:
    assert table_xlsx(one_row("記載")) == table_xlsx(one_row("記載"))
