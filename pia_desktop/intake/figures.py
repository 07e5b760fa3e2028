"""Assigns a document's pictures to the figures under whose headings they are."""

from __future__ import annotations

import base64
import io
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from pia_desktop.assessment.pictures import MAX_PIXELS, broken_picture, check_picture
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import PictureRefused
from pia_desktop.forms.cleaning import taken_in
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.values import PictureSize, drop_forbidden
from pia_desktop.intake.cells import Box, Cell, SourcePicture
from pia_desktop.intake.gather import Slot
from pia_desktop.intake.report import Notes
from pia_desktop.intake.words import fold, tidy

_KEPT: Final = frozenset({"PNG", "JPEG"})
_READ: Final = ("PNG", "JPEG", "GIF", "BMP", "TIFF", "WEBP")
_MOST_PICTURES: Final = 400
"""Of a document; the interchange takes 500."""

_LONGEST_CAPTION: Final = 80

RawPicture = dict[str, object]


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture in the interchange format, and its place in the source."""

    raw: RawPicture
    sheet: int
    box: Box
    sized: bool = False
    """Whether the source says how it stands."""

    @property
    def top(self) -> float:
        """Its upper edge on its sheet."""
        return self.box.top


def usable(pictures: Sequence[SourcePicture], notes: Notes) -> list[SourcePicture]:
    """The pictures as PNG or JPEG; unusable ones are left over."""
    found: list[SourcePicture] = []
    for picture in pictures:
        data = _plain(picture.data) if len(found) < _MOST_PICTURES else None
        if data is None:
            leave_picture(replace(picture, data=b""), notes)
        else:
            found.append(replace(picture, data=data))
    return found


def pictures_of(
    slots: Sequence[Slot], pictures: Sequence[SourcePicture], notes: Notes
) -> dict[int, list[PlacedPicture]]:
    """The pictures of each figure in the interchange format, by index of its slot.

    All others are left over.  Captions are removed from the slot's cells.
    """
    found: dict[int, list[PlacedPicture]] = {}
    for picture in pictures:
        at = _owner(slots, picture)
        if at is None:
            leave_picture(picture, notes)
            continue
        own = found.setdefault(at, [])
        own.append(_placed(slots[at].cells, picture, len(own) + 1))
    for own in found.values():
        _pair(own)
    return found


def placed_pictures(cells: list[Cell], pictures: Sequence[SourcePicture]) -> list[PlacedPicture]:
    """Pictures placed among cells, from which their captions are removed."""
    found = [_placed(cells, picture, number) for number, picture in enumerate(pictures, 1)]
    _pair(found)
    return found


def _placed(cells: list[Cell], picture: SourcePicture, number: int) -> PlacedPicture:
    raw: RawPicture = {"data": base64.b64encode(picture.data).decode("ascii")}
    look = picture.look
    above = look is not None and look.above
    words = None if picture.caption is None else taken_in(drop_forbidden(tidy(picture.caption)))
    if words is None and (caption := _take_caption(cells, picture, number)) is not None:
        words, above = caption.words, caption.above
    if words:
        raw = {"caption": words, **raw}
    if look is not None and look.size is not PictureSize.OWN:
        raw["size"] = look.size.value
    if above:
        raw["caption_above"] = True
    return PlacedPicture(raw, picture.sheet.number, picture.box, sized=look is not None)


def run_of(
    cells: Sequence[Cell], pictures: Sequence[PlacedPicture], words: Callable[[Sequence[Cell]], str]
) -> object:
    """A figure in the interchange format: text of cells and pictures, in source order."""
    blocks: list[object] = []
    at = 0
    for picture in pictures:
        start = at
        while at < len(cells) and _before(cells[at], picture.sheet, picture.box):
            at += 1
        blocks += [words(cells[start:at]), picture.raw]
    return as_figure([block for block in (*blocks, words(cells[at:])) if block != ""])


def _before(cell: Cell, sheet: int, box: Box) -> bool:
    """Whether text precedes a picture; text in the same cell is taken to follow it."""
    if cell.sheet.number != sheet:
        return cell.sheet.number < sheet
    return cell.box.top < box.top and cell.box.bottom < box.bottom


def as_figure(blocks: Sequence[object]) -> object:
    """Passages, pictures and tables in the interchange format, in plain notation if possible."""
    texts = [block for block in blocks if isinstance(block, str)]
    others = [block for block in blocks if not isinstance(block, str)]
    if not others and len(texts) == 1:
        return texts[0]
    plain = all(isinstance(block, dict) and "data" in block for block in others)
    if plain and (not texts or (len(texts) == 1 and blocks[-1] is texts[0])):
        return {**({"text": texts[0]} if texts else {}), "pictures": others}
    return {"blocks": list(blocks)}


def _pair(pictures: list[PlacedPicture]) -> None:
    """Lay out two pictures at the same height side by side."""
    at = 0
    while at + 1 < len(pictures):
        one, other = pictures[at], pictures[at + 1]
        if (one.sheet, one.top) == (other.sheet, other.top) and not (one.sized or other.sized):
            one.raw["size"] = other.raw["size"] = PictureSize.PAIR.value
            at += 1
        at += 1


@dataclass(frozen=True, slots=True)
class _Caption:
    words: str
    above: bool


def _take_caption(cells: list[Cell], picture: SourcePicture, number: int) -> _Caption | None:
    """Remove and return a picture's caption, or else the nearby line 「図N …」 for the Nth."""
    told = fold(picture.told)
    found = _take_line(cells, picture, lambda line: fold(line) == told) if told else None
    if found is not None or picture.look is not None:
        return found
    by_number = re.compile(f"図{number}(?![0-9])")

    def wanted(line: str) -> bool:
        return len(line) < _LONGEST_CAPTION and "\n" not in line and bool(by_number.match(fold(line)))

    return _take_line(cells, picture, wanted) or _take_beyond_page(cells, picture, wanted)


