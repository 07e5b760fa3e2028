"""Strips pictures for publication to what is needed to show them.

Location, author, thumbnails, comments and trailing data would be published unseen.  Plainly encoded pictures
keep their encoded data; others are decoded and encoded anew (None here).
"""

from __future__ import annotations

import io
import re
import struct
import warnings
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.assessment.png import SIGNATURE, PlainPng, plain_png

if TYPE_CHECKING:
    from PIL.Image import Image

_ORIENTATION: Final = 0x0112
_QUALITY: Final = 95
_FILL: Final = 0xFF
_SCAN: Final = 0xDA
_END: Final = b"\xff\xd9"
_BESIDE: Final = frozenset({*range(0xE0, 0xF0), 0xFE})
"""JPEG's APP0 to APP15 and COM; only those of JFIF and Adobe affect decoding (colours)."""
_NEEDED: Final = frozenset({0xC0, 0xC1, 0xC2, 0xC4, 0xDB, 0xDD, 0xE0, 0xEE})
_MARKER: Final = re.compile(b"\xff[\x01-\xcf\xd8-\xfe]")
"""What ends a scan: no stuffed byte, no restart (B.1.1.2)."""


# ---- JPEG


def bare_jpeg(data: bytes) -> bytes | None:
    """The segments of a JPEG that decoding needs (ITU T.81, B.1); None if that is not certain.

    The image data is unchanged, byte for byte.
    """
    whole = memoryview(data)
    kept: list[bytes | memoryview] = [whole[:2]]
    at = 2
    while at + 4 <= len(data) and data[at] == _FILL:
        while at + 4 < len(data) and data[at + 1] == _FILL:
            at += 1
        kind, (length,) = data[at + 1], struct.unpack_from(">H", data, at + 2)
        end = at + 2 + length
        body = data[at + 4 : end]
        if kind == _SCAN:
            found = _MARKER.search(data, end)
            if found is None:
                return None
            end = found.start()
            kept.append(whole[at:end].tobytes().rstrip(b"\xff"))
        elif _plain(kind, body, length):
            kept.append(whole[at:end])
        elif kind not in _BESIDE:
            return None
        at = end
        if data[at : at + 2] == _END:
            return b"".join([*kept, whole[at : at + 2]])
    return None


def _plain(kind: int, body: bytes, length: int) -> bool:
    """Whether a segment is needed for decoding and contains nothing else."""
    if kind not in _NEEDED or len(body) != length - 2:
        return False
    match kind:
        case 0xDD:
            return len(body) == 2
        case 0xDB:
            return _tables(body, lambda at: 129 if body[at] >> 4 else 65)
        case 0xC4:
            return _tables(body, lambda at: 17 + sum(body[at + 1 : at + 17]))
        case 0xE0:
            return len(body) == 14 and body[:5] == b"JFIF\0" and body[12:] == b"\0\0"
        case 0xEE:
            return len(body) == 12 and body[:5] == b"Adobe"
        case _:
            return len(body) > 5 and len(body) == 6 + 3 * body[5]


def _tables(body: bytes, size: Callable[[int], int]) -> bool:
    at = 0
    while at < len(body):
        at += size(at)
    return at == len(body)


# ---- whole files


def clean_picture(data: bytes) -> bytes:
    """A picture file that shows the same, upright, without metadata."""
    from PIL import Image as Images
    from PIL import ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore"
        )  # decompression bombs and broken EXIF: pictures were validated on import
        image = Images.open(io.BytesIO(data), formats=("PNG", "JPEG"))
        upright = image.getexif().get(_ORIENTATION, 1) in (0, 1)
        if image.format == "JPEG":
            bare = bare_jpeg(data) if upright else None
            return bare if bare is not None else _coded(ImageOps.exif_transpose(image), "JPEG")
        plain = plain_png(data) if upright else None
        return _png_file(plain) if plain is not None else _coded(ImageOps.exif_transpose(image), "PNG")


def _coded(image: Image, kind: str) -> bytes:
    """The pixels encoded anew, without metadata."""
    image.load()
    image.info = {key: value for key, value in image.info.items() if key == "transparency"}
    target = io.BytesIO()
    if kind == "JPEG":
        image.save(target, kind, quality=_QUALITY, subsampling=0)
    else:
        image.save(target, kind, optimize=False)
    return target.getvalue()


def _png_file(plain: PlainPng) -> bytes:
    pieces = [(b"IHDR", struct.pack(">IIBBBBB", *plain.head))]
    pieces += [(b"PLTE", plain.palette)] if plain.palette else []
    pieces += [(b"tRNS", plain.transparent)] if plain.transparent else []
    pieces += [(b"IDAT", plain.rows), (b"IEND", b"")]
    return SIGNATURE + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in pieces
    )


class CleanPictures:
    """The pictures of a source, stripped for publication."""

    def __init__(self, source: PictureSource) -> None:
        self._source = source

    def picture(self, digest: str) -> bytes | None:
        """The stripped bytes of a picture; None if they are missing."""
        data = self._source.picture(digest)
        return None if data is None else clean_picture(data)
