"""Pictures with captions as slices: scaled to the cell or as chosen, alone or side by side."""

from __future__ import annotations

from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.forms.values import Picture, PictureSize
from pia_desktop.paper.blocks import Align, Drawing, Words
from pia_desktop.paper.layout import PicturePlace, Rect, Slice
from pia_desktop.paper.style import A4_HEIGHT, BOTTOM, TOP
from pia_desktop.paper.text import Setter, stacked

_SCREEN_POINT: Final = 0.75
"""A small picture stands at 96 dots to the inch, as a screen shows it."""
_FULL_WIDTH_PIXELS: Final = 640
_ROOM: Final = A4_HEIGHT - TOP - BOTTOM - 90.0
_AIR: Final = 2.0
"""Above a picture; between it and its caption somewhat more."""
_GAP: Final = 10.0
"""Between two pictures side by side."""
_BELOW: Final = 7.0
"""Below each: two over the width and half a page high, with captions, still fit below a part's title."""
_LONG_CAPTION: Final = _ROOM / 2
"""A caption from this height on is not kept with its picture."""


@dataclass(frozen=True, slots=True)
class _Framed:
    """A picture in its column: its size on paper, and its caption."""

    picture: Picture
    width: float
    height: float
    caption: tuple[Slice, ...]
    caption_height: float

    @property
    def total(self) -> float:
        """Height including the caption, in points."""
        return self.height + (self.caption_height + 3.0 if self.caption else 0.0)

    def placed(self, x: float, width: float, top: float) -> Slice:
        """Picture and caption in a column that begins at ``x``."""
        above = self.picture.above and bool(self.caption)
        below = top + (self.caption_height + 3.0 if above else 0.0)
        place = Rect(x + (width - self.width) / 2, below, self.width, self.height)
        at = top if above else below + self.height + 3.0
        runs = tuple(run.moved(x, at) for run in stacked(self.caption))
        picture = self.picture
        put = PicturePlace(place, picture.digest, picture.caption, len(runs), above)
        return Slice(self.total, runs, (put,))


def drawing_slices(setter: Setter, drawing: Drawing, width: float) -> list[Slice]:
    """A picture with its caption, or two side by side, as one slice; a very long caption is separate."""
    column = column_width(width)
    if len(drawing.pictures) > 1:
        framed = [_framed(setter, picture, drawing, column) for picture in drawing.pictures]
        if all(one.caption_height < _LONG_CAPTION for one in framed):
            placed = [one.placed(number * (column + _GAP), column, _AIR) for number, one in enumerate(framed)]
            runs = tuple(run for part in placed for run in part.runs)
            places = tuple(place for part in placed for place in part.pictures)
            return [Slice(max(one.total for one in framed) + _BELOW, runs, places)]
    found: list[Slice] = []
    for picture in drawing.pictures:
        found += _alone(setter, picture, drawing, width)
    return found


def _alone(setter: Setter, picture: Picture, drawing: Drawing, width: float) -> list[Slice]:
    framed = _framed(setter, picture, drawing, width)
    if framed.caption_height < _LONG_CAPTION:
        part = framed.placed(0.0, width, _AIR)
        return [Slice(framed.total + _BELOW, part.runs, part.pictures)]
    bare = _Framed(picture, framed.width, framed.height, (), 0.0)
    part = bare.placed(0.0, width, _AIR)
    drawn = Slice(bare.total + _BELOW, (), part.pictures)
    return [*framed.caption, drawn] if picture.above else [drawn, *framed.caption]


def _framed(setter: Setter, picture: Picture, drawing: Drawing, width: float) -> _Framed:
    """A picture in a column of this width, no higher than a page."""
    caption: list[Slice] = []
    if picture.caption:
        words = Words(picture.caption, drawing.path, align=Align.CENTRE)
        caption = setter.words(words, width)
    below = sum(part.height for part in caption)
    room = max(_ROOM - min(below, _LONG_CAPTION), 1.0)
    shown, high = picture_size(picture, width, room, alone=len(drawing.pictures) == 1)
    return _Framed(picture, shown, high, tuple(caption), below)


def column_width(width: float) -> float:
    """Width of each of two pictures side by side, and of one at half width."""
    return (width - _GAP) / 2


def picture_size(
    picture: Picture, width: float, room: float = _ROOM, *, alone: bool = True
) -> tuple[float, float]:
    """Width and height in points of a picture in a column of this width and height ``room``.

    ``alone``: there is no other one beside it.
    """
    pixels_wide, pixels_high = max(picture.width, 1), max(picture.height, 1)
    shown = max(min(_wanted(picture, width, alone=alone), room * pixels_wide / pixels_high), 1.0)
    return shown, min(shown * pixels_high / pixels_wide, room)


def _wanted(picture: Picture, width: float, *, alone: bool) -> float:
    """The preferred width of a picture in a column."""
    match picture.size:
        case PictureSize.OWN if picture.width < _FULL_WIDTH_PIXELS:
            return min(width, picture.width * _SCREEN_POINT)
        case PictureSize.HALF:
            return column_width(width)
        case PictureSize.PAIR if alone:
            return column_width(width)
        case _:
            return width
