"""What a picture is called inside a workbook or a Word document: its number, and how it should stand.

Such files know a picture's extent in points but not why it has it.  Its name, which the programs list in
their selection pane and keep when they save, says it, so that a reader can give it back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pia_desktop.forms.values import Picture, PictureSize

_SIZES: Final = {
    PictureSize.OWN: "そのままの大きさ",
    PictureSize.WIDTH: "幅いっぱい",
    PictureSize.HALF: "半分の幅",
    PictureSize.PAIR: "横に並べる",
}
_ABOVE: Final = "、説明は上"
_NAME: Final = re.compile(f"図[0-9]+（({'|'.join(_SIZES.values())})({_ABOVE})?）")


@dataclass(frozen=True, slots=True)
class PictureLook:
    """How a picture stands: how wide, and whether its caption is above it."""

    size: PictureSize
    above: bool = False


def picture_name(picture: Picture, number: int) -> str:
    """The name of the ``number``-th picture of a file."""
    return f"図{number}（{_SIZES[picture.size]}{_ABOVE if picture.above else ''}）"


def look_of_name(name: str) -> PictureLook | None:
    """What a name says; None where it is none of ours."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    size = next(size for size, words in _SIZES.items() if words == match[1])
    return PictureLook(size, match[2] is not None)
