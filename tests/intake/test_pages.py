"""What of a page is looked at: not what lies off it, as the rest of a cell of many pages does."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pytest
from PIL import Image, ImageOps
from reportlab.pdfgen.canvas import Canvas

from pia_desktop.forms.catalogue import find_form
from pia_desktop.intake.cells import NO_LETTER, Box, Cell, Reason, Sheet, Source, grid_cells
from pia_desktop.intake.fronts.pdf import read_pdf
from pia_desktop.intake.fronts.pdfcells import Filled
from pia_desktop.intake.fronts.pdfcuts import without_repeated
from pia_desktop.intake.fronts.pdfgrid import Frame, Grid
from pia_desktop.intake.fronts.pdflines import Piece, lines_of
from pia_desktop.intake.fronts.pdfpage import PageParts, Sign, letter_of, read_page
from pia_desktop.intake.joining import breaks_off
from pia_desktop.intake.pagepicture import draw_page
from pia_desktop.intake.reading import read_source
from pia_desktop.intake.refusal import Refused


def test_the_rest_of_a_long_cell_above_and_below_the_page_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    page = Canvas(str(path), pagesize=(200, 200))
    for at in range(-100, 100):  # from above the page to below it
        page.drawString(10, 190 - 20 * at, f"line {at} " + "x" * (abs(at) % 7))
    page.drawString(10, 199, "-")  # its line is on the page, and the stroke above it
    page.save()
    document = pypdfium2.PdfDocument(path)
    signs = [sign for sign in read_page(document[0], 1, pictures=False).signs if sign.char.strip()]
    assert len({round(sign.base) for sign in signs}) < 25
    seen = [sign for sign in signs if 0 < sign.base < 200]
    text = "".join(sign.char for sign in seen)
    assert text == "".join(f"line{at}" + "x" * (at % 7) for at in range(10)) + "-"


def test_an_answer_with_a_sign_without_its_letter_is_doubted() -> None:
    """Browsers write glyphs for which the PDF tells no letter."""
    form = find_form("yoshiki2")
    table = [[form.title], ["評価書名", f"年金に関する事務{NO_LETTER}"]]
    outcome = read_source(Source(tuple(grid_cells(iter(table), Sheet(1, "1")))), form)
    assert Reason.NO_LETTER in {doubt.reason for doubt in outcome.report.doubts}


@pytest.mark.parametrize(("code", "char"), [(0x0, NO_LETTER), (0xFFFE, "-"), (0x2, "-")])
def test_what_pdfium_tells_of_a_sign_without_letter(code: int, char: str) -> None:
    assert letter_of(code) == char


def test_a_page_larger_than_any_is_refused(tmp_path: Path) -> None:
    """Many seconds pass over the words of one."""
    path = tmp_path / "a.pdf"
    page = Canvas(str(path), pagesize=(1_000_000_000, 1_000_000_000))
    page.drawString(10, 190, "特定個人情報保護評価書")
    page.save()
    with pytest.raises(Refused) as refused:
        read_pdf(path)
    assert refused.value.code == "large"


@pytest.mark.parametrize("written", [0, 90, 180, 270])
@pytest.mark.parametrize("displayed", [0, 90, 180, 270])
def test_a_page_is_read_and_drawn_upright_however_it_lies(
    tmp_path: Path, written: int, displayed: int
) -> None:
    path = tmp_path / "a.pdf"
    words = "lines run from left to right"
    page = Canvas(str(path), pagesize=(300, 300))
    page.setPageRotation(displayed)
    page.translate(150, 150)
    page.rotate(written)
    page.drawString(-100, 20, words)
    page.save()
    signs = read_page(pypdfium2.PdfDocument(path)[0], 1, pictures=False).signs
    assert "".join(sign.char for sign in sorted(signs, key=lambda sign: sign.left)) == words
    assert {round(sign.base) for sign in signs} == {130}
    drawn = Image.open(io.BytesIO(draw_page(path, 1)))
    left, top, right, bottom = ImageOps.invert(drawn.convert("L")).getbbox() or (0, 0, 0, 0)
    assert bottom <= drawn.height / 2
    assert right - left > bottom - top


_SIZE = 8.0


def _written(words: str, first: int, base: float = 100.0) -> list[Sign]:
    """Signs one behind another, as if the line began with so many others."""
    return [
        Sign(sign, _SIZE * at, _SIZE * (at + 1), base, _SIZE)
        for at, sign in enumerate(words, first)
        if sign != "＿"
    ]


def test_a_sign_of_another_font_stays_where_it_stands_whenever_it_was_written() -> None:
    own, other = _written("確認し、＿通知書", 0), _written("②", 4)
    for signs in (own + other, other + own):
        assert [[piece.text for piece in line] for line in lines_of(signs, Grid([], []))] == [
            ["確認し、②通知書"]
        ]


def test_a_line_on_the_break_is_once_though_a_sign_of_another_font_parts_it() -> None:
    clip = (50.0, 100.0)

    def piece(words: str, first: int, base: float, *, hidden: bool = False) -> Piece:
        return Piece(
            words, _SIZE * first, _SIZE * (first + len(words)), base, _SIZE, clip if hidden else None, hidden
        )

    box = Box(0, 50, 100, 100)
    cut = [piece("ー", 1, 101), piece("デ タの取扱い", 0, 101, hidden=True)]
    pages = [
        [Filled(PageParts(1, 200, 200), Frame(box, False, True), box, [[piece("次の場合", 0, 90)], cut])],
        [Filled(PageParts(2, 200, 200), Frame(box, True, False), box, [[piece("データの取扱い", 0, 58)]])],
    ]
    without_repeated(pages)
    assert [[[one.text for one in line] for line in page[0].lines] for page in pages] == [
        [["次の場合"]],
        [["データの取扱い"]],
    ]


@pytest.mark.parametrize(("cut", "reasons"), [(2, set()), (3, {Reason.CUT_OFF})])
def test_where_many_rows_are_too_low_a_full_cell_is_doubted(
    tmp_path: Path, cut: int, reasons: set[Reason]
) -> None:
    """Lines that had no room at all leave no trace."""
    path = tmp_path / "a.pdf"
    page = Canvas(str(path), pagesize=(300, 500))
    heights = [100 + 40 * at for at in range(cut + 2)]
    page.grid([20, 280], heights)
    page.setFont("Helvetica", 10)
    for row, bottom in enumerate(heights[1:]):
        lowest = bottom - 40 + (2.5 if row == cut else 0.5)
        for at in range(3):
            page.drawString(25, lowest + 12 * at, f"the words of line {at} in {row}")
    page.save()
    full = next(cell for cell in read_pdf(path).cells if f"in {cut}" in cell.text)
    assert full.doubts == reasons


@pytest.mark.parametrize(
    ("words", "room", "right", "off"),
    [
        ("委託先における特定個人情報の取扱い" * 3, 0.4, 400.0, True),
        ("委託先における特定個人情報の取扱い" * 3 + "。", 0.4, 400.0, False),
        ("委託先における特定個人情報の取扱い" * 3, 3.0, 400.0, False),
        ("委託先における特定個人情報の取扱い" * 3, 0.4, 140.0, False),
        ("委託先における特定個人情報の取扱い", 0.4, 400.0, False),
    ],
    ids=["within a sentence", "at its end", "room behind it", "a narrow column", "a title"],
)
def test_a_text_that_ends_within_a_sentence_on_a_full_line_breaks_off(
    words: str, room: float, right: float, off: bool
) -> None:
    cell = Cell(words, Sheet(1), Box(0, 0, right, 40), 0, boxed=True, room=room)
    assert breaks_off([cell]) is off


@pytest.mark.parametrize(
    ("lowest", "reasons"), [(100.5, {Reason.CUT_OFF}), (101.0, {Reason.CUT_OFF}), (102.5, set())]
)
def test_a_last_line_upon_the_lower_edge_of_its_cell_is_doubted(
    tmp_path: Path, lowest: float, reasons: set[Reason]
) -> None:
    """A row too low for its text: what does not fit is not in the PDF."""
    path = tmp_path / "a.pdf"
    page = Canvas(str(path), pagesize=(300, 300))
    page.grid([20, 280], [100, 140, 160])
    page.setFont("Helvetica", 10)
    for at in range(3):
        page.drawString(25, lowest + 12 * at, f"the words of line {at}")
    page.drawString(25, 145, "the label of it")
    page.save()
    label, cell = read_pdf(path).cells
    assert label.doubts == set()
    assert cell.doubts == reasons
