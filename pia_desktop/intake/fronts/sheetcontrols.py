"""Form controls upon a sheet: check boxes and option buttons, in the parts of newer and of older programs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from pia_desktop.dataclass import dataclass
from pia_desktop.intake.cells import Box
from pia_desktop.intake.fronts.archive import Archive
from pia_desktop.intake.fronts.sheetlook import Corner, Look, number, place_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_BOXES: Final = frozenset({"CheckBox", "Checkbox", "Radio"})
_SILENT: Final = frozenset({"Button", "GBox", "Label", "Note", "Pict", "Scroll", "Spin", "Shape", "Group"})
"""Kinds of controls that hold no answer; of group boxes and labels the words are shapes of their own."""

_ROW: Final = 228_600
"""The usual height of a row, in the units of drawings."""

_POINTS: Final = 18
"""The same in the units of older drawings."""

_MOST_VML: Final = 5_000_000


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape of a drawing: its number, its words and its place; ``row``: the one that its middle is in."""

    number: str
    words: str
    box: Box
    row: int


@dataclass(frozen=True, slots=True)
class Control:
    """A control: ``ticked`` None: it cannot be told; ``link``: the cell that repeats how it is set."""

    shape: Shape
    is_box: bool
    ticked: bool | None
    link: str = ""
    name: str = ""


def controls_of(
    archive: Archive, look: Look, related: dict[str, str], shapes: Sequence[Shape]
) -> Iterator[Control]:
    """The controls of a sheet that hold an answer."""
    placed = {one.number: one for one in shapes}
    told: set[str] = set()
    for shape, relation, name in look.controls:
        target = related.get(relation, "")
        if target not in archive.names:
            continue
        form = archive.xml(target)
        own = placed.get(shape, Shape(shape, "", Box(0, 0, 1, 1), 0))
        kind = form.get("objectType", "")
        told.add(shape)
        if kind not in _SILENT:
            is_box = kind in _BOXES and shape in placed
            ticked = {None: False, "Unchecked": False, "Checked": True}.get(form.get("checked"))
            yield Control(own, is_box, ticked, form.get("fmlaLink", ""), name)
    for target in related.values():
        if target.endswith(".vml") and target in archive.names:
            older = _of_vml(archive.read(target, _MOST_VML))
            yield from (one for one in older if one.shape.number not in told)


def linked(controls: Sequence[Control], sheet: str | None) -> frozenset[Corner]:
    """The cells that only repeat how a box is set."""
    found = set()
    for one in controls:
        named, _mark, reference = one.link.rpartition("!")
        corner = place_of(reference) if named.strip("'") in {"", sheet} else None
        if one.is_box and corner is not None:
            found.add(corner)
    return frozenset(found)


def middle_row(top: int, above: int, bottom: int, below: int, height: int = _ROW) -> int:
    """The row with most of a shape over two rows, in which it begins at ``above`` and ends at ``below``."""
    return bottom if bottom == top + 1 and height - above < below else top


def _of_vml(data: bytes) -> Iterator[Control]:
    """The controls of an older drawing, which need not be sound XML."""
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(data.replace(b"<br>", b"<br/>"), parser)  # as Excel writes it
    for shape in root.iter("{*}shape") if root is not None else ():
        client = next(shape.iter("{*}ClientData"), None)
        if client is None or client.get("ObjectType", "") in {"", *_SILENT}:
            continue
        words = "".join(str(one) for box in shape.iter("{*}textbox") for one in box.itertext())
        name = str(shape.get("id", ""))
        box, row = _anchor(client)
        state = client.findtext("{*}Checked", "0").strip()
        yield Control(
            Shape(name.rpartition("_s")[2], " ".join(words.split()), box, row),
            client.get("ObjectType") in _BOXES,
            {"0": False, "1": True}.get(state),
            client.findtext("{*}FmlaLink", "").strip(),
            client.get("ObjectType", ""),
        )


def _anchor(client: _Element) -> tuple[Box, int]:
    """The place of a control: column, distance, row, distance of two corners."""
    numbers = [number(one) for one in re.split(r"[\s,]+", client.findtext("{*}Anchor", "").strip())]
    left, _x, top, above, right, _y, bottom, below = [*numbers, *([0] * 8)][:8]
    box = Box(left, top, max(left, right) + 1, max(top, bottom) + 1)
    return box, middle_row(top, above, bottom, below, _POINTS)
