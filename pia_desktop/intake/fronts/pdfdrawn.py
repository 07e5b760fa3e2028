"""What a page of a PDF shows beside words and rules: pictures and drawings."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pia_desktop.intake.told import DRAWING, FIGURE

if TYPE_CHECKING:
    import PIL.Image
    import pypdfium2  # type: ignore[import-untyped]  # it ships no types

Edges = tuple[float, float, float, float]
"""Left, top, right and bottom, in points from the page's top left."""

THIN: Final = 2.0
"""Points below which a bar or a picture is a rule."""

_SMALLEST_PICTURE: Final = 24.0
"""Points below which a picture is a sign: a bullet, a seal, a mark."""

_MOST_IMAGES: Final = 2_000
_MOST_PIXELS: Final = 50_000_000
_OPAQUE: Final = 255
_EDGE: Final = 2
"""Pixels at the edges of a picture that are drawn in part."""

_SMALL: Final = 20_000
"""Bytes of a picture that is compared as a whole."""

_MOST_DRAWN: Final = 120
"""Of a page, from which on they are told as one."""

_NEAR: Final = 6.0
"""Points between the parts of one drawing."""


class Drawn(NamedTuple):
    """Something that is seen and not read; ``alike``: what others that look like it have, too."""

    box: Edges
    kind: str
    alike: str


class Image(NamedTuple):
    """A picture of a page that is large enough for one, as PNG."""

    box: Edges
    data: bytes


def images_of(page: pypdfium2.PdfPage, found: Sequence[tuple[Any, Edges]]) -> Iterator[Image | Drawn]:
    """The pictures of a page, those that are too small or cannot be unpacked as merely drawn."""
    import pypdfium2

    for raw, box in found[:_MOST_IMAGES]:
        wide, high = box[2] - box[0], box[3] - box[1]
        if min(wide, high) < THIN:
            continue
        if min(wide, high) < _SMALLEST_PICTURE:
            yield Drawn(box, FIGURE, _digest_of(raw))
            continue
        try:
            image = _on_white(pypdfium2.PdfImage(raw, page=page, pdf=page.pdf))
        except pypdfium2.PdfiumError:
            yield Drawn(box, FIGURE, _digest_of(raw))
            continue
        made = io.BytesIO()
        image.save(made, "PNG")
        yield Image(box, made.getvalue())
    if found[_MOST_IMAGES:]:
        yield Drawn(around(box for _raw, box in found[_MOST_IMAGES:]), FIGURE, "")


def _on_white(found: pypdfium2.PdfImage) -> PIL.Image.Image:
    """The picture as paper shows it: what is transparent is white, whatever colour lies there."""
    from PIL import Image as Pictures

    plain: PIL.Image.Image = found.get_bitmap(render=False).to_pil()
    if plain.width * plain.height > _MOST_PIXELS:
        return plain.convert("RGB")
    shown: PIL.Image.Image = found.get_bitmap(render=True).to_pil()
    if "A" not in shown.getbands():
        return plain.convert("RGB")
    inside = shown.getchannel("A").crop((_EDGE, _EDGE, shown.width - _EDGE, shown.height - _EDGE))
    if min(inside.size) <= 0 or inside.getextrema()[0] == _OPAQUE:
        return plain.convert("RGB")
    white = Pictures.new("RGBA", shown.size, "white")
    return Pictures.alpha_composite(white, shown.convert("RGBA")).convert("RGB")


def _digest_of(raw: Any) -> str:  # noqa: ANN401
    """What tells one picture from another: its packed bytes, of a large one their number."""
    import ctypes

    from pypdfium2 import raw as pdfium

    size = pdfium.FPDFImageObj_GetImageDataRaw(raw, None, 0)
    if size > _SMALL:
        return str(size)
    held = ctypes.create_string_buffer(max(size, 1))
    pdfium.FPDFImageObj_GetImageDataRaw(raw, held, size)
    return hashlib.sha256(held.raw).hexdigest()


def drawings_of(bent: Sequence[Edges]) -> Iterator[Drawn]:
    """Curves, slanted lines and filled shapes, those near each other as one drawing."""
    groups = [around(bent)] if len(bent) > _MOST_DRAWN else _together(bent)
    for box in groups:
        yield Drawn(box, DRAWING, f"{box[2] - box[0]:.0f} {box[3] - box[1]:.0f}")


def _together(boxes: Sequence[Edges]) -> list[Edges]:
    groups: list[Edges] = []
    for box in boxes:
        near = [one for one in groups if _is_near(one, box)]
        while near:
            groups = [one for one in groups if one not in near]
            box = around([box, *near])
            near = [one for one in groups if _is_near(one, box)]
        groups.append(box)
    return groups


def _is_near(one: Edges, other: Edges) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > -_NEAR and down > -_NEAR


def around(boxes: Iterable[Edges]) -> Edges:
    """The edges of what holds all boxes."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
