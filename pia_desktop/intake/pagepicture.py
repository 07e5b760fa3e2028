"""Renders a page of a PDF, in a child process for safety."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

from pia_desktop.intake.fronts.pdfupright import set_upright
from pia_desktop.intake.refusal import broken

SCALE: Final = 1.5
"""Pixels for each point."""

_MOST_PIXELS: Final = 12_000_000


def draw_page(path: Path, number: int) -> bytes:
    """Page ``number`` (from 1) as a PNG. Raises Refused if it does not exist or is too large."""
    import pypdfium2  # type: ignore[import-untyped]  # it ships no types

    try:
        document = pypdfium2.PdfDocument(path)
        if not 0 < number <= len(document):
            raise broken()
        page = document[number - 1]
        set_upright(page)
        width, height = page.get_size()
        scale = min(SCALE, (_MOST_PIXELS / max(width * height, 1.0)) ** 0.5)
        picture = page.render(scale=scale, grayscale=True, may_draw_forms=False).to_pil()
    except pypdfium2.PdfiumError as error:
        raise broken() from error
    made = io.BytesIO()
    picture.save(made, "PNG", compress_level=1)
    return made.getvalue()
