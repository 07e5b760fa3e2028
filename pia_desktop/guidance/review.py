"""The points of view of 審査 (指針 第10), and the lines of the outline for a council:
``resources/review``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TypeVar

from pia_desktop.dataclass import dataclass
from pia_desktop.definitions.faults import Faults
from pia_desktop.definitions.reader import Fields, read_definition, scalar, sequence
from pia_desktop.paths import resource_root

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Point:
    """A point of view: its id, which never changes, its text, and the items it is about, by form."""

    id: str
    words: str
    items: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PointGroup:
    """Points under one heading (適合性, 妥当性), with the question they answer."""

    title: str
    about: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """All points of view, their source, and the possible verdicts."""

    source: str
    verdicts: tuple[str, ...]
    groups: tuple[PointGroup, ...]


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A line of the outline: its label, the items it quotes, and whether it counts their entries."""

    label: str
    items: tuple[str, ...]
    count: bool


@cache
def review_points() -> Points:
    """The bundled points."""
    return read_points((resource_root() / "review" / "points.yaml").read_text(encoding="utf-8"))


def read_points(text: str) -> Points:
    """Parse points.  Raises DefinitionError with all faults."""
    faults = Faults("points.yaml")
    top = read_definition(text, faults)
    found = None
    if top is not None:
        source, verdicts = top.text("source"), top.texts("verdicts")
        groups = tuple(_group(Fields(node, faults)) for node in top.sequence("groups"))
        ids = [point.id for group in groups for point in group.points]
        if len(set(ids)) != len(ids):
            faults.add(top.node, "a point stands twice")
        top.close()
        found = Points(source, verdicts, groups)
    return _sound(found, faults)


def _group(fields: Fields) -> PointGroup:
    points = tuple(_point(Fields(node, fields.faults)) for node in fields.sequence("points"))
    group = PointGroup(fields.text("title"), fields.text("about"), points)
    fields.close()
    return group


def _point(fields: Fields) -> Point:
    items = fields.mapping("items")
    by_form = dict(_lists(items)) if items is not None else {}
    point = Point(fields.text("id"), fields.text("words"), by_form)
    fields.close()
    return point


def _lists(fields: Fields) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (
            form,
            tuple(scalar(one, fields.faults, form) or "" for one in sequence(node, fields.faults, form)),
        )
        for form, node in fields.entries()
    ]


@cache
def outline_lines() -> Mapping[str, tuple[OutlineLine, ...]]:
    """The bundled outline lines, by form."""
    return read_outline((resource_root() / "review" / "outline.yaml").read_text(encoding="utf-8"))


def read_outline(text: str) -> Mapping[str, tuple[OutlineLine, ...]]:
    """Parse outline lines.  Raises DefinitionError with all faults."""
    faults = Faults("outline.yaml")
    top = read_definition(text, faults)
    found = None
    if top is not None:
        found = {
            form: tuple(_line(Fields(one, faults)) for one in sequence(node, faults, form))
            for form, node in top.entries()
        }
    return _sound(found, faults)


def _line(fields: Fields) -> OutlineLine:
    line = OutlineLine(fields.text("label"), fields.texts("items"), fields.flag("count"))
    fields.close()
    return line


def _sound(found: Found | None, faults: Faults) -> Found:
    if faults.found or found is None:
        raise faults.error("review file")
    return found
