"""Maps places of an assessment to tabs of its window."""

from __future__ import annotations

from pia_desktop.assessment.node import NodePath
from pia_desktop.forms.model import FILES, Form

Tab = tuple[str, str]
"""A tab of the window: the part's id (empty: the cover) and the file's key (empty: not of a file)."""


def tab_of(form: Form, path: NodePath) -> Tab:
    """The tab that contains a path."""
    inside = len(path) % 2 == 0
    name = path[-2] if inside else path[-1]
    spec = form.lists.get(name)
    place = form.places.get(spec.item_ids[0] if spec else name)
    part = place.part if place else None
    in_file = path[0] == FILES and len(path) > 1
    return (part.id if part else "", path[1] if in_file else "")
