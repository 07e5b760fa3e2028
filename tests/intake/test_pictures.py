"""Pictures of （別添１） come along: from workbooks, Word documents and PDFs."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
import xlsxwriter  # type: ignore[import-untyped]  # it ships no types
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureDict, check_picture
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import ANNEX_BODY, ANNEX_TITLE, ANNEXES
from pia_desktop.forms.values import Figure
from pia_desktop.intake.cells import Box, Cell, Sheet, Source, SourcePicture
from pia_desktop.intake.figures import placed_pictures
from pia_desktop.intake.fronts.pdf import read_pdf
from pia_desktop.intake.reading import read_here
from pia_desktop.paper.printing import print_pdf

TITLE, REMARKS = "（別添１） 事務の内容", "（備考）"


def _picture(sort: str = "PNG") -> bytes:
    made = io.BytesIO()
    Image.linear_gradient("L").convert("RGB").save(made, sort)
    return made.getvalue()


def _workbook(path: Path, picture: bytes) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("別添１")
    sheet.write_string(0, 0, TITLE)
    sheet.insert_image(2, 1, "図.png", {"image_data": io.BytesIO(picture)})
    sheet.write_string(20, 1, "図１　事務の流れ")
    sheet.write_string(30, 0, REMARKS)
    sheet.write_string(30, 2, "図のとおり。")
    book.close()


def _document(path: Path, picture: bytes) -> None:
    made = docx.Document()
    made.add_paragraph(TITLE)
    made.add_picture(io.BytesIO(picture))
    made.add_paragraph("図１　事務の流れ")
    table: Any = made.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = REMARKS, "図のとおり。"
    made.save(str(path))


@pytest.mark.parametrize(("write", "name"), [(_workbook, "図.xlsx"), (_document, "図.docx")])
def test_a_picture_goes_to_the_figure_under_whose_title_it_stands(
    tmp_path: Path,
    write: Callable[[Path, bytes], None],
    name: str,
) -> None:
    path, picture = tmp_path / name, _picture()
    write(path, picture)
    outcome = read_here(path, find_form("yoshiki4"))
    values: Any = outcome.document["values"]
    (one,) = values["A1.figure"]["pictures"]
    assert base64.b64decode(one["data"]) == picture
    assert one["caption"] == "図１　事務の流れ"
    assert values["A1.remarks"] == "図のとおり。"
    assert outcome.report.left_over == ()


def test_a_picture_of_another_sort_becomes_png(tmp_path: Path) -> None:
    path = tmp_path / "図.docx"
    _document(path, _picture("BMP"))
    values: Any = read_here(path, find_form("yoshiki4")).document["values"]
    data = base64.b64decode(values["A1.figure"]["pictures"][0]["data"])
    assert Image.open(io.BytesIO(data)).format == "PNG"


def test_a_picture_elsewhere_is_left_over(tmp_path: Path) -> None:
    path = tmp_path / "図.docx"
    made = docx.Document()
    made.add_paragraph("特記事項")
    made.add_picture(io.BytesIO(_picture()))
    made.save(str(path))
    report = read_here(path, find_form("yoshiki4")).report
    assert [left.text for left in report.left_over] == ["［図］"]


def _cell(text: str, page: int, top: float, bottom: float) -> Cell:
    return Cell(text, Sheet(page), Box(0, top, 500, bottom), page)


def _at(page: int, top: float, bottom: float) -> SourcePicture:
    return SourcePicture(_picture(), Sheet(page), Box(0, top, 500, bottom))


def test_a_caption_that_a_page_parts_from_its_picture_is_its_own() -> None:
    cells = [
        _cell("図１　資格の流れ", 7, 390, 400),
        _cell("図２　賦課の流れ\n（図１）\n届け出る。", 8, 40, 400),
    ]
    placed = placed_pictures(cells, [_at(7, 50, 380), _at(7, 410, 780)])
    assert [one.raw.get("caption") for one in placed] == ["図１　資格の流れ", "図２　賦課の流れ"]
    assert [cell.text for cell in cells] == ["（図１）\n届け出る。"]


def test_a_caption_above_that_a_page_parts_from_its_picture_is_its_own() -> None:
    cells = [_cell("届け出る。\n図１　資格の流れ", 7, 40, 780), _cell("受け付ける。", 8, 400, 700)]
    (one,) = placed_pictures(cells, [_at(8, 40, 380)])
    assert (one.raw["caption"], one.raw["caption_above"]) == ("図１　資格の流れ", True)
    assert [cell.text for cell in cells] == ["届け出る。", "受け付ける。"]


@pytest.mark.parametrize(
    "words", ["図２　賦課の流れ", "図１　" + "資格の流れ" * 20, "受け付ける。\n図１　資格の流れ"]
)
def test_what_is_no_caption_of_it_stays_where_it_stands(words: str) -> None:
    cells = [_cell(words, 8, 40, 400)]
    (one,) = placed_pictures(cells, [_at(7, 50, 780)])
    assert "caption" not in one.raw
    assert [cell.text for cell in cells] == [words]


def test_the_page_after_the_next_has_no_caption_of_it() -> None:
    cells = [_cell("図１　資格の流れ", 9, 40, 400)]
    (one,) = placed_pictures(cells, [_at(7, 50, 780)])
    assert "caption" not in one.raw


def _pdf_with(picture: Image.Image, path: Path) -> Source:
    made = io.BytesIO()
    picture.save(made, "PNG")
    canvas = Canvas(str(path))
    canvas.drawString(60, 780, "This page has words enough to be no scan")
    canvas.drawImage(ImageReader(made), 60, 500, 100, 60, mask="auto")
    canvas.save()
    return read_pdf(path)


def test_what_is_transparent_in_a_picture_of_a_pdf_is_white(tmp_path: Path) -> None:
    picture = Image.new("RGBA", (200, 120), (0, 0, 0, 0))
    picture.paste((200, 30, 30, 255), (50, 30, 150, 90))
    (found,) = _pdf_with(picture, tmp_path / "a.pdf").pictures
    image = Image.open(io.BytesIO(found.data))
    assert [image.getpixel(at) for at in ((20, 20), (100, 60))] == [(255, 255, 255), (200, 30, 30)]


def test_a_picture_without_transparency_keeps_its_pixels(tmp_path: Path) -> None:
    picture = Image.linear_gradient("L").convert("RGB")
    (found,) = _pdf_with(picture, tmp_path / "a.pdf").pictures
    assert Image.open(io.BytesIO(found.data)).tobytes() == picture.tobytes()


def test_text_stays_before_between_and_behind_the_pictures_of_a_page(tmp_path: Path) -> None:
    """Though all of it stands in one frame."""
    form = find_form("yoshiki4")
    pictures = [_picture(), _picture("JPEG")]
    first, second = (replace(check_picture(data, "図"), caption="") for data in pictures)
    run = Figure(("前の文。", first, "間の文。", second, "後の文。"))
    root = Node({"A1.figure": run}, {ANNEXES: {"a": Node({ANNEX_TITLE: "流れ", ANNEX_BODY: run})}})
    store = PictureDict({one.digest: data for one, data in zip((first, second), pictures, strict=True)})
    path = tmp_path / "図.pdf"
    print_pdf(Snapshot(form, root), store, path)
    document: Any = read_here(path).document
    for found in (document["values"]["A1.figure"], document["annexes"][0][ANNEX_BODY]):
        kinds = [block if isinstance(block, str) else "図" for block in found["blocks"]]
        assert kinds == ["前の文。", "図", "間の文。", "図", "後の文。"]
