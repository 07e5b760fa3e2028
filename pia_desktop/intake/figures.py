"""Pictures of a document, given to the figure under whose heading they stand."""

from __future__ import annotations

import base64
import io
import re
import warnings
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pia_desktop.forms.kinds import FigureKind
from pia_desktop.intake.cells import Cell, SourcePicture
from pia_desktop.intake.gather import Slot
from pia_desktop.intake.report import Notes
from pia_desktop.intake.words import fold, tidy

_MOST_PIXELS: Final = 50_000_000
_KEPT: Final = frozenset({"PNG", "JPEG"})
_READ: Final = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
_MOST_PICTURES: Final = 200
_LONGEST_CAPTION: Final = 80

RawPicture = dict[str, str]


def pictures_of(
    slots: Sequence[Slot], pictures: Sequence[SourcePicture], notes: Notes
) -> dict[int, list[RawPicture]]:
    """The pictures of each figure as the interchange has them, by the position of its slot.

    All others are left over.  The words of a caption are taken from the slot's cells.
    """
    found: dict[int, list[RawPicture]] = {}
    for picture in pictures[:_MOST_PICTURES]:
        at = _owner(slots, picture)
        data = _plain(picture.data)
        if at is None or data is None:
            _leave(picture, notes)
            continue
        raw = {"data": base64.b64encode(data).decode("ascii")}
        own = found.setdefault(at, [])
        caption = _take_caption(slots[at], picture, len(own) + 1)
        own.append({"caption": caption, **raw} if caption else raw)
    for picture in pictures[_MOST_PICTURES:]:
        _leave(picture, notes)
    return found


def _take_caption(slot: Slot, picture: SourcePicture, number: int) -> str | None:
    """Take the line 「図N …」 of the Nth picture out of the words around it: it stands below the picture."""
    for at, cell in enumerate(slot.cells):
        if cell.sheet != picture.sheet:
            continue
        lines = cell.text.split("\n")
        for line in lines:
            if len(line) < _LONGEST_CAPTION and re.match(f"図{number}(?![0-9])", fold(line)):
                lines.remove(line)
                slot.cells[at] = replace(cell, text="\n".join(lines))
                return tidy(line)
    return None


def _owner(slots: Sequence[Slot], picture: SourcePicture) -> int | None:
    """The last anchor before the picture where it holds figures; else the figure of the same sheet."""
    here = (picture.sheet.number, picture.box.bottom)
    before = [at for at, slot in enumerate(slots) if (slot.label.sheet.number, slot.label.box.top) < here]
    if before and _is_figure(slots[before[-1]]):
        return before[-1]
    same = [at for at, slot in enumerate(slots) if _is_figure(slot) and slot.label.sheet == picture.sheet]
    named = picture.sheet.name is not None and len({slot.label.sheet for slot in slots}) > 1
    return same[0] if same and named else None


def _is_figure(slot: Slot) -> bool:
    return any(isinstance(item.kind, FigureKind) for item in slot.anchor.items)


def _plain(data: bytes) -> bytes | None:
    """The picture as PNG or JPEG; None where it is of another sort, or too large to be printed."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data), formats=_READ)
            if image.width * image.height > _MOST_PIXELS:
                return None
            if image.format in _KEPT:
                image.load()
                return data
            made = io.BytesIO()
            image.convert("RGBA" if "A" in image.getbands() else "RGB").save(made, "PNG")
            return made.getvalue()
    except (OSError, ValueError, SyntaxError, KeyError, EOFError, Image.DecompressionBombError):
        return None


def _leave(picture: SourcePicture, notes: Notes) -> None:
    notes.leave("［図］", Cell("［図］", picture.sheet, picture.box, 0))
