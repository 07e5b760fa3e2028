"""Table documents on paper: read back from the file by its structure, its rules and its text."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import replace
from datetime import date

import pikepdf
import pytest
from hypothesis import given

from pia_desktop.cabinet_lists.list_paper import list_paper
from pia_desktop.documents.sheets import layout_table, table_pdf
from pia_desktop.documents.table import (
    NOTHING,
    Cell,
    Column,
    Span,
    TableDocument,
    TableGroup,
    TableRow,
    cell,
    cell_text,
    kept,
)
from pia_desktop.paper.blocks import Role
from pia_desktop.paper.fontchain import SHIPPED_ONLY
from pia_desktop.paper.layout import Layout
from pia_desktop.paper.style import BOTTOM, FOLIO_BASELINE, GETA, Face, Style, chain
from pia_desktop.paper.text import Setter, meant_by
from tests.documents.making import HOSTILE, NO_FONT, documents, one_row, texts_of
from tests.paper.archival import Found, Structure, check_archival, read_structure
from tests.paper.expected import squeezed
from tests.strategies import LAW


def printed(words: str) -> str:
    """Words as they stand on paper, without blanks."""
    return squeezed(Setter(Style()).clean(kept(words), chain(Face.BODY, SHIPPED_ONLY), ()))


def said(words: str) -> str:
    """The same as it is read out: each 〓 says what it stands for."""
    face = chain(Face.BODY, SHIPPED_ONLY)
    clean, meant = Setter(Style()).clean(kept(words), face, ()), iter(meant_by(kept(words), face))
    return squeezed("".join(next(meant) if char == GETA else char for char in clean))


def rows_of(structure: Structure) -> list[Found]:
    (table,) = structure.root.all("Table")
    return table.kids


@LAW
@given(documents())
def test_the_file_reads_as_the_document_reads(document: TableDocument) -> None:
    pdf = table_pdf(document)
    structure = read_structure(pdf)
    titles = [squeezed(structure.text(found)) for found in structure.root.all("H1")]
    assert titles == [words for words in (said(document.title),) if words]
    inside = {id(found) for table in structure.root.all("Table") for found in table.all("P")}
    outside = [found for found in structure.root.all("P") if id(found) not in inside]
    lines = [squeezed(structure.text(found)) for found in outside]
    notes = [said("\n".join(map(kept, document.notes)))] if document.notes else []
    assert lines == [words for words in (*map(said, document.lines), *notes) if words]
    expected = texts_of(document)
    rows = rows_of(structure)
    assert len(rows) == len(expected)
    for row, words in zip(rows, expected, strict=True):
        assert row.kind == "TR"
        assert [squeezed(structure.text(one)) for one in row.kids] == [
            "".join(said(text) for text, _marked in spans) for spans in words
        ]
        span = sum(int(one.entries.get("/ColSpan", 1)) for one in row.kids)
        assert span == len(document.columns)


@LAW
@given(documents())
def test_text_stays_in_its_cell_and_every_box_is_closed(document: TableDocument) -> None:
    layout = layout_table(document)
    for page in layout.pages:
        for piece in page.placed:
            assert 0 <= piece.x <= page.width
        for frame in page.frames:
            inside = [box for box in page.boxes if box.height > 2]
            assert max(box.x + box.width for box in inside) == pytest.approx(frame.x + frame.width)
        assert all(0 < run.y <= page.height - FOLIO_BASELINE for run in page.runs())
        edge = max((frame.x + frame.width for frame in page.frames), default=page.width)
        widths = chain(Face.BODY, SHIPPED_ONLY)
        for run in page.runs():
            assert run.x + widths.width(run.text, run.size) <= edge


def test_it_is_valid_pdf_a_and_the_same_on_any_day() -> None:
    document = one_row("委託先を変更する。", *HOSTILE, NO_FONT)
    pdf = table_pdf(document)
    check_archival(pdf)
    assert table_pdf(document) == pdf


def test_hostile_words_are_words() -> None:
    structure = read_structure(table_pdf(one_row(*HOSTILE)))
    cells = [structure.text(found) for found in rows_of(structure)[-1].kids]
    assert [squeezed(words) for words in cells] == [said(words) for words in HOSTILE]
    assert squeezed(cells[0]).startswith("<b>太字</b>&amp;<script>")
    assert squeezed(cells[1]) == "=1+1"


def test_what_no_font_has_is_reported_with_its_row() -> None:
    layout = layout_table(one_row(f"家族{NO_FONT}"))
    assert {glyph.char for glyph in layout.missing} == set(NO_FONT)
    assert {glyph.path for glyph in layout.missing} == {("II.1",)}
    assert "家族〓〓〓" in {run.text for page in layout.pages for run in page.runs()}


def test_without_rows_it_says_so() -> None:
    document = TableDocument("題名", (), (Column("狭", 1), Column("広", 9)), (TableGroup("Ⅰ", ()),))
    structure = read_structure(table_pdf(document))
    assert [structure.text(found) for found in rows_of(structure)[1].kids] == ["", NOTHING]


PAGES_LONG = 10_000
"""Characters of a cell that goes over several pages."""


def tall(characters: int) -> TableDocument:
    words = "".join(f"第{number}号は架空の記載である。" for number in range(characters))[:characters]
    spans: Cell = (Span(words[:-50]), Span(words[-50:], marked=True))
    row = TableRow((cell("1"), spans, cell("短い")))
    columns = (Column("通番", 5, centred=True), Column("改定後", 60), Column("改定前", 35))
    return TableDocument("新旧対照表", (), columns, (TableGroup("Ⅰ 基本情報", (row,)),))


def test_a_row_taller_than_pages_goes_on_with_closed_boxes_below_repeated_heads() -> None:
    document = tall(PAGES_LONG)
    layout = layout_table(document)
    assert len(layout.pages) > 3
    assert not layout.overflows
    structure = read_structure(table_pdf(document))
    row = rows_of(structure)[-1]
    assert [structure.text(found) for found in row.kids] == [
        "1",
        cell_text(document.groups[0].rows[0].cells[1]),
        "短い",
    ]
    heads = [text for text in structure.artifacts if text and not text.isdigit()]
    assert heads == ["通番", "改定後", "改定前", "Ⅰ 基本情報"] * (len(layout.pages) - 1)
    numbers = [text for text in structure.artifacts if text.isdigit()]
    assert numbers == [str(number) for number in range(1, len(layout.pages) + 1)]
    for page in layout.pages:
        (frame,) = page.frames
        foot = max(box.y + box.height for box in page.boxes)
        assert foot == pytest.approx(frame.y + frame.height)
        assert foot <= page.height - BOTTOM


def long_cell(words: str) -> Layout:
    columns = (Column("改定後", 1),)
    return layout_table(TableDocument("対照表", (), columns, (TableGroup("", (TableRow((cell(words),)),)),)))


@pytest.mark.parametrize("left", range(4))
@pytest.mark.parametrize("heading", ["＜見出し＞", "⑧ 情報の連携"])
def test_a_small_heading_in_a_cell_does_not_end_a_page(heading: str, left: int) -> None:
    on_first = sum(run.text == "字" for run in long_cell("字\n" * 200).pages[0].runs())
    layout = long_cell("字\n" * (on_first - left) + f"{heading}\n　内容\n　最後")
    (page,) = (page for page in layout.pages if any(run.text == heading for run in page.runs()))
    assert any(run.text.strip() == "内容" for run in page.runs())


def test_a_row_that_goes_on_says_again_what_it_is_about() -> None:
    """The number as it is, the name with （続き）, where that has room."""
    columns = (Column("番号", 5, again=True), Column("事務", 25, names=True), Column("根拠", 70))
    row = TableRow((cell("12"), cell("国民健康保険"), cell("根拠となる規定。" * 900)))
    layout = layout_table(TableDocument("管理書", (), columns, (TableGroup("", (row,)),)))
    assert len(layout.pages) > 1
    for page in layout.pages[1:]:
        said = [run.text for run in page.runs() if run.role is Role.ARTIFACT]
        assert "12" in said
        assert "国民健康保険（続き）" in said


def test_a_day_and_the_name_of_a_form_stand_in_one_line_of_the_list() -> None:
    day, form, findings = "令和16年12月30日", "様式2 基礎項目評価書", "誤り3 確認12"
    row = ("12", "架空の事務", "市民課", form, "公表済", day, f"期限超過 {day} 年1回の見直し", findings, day)
    runs = [run.text for run in layout_table(list_paper([row], date(2026, 11, 27))).pages[0].runs()]
    assert runs.count(day) == 2
    assert form in runs
    assert findings in runs


def test_a_column_without_contents_can_be_left_out() -> None:
    columns = (Column("一", 1), Column("二", 1), Column("三", 1))
    rows = (TableRow((cell("a"), (), cell("c")), alone=(2,)), TableRow((cell("d"), (), cell("f"))))
    document = TableDocument("表", (), columns, (TableGroup("", rows),))
    less = document.without_empty(1)
    assert [column.head for column in less.columns] == ["一", "三"]
    assert [[cell_text(one) for one in row.cells] for row in less.rows()] == [["a", "c"], ["d", "f"]]
    assert next(less.rows()).alone == (1,)
    assert document.without_empty(0) is document


@pytest.mark.parametrize("count", range(15, 30))
def test_the_heading_of_a_group_stands_with_its_rows_on_every_page(count: int) -> None:
    rows = tuple(TableRow((cell(f"{number}行目の記載"),)) for number in range(count))
    groups = (TableGroup("Ⅰ 基本情報", rows), TableGroup("Ⅱ 概要", rows))
    layout = layout_table(TableDocument("題名", (), (Column("記載", 1),), groups))
    assert [entry.words for entry in layout.outline] == ["題名", "Ⅰ 基本情報", "Ⅱ 概要"]
    under: list[tuple[str, str]] = []
    for page in layout.pages:
        texts = [run.text for run in page.runs() if not run.text.isdigit()]
        texts = texts[texts.index("記載") + 1 :]
        assert texts[0] in ("Ⅰ 基本情報", "Ⅱ 概要")
        assert texts[-1].endswith("行目の記載")
        heading = ""
        for text in texts:
            if text.endswith("行目の記載"):
                under.append((heading, text))
            else:
                assert text != heading
                heading = text
    assert under == [(group.heading, f"{number}行目の記載") for group in groups for number in range(count)]


@pytest.mark.parametrize("count", range(8, 30))
def test_a_choice_stands_with_the_first_lines_of_what_belongs_to_it(count: int) -> None:
    before = tuple(TableRow((cell(f"{number}行目の記載"),)) for number in range(count))
    belonging = (
        TableRow((cell("選択"),)),
        TableRow((cell("方法である。\n" * 9),), goes_on=True, alone=(0,)),
    )
    group = TableGroup("", before + belonging)
    layout = layout_table(TableDocument("題名", (), (Column("記載", 1),), (group,)))
    (page,) = (page for page in layout.pages if any(run.text == "選択" for run in page.runs()))
    assert any(run.text == "方法である。" for run in page.runs())


# ---- underlines


def underlined(pdf: bytes) -> str:
    """The text of all shows below which a rule of their width is drawn, as a reader of the file finds it."""
    found = ""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for page in opened.pages:
            found += _underlined_on(page)
    return found


def _underlined_on(page: pikepdf.Page) -> str:
    rules: list[tuple[float, float, float]] = []
    shows: list[tuple[float, float, str]] = []
    maps = {str(name): _unicode(font) for name, font in page.Resources.Font.items()}
    start, place, current = (0.0, 0.0), (0.0, 0.0), {}
    for operands, operator in (
        (list(one.operands), str(one.operator)) for one in pikepdf.parse_content_stream(page)
    ):
        match operator:
            case "m":
                start = (float(operands[0]), float(operands[1]))
            case "l":
                if float(operands[1]) == start[1]:
                    rules.append((*start, float(operands[0])))
            case "Tm":
                place = (float(operands[4]), float(operands[5]))
            case "Tf":
                current = maps[str(operands[0])]
            case "Tj":
                codes = bytes(operands[0])
                text = "".join(current[codes[at : at + 2].hex().upper()] for at in range(0, len(codes), 2))
                shows.append((*place, text))
    return "".join(
        text
        for x, y, text in shows
        if any(
            min(left, right) <= x + 0.1 < max(left, right) and 0 < y - low < 3 for left, low, right in rules
        )
    )


def _unicode(font: pikepdf.Object) -> dict[str, str]:
    lines = [line.split() for line in font.ToUnicode.read_bytes().decode("ascii").splitlines()]
    pairs = [
        (line[0].strip("<>"), line[1].strip("<>")) for line in lines if len(line) == 2 and line[1][0] == "<"
    ]
    return {code: bytes.fromhex(text).decode("utf-16-be") for code, text in pairs if len(code) == 4}


@LAW
@given(documents())
def test_marked_words_are_underlined_and_no_others(document: TableDocument) -> None:
    wanted: Counter[str] = Counter()
    for row in document.rows():
        for column, spans in zip(document.columns, row.cells, strict=True):
            if not column.centred:
                for span in spans:
                    wanted.update(printed(span.text) if span.marked else "")
    assert Counter(squeezed(underlined(table_pdf(document)))) == wanted


def test_a_marked_passage_is_underlined_over_lines_and_pages() -> None:
    document = tall(PAGES_LONG)
    assert underlined(table_pdf(document)) == document.groups[0].rows[0].cells[1][1].text


def test_a_larger_scale_is_larger_and_loses_nothing() -> None:
    def words(layout: Layout) -> str:
        return "".join(
            sorted(run.text for page in layout.pages for run in page.runs() if not run.text.isdigit())
        )

    document = tall(300)
    plain, large = layout_table(document), layout_table(document, Style(1.2))
    assert Counter(words(large)) == Counter(words(plain))
    sizes = [max(run.size for page in layout.pages for run in page.runs()) for layout in (plain, large)]
    assert sizes[1] == pytest.approx(1.2 * sizes[0])


@pytest.mark.parametrize("title", ["", "\u3000", "\u00a0"])
def test_a_title_of_blanks_is_no_heading(title: str) -> None:
    structure = read_structure(table_pdf(replace(one_row("記載"), title=title)))
    assert structure.root.all("H1") == []
