"""Fonts and dimensions of the paper, in points.  Origin top left, y downwards."""

from __future__ import annotations

from enum import Enum
from functools import cache
from pathlib import Path
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.i18n import _
from pia_desktop.paper.blocks import Look
from pia_desktop.paper.fontchain import SHIPPED_ONLY, FontChain, FontChoice
from pia_desktop.paper.fontmetrics import FontError, FontFace
from pia_desktop.paths import resource_root

A4_WIDTH: Final = 595.276
A4_HEIGHT: Final = 841.89
LABEL_WIDTH: Final = 120.0
ANSWER_EMS: Final = 46.5
"""An answer cell holds 46 full-width characters of the body size and a little air, as the form's does."""
BODY_SIZE: Final = 8.0
PAD_X: Final = 3.5
PAD_Y: Final = 3.0
TEXT_WIDTH: Final = LABEL_WIDTH + ANSWER_EMS * BODY_SIZE + 2 * PAD_X
TOP: Final = 44.0
BOTTOM: Final = 46.0
FOLIO_BASELINE: Final = 26.0
"""From the page's lower edge to the page number's baseline."""
STRIP_WIDTH: Final = 16.0
GROUP_WIDTH: Final = 56.0
WHOLE_HEIGHT: Final = 76.0
"""Rows up to this height are not split: saving paper is not worth the harder reading."""
THIN: Final = 0.5
THICK: Final = 1.0
GREY_SECTION: Final = 0.85
GREY_RISK: Final = 0.91
GREY_LABEL: Final = 0.95
ROW_HEIGHT: Final = 20.0
ROOMY_HEIGHT: Final = 30.0
DRAWING_HEIGHT: Final = 600.0
"""The box of an appendix fills its page, as on the form, but for a row of 備考 below it."""
BASELINE: Final = 0.88
"""Distance from the top of the em box to the baseline; the same in every BIZ UD face."""
GETA: Final = "〓"
"""The traditional mark of Japanese printers for a missing character."""


class Face(Enum):
    """The faces of the paper."""

    __hash__ = object.__hash__

    BODY = "BIZUDPGothic-Regular"
    BOLD = "BIZUDPGothic-Bold"
    MINCHO = "BIZUDPMincho-Regular"
    """What the body is set in where the user prefers it; headings stay Gothic."""


@cache
def font_file(face: Face) -> Path:
    """Path of a bundled face."""
    return resource_root() / "fonts" / f"{face.value}.ttf"


@cache
def metrics(face: Face) -> FontFace:
    """The metrics of a face, cached per process.  Raises FontError."""
    try:
        return FontFace.load(font_file(face))
    except FontError as error:  # nobody can choose another one
        advice = _("It belongs to the program: put its folder back as it was given out.")
        raise FontError(error.message, advice) from error


@cache
def chain(face: Face, fonts: FontChoice) -> FontFace:
    """The metrics of a face with its fallback fonts."""
    return metrics(face) if fonts == SHIPPED_ONLY else FontChain.over(metrics(face), fonts)


@dataclass(frozen=True, slots=True)
class Type:
    """Face, size and line pitch of text; ``font`` has the metrics."""

    face: Face
    size: float
    leading: float
    font: FontFace

    @property
    def baseline(self) -> float:
        """Distance from a line's upper edge to its baseline."""
        return (self.leading - self.size) / 2 + BASELINE * self.size

    def width(self, text: str) -> float:
        """Width of text on one line."""
        return self.font.width(text, self.size)


_TYPES: Final = {
    Look.BODY: (Face.BODY, BODY_SIZE, 1.4),
    Look.LABEL: (Face.BODY, BODY_SIZE, 1.3),
    Look.SECTION: (Face.BOLD, 9.0, 1.3),
    Look.BAND: (Face.BOLD, BODY_SIZE, 1.3),
    Look.PART: (Face.BOLD, 14.0, 1.3),
    Look.TITLE: (Face.BOLD, 18.0, 1.4),
    Look.COVER: (Face.BODY, 10.0, 1.5),
    Look.CONTENTS: (Face.BODY, 11.0, 1.4),
    Look.COLUMN: (Face.BODY, 7.5, 1.4),
    Look.COLUMN_HEAD: (Face.BOLD, BODY_SIZE, 1.3),
    Look.NOTE: (Face.BODY, 7.0, 1.4),
    Look.FOOT: (Face.BODY, 9.0, 1.4),
}


@dataclass(frozen=True, slots=True)
class Style:
    """The look of a print.  ``scale`` enlarges the text (1.2 for the public counter), not the paper.

    ``fonts`` are fallback fonts.  ``continued``: on continuation pages the label of an answer is repeated
    with （続き）.
    """

    scale: float = 1.0
    fonts: FontChoice = SHIPPED_ONLY
    continued: bool = False

    def type_of(self, look: Look) -> Type:
        """The type of a look at this scale."""
        return _type(look, self.scale, self.fonts)

    def width(self, landscape: bool) -> float:
        """Width of the tables; landscape pages have the same margins."""
        return TEXT_WIDTH + (A4_HEIGHT - A4_WIDTH if landscape else 0.0)

    def page_size(self, landscape: bool) -> tuple[float, float]:
        """Width and height of the paper."""
        return (A4_HEIGHT, A4_WIDTH) if landscape else (A4_WIDTH, A4_HEIGHT)


@cache
def _type(look: Look, scale: float, fonts: FontChoice) -> Type:
    face, size, leading = _TYPES[look]
    if fonts.mincho and face is Face.BODY:
        face = Face.MINCHO
    return Type(face, size * scale, size * scale * leading, chain(face, fonts))