def _take_beyond_page(
    cells: list[Cell], picture: SourcePicture, wanted: Callable[[str], bool]
) -> _Caption | None:
    """Remove and return a caption that a page parts from its picture: first line behind, or last before."""
    here = picture.sheet.number
    before = [at for at, cell in enumerate(cells) if _before(cell, here, picture.box)]
    behind = len(before)
    if picture.sheet.name is not None or before != list(range(behind)):
        return None
    for at, page, line in ((behind, here + 1, 0), (behind - 1, here - 1, -1)):
        if 0 <= at < len(cells) and cells[at].sheet.number == page:
            lines = cells[at].text.split("\n")
            words = lines.pop(line)
            if wanted(words):
                cells[at : at + 1] = [replace(cells[at], text="\n".join(lines))] if lines else []
                return _Caption(tidy(words), above=at < behind)
    return None


def _take_line(cells: list[Cell], picture: SourcePicture, wanted: Callable[[str], bool]) -> _Caption | None:
    """Remove and return the nearest matching cell or line on the picture's sheet."""
    places = [
        at
        for at, cell in enumerate(cells)
        if cell.sheet == picture.sheet and (wanted(cell.text) or any(map(wanted, cell.text.split("\n"))))
    ]
    if not places:
        return None
    at = min(places, key=lambda place: _distance(cells[place], picture))
    cell = cells[at]
    above = _before(cell, picture.sheet.number, picture.box)
    if wanted(cell.text):
        del cells[at]
        return _Caption(tidy(cell.text), above)
    lines = cell.text.split("\n")
    line = next(line for line in lines if wanted(line))
    lines.remove(line)
    cells[at] = replace(cell, text="\n".join(lines))
    return _Caption(tidy(line), above)


def _distance(cell: Cell, picture: SourcePicture) -> tuple[float, float, bool]:
    """The distance of text from a picture: rows between, vertical overlap, side."""
    above = _before(cell, picture.sheet.number, picture.box)
    rows = picture.box.top - cell.box.bottom if above else cell.box.top - picture.box.bottom
    wanted = picture.look is not None and picture.look.above
    return max(rows, 0.0), -cell.box.beside(picture.box), above is not wanted


def _owner(slots: Sequence[Slot], picture: SourcePicture) -> int | None:
    """The last anchor above the picture's centre if it has a figure; else the sheet's figure."""
    here = (picture.sheet.number, (picture.box.top + picture.box.bottom) / 2)
    before = [at for at, slot in enumerate(slots) if (slot.label.sheet.number, slot.label.box.top) < here]
    if before and _is_figure(slots[before[-1]]):
        return before[-1]
    same = [at for at, slot in enumerate(slots) if _is_figure(slot) and slot.label.sheet == picture.sheet]
    named = picture.sheet.name is not None and len({slot.label.sheet for slot in slots}) > 1
    return same[0] if same and named else None


def _is_figure(slot: Slot) -> bool:
    return any(isinstance(item.kind, FigureKind) for item in slot.anchor.items)


def _plain(data: bytes) -> bytes | None:
    """The picture as PNG or JPEG; None if that is impossible or it is too large."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data), formats=_READ)
            if image.width * image.height > MAX_PIXELS:
                return None
            if image.format not in _KEPT:
                made = io.BytesIO()
                image.convert("RGBA" if "A" in image.getbands() else "RGB").save(made, "PNG")
                data = made.getvalue()
        check_picture(data, "")
    except broken_picture(PictureRefused):
        return None
    return data


def leave_picture(picture: SourcePicture, notes: Notes) -> None:
    """Record an unplaced picture, with those of its words that are nowhere else."""
    words = picture.caption or (picture.told if not picture.data else "")
    text = f"［図］{words}"
    notes.leave(text, Cell(text, picture.sheet, picture.box, 0))
