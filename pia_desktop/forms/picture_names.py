"""Names for pictures in workbooks and Word documents, which encode number and layout.

Such files store a picture's size in points but not the reason for it.  The name, which Office shows in its
selection pane and preserves on saving, lets a reader restore the layout.
"""

from __future__ import annotations

import re
from typing import Final
from unicodedata import category

from pia_desktop.dataclass import dataclass
from pia_desktop.forms.values import Picture, PictureSize

_SIZES: Final = {
    PictureSize.OWN: "そのままの大きさ",
    PictureSize.WIDTH: "幅いっぱい",
    PictureSize.HALF: "半分の幅",
    PictureSize.PAIR: "横に並べる",
}
_ABOVE: Final = "、説明は上"
_NAME: Final = re.compile(f"図[0-9]+（({'|'.join(_SIZES.values())})({_ABOVE})?）")


_SAID: Final = frozenset("LNPS")
"""First letters of the Unicode categories that are seen and said: letters, numbers, signs, symbols."""


def spoken_caption(caption: str, otherwise: str = "図") -> str:
    """What a screen reader says of a picture: its caption, or something else if nothing of that is seen."""
    return caption if any(category(char)[0] in _SAID for char in caption) else otherwise


@dataclass(frozen=True, slots=True)
class PictureLook:
    """A picture's layout: how wide, and whether the caption is above it."""

    size: PictureSize
    above: bool = False


def picture_name(picture: Picture, number: int) -> str:
    """The name of the ``number``-th picture of a file."""
    return f"図{number}（{_SIZES[picture.size]}{_ABOVE if picture.above else ''}）"


def look_of_name(name: str) -> PictureLook | None:
    """The layout that a name encodes; None if it is not such a name."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    size = next(size for size, words in _SIZES.items() if words == match[1])
    return PictureLook(size, match[2] is not None)
