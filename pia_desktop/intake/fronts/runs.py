"""Text with pictures out of one cell: what follows a picture is on a further row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.forms.picture_names import PictureLook
from pia_desktop.intake.cells import Box, Cell, Reason, Sheet, SourcePicture

PICTURE: Final = "\x1d"
"""Placeholder for a picture in text; front ends remove it from real text."""
_BEHIND: Final = 0.5
"""Of a row: a picture stands behind the words of its row."""


@dataclass(frozen=True, slots=True)
class Held:
    """A picture as encountered; those with the same ``line`` are side by side."""

    data: bytes
    told: str = ""
    caption: str | None = None
    look: PictureLook | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where the text begins; rows and columns count from 0."""

    sheet: Sheet
    row: int
    column: int
    wide: int
    high: int = 1


def laid(
    text: str, held: Sequence[Held], at: Place, doubts: frozenset[Reason], *, boxed: bool
) -> tuple[list[Cell], list[SourcePicture]]:
    """The cells and pictures of a text in which ``PICTURE`` marks each picture.

    Each picture takes a row, so text after it moves down.
    """
    cells: list[Cell] = []
    pictures: list[SourcePicture] = []
    top, before = 0.0, None
    for number, piece in enumerate(text.split(PICTURE)):
        if number:
            one = held[number - 1]
            if one.line is None or one.line != before:
                top, before = at.row + number - 1 + _BEHIND, one.line
            box = Box(at.column, top, at.column + at.wide, top + 1)
            pictures.append(SourcePicture(one.data, at.sheet, box, one.told, one.caption, one.look))
        words = piece.strip("\n")
        if words.strip():
            row = at.row + number
            box = Box(at.column, row, at.column + at.wide, row + (1 if held else at.high))
            cells.append(Cell(words, at.sheet, box, row, doubts, boxed))
    return cells, pictures
