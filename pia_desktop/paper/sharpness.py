"""Reduces pictures to at most 300 dpi at their printed size.

A twelve-megapixel photo on a third of a page has ten times the pixels that printers resolve.  Equal pictures
in equal places give equal bytes; results are cached.
"""

from __future__ import annotations

import io
import math
import warnings
from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock
from typing import TYPE_CHECKING, Final

from pia_desktop.assessment.pictures import broken_picture
from pia_desktop.assessment.png import upright_size
from pia_desktop.paper.layout import Layout
from pia_desktop.paper.pdfpicture import flattened

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS: Final = 300
"""Per inch, as printers reproduce photos and 電子公文書 stores them."""
_SLACK: Final = 1.1
"""A picture with hardly more pixels is left unchanged: encoding it again would gain nothing."""
_QUALITY: Final = 90
_KEPT: Final = 32_000_000
"""Bytes of made pictures that are kept for the next print."""
_ROWS: Final = 64
_ORIENTATION: Final = 0x0112
_ON_ITS_SIDE: Final = (5, 6, 7, 8)
_MODES: Final = frozenset({"1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I", "I;16", "I;16B"})

Size = tuple[int, int]
"""Width and height in pixels."""


def sizes_needed(layout: Layout) -> Mapping[str, Size]:
    """The maximum pixels that each picture of a print needs, by digest: those of its largest place."""
    found: dict[str, Size] = {}
    for page in layout.pages:
        for picture in page.pictures():
            wide, high = found.get(picture.digest, (0, 0))
            place = picture.place
            found[picture.digest] = max(wide, _dots(place.width)), max(high, _dots(place.height))
    return found


def _dots(points: float) -> int:
    return math.ceil(points / 72 * DOTS)


class SharpEnough:
    """Pictures reduced to what their places need, with a cache.  Thread-safe."""

    def __init__(self) -> None:
        self._made: OrderedDict[tuple[str, Size], bytes] = OrderedDict()
        """Least recently used first; empty bytes mean the unchanged picture."""
        self._lock = Lock()

    def picture(self, digest: str, data: bytes, size: Size) -> bytes:
        """A picture with at most these pixels; unchanged if that saves nothing."""
        key = digest, size
        with self._lock:
            made = self._made.pop(key, None)
        if made is None:
            made = reduced(data, size)
            made = b"" if made is data else made
        with self._lock:
            self._made[key] = made
            while sum(map(len, self._made.values())) > _KEPT and len(self._made) > 1:
                self._made.popitem(last=False)
        return made or data


def for_place(data: bytes, width: float, height: float) -> bytes:
    """A picture reduced for a place of this size, in points."""
    return reduced(data, (_dots(width), _dots(height)))


def reduced(data: bytes, size: Size) -> bytes:
    """A picture reduced to at most these pixels, unless that makes the file larger."""
    own = upright_size(data)
    if own is not None and _scale(own, size) is None:
        return data
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # decompression bombs and broken EXIF: pictures were validated on import
            image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
            target = _target(image, size)
            if target is None:
                return data
            made = _coded(image, target)
    except broken_picture(MemoryError):
        return data
    return made if len(made) < len(data) else data


def _target(image: Image, size: Size) -> Size | None:
    """The target size in stored orientation; None to leave it unchanged."""
    turned = image.getexif().get(_ORIENTATION, 1) in _ON_ITS_SIDE
    scale = _scale(image.size, size[::-1] if turned else size)
    if image.mode not in _MODES or scale is None:
        return None
    return max(1, round(image.width * scale)), max(1, round(image.height * scale))


def _scale(own: Size, size: Size) -> float | None:
    """The scale for at most these pixels; None if there are hardly more."""
    scale = min(size[0] / own[0], size[1] / own[1])
    return None if scale * _SLACK >= 1 else scale


def _coded(image: Image, target: Size) -> bytes:
    """A picture encoded at this stored size, upright, in grey or RGB."""
    from PIL import ImageOps

    kind = image.format
    turn = image.getexif().get(_ORIENTATION, 1)
    # JPEGs can be decoded at 1/2, 1/4 or 1/8 for a fraction of time and memory.
    image.draft(None, (math.ceil(target[0] / _SLACK), math.ceil(target[1] / _SLACK)))
    small = resized(image, (min(target[0], image.width), min(target[1], image.height)))
    small.info = {}
    if turn != 1:
        small.getexif()[_ORIENTATION] = turn
        small = ImageOps.exif_transpose(small)
        small.info = {}
    written = io.BytesIO()
    if kind == "JPEG":
        small.save(written, "JPEG", quality=_QUALITY, subsampling=0)
    else:
        small.save(written, "PNG", optimize=False, compress_level=6)
    return written.getvalue()


def resized(image: Image, target: Size) -> Image:
    """The picture in grey or RGB, resized.  ``image`` is closed to save memory.

    Reduced in width by bands of rows, then in height: at once, it would be in memory three times.
    """
    from PIL import Image as Images

    narrow: Image | None = None
    for top in range(0, image.height, _ROWS):
        strip = flattened(image.crop((0, top, image.width, min(top + _ROWS, image.height))))
        if narrow is None:
            narrow = Images.new(strip.mode, (target[0], image.height))
        narrow.paste(_lanczos(strip, (target[0], strip.height)), (0, top))
    image.close()
    assert narrow is not None  # every picture has rows
    return _lanczos(narrow, target)


def _lanczos(image: Image, target: Size) -> Image:
    from PIL import Image as Images

    return image.resize(target, Images.Resampling.LANCZOS, reducing_gap=3.0)
