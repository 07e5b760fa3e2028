"""A page being filled: open boxes, text in reading order, spanning cells."""

from __future__ import annotations

from dataclasses import field
from typing import Final

from pia_desktop.assessment.node import NodePath
from pia_desktop.dataclass import dataclass
from pia_desktop.paper.layout import Box, Edge, Page, Placed, Rect, Slice, Tag
from pia_desktop.paper.rows import MeasuredCell, MeasuredStrip
from pia_desktop.paper.style import GREY_LABEL, PAD_X, PAD_Y

HAIR: Final = 0.01
"""Tolerance for sums of heights, in points."""


@dataclass(slots=True)
class OpenStrip:
    """A spanning cell that is still open; ``slot``: index of its text in the reading order."""

    strip: MeasuredStrip
    top: float
    slot: int
    closed_top: bool


@dataclass(slots=True)
class Sheet:
    """A page being filled; ``y`` is the next position, ``bottom`` the end of the type area."""

    width: float
    height: float
    left: float
    bottom: float
    table_width: float
    y: float
    empty: bool = True
    boxes: list[Box] = field(default_factory=list)
    frames: list[Rect] = field(default_factory=list)
    placed: list[Placed | None] = field(default_factory=list)
    strips: list[OpenStrip] = field(default_factory=list)
    table_top: float | None = None
    owner: tuple[NodePath, int] | None = None

    @property
    def room(self) -> float:
        """The remaining height."""
        return self.bottom - self.y

    def put(
        self,
        x: float,
        y: float,
        slices: tuple[Slice, ...],
        path: NodePath = (),
        tag: Tag = Tag.ARTIFACT,
        part: str = "",
    ) -> None:
        """Place slices with the upper left corner at (x, y)."""
        if slices:
            piece = Placed(x, y, slices, 0, len(slices), path, tag is Tag.ARTIFACT, tag, 0, part)
            self.placed.append(piece)

    def cell(
        self,
        cell: MeasuredCell,
        start: int,
        stop: int,
        height: float,
        *,
        top: bool,
        artifact: bool,
        opens: int | None,
    ) -> Rect:
        """Draw a cell at ``y`` with some of its slices, at its top or centred.

        ``opens``: see ``Placed``.
        """
        x = self.left + cell.x
        self.boxes.append(Box(x, self.y, cell.width, height, cell.grey, cell.edges))
        if stop > start:
            y = self.y + cell.pad
            if not top:
                y = self.y + (height - cell.text_height) / 2
            path = cell.paths[0] if cell.paths else ()
            piece = Placed(
                x + cell.inset, y, cell.slices, start, stop, path, artifact, cell.tag, opens, cell.part
            )
            self.placed.append(piece)
        return Rect(x, self.y, cell.width, height)

    # ---- spanning cells

    def open_strip(self, strip: MeasuredStrip) -> None:
        """Begin a spanning cell at ``y``, without a rule below the label cell that it continues."""
        joins = strip.joined and self.owner is not None and self.owner[0] == strip.path
        if joins and self.owner is not None:
            number = self.owner[1]
            box = self.boxes[number]
            self.boxes[number] = Box(box.x, box.y, box.width, box.height, box.grey, box.edges & ~Edge.BOTTOM)
        self.strips.append(OpenStrip(strip, self.y, len(self.placed), not joins))
        self.placed.append(None)

    def close_strip(self, done: int, *, final: bool) -> int:
        """End the innermost spanning cell at ``y``; returns how many slices of its text are placed.

        What does not fit before a page break continues after it; text of earlier pages is repeated if there
        is space.
        """
        opened = self.strips.pop()
        strip, height = opened.strip, self.y - opened.top
        edges = Edge.ALL if opened.closed_top else Edge.ALL & ~Edge.TOP
        x = self.left + strip.x
        self.boxes.append(Box(x, opened.top, strip.width, height, GREY_LABEL, edges))
        stop, used = done, 0.0
        for part in strip.slices[done:]:
            if not final and used + part.height > height - 2 * PAD_Y:
                break
            used += part.height
            stop += 1
        if stop > done:
            whole = done == 0 and stop == len(strip.slices)
            y = opened.top + ((height - used) / 2 if whole else PAD_Y)
            self.placed[opened.slot] = Placed(
                x + PAD_X, y, strip.slices, done, stop, strip.path, False, Tag.SPAN
            )
        elif strip.again and strip.text_height(done) <= height + HAIR:
            again = strip.again
            self.placed[opened.slot] = Placed(x + PAD_X, opened.top + PAD_Y, again, 0, len(again), (), True)
        return stop

    # ---- tables and the page as a whole

    def begin_table(self) -> None:
        """Start a frame, which ends at ``end_table``."""
        if self.table_top is None:
            self.table_top = self.y

    def end_table(self) -> None:
        """Frame everything placed since ``begin_table``."""
        if self.table_top is not None and self.y > self.table_top:
            self.frames.append(Rect(self.left, self.table_top, self.table_width, self.y - self.table_top))
        self.table_top = None
        self.owner = None

    def finished(self) -> Page:
        """The finished page."""
        self.end_table()
        placed = tuple(piece for piece in self.placed if piece is not None)
        return Page(self.width, self.height, tuple(self.boxes), tuple(self.frames), placed)
