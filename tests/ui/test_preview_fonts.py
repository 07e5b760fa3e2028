"""What another font has is painted as it is printed: its own shape, in its own place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image, ImageChops, ImageFilter
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.paper.draw import draw_pdf
from pia_desktop.paper.fontchain import FontChoice
from pia_desktop.paper.layout import Page
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.style import Style
from tests.paper.test_fontchain import GAIJI, KUZU, YOSHI, forget_fonts, make_font
from ui.preview.painter import PagePainter

SCALE = 4
INK = 120
"""The lightest grey of a letter's stroke, blurred."""
ALIKE = 80
"""Greys by which two painters' edges of one letter may differ, blurred."""


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    forget_fonts()
    yield
    forget_fonts()


def painted(page: Page, choice: FontChoice) -> Image.Image:
    image = QImage(round(page.width * SCALE), round(page.height * SCALE), QImage.Format.Format_Grayscale8)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.scale(SCALE, SCALE)
    PagePainter(PictureDict(), choice).paint(painter, page)
    painter.end()
    return Image.frombytes(
        "L", (image.width(), image.height()), bytes(image.constBits()), "raw", "L", image.bytesPerLine()
    )


def test_borrowed_characters_are_painted_as_they_are_printed(qapp: QApplication, tmp_path: Path) -> None:
    font = make_font(tmp_path / "a.ttf", YOSHI + GAIJI, sequences=KUZU)
    choice = FontChoice((font,))
    words = f"前{YOSHI}{GAIJI}中{KUZU}後"
    root = Node(lists={FILES: {"k": Node({"II.2.3": words, "III.1": "―"})}})
    snapshot = Snapshot(find_form("yoshiki3"), root)
    layout = layout_assessment(snapshot, PictureDict(), Style(fonts=choice))
    assert not layout.missing
    number, run = next((n, r) for n, page in enumerate(layout.pages) for r in page.runs() if r.text == words)
    shown = painted(layout.pages[number], choice)
    pdf = draw_pdf(layout, PictureDict())
    printed = pypdfium2.PdfDocument(pdf)[number].render(scale=SCALE).to_pil().convert("L")
    line = [round(SCALE * side) for side in (run.x, run.y - run.size, run.x + 60, run.y + 0.2 * run.size)]
    one, other = (image.crop(tuple(line)).filter(ImageFilter.BoxBlur(3)) for image in (shown, printed))  # type: ignore[arg-type]
    assert one.point(lambda value: value < INK).getbbox()
    difference = ImageChops.difference(one, other).point(lambda value: value > ALIKE)
    assert difference.getbbox() is None
