"""Positions and scale of the pages in the preview, in device-independent pixels."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QPointF, QRectF

from pia_desktop.dataclass import dataclass
from pia_desktop.paper.layout import Rect


class Fit(Enum):
    """What determines the scale."""

    WIDTH = "width"
    TWO = "two"
    SCALE = "scale"


@dataclass(frozen=True, slots=True)
class Zoom:
    """The scale; ``factor`` applies if nothing is fitted: 1 is the size on paper."""

    fit: Fit = Fit.WIDTH
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A page in the preview; ``scale`` is in pixels per point."""

    x: float
    y: float
    width: float
    height: float
    scale: float

    @property
    def rect(self) -> QRectF:
        return QRectF(self.x, self.y, self.width, self.height)

    def of(self, place: Rect) -> QRectF:
        """A rectangle of the page (pt) in preview pixels."""
        scale = self.scale
        return QRectF(
            self.x + place.x * scale, self.y + place.y * scale, place.width * scale, place.height * scale
        )

    def point(self, at: QPointF) -> QPointF:
        """A point of the preview (pixels) in points of the page."""
        return QPointF((at.x() - self.x) / self.scale, (at.y() - self.y) / self.scale)


@dataclass(frozen=True, slots=True)
class PageRows:
    """All pages, in rows of one or two; ``tops`` are the rows' y coordinates."""

    spots: tuple[Spot, ...] = ()
    tops: tuple[float, ...] = ()
    across: int = 1
    width: float = 0.0
    height: float = 0.0

    def between(self, top: float, foot: float) -> range:
        """The pages visible between two y coordinates."""
        first = max(0, bisect_right(self.tops, top) - 1)
        last = bisect_right(self.tops, foot)
        return range(first * self.across, min(len(self.spots), last * self.across))

    def nearest(self, y: float) -> int:
        """The first page of the row at a y coordinate."""
        return min(max(0, bisect_right(self.tops, y) - 1) * self.across, max(0, len(self.spots) - 1))


def lay_pages(
    sizes: Sequence[tuple[float, float]], zoom: Zoom, room: float, gap: float, per_point: float
) -> PageRows:
    """Arrange pages of these sizes (pt) in a viewport ``room`` pixels wide.

    When fitted to the width each page fills it, landscape ones too; ``per_point``: pixels per point at the
    size on paper.
    """
    across = 2 if zoom.fit is Fit.TWO else 1
    column = max(40.0, (room - gap * (across + 1)) / across)
    scales = [column / width if zoom.fit is not Fit.SCALE else per_point * zoom.factor for width, _ in sizes]
    widest = max((width * scale for (width, _), scale in zip(sizes, scales, strict=True)), default=0.0)
    whole = max(room, widest * across + gap * (across + 1))
    spots: list[Spot] = []
    tops: list[float] = []
    y = gap
    for first in range(0, len(sizes), across):
        tops.append(y)
        tallest = 0.0
        for number in range(first, min(first + across, len(sizes))):
            (width, height), scale = sizes[number], scales[number]
            middle = whole * (2 * (number - first) + 1) / (2 * across)
            if across == 2:
                middle = whole / 2 + (number - first - 0.5) * (widest + gap)
            spots.append(Spot(round(middle - width * scale / 2), y, width * scale, height * scale, scale))
            tallest = max(tallest, height * scale)
        y = round(y + tallest + gap)
    return PageRows(tuple(spots), tuple(tops), across, whole, y)
