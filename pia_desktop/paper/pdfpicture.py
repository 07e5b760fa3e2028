"""Pictures in a PDF: JPEGs and plain PNGs are embedded as encoded, others are decoded.

Metadata such as location and author is not included.

PNG compression is valid in PDF (ISO 32000-1, 7.4.4.4).  Transparent pictures are flattened on white, and CMYK
is converted to RGB, since PDF/A requires a single colour space.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from pia_desktop.assessment.pictures import broken_picture
from pia_desktop.assessment.pixels import bare_jpeg
from pia_desktop.assessment.png import plain_png, upright_size
from pia_desktop.dataclass import dataclass
from pia_desktop.paper.layout import Rect
from pia_desktop.paper.pdffile import PdfFile

if TYPE_CHECKING:
    from PIL.Image import Image

_ORIENTATION: Final = 0x0112
_ROWS: Final = 256
_QUALITY: Final = 95
_TURNS: Final = {
    # Where a viewer turns a picture (EXIF 2.3, Orientation): the unit square's image as a, b, c, d, e, f.
    1: (1, 0, 0, 1, 0, 0),
    2: (-1, 0, 0, 1, 1, 0),
    3: (-1, 0, 0, -1, 1, 1),
    4: (1, 0, 0, -1, 0, 1),
    5: (0, -1, -1, 0, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    7: (0, 1, 1, 0, 0, 0),
    8: (0, 1, -1, 0, 1, 0),
}


@dataclass(frozen=True, slots=True)
class EmbeddedPicture:
    """A picture in one file: its object number, and its orientation."""

    number: int
    orientation: int

    def operators(self, place: Rect, page_height: float) -> str:
        """The operators that draw it upright in its rectangle."""
        a, b, c, d, e, f = _TURNS[self.orientation]
        wide, high = place.width, place.height
        left, low = place.x, page_height - place.y - place.height
        matrix = (a * wide, b * high, c * wide, d * high, left + e * wide, low + f * high)
        return f"q {' '.join([f'{number:.3f}' for number in matrix])} cm /P{self.number} Do Q"


def embed_picture(file: PdfFile, data: bytes) -> EmbeddedPicture | None:
    """Add a picture's bytes to a file; None if they are not a complete PNG or JPEG."""
    plain = None if upright_size(data) is None else _plain_rows(data)
    if plain is not None:
        content, entries = plain
        return EmbeddedPicture(file.stream(content, entries, compress=False), 1)
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # decompression bombs and broken EXIF: pictures were validated on import
            image = Image.open(io.BytesIO(data), formats=("PNG", "JPEG"))
            turn = image.getexif().get(_ORIENTATION, 1)
            orientation = turn if turn in _TURNS else 1
            return EmbeddedPicture(_write(file, image, data), orientation)
    except broken_picture():
        return None


def _write(file: PdfFile, image: Image, data: bytes) -> int:
    if image.format == "JPEG" and image.mode in ("L", "RGB"):
        space = "/DeviceGray" if image.mode == "L" else "/DeviceRGB"
        bare = bare_jpeg(data)
        if bare is not None:
            entries = _entries(image.size, space, 8) + "/Filter/DCTDecode"
            return file.stream(bare, entries, compress=False)
    if image.format == "PNG":
        plain = _plain_rows(data)
        if plain is not None:
            content, entries = plain
            return file.stream(content, entries, compress=False)
    image.load()  # damage is detected before anything is written
    if image.format == "JPEG":
        return _coded_again(file, image)
    grey = flattened(image.crop((0, 0, 1, 1))).mode == "L"
    entries = _entries(image.size, "/DeviceGray" if grey else "/DeviceRGB", 8)
    return file.stream_of(_flat_rows(image), entries)


def _coded_again(file: PdfFile, image: Image) -> int:
    """A JPEG that cannot go in as it is; a photograph in CMYK, merely packed, would be far larger."""
    written = io.BytesIO()
    plain = flattened(image)
    plain.info = {}
    plain.save(written, "JPEG", quality=_QUALITY, subsampling=0)
    space = "/DeviceGray" if plain.mode == "L" else "/DeviceRGB"
    return file.stream(
        written.getvalue(), _entries(plain.size, space, 8) + "/Filter/DCTDecode", compress=False
    )


def _entries(size: tuple[int, int], space: str, bits: int) -> str:
    width, height = size
    return (
        f"/Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace{space}/BitsPerComponent {bits}"
    )


def _plain_rows(data: bytes) -> tuple[bytes, str] | None:
    """The compressed rows of a PNG and dictionary entries; None if PDF cannot use them."""
    plain = plain_png(data)
    if plain is None or plain.transparent:
        return None
    width, height, bits, kind_of_colour = plain.head[:4]
    spaces = {0: "/DeviceGray", 2: "/DeviceRGB", 3: _indexed(plain.palette)}
    if kind_of_colour not in spaces or (kind_of_colour == 3 and not plain.palette):
        return None
    colours = 3 if kind_of_colour == 2 else 1
    entries = _entries((width, height), spaces[kind_of_colour], bits)
    entries += f"/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors {colours}/BitsPerComponent {bits}"
    return plain.rows, entries + f"/Columns {width}>>"


def _indexed(palette: bytes) -> str:
    return f"[/Indexed/DeviceRGB {max(0, len(palette) // 3 - 1)}<{palette.hex().upper()}>]"


def _flat_rows(image: Image) -> Iterator[bytes]:
    """The rows of a picture in grey or RGB, in pieces, to save memory."""
    width, height = image.size
    for top in range(0, height, _ROWS):
        yield flattened(image.crop((0, top, width, min(top + _ROWS, height)))).tobytes()


def flattened(image: Image) -> Image:
    """The picture in grey or RGB, without transparency."""
    from PIL import Image as Images

    if image.mode.startswith("I"):
        image = _of_eight_bits(image)
    if image.has_transparency_data:
        over = image.convert("RGBA")
        ground = Images.new("RGB", over.size, (255, 255, 255))
        ground.paste(over, mask=over.getchannel("A"))
        return ground
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def _of_eight_bits(image: Image) -> Image:
    """A picture of 65,536 greys in 256, which a plain conversion would cut off at 255."""
    found = image.convert("I").point(lambda level: level * (1 / 257)).convert("L")
    found.info = {}
    return found
