"""Marks on the pages: the current item, and what cannot be printed; hit testing."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, qGray

from pia_desktop.assessment.node import NodePath
from pia_desktop.dataclass import dataclass
from pia_desktop.paper.layout import Layout, Rect
from ui.preview.page_positions import Spot
from ui.preview.painter import geta_places

_LOST: Final = QColor(255, 140, 0, 110)
_DARK_ACCENT: Final = QColor("#005fb8")
_PALE: Final = 160
"""Of 255: a brighter colour is hardly seen on white."""


@dataclass(frozen=True, slots=True)
class LostThings:
    """Items with characters that no font has, and digests of missing pictures."""

    items: frozenset[NodePath] = frozenset()
    pictures: frozenset[str] = frozenset()

    @classmethod
    def of(cls, layout: Layout) -> LostThings:
        """What a layout reports as unprintable."""
        return cls(
            frozenset(glyph.path for glyph in layout.missing),
            frozenset(picture.digest for picture in layout.lost_pictures),
        )


def mark_item(painter: QPainter, frame: QRectF, palette: QPalette) -> None:
    """Draw a frame in the accent colour, darkened for white paper."""
    accent = palette.color(QPalette.ColorRole.Highlight)
    if qGray(accent.rgb()) > _PALE:
        accent = _DARK_ACCENT
    painter.setPen(QPen(accent, 2.0))
    light = QColor(accent)
    light.setAlpha(20)
    painter.setBrush(light)
    painter.drawRoundedRect(frame.adjusted(-1.5, -1.5, 1.5, 1.5), 2.0, 2.0)


def mark_lost(painter: QPainter, layout: Layout, number: int, lost: LostThings, spot: Spot) -> None:
    """Draw a conspicuous background behind 〓 and missing pictures."""
    for place in lost_places(layout, number, lost):
        painter.fillRect(spot.of(place).adjusted(-1, -1, 1, 1), _LOST)


def lost_places(layout: Layout, number: int, lost: LostThings) -> list[Rect]:
    """Rectangles (pt) on a page of what cannot be printed."""
    page, found = layout.pages[number], []
    if lost.items:
        places = layout.anchors.on_page(number)
        inside = [place for path in lost.items & places.keys() for place in places[path]]
        if inside:
            found = [Rect(*place.getRect()) for place in geta_places(page, inside)]  # type: ignore[misc]
    if lost.pictures:
        found += [picture.place for picture in page.pictures() if picture.digest in lost.pictures]
    return found


def item_in(layout: Layout, number: int, at: QPointF) -> NodePath:
    """The item with the smallest rectangle around a point of a page."""
    found = [
        (place.width * place.height, path)
        for path, places in layout.anchors.on_page(number).items()
        for place in places
        if path and place.x <= at.x() <= place.x + place.width and place.y <= at.y() <= place.y + place.height
    ]
    return min(found, key=lambda pair: pair[0])[1] if found else ()
