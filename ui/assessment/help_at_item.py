"""What the manual has a topic of its own for, at the item under the cursor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pia_desktop.assessment.node import NodePath
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.model import ANNEXES, Form

FIGURE: Final = "figure"
ENTRY: Final = "entry"
MATTERS: Final = (FIGURE, ANNEXES, ENTRY)


def matters_at(form: Form, path: NodePath) -> Iterator[str]:
    """The matters of an item, the closest first, as the manual's topics name them."""
    place = form.places.get(path[-1])
    if place is None:
        return
    if isinstance(place.item.kind, FigureKind):
        yield FIGURE
    if path[0] == ANNEXES:
        yield ANNEXES
    elif place.section is not None and place.section.repeat is not None:
        yield ENTRY
