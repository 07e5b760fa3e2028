"""What of a page is looked at: not what lies off it, as the rest of a cell of many pages does."""

from __future__ import annotations

from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
from reportlab.pdfgen.canvas import Canvas

from pia_desktop.intake.fronts.pdfpage import read_page


def test_the_rest_of_a_long_cell_above_and_below_the_page_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    page = Canvas(str(path), pagesize=(200, 200))
    for at in range(-20, 40):  # from above the page to below it
        page.drawString(10, 190 - 20 * at, f"line {at} " + "x" * (abs(at) % 7))
    page.save()
    document = pypdfium2.PdfDocument(path)
    signs = read_page(document[0], 1, pictures=False).signs
    lines = sorted({round(sign.base) for sign in signs})
    assert lines == [10 + 20 * at for at in range(10)]
    text = "".join(sign.char for sign in signs).replace(" ", "")
    assert text == "".join(f"line{at}" + "x" * (at % 7) for at in range(10))
