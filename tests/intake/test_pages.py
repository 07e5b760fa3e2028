"""What of a page is looked at: not what lies off it, as the rest of a cell of many pages does."""

from __future__ import annotations

from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
from reportlab.pdfgen.canvas import Canvas

from pia_desktop.intake.fronts.pdfpage import read_page


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
