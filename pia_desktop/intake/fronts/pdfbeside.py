"""What a PDF shows beside its words and pictures; alike ones (bullets, a logo on each page) are told once."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from pia_desktop.intake.cells import Box, Cell
from pia_desktop.intake.fronts.pdfcells import sheet_of
from pia_desktop.intake.fronts.pdfdrawn import Drawn, Edges, Image
from pia_desktop.intake.fronts.pdfpage import PageParts
from pia_desktop.intake.told import FIGURE, told_once

_FEWEST_RUNNING: Final = 3


def running_pictures(pages: Sequence[PageParts]) -> None:
    """Make of a picture that most pages have at the same place something drawn."""
    often = max(_FEWEST_RUNNING, len(pages) // 2)
    met = Counter(key for page in pages for key in {_place_of(image) for image in page.pictures})
    for page in pages:
        for image in [one for one in page.pictures if met[_place_of(one)] >= often]:
            page.pictures.remove(image)
            page.drawn.append(Drawn(image.box, FIGURE, hashlib.sha256(image.data).hexdigest()))


def _place_of(image: Image) -> tuple[bytes, Edges]:
    left, top, right, bottom = map(round, image.box)
    return hashlib.sha256(image.data).digest(), (left, top, right, bottom)


def drawn_cells(pages: Sequence[PageParts]) -> Iterator[Cell]:
    """What is drawn on the pages, as cells to be left over."""
    return told_once(
        ((one.kind, one.alike), Cell(one.kind, sheet_of(page), Box(*one.box), 0))
        for page in pages
        for one in page.drawn
    )
