"""What a document shows and no answer can take is told: pictures, drawings, charts, remarks, files, links."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pikepdf
import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from docx.oxml import parse_xml
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pia_desktop.forms.catalogue import find_form
from pia_desktop.intake.cells import Reason, Source
from pia_desktop.intake.fronts.html import read_html
from pia_desktop.intake.fronts.pdf import read_pdf
from pia_desktop.intake.fronts.word import read_docx
from pia_desktop.intake.fronts.xlsx import read_xlsx
from pia_desktop.intake.reading import read_here
from pia_desktop.intake.refusal import Refused
from tests.intake.offices import Parts, changed

WORDS = "This page has words enough to be no scan"


def _png(turned: int = 0) -> bytes:
    made = io.BytesIO()
    Image.linear_gradient("L").rotate(turned).save(made, "PNG")
    return made.getvalue()


def _told(source: Source) -> list[str]:
    return [cell.text for cell in source.furniture]


def _pdf(path: Path, draw: Callable[[Canvas, int], object], pages: int = 1) -> Path:
    canvas = Canvas(str(path))
    for page in range(pages):
        canvas.drawString(60, 780 - 20 * page, f"{WORDS} {'abc'[page % 3] * (page + 1)}")
        draw(canvas, page)
        canvas.showPage()
    canvas.save()
    return path


def _image(canvas: Canvas, left: float, bottom: float, wide: float, high: float, turned: int = 0) -> None:
    canvas.drawImage(ImageReader(io.BytesIO(_png(turned))), left, bottom, wide, high)


# ---- PDF


def test_small_pictures_of_a_pdf_are_told_alike_ones_once(tmp_path: Path) -> None:
    def draw(canvas: Canvas, _page: int) -> None:
        for row in range(5):
            _image(canvas, 60, 700 - 20 * row, 8, 8)
        _image(canvas, 60, 500, 20, 15, turned=90)

    source = read_pdf(_pdf(tmp_path / "a.pdf", draw))
    assert _told(source) == ["［図］（5か所）", "［図］"]
    assert source.furniture[1].where().box == (60, 326.9, 80, 341.9)
    assert source.pictures == ()


def test_a_picture_that_is_a_rule_is_not_told(tmp_path: Path) -> None:
    assert (
        _told(read_pdf(_pdf(tmp_path / "a.pdf", lambda canvas, _page: _image(canvas, 60, 500, 400, 1)))) == []
    )


def test_a_picture_at_the_same_place_of_most_pages_is_told_once_and_is_no_figure(tmp_path: Path) -> None:
    source = read_pdf(
        _pdf(tmp_path / "a.pdf", lambda canvas, _page: _image(canvas, 500, 800, 30, 30), pages=4)
    )
    assert _told(source) == ["［図］（4か所）"]
    assert source.pictures == ()


@pytest.mark.parametrize(
    ("draw", "told"),
    [
        (lambda canvas, _page: canvas.circle(200, 400, 20), ["［図形］"]),
        (lambda canvas, _page: canvas.line(300, 100, 350, 160), ["［図形］"]),
        (lambda canvas, _page: [canvas.circle(200, at, 3) for at in (100, 200, 300)], ["［図形］（3か所）"]),
        (lambda canvas, _page: [canvas.circle(200, at, 20) for at in (100, 130)], ["［図形］"]),
        (lambda canvas, _page: canvas.circle(-400, 400, 20), []),
        (lambda canvas, _page: (canvas.setFillGray(1), canvas.circle(200, 400, 20, stroke=0, fill=1)), []),
        (lambda canvas, _page: canvas.rect(100, 100, 80, 20), []),
    ],
)
def test_what_is_drawn_upon_a_page_is_told(
    tmp_path: Path, draw: Callable[[Canvas, int], object], told: list[str]
) -> None:
    """Shapes that touch are one drawing; rules, white ones and those beyond the page are nothing."""
    assert _told(read_pdf(_pdf(tmp_path / "a.pdf", draw))) == told


def _with_note(path: Path, kind: str, words: str | None = None, address: str | None = None) -> Path:
    """The PDF with a note of a kind upon its page."""
    note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name(kind), Rect=[100, 600, 150, 620])
    if words is not None:
        note.Contents = words
    if address is not None:
        note.A = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=address)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(note)])
        pdf.attachments["資料.txt"] = b"x"
        pdf.save(path)
    return path


@pytest.mark.parametrize(
    ("kind", "words", "told"),
    [
        ("/Text", "要確認", ["要確認"]),
        ("/FreeText", "要確認", ["要確認"]),
        ("/Circle", None, ["［図形］"]),
        ("/Ink", None, ["［図形］"]),
        ("/Highlight", None, ["［注釈］"]),
        ("/Popup", "要確認", []),
    ],
)
def test_what_lies_upon_a_page_is_told_and_so_are_files(
    tmp_path: Path, kind: str, words: str | None, told: list[str]
) -> None:
    source = read_pdf(_with_note(_pdf(tmp_path / "a.pdf", lambda _canvas, _page: None), kind, words))
    assert _told(source) == [*told, "［添付］資料.txt"]
    assert [cell.text for cell in source.cells] == [f"{WORDS} a"]


@pytest.mark.parametrize(("count", "words"), [(6_000, "要"), (30, "確" * 100_000)])
def test_more_notes_than_any_form_has_are_refused(tmp_path: Path, count: int, words: str) -> None:
    path = _pdf(tmp_path / "a.pdf", lambda _canvas, _page: None)
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Text,
            Rect=[1, 1, 9, 9],
            Contents=pdf.make_indirect(pikepdf.String(words)),
        )
        pdf.pages[0].obj.Annots = pikepdf.Array([pdf.make_indirect(note)] * count)
        pdf.save(path)
    with pytest.raises(Refused, match="large"):
        read_pdf(path)


def test_addresses_of_a_pdf_are_told(tmp_path: Path) -> None:
    path = _pdf(tmp_path / "a.pdf", lambda _canvas, _page: None)
    source = read_pdf(_with_note(path, "/Link", address="https://example.jp/a"))
    assert _told(source) == ["［添付］資料.txt", "［リンク］https://example.jp/a"]


def test_filled_fields_are_read_where_they_stand(tmp_path: Path) -> None:
    def draw(canvas: Canvas, _page: int) -> None:
        canvas.acroForm.textfield(name="a", x=60, y=700, width=200, height=20, value="Filled in")
        canvas.acroForm.checkbox(name="b", x=60, y=650, checked=True)
        canvas.acroForm.checkbox(name="c", x=60, y=600)
        canvas.acroForm.choice(
            name="d", value="two", options=["one", "two"], x=60, y=550, width=80, height=20
        )

    source = read_pdf(_pdf(tmp_path / "a.pdf", draw))
    assert [cell.text for cell in source.cells] == [f"{WORDS} a", "Filled in", "☑", "□", "two"]
    assert _told(source) == []


# ---- workbooks


def _book(path: Path, write: Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], object]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("表")
        sheet.write("A1", "事務の名称")
        sheet.write("B1", 1)
        write(book, sheet)
    return path


def _chart(book: xlsxwriter.Workbook, title: str) -> xlsxwriter.chart.Chart:
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=表!$B$1:$B$1", "name": "件数"})
    chart.set_title({"name": title})
    return chart


def _header(_book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
    sheet.set_header("&L&G", {"image_left": "図.png", "image_data_left": io.BytesIO(_png())})


def _chart_sheet(book: xlsxwriter.Workbook, _sheet: xlsxwriter.worksheet.Worksheet) -> None:
    book.add_chartsheet("推移").set_chart(_chart(book, "年度ごと"))


@pytest.mark.parametrize(
    ("write", "told"),
    [
        (
            lambda book, sheet: sheet.insert_chart("C3", _chart(book, "年度ごと")),
            ["［グラフ］年度ごと\n件数"],
        ),
        (_chart_sheet, ["［グラフ］推移", "［グラフ］年度ごと\n件数"]),
        (_header, ["［図］"]),
        (
            lambda _book, sheet: sheet.write_url("A5", "https://example.jp/x", string="ここ"),
            ["［リンク］https://example.jp/x"],
        ),
        (lambda _book, sheet: sheet.write_url("A5", "mailto:a@example.jp", string="a@example.jp"), []),
    ],
)
def test_what_a_workbook_shows_beside_its_cells_is_told(
    tmp_path: Path,
    write: Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], object],
    told: list[str],
) -> None:
    assert _told(read_xlsx(_book(tmp_path / "a.xlsx", write))) == told


def test_a_number_above_its_line_in_a_cell_is_doubted(tmp_path: Path) -> None:
    def write(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet) -> None:
        sheet.write_rich_string("A2", "10", book.add_format({"font_script": 1}), "4", "人")

    cells = read_xlsx(_book(tmp_path / "a.xlsx", write)).cells
    doubts = {cell.text: cell.doubts for cell in cells}
    assert doubts == {"事務の名称": frozenset(), "1": frozenset(), "104人": {Reason.NUMBER_FORMAT}}


_ANCHOR = (
    "<xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:row>2</xdr:row></xdr:from>"
    "<xdr:to><xdr:col>2</xdr:col><xdr:row>4</xdr:row></xdr:to>{}</xdr:twoCellAnchor>"
)
_ELLIPSE = (
    '<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="90" name="円"/><xdr:cNvSpPr/></xdr:nvSpPr>'
    '<xdr:spPr><a:prstGeom prst="ellipse"/></xdr:spPr></xdr:sp>'
)
_LINKED = (
    '<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="91" name="図"/></xdr:nvPicPr>'
    '<xdr:blipFill><a:blip xmlns:r="urn:r" r:link="rId9"/></xdr:blipFill></xdr:pic>'
)


@pytest.mark.parametrize(
    ("shapes", "told"),
    [([_ELLIPSE], ["［図形］"]), ([_ELLIPSE] * 3, ["［図形］（3か所）"]), ([_LINKED], ["［図］"])],
)
def test_shapes_without_words_and_pictures_from_elsewhere_are_told(
    tmp_path: Path, shapes: list[str], told: list[str]
) -> None:
    def change(parts: Parts) -> None:
        name = "xl/drawings/drawing1.xml"
        more = "".join(map(_ANCHOR.format, shapes))
        parts[name] = parts[name].replace("</xdr:wsDr>", more + "</xdr:wsDr>")

    data = _book(tmp_path / "a.xlsx", lambda _book, sheet: sheet.insert_textbox("H9", "")).read_bytes()
    source = read_xlsx(changed(data, tmp_path / "b.xlsx", change))
    assert _told(source) == told
    assert source.furniture[0].where().box == "B3:C5"


def test_a_file_within_a_workbook_is_told(tmp_path: Path) -> None:
    def change(parts: Parts) -> None:
        parts["xl/embeddings/資料.xml"] = "<a/>"

    data = _book(tmp_path / "a.xlsx", lambda _book, _sheet: None).read_bytes()
    assert _told(read_xlsx(changed(data, tmp_path / "b.xlsx", change))) == ["［添付］資料.xml"]


# ---- Word

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_V = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_WPS = 'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'


def _word(path: Path, run: str) -> Path:
    made = docx.Document()
    paragraph = made.add_paragraph("事務の名称")
    made.part.get_or_add_image(io.BytesIO(_png()))
    paragraph._p.append(parse_xml(f"<w:r {_W} {_V} {_R} {_WPS}>{run}</w:r>"))
    made.save(str(path))
    return path


@pytest.mark.parametrize(
    ("run", "told"),
    [
        ("<w:drawing><wps:wsp/></w:drawing>", ["［図形］", "［図］"]),
        ("<w:pict><v:oval/></w:pict><w:pict><v:oval/></w:pict>", ["［図形］（2か所）", "［図］"]),
        ('<w:pict><v:shape><v:textpath string="案"/></v:shape></w:pict>', ["［図形］案", "［図］"]),
        ('<w:pict><v:rect o:hr="t"/></w:pict>', ["［図］"]),
    ],
)
def test_what_a_word_document_draws_is_told(tmp_path: Path, run: str, told: list[str]) -> None:
    """So is a picture that no place of it shows."""
    source = read_docx(_word(tmp_path / "a.docx", run))
    assert _told(source) == told
    assert [cell.text for cell in source.cells] == ["事務の名称"]


def test_a_picture_of_an_older_program_is_one(tmp_path: Path) -> None:
    made = docx.Document()
    key, _image = made.part.get_or_add_image(io.BytesIO(_png()))
    path = _word(tmp_path / "a.docx", f'<w:pict><v:shape><v:imagedata r:id="{key}"/></v:shape></w:pict>')
    source = read_docx(path)
    assert [one.data for one in source.pictures] == [_png()]
    assert _told(source) == []


@pytest.mark.parametrize(
    ("place", "inside", "shown"),
    [
        ("superscript", "4", "⁴"),
        ("subscript", "2", "₂"),
        ("superscript", "（注）", "（注）"),
        ("baseline", "4", "4"),
    ],
)
def test_a_number_above_or_below_its_line_is_read_as_one(
    tmp_path: Path, place: str, inside: str, shown: str
) -> None:
    run = f'<w:rPr><w:vertAlign w:val="{place}"/></w:rPr><w:t>{inside}</w:t>'
    source = read_docx(_word(tmp_path / "a.docx", run))
    assert [cell.text for cell in source.cells] == [f"事務の名称{shown}"]


def test_a_hyphen_that_does_not_break_is_read(tmp_path: Path) -> None:
    path = _word(tmp_path / "a.docx", "<w:noBreakHyphen/><w:t>1</w:t>")
    assert [cell.text for cell in read_docx(path).cells] == ["事務の名称-1"]


# ---- web pages


@pytest.mark.parametrize(
    ("part", "words", "told"),
    [
        ("<svg><title>矢印</title><circle r=3 /></svg>", "事務", ["［図］矢印"]),
        ("<canvas></canvas>" * 2, "事務", ["［図］（2か所）"]),
        (
            '<iframe src="https://example.jp/m" title="地図"></iframe>',
            "事務",
            ["［埋め込み］地図\nhttps://example.jp/m"],
        ),
        ('<a href="https://example.jp/a.pdf">資料</a>', "事務資料", ["［リンク］https://example.jp/a.pdf"]),
        ('<a href="#top">上へ</a>', "事務上へ", []),
        ("<sup>4</sup>人<sub>2</sub>", "事務⁴人₂", []),
        ("<sup>（注）</sup>", "事務（注）", []),
        ("<ruby>保険<rp>(</rp><rt>ほけん</rt><rp>)</rp></ruby>", "事務保険", []),
        ('<input type="date" value="2024-04-01">', "事務2024-04-01", []),
        ('<input type="hidden" value="x"><input type="submit" value="送信">', "事務", []),
        ("<select><option>一<option>二</select>", "事務一", []),
    ],
)
def test_what_a_web_page_shows_is_read_or_told(part: str, words: str, told: list[str]) -> None:
    source = read_html(f"<table><tr><td>事務{part}</td></tr></table>".encode())
    assert ("".join(cell.text for cell in source.cells), _told(source)) == (words, told)


def test_what_is_told_stands_in_the_report(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<p>特記事項</p><svg><title>流れ</title></svg>", encoding="utf-8")
    report = read_here(path, find_form("yoshiki4")).report
    assert [left.text for left in report.left_over] == ["［図］流れ"]
