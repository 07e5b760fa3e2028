"""What stands beside the cells of a document is not lost: text boxes, comments, notes, heads, check boxes."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types

from pia_desktop.intake.cells import Reason, Source
from pia_desktop.intake.fronts.html import read_html
from pia_desktop.intake.fronts.word import read_docx
from pia_desktop.intake.fronts.xlsx import read_xlsx
from tests.intake.offices import Parts, changed


def _texts(source: Source) -> list[str]:
    return [cell.text for cell in source.cells]


def _beside(source: Source) -> list[str]:
    return [cell.text for cell in source.furniture]


def _book(write: Callable[[xlsxwriter.worksheet.Worksheet], object]) -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        for _number in range(2):
            sheet = book.add_worksheet()
            sheet.write_string("B2", "事務の名称")
            write(sheet)
    return held.getvalue()


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (lambda sheet: sheet.insert_textbox("C3", "図の\n説明"), "図の\n説明"),
        (lambda sheet: sheet.write_comment("B2", "要確認", {"author": "x"}), "要確認"),
        (lambda sheet: sheet.set_header('&L&"ＭＳ 明朝"&10健康課　作成&R&P/&N'), "健康課 作成 /"),
    ],
)
def test_words_beside_the_cells_of_a_workbook_are_told_once(
    tmp_path: Path, write: Callable[[xlsxwriter.worksheet.Worksheet], object], words: str
) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(_book(write))
    source = read_xlsx(path)
    assert _texts(source) == ["事務の名称"] * 2
    assert _beside(source) == [words]


@pytest.mark.parametrize("footer", ["&C- &P -", "&P/&N", "&R&P ページ"])
def test_page_numbers_are_no_words(tmp_path: Path, footer: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(_book(lambda sheet: sheet.set_footer(footer)))
    assert _beside(read_xlsx(path)) == []


@pytest.mark.parametrize(("checked", "words"), [(' checked="Checked"', "☑該当する"), ("", "□該当する")])
def test_a_check_box_upon_a_sheet_is_one_of_its_cells(tmp_path: Path, checked: str, words: str) -> None:
    def change(parts: Parts) -> None:
        sheet, rels = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"
        control = '<controls><control shapeId="2" r:id="rId77" name="Check Box 1"/></controls>'
        parts[sheet] = parts[sheet].replace("</worksheet>", control + "</worksheet>")
        relation = '<Relationship Id="rId77" Type="x" Target="../ctrlProps/ctrlProp1.xml"/>'
        parts[rels] = parts[rels].replace("</Relationships>", relation + "</Relationships>")
        parts["xl/ctrlProps/ctrlProp1.xml"] = f'<formControlPr objectType="CheckBox"{checked}/>'

    data = _book(lambda sheet: sheet.insert_textbox("C2", "該当する"))
    source = read_xlsx(changed(data, tmp_path / "a.xlsx", change))
    assert _texts(source) == ["事務の名称", words, "事務の名称"]
    assert source.cells[1].row == source.cells[0].row


def test_a_box_is_in_the_row_that_most_of_it_covers_and_hides_the_cell_behind_it(tmp_path: Path) -> None:
    """Excel lets a check box begin in the row above, and repeats its state in a cell."""

    def change(parts: Parts) -> None:
        sheet, rels = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"
        control = '<controls><control shapeId="2" r:id="rId77" name="Check Box 1"/></controls>'
        parts[sheet] = parts[sheet].replace("</worksheet>", control + "</worksheet>")
        relation = '<Relationship Id="rId77" Type="x" Target="../ctrlProps/ctrlProp1.xml"/>'
        parts[rels] = parts[rels].replace("</Relationships>", relation + "</Relationships>")
        parts["xl/ctrlProps/ctrlProp1.xml"] = (
            '<formControlPr objectType="CheckBox" checked="Checked" fmlaLink="$E$3"/>'
        )

    def write(sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.insert_textbox("C2", "該当する", {"y_offset": 19, "height": 18})
        sheet.write("D3", "備考")
        sheet.write("E3", True)

    source = read_xlsx(changed(_book(write), tmp_path / "a.xlsx", change))
    own = [cell for cell in source.cells if cell.sheet.number == 1]
    assert [cell.text for cell in own] == ["事務の名称", "☑該当する", "備考"]
    assert own[1].row == own[2].row


_OLDER = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<v:shape id="_x0000_s1025"><v:textbox><div><font>該当<br>する</font></div></v:textbox>'
    '<x:ClientData ObjectType="{}"><x:Anchor>2, 5, 1, 3, 4, 0, 1, 15</x:Anchor>{}</x:ClientData>'
    "</v:shape></xml>"
)


@pytest.mark.parametrize(
    ("kind", "state", "texts", "beside"),
    [
        ("Checkbox", "<x:Checked>1</x:Checked>", ["事務の名称", "☑該当する"], []),
        ("Radio", "", ["事務の名称", "□該当する"], []),
        ("Drop", "<x:Sel>2</x:Sel>", ["事務の名称"], ["［Drop］"]),
        ("Note", "", ["事務の名称"], []),
    ],
)
def test_a_control_of_an_older_program_is_read_or_told(
    tmp_path: Path, kind: str, state: str, texts: list[str], beside: list[str]
) -> None:
    def change(parts: Parts) -> None:
        rels = "xl/worksheets/_rels/sheet1.xml.rels"
        relation = '<Relationship Id="rId77" Type="x" Target="../drawings/older1.vml"/>'
        parts[rels] = parts[rels].replace("</Relationships>", relation + "</Relationships>")
        parts["xl/drawings/older1.vml"] = _OLDER.format(kind, state)

    data = _book(lambda sheet: sheet.insert_textbox("H9", ""))
    source = read_xlsx(changed(data, tmp_path / "a.xlsx", change))
    assert [cell.text for cell in source.cells if cell.sheet.number == 1] == texts
    assert _beside(source) == beside


def test_a_box_that_is_half_ticked_is_doubted(tmp_path: Path) -> None:
    def change(parts: Parts) -> None:
        rels = "xl/worksheets/_rels/sheet1.xml.rels"
        relation = '<Relationship Id="rId77" Type="x" Target="../drawings/older1.vml"/>'
        parts[rels] = parts[rels].replace("</Relationships>", relation + "</Relationships>")
        parts["xl/drawings/older1.vml"] = _OLDER.format("Checkbox", "<x:Checked>2</x:Checked>")

    data = _book(lambda sheet: sheet.insert_textbox("H9", ""))
    cell = read_xlsx(changed(data, tmp_path / "a.xlsx", change)).cells[1]
    assert cell.doubts == {Reason.MARK_UNCLEAR}


def test_a_control_whose_state_is_not_told_is_left_over(tmp_path: Path) -> None:
    def change(parts: Parts) -> None:
        sheet, rels = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"
        control = '<controls><control shapeId="9" r:id="rId77" name="CheckBox1"/></controls>'
        parts[sheet] = parts[sheet].replace("</worksheet>", control + "</worksheet>")
        relation = '<Relationship Id="rId77" Type="x" Target="../activeX/activeX1.xml"/>'
        parts[rels] = parts[rels].replace("</Relationships>", relation + "</Relationships>")
        parts["xl/activeX/activeX1.xml"] = "<ocx/>"

    data = _book(lambda sheet: sheet.insert_textbox("H9", ""))
    assert _beside(read_xlsx(changed(data, tmp_path / "a.xlsx", change))) == ["［CheckBox1］"]


def test_a_cell_that_is_a_check_box_is_read_as_one(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.insert_checkbox("A1", True)
        sheet.insert_checkbox("B1", False)
        sheet.write_boolean("C1", True)
    assert _texts(read_xlsx(path)) == ["☑", "□", "TRUE"]


def _word(tmp_path: Path, paragraph: str, change: Callable[[Parts], None] | None = None) -> Source:
    """A Word document with one cell, and a paragraph given as XML."""
    held = io.BytesIO()
    made = docx.Document()
    made.add_table(1, 1).cell(0, 0).text = "事務の名称"
    made.add_paragraph("@")
    made.save(held)

    def both(parts: Parts) -> None:
        parts["word/document.xml"] = parts["word/document.xml"].replace("<w:r><w:t>@</w:t></w:r>", paragraph)
        if change is not None:
            change(parts)

    return read_docx(changed(held.getvalue(), tmp_path / "a.docx", both))


_FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:checkBox><w:default w:val="0"/>{}</w:checkBox>'
    "</w:ffData></w:fldChar></w:r>"
)
_CHOICE = (
    '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList>{}<w:listEntry w:val="実施する"/>'
    '<w:listEntry w:val="実施しない"/></w:ddList></w:ffData></w:fldChar></w:r>'
    '<w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
_BOX = (
    '<w:r><w:t>前</w:t></w:r><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
    "<w:txbxContent><w:p><w:r><w:t>図の</w:t></w:r></w:p><w:p><w:r><w:t>説明</w:t></w:r></w:p></w:txbxContent>"
    "</v:textbox></v:shape></w:pict></w:r><w:r><w:t>後</w:t></w:r>"
)


@pytest.mark.parametrize(
    ("state", "words"),
    [('<w:result w:val="1"/>', "実施しない"), ('<w:default w:val="1"/>', "実施しない"), ("", "実施する")],
)
def test_a_drop_down_of_an_older_form_shows_what_was_chosen(tmp_path: Path, state: str, words: str) -> None:
    assert _texts(_word(tmp_path, _CHOICE.format(state))) == ["事務の名称", words]


def test_a_control_of_word_whose_state_is_not_told_is_left_over(tmp_path: Path) -> None:
    assert _beside(_word(tmp_path, '<w:r><w:object><w:control w:name="CheckBox1"/></w:object></w:r>')) == [
        "［CheckBox1］"
    ]


def test_a_text_box_of_word_does_not_run_into_its_paragraph(tmp_path: Path) -> None:
    source = _word(tmp_path, _BOX)
    assert _texts(source) == ["事務の名称", "前後"]
    assert _beside(source) == ["図の\n説明"]


@pytest.mark.parametrize("part", ["header1", "footer1", "footnotes", "endnotes", "comments"])
def test_heads_notes_and_comments_of_word_are_told(tmp_path: Path, part: str) -> None:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    tags = {"header1": "hdr", "footer1": "ftr"}
    whole, inner = tags.get(part, part), part.removesuffix("s")

    def change(parts: Parts) -> None:
        words = "<w:p><w:r><w:t>健康課</w:t></w:r></w:p>"
        words = words if part in tags else f"<w:{inner}>{words}</w:{inner}>"
        parts[f"word/{part}.xml"] = f"<w:{whole} {space}>{words}</w:{whole}>"

    assert _beside(_word(tmp_path, "<w:r><w:t>語</w:t></w:r>", change)) == ["健康課"]


@pytest.mark.parametrize(
    ("run", "words"),
    [
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>', "□"),
        ('<w:r><w:sym w:font="Webdings" w:char="F021"/></w:r>', "〓"),
        (_FIELD.format("<w:checked/>"), "☑"),
        (_FIELD.format('<w:checked w:val="0"/>'), "□"),
        (_FIELD.format(""), "□"),
    ],
)
def test_boxes_of_word_that_are_no_letters_are_read(tmp_path: Path, run: str, words: str) -> None:
    assert _texts(_word(tmp_path, f"{run}<w:r><w:t>実施する</w:t></w:r>"))[-1] == f"{words}実施する"


def test_what_a_field_of_word_asks_for_is_no_answer(tmp_path: Path) -> None:
    asked = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>アイテムを選択してください。"
        "</w:t></w:r></w:sdtContent></w:sdt>"
    )
    assert _texts(_word(tmp_path, asked)) == ["事務の名称"]


_INSERTED = '<w:r><w:t>前</w:t></w:r><w:ins w:id="1"><w:r><w:t>新</w:t></w:r></w:ins>'
_DELETED = '<w:del w:id="2"><w:r><w:delText>旧い語</w:delText></w:r></w:del><w:r><w:t>後</w:t></w:r>'
_STRUCK = "<w:r><w:rPr><w:strike/></w:rPr><w:t>前</w:t></w:r><w:r><w:t>後</w:t></w:r>"
_NOT_STRUCK = '<w:r><w:rPr><w:strike w:val="0"/></w:rPr><w:t>前後</w:t></w:r>'


@pytest.mark.parametrize(
    ("paragraph", "words", "beside", "reasons"),
    [
        (_INSERTED, "前新", [], {Reason.TRACKED}),
        (_DELETED, "後", ["旧い語"], {Reason.TRACKED}),
        (
            _DELETED.replace("w:del ", "w:moveFrom ").replace("w:del>", "w:moveFrom>"),
            "後",
            ["旧い語"],
            {Reason.TRACKED},
        ),
        (_STRUCK, "前後", [], {Reason.TRACKED}),
        (_NOT_STRUCK, "前後", [], set()),
    ],
)
def test_changes_that_nobody_has_accepted_are_doubted_and_deleted_words_told(
    tmp_path: Path, paragraph: str, words: str, beside: list[str], reasons: set[Reason]
) -> None:
    source = _word(tmp_path, paragraph)
    assert source.cells[-1].text == words
    assert source.cells[-1].doubts == reasons
    assert _beside(source) == beside


@pytest.mark.parametrize(
    ("markup", "reasons"),
    [
        ("<s>前</s>後", {Reason.TRACKED}),
        ("<del>前</del>後", {Reason.TRACKED}),
        ('<span style="text-decoration: line-through">前</span>後', {Reason.TRACKED}),
        ('<span style="display: none">前</span>後', {Reason.HIDDEN}),
        ("<b>前</b>後", set()),
    ],
)
@pytest.mark.parametrize("around", ["<table><tr><td>{}</td></tr></table>", "<p>{}</p>"])
def test_words_of_a_page_struck_through_or_not_shown_are_doubted(
    markup: str, reasons: set[Reason], around: str
) -> None:
    (cell,) = read_html(around.format(markup).encode()).cells
    assert cell.text == "前後"
    assert cell.doubts == reasons


def test_words_of_a_workbook_struck_through_are_doubted(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with xlsxwriter.Workbook(path) as book:
        struck, sheet = book.add_format({"font_strikeout": True}), book.add_worksheet()
        sheet.write("A1", "全部", struck)
        sheet.write_rich_string("A2", struck, "一部", "だけ")
        sheet.write_rich_string("A3", book.add_format({"bold": True}), "太い", "だけ")
    found = {cell.text: cell.doubts for cell in read_xlsx(path).cells}
    assert found == {"全部": {Reason.TRACKED}, "一部だけ": {Reason.TRACKED}, "太いだけ": set()}


def _numbered(tmp_path: Path, sort: str, words: str, count: int) -> list[str]:
    """The texts of paragraphs that Word numbers by a list of its own."""
    paragraphs = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="77"/></w:numPr></w:pPr>'
        f"<w:r><w:t>項目{at}</w:t></w:r></w:p>"
        for at in range(count)
    )
    level = (
        f'<w:abstractNum w:abstractNumId="77"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        f'<w:numFmt w:val="{sort}"/><w:lvlText w:val="{words}"/></w:lvl></w:abstractNum>'
    )
    number = '<w:num w:numId="77"><w:abstractNumId w:val="77"/></w:num>'

    def change(parts: Parts) -> None:
        whole = parts["word/numbering.xml"]
        whole = re.sub("(<w:abstractNum )", level.replace("\\", "") + r"\1", whole, count=1)
        parts["word/numbering.xml"] = whole.replace("</w:numbering>", number + "</w:numbering>")
        parts["word/document.xml"] = parts["word/document.xml"].replace(
            "<w:sectPr", paragraphs + "<w:sectPr", 1
        )

    source = _word(tmp_path, "<w:r><w:t>語</w:t></w:r>", change)
    return [cell.text for cell in source.cells if "項目" in cell.text]


@pytest.mark.parametrize(
    ("sort", "words", "expected"),
    [
        ("decimal", "(%1)", ["(1) 項目0", "(2) 項目1", "(3) 項目2"]),
        ("decimalFullWidth", "%1", ["１ 項目0", "２ 項目1", "３ 項目2"]),
        ("decimalEnclosedCircle", "%1", ["① 項目0", "② 項目1", "③ 項目2"]),
        ("aiueoFullWidth", "%1", ["ア 項目0", "イ 項目1", "ウ 項目2"]),
        ("lowerRoman", "%1.", ["i. 項目0", "ii. 項目1", "iii. 項目2"]),
        ("bullet", "\uf06c", ["・項目0", "・項目1", "・項目2"]),
        ("none", "%1", ["項目0", "項目1", "項目2"]),
    ],
)
def test_numbers_that_word_shows_before_paragraphs_are_read(
    tmp_path: Path, sort: str, words: str, expected: list[str]
) -> None:
    assert _numbered(tmp_path, sort, words, 3) == expected
