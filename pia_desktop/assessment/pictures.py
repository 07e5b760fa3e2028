"""Pictures of a figure: validated on import, identified by the digest of their bytes."""

from __future__ import annotations

import hashlib
import io
import struct
import warnings
from collections.abc import Iterator
from typing import Final, Protocol

from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.png import is_sound, upright_size
from pia_desktop.errors import PictureRefused
from pia_desktop.forms.values import Figure, Picture
from pia_desktop.i18n import _

MAX_BYTES: Final = 30_000_000
MAX_PIXELS: Final = 50_000_000
_MEDIA_TYPES: Final = {"PNG": "image/png", "JPEG": "image/jpeg"}
_EXIF_ORIENTATION: Final = 0x0112


class PictureSource(Protocol):
    """Provides the bytes of pictures."""

    def picture(self, digest: str) -> bytes | None:
        """The bytes of a picture by digest; None if they are missing."""
        ...


class PictureDict(dict[str, bytes]):
    """Pictures in memory, by digest."""

    def picture(self, digest: str) -> bytes | None:
        """The bytes of a picture by digest; None if they are missing."""
        return self.get(digest)


def pictures_in(root: Node) -> Iterator[tuple[NodePath, Picture]]:
    """Every picture of an assessment, with the path of its figure."""
    for path, node in root.walk():
        for item_id, value in node.answers.items():
            if isinstance(value, Figure):
                yield from (((*path, item_id), picture) for picture in value.pictures)


def check_picture(data: bytes, name: str, caption: str = "") -> Picture:
    """Validate a picture's bytes and describe it.

    Raises PictureRefused unless it is a complete PNG or JPEG that fits in memory when decoded: a small file
    can expand to gigabytes.  ``name`` is for the message.
    """
    if len(data) > MAX_BYTES:
        raise _refused(name, _("it is larger than {limit} MB").format(limit=MAX_BYTES // 1_000_000))
    size = upright_size(data)
    if size is not None:
        _check_pixels(size, name)
        if is_sound(data):
            return Picture(hashlib.sha256(data).hexdigest(), _MEDIA_TYPES["PNG"], *size, caption)
    media_type, (width, height) = _looked_at(data, name)
    return Picture(hashlib.sha256(data).hexdigest(), media_type, width, height, caption)


def _looked_at(data: bytes, name: str) -> tuple[str, tuple[int, int]]:
    """Format and upright size in pixels of a picture, by decoding it.  Raises PictureRefused."""
    from PIL import Image  # imported only when a picture needs it

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # decompression bombs and broken EXIF data
            image = Image.open(io.BytesIO(data), formats=tuple(_MEDIA_TYPES))
            _check_pixels(image.size, name)
            turned = image.getexif().get(_EXIF_ORIENTATION, 1) in (5, 6, 7, 8)
            media_type = _MEDIA_TYPES[image.format or ""]
            image.load()
    except PictureRefused:
        raise
    except MemoryError as error:
        raise _refused(name, _("memory is short")) from error
    except broken_picture() as error:
        raise _refused(name, _("it is not a whole PNG or JPEG picture")) from error
    width, height = image.size
    return media_type, (height, width) if turned else (width, height)


def broken_picture(*also: type[Exception]) -> tuple[type[Exception], ...]:
    """What Pillow raises on reading a picture that is broken, cut off, or far larger than it says."""
    from PIL import Image

    bomb = Image.DecompressionBombError
    return OSError, ValueError, SyntaxError, KeyError, EOFError, struct.error, bomb, *also


def _check_pixels(size: tuple[int, int], name: str) -> None:
    pixels = size[0] * size[1]
    if pixels > MAX_PIXELS:
        raise _refused(
            name,
            _("it has {pixels} million pixels; at most {limit} million can be printed").format(
                pixels=pixels // 1_000_000, limit=MAX_PIXELS // 1_000_000
            ),
        )


def _refused(name: str, why: str) -> PictureRefused:
    return PictureRefused(
        _("The picture {name} cannot be taken over: {why}.").format(name=name, why=why),
        _("Save it again as PNG or JPEG, smaller if need be, and choose it once more."),
    )
