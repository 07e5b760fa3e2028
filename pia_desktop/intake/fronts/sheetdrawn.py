"""What is drawn upon a sheet without words of its own: shapes, charts, diagrams, pictures from elsewhere."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Final, NamedTuple

from pia_desktop.intake.cells import Box
from pia_desktop.intake.fronts.sheetlook import number
from pia_desktop.intake.told import DRAWING, FIGURE

if TYPE_CHECKING:
    from lxml.etree import _Element

_SHAPES: Final = frozenset({"sp", "cxnSp", "graphicFrame", "pic", "contentPart"})


class DrawnShape(NamedTuple):
    """Something drawn: what it is told as, unless ``relations`` lead to a part that says more.

    ``alike``: what others that look like it have, too.
    """

    words: str
    alike: tuple[str, ...]
    box: Box
    relations: tuple[str, ...] = ()


def anchored(anchor: _Element) -> tuple[Box, tuple[int, int, int, int]]:
    """The cells that an anchor covers; and the rows of its edges, each with the distance from the row's."""
    corners = {}
    for name in ("from", "to"):
        inner = next(anchor.iter(f"{{*}}{name}"), None)
        told = {} if inner is None else {_tag(one): number(one.text) for one in inner}
        corners[name] = told.get("col", 0), told.get("row", 0), told.get("rowOff", 0)
    (left, top, above), (right, bottom, below) = corners["from"], corners["to"]
    return Box(left, top, max(left, right) + 1, max(top, bottom) + 1), (top, above, bottom, below)


def drawn_shapes(drawing: _Element, controls: Collection[str]) -> Iterator[DrawnShape]:
    """The shapes of a drawing that hold no words and are no controls."""
    for anchor in drawing:
        box, _rows = anchored(anchor)
        for shape in anchor.iter():
            tag = _tag(shape)
            if tag not in _SHAPES or is_fallback(shape) or _number(shape) in controls:
                continue
            if tag == "graphicFrame":
                yield DrawnShape(DRAWING, (), box, tuple(_relations(shape)))
            elif tag == "pic":
                if not any(_tag(key) == "embed" for one in shape.iter("{*}blip") for key in one.attrib):
                    yield DrawnShape(FIGURE, (_name(shape),), box)
            elif not _has_words(shape) and not _is_empty_box(shape):
                yield DrawnShape(DRAWING, _look(shape), box)


def is_fallback(shape: _Element) -> bool:
    """Whether a shape is what older programs show in place of another."""
    return any(_tag(one) == "Fallback" for one in shape.iterancestors())


def _has_words(shape: _Element) -> bool:
    return any((one.text or "").strip() for one in shape.iter("{*}t"))


def _is_empty_box(shape: _Element) -> bool:
    return any(one.get("txBox") in {"1", "true"} for one in shape.iter("{*}cNvSpPr"))


def _look(shape: _Element) -> tuple[str, ...]:
    """The kind and the size of a shape."""
    kind = next((one.get("prst", "") for one in shape.iter("{*}prstGeom")), "")
    size = next(([one.get("cx", ""), one.get("cy", "")] for one in shape.iter("{*}ext") if one.get("cx")), [])
    return (kind, *size)


def _relations(frame: _Element) -> Iterator[str]:
    for one in frame.iter("{*}chart", "{*}relIds"):
        for key, value in one.attrib.items():
            if _tag(key) in {"id", "dm"}:
                yield str(value)


def _number(shape: _Element) -> str:
    return next((one.get("id", "") for one in shape.iter("{*}cNvPr")), "")


def _name(shape: _Element) -> str:
    return next((one.get("name", "") for one in shape.iter("{*}cNvPr")), "")


def _tag(one: object) -> str:
    """The name of an element or an attribute without its space."""
    return str(getattr(one, "tag", one)).rpartition("}")[2]
