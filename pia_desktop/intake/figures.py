"""Pictures of a document, given to the figure under whose heading they stand."""

from __future__ import annotations

import base64
import io
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pia_desktop.forms.kinds import FigureKind
from pia_desktop.forms.values import PictureSize
from pia_desktop.intake.cells import Box, Cell, SourcePicture
from pia_desktop.intake.gather import Slot
from pia_desktop.intake.report import Notes
from pia_desktop.intake.words import fold, tidy

_MOST_PIXELS: Final = 50_000_000
_KEPT: Final = frozenset({"PNG", "JPEG"})
_READ: Final = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
_MOST_PICTURES: Final = 200
_LONGEST_CAPTION: Final = 80

RawPicture = dict[str, object]


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture as the interchange has it, and where in the source it stands."""

    raw: RawPicture
    sheet: int
    box: Box

    @property
    def top(self) -> float:
        """Where it begins on its sheet."""
        return self.box.top


def pictures_of(
    slots: Sequence[Slot], pictures: Sequence[SourcePicture], notes: Notes
) -> dict[int, list[PlacedPicture]]:
    """The pictures of each figure as the interchange has them, by the position of its slot.

    All others are left over.  The words of a caption are taken from the slot's cells.
    """
    found: dict[int, list[PlacedPicture]] = {}
    for picture in pictures[:_MOST_PICTURES]:
        at = _owner(slots, picture)
        data = _plain(picture.data)
        if at is None or data is None:
            _leave(picture, notes)
            continue
        own = found.setdefault(at, [])
        own.append(_placed(slots[at].cells, picture, data, len(own) + 1))
    for own in found.values():
        _pair(own)
    for picture in pictures[_MOST_PICTURES:]:
        _leave(picture, notes)
    return found


def placed_pictures(cells: list[Cell], pictures: Sequence[SourcePicture]) -> list[PlacedPicture]:
    """Pictures that stand among cells; the words of their captions are taken from these."""
    found: list[PlacedPicture] = []
    for picture in pictures[:_MOST_PICTURES]:
        data = _plain(picture.data)
        if data is not None:
            found.append(_placed(cells, picture, data, len(found) + 1))
    _pair(found)
    return found


def _placed(cells: list[Cell], picture: SourcePicture, data: bytes, number: int) -> PlacedPicture:
    raw: RawPicture = {"data": base64.b64encode(data).decode("ascii")}
    caption = _take_caption(cells, picture, number)
    if caption is not None:
        above = {"caption_above": True} if caption.above else {}
        raw = {"caption": caption.words, **raw, **above}
    return PlacedPicture(raw, picture.sheet.number, picture.box)


def run_of(
    cells: Sequence[Cell], pictures: Sequence[PlacedPicture], words: Callable[[Sequence[Cell]], str]
) -> object:
    """A figure as the interchange has it: the words of cells and the pictures, in the order of the source."""
    blocks: list[object] = []
    at = 0
    for picture in pictures:
        start = at
        while at < len(cells) and _before(cells[at], picture.sheet, picture.box):
            at += 1
        blocks += [words(cells[start:at]), picture.raw]
    return as_figure([block for block in (*blocks, words(cells[at:])) if block != ""])


def _before(cell: Cell, sheet: int, box: Box) -> bool:
    """Whether words stand before a picture; those of a cell that has it inside are taken to stand below."""
    if cell.sheet.number != sheet:
        return cell.sheet.number < sheet
    return cell.box.top < box.top and cell.box.bottom < box.bottom


def as_figure(blocks: Sequence[object]) -> object:
    """Passages, pictures and tables as the interchange has them: plain where they are so."""
    texts = [block for block in blocks if isinstance(block, str)]
    others = [block for block in blocks if not isinstance(block, str)]
    if not others and len(texts) == 1:
        return texts[0]
    plain = all(isinstance(block, dict) and "data" in block for block in others)
    if plain and (not texts or (len(texts) == 1 and blocks[-1] is texts[0])):
        return {**({"text": texts[0]} if texts else {}), "pictures": others}
    return {"blocks": list(blocks)}


def _pair(pictures: list[PlacedPicture]) -> None:
    """Let two pictures that stand at the same height stand side by side."""
    at = 0
    while at + 1 < len(pictures):
        one, other = pictures[at], pictures[at + 1]
        if (one.sheet, one.top) == (other.sheet, other.top):
            one.raw["size"] = other.raw["size"] = PictureSize.PAIR.value
            at += 1
        at += 1


@dataclass(frozen=True, slots=True)
class _Caption:
    words: str
    above: bool


def _take_caption(cells: list[Cell], picture: SourcePicture, number: int) -> _Caption | None:
    """Take a picture's own words, or else the line 「図N …」 of the Nth, out of the words around it."""
    told = fold(picture.told)
    found = _take_line(cells, picture, lambda line: fold(line) == told) if told else None
    by_number = re.compile(f"図{number}(?![0-9])")
    return found or _take_line(
        cells, picture, lambda line: len(line) < _LONGEST_CAPTION and bool(by_number.match(fold(line)))
    )


def _take_line(cells: list[Cell], picture: SourcePicture, wanted: Callable[[str], bool]) -> _Caption | None:
    """Take the first cell or line that is wanted out of those of the picture's sheet."""
    for at, cell in enumerate(cells):
        if cell.sheet != picture.sheet:
            continue
        above = _before(cell, picture.sheet.number, picture.box)
        if wanted(cell.text):
            del cells[at]
            return _Caption(tidy(cell.text), above)
        lines = cell.text.split("\n")
        for line in lines:
            if wanted(line):
                lines.remove(line)
                cells[at] = replace(cell, text="\n".join(lines))
                return _Caption(tidy(line), above)
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
