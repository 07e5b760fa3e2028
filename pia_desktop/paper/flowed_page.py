"""A filled page, and what it depends on: it is kept as long as that stays the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from pia_desktop.assessment.node import NodePath
from pia_desktop.dataclass import dataclass
from pia_desktop.paper.layout import Page, Rect
from pia_desktop.paper.rows import MeasuredRow


@dataclass(frozen=True, slots=True)
class Start:
    """Where in its stretch a page begins: everything, besides the following rows, that determines its
    contents.

    ``cursors``: how much of the cells of row ``number`` is on earlier pages; None: the row begins here.
    ``repeated`` are rows repeated on continuation pages: column headings, an inner heading.  ``strips`` has
    the number of slices already placed of each continued spanning cell.
    """

    number: int
    cursors: tuple[int, ...] | None = None
    repeated: tuple[MeasuredRow, ...] = ()
    strips: tuple[tuple[NodePath, int], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class FlowedPage:
    """A page without its number.  ``seen``: the last row examined while filling it."""

    start: Start
    seen: int
    page: Page
    anchors: Mapping[NodePath, tuple[Rect, ...]]
    outline: tuple[tuple[str, int, float], ...]
    overflows: tuple[NodePath, ...]

    def shifted(self, by: int) -> FlowedPage:
        """The page after ``by`` rows were inserted before it."""
        if not by:
            return self
        return replace(self, start=replace(self.start, number=self.start.number + by), seen=self.seen + by)


@dataclass(frozen=True, slots=True)
class Change:
    """Rows ``first`` to ``old_end`` were replaced by rows ``first`` to ``new_end``."""

    first: int
    old_end: int
    new_end: int
