"""Icons drawn from strokes on a 24 x 24 grid in palette colours, and so suited to light and dark.

Each is an SVG file in ``resources/icons``, limited to paths (``M``, ``L``, ``C``, ``Z``, separated by spaces)
and circles, all stroked or all filled.  They are parsed here and not by QtSvg, which would be another library
to load and ship, and uses the colours of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QIconEngine, QPainter, QPainterPath, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from pia_desktop.paths import resource_root
from ui.widgets.contrast import FOR_MARKS, mixed, readable
from ui.widgets.overrides import guarded
from ui.widgets.theme import alarm, success, warning

ICON_SIZES: Final = (16, 24, 32, 48, 128, 256)
"""What the program's file holds, up to the very large icons of a folder on Windows."""
_WINDOW_SIZES: Final = ICON_SIZES[:-1]

_GRID: Final = 24
_STROKE: Final = 1.8
_BLUE: Final = QColor("#2b5f8f")
_WHITE: Final = QColor("#ffffff")
_PROPERTY: Final = "iconName"

_SHAPE: Final = re.compile(r"<(path|circle) ([^>]*)/>")
_ATTRIBUTE: Final = re.compile(r'([a-z]+)="([^"]*)"')
_FILLED: Final = 'fill="#000"'


def icon_names() -> list[str]:
    """Names of all bundled icons."""
    return sorted(file.stem for file in _folder().glob("*.svg"))


@cache
def _folder() -> Path:
    return resource_root() / "icons"


@lru_cache(maxsize=64)
def _path(name: str) -> tuple[QPainterPath, bool]:
    """The shapes of an icon's file, and whether they are filled."""
    text = (_folder() / f"{name}.svg").read_text(encoding="utf-8")
    path = QPainterPath()
    for shape, words in _SHAPE.findall(text):
        attributes = dict(_ATTRIBUTE.findall(words))
        if shape == "path":
            _follow(path, attributes["d"])
        else:
            centre, radius = QPointF(float(attributes["cx"]), float(attributes["cy"])), float(attributes["r"])
            path.addEllipse(centre, radius, radius)
    return path, _FILLED in text


def _follow(path: QPainterPath, words: str) -> None:
    steps = iter(words.split())

    def point() -> QPointF:
        return QPointF(float(next(steps)), float(next(steps)))

    for step in steps:
        match step:
            case "M":
                path.moveTo(point())
            case "L":
                path.lineTo(point())
            case "C":
                path.cubicTo(point(), point(), point())
            case "Z":
                path.closeSubpath()


def draw_icon(painter: QPainter, name: str, place: QRectF, colour: QColor) -> None:
    """Draw an icon into a square in one colour."""
    path, filled = _path(name)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(place.topLeft())
    painter.scale(place.width() / _GRID, place.height() / _GRID)
    if filled:
        painter.fillPath(path, colour)
    else:
        round_cap, round_join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        painter.strokePath(path, QPen(colour, _STROKE, Qt.PenStyle.SolidLine, round_cap, round_join))
    painter.restore()


_Colours = tuple[int, ...]
"""RGBA of each icon of a row."""


def _draw_row(painter: QPainter, names: tuple[str, ...], place: QRectF, colours: _Colours) -> None:
    """Draw icons side by side, as large as they fit into the middle of a place."""
    side = min(place.height(), place.width() / len(names))
    left, top = place.center().x() - side * len(names) / 2, place.center().y() - side / 2
    for number, (name, rgba) in enumerate(zip(names, colours, strict=True)):
        draw_icon(painter, name, QRectF(left + number * side, top, side, side), QColor.fromRgba(rgba))


@lru_cache(maxsize=256)
def _pixmap(names: tuple[str, ...], width: int, height: int, colours: _Colours) -> QPixmap:
    pixmap = QPixmap(width, height)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    _draw_row(painter, names, QRectF(0, 0, width, height), colours)
    painter.end()
    return pixmap


@guarded
class _StrokedIcons(QIconEngine):
    """Draws icons when they are shown, at the size that is asked for: a start makes sixty, and shows few."""

    def __init__(self, names: tuple[str, ...], normal: _Colours, others: dict[QIcon.Mode, _Colours]) -> None:
        super().__init__()
        self._names = names
        self._normal = normal
        self._others = others

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        _draw_row(painter, self._names, QRectF(rect), self._others.get(mode, self._normal))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        if size.isEmpty():  # asked for while something is laid out; nothing can be painted on it
            return QPixmap()
        return _pixmap(self._names, size.width(), size.height(), self._others.get(mode, self._normal))

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        side = min(size.height(), size.width() // len(self._names))
        return QSize(side * len(self._names), side)

    def clone(self) -> QIconEngine:
        copy = _StrokedIcons(self._names, self._normal, self._others)
        _COPIES.append(copy)  # Qt owns it from now on, of which PySide is not told
        return copy


_COPIES: Final[list[_StrokedIcons]] = []
"""What Qt copied, which happens when something is added to an icon; nothing here does."""


@lru_cache(maxsize=128)
def _icon(name: str, normal: int, window: int) -> QIcon:
    behind = QColor.fromRgba(window)
    disabled = readable(mixed(QColor.fromRgba(normal), behind, 0.6), behind, least=FOR_MARKS)
    return QIcon(_StrokedIcons((name,), (normal,), {QIcon.Mode.Disabled: (disabled.rgba(),)}))


def colour_of(name: str, palette: QPalette) -> QColor:
    """The colour of an icon by its meaning; for most the text colour."""
    match name:
        case "answered" | "saved":
            return success(palette)
        case "warning" | "missing" | "confirm":
            return warning(palette)
        case "mistake":
            return alarm(palette)
    return palette.color(QPalette.ColorRole.ButtonText)


def icon(name: str, palette: QPalette | None = None) -> QIcon:
    """An icon in palette colours, for any size."""
    palette = palette or QApplication.palette()
    return _icon(name, colour_of(name, palette).rgba(), palette.color(QPalette.ColorRole.Window).rgba())


def list_icon(*names: str, palette: QPalette | None = None) -> QIcon:
    """An icon for a list row, or several side by side: in a selected row in the colour of the text."""
    palette = palette or QApplication.palette("QTreeView")  # type: ignore[call-overload]
    marked = palette.color(QPalette.ColorRole.HighlightedText)
    return _list_icon(names, tuple(colour_of(name, palette).rgba() for name in names), marked.rgba())


@lru_cache(maxsize=64)
def _list_icon(names: tuple[str, ...], normal: _Colours, marked: int) -> QIcon:
    return QIcon(_StrokedIcons(names, normal, {QIcon.Mode.Selected: (marked,) * len(names)}))


def program_icon(sizes: Iterable[int] = _WINDOW_SIZES) -> QIcon:
    """The application icon: a form on blue."""
    made = QIcon()
    for size in sizes:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_BLUE)
        painter.drawRoundedRect(QRectF(0, 0, size, size), size * 0.2, size * 0.2)
        edge = size * 0.14
        draw_icon(painter, "pdf", QRectF(edge, edge, size - 2 * edge, size - 2 * edge), _WHITE)
        painter.end()
        made.addPixmap(pixmap)
    return made


def set_icon(target: QAction | QAbstractButton, name: str) -> None:
    """Set the icon of an action or a button, and record it for palette changes."""
    target.setProperty(_PROPERTY, name)
    target.setIcon(icon(name))


def put_search_sign(field: QLineEdit) -> None:
    """Add a search icon at the start of a field."""
    sign = field.addAction(field.windowIcon(), QLineEdit.ActionPosition.LeadingPosition)
    sign.setText(field.accessibleName() or field.placeholderText())  # screen readers announce it as a button
    set_icon(sign, "find")


def refresh_icons(window: QWidget) -> None:
    """Redraw all icons of a window after a palette change."""
    for target in [*window.findChildren(QAction), *window.findChildren(QAbstractButton)]:
        name = target.property(_PROPERTY)
        if isinstance(name, str) and isinstance(target, QAction | QAbstractButton):
            target.setIcon(icon(name, window.palette()))


def icon_size(font_height: int) -> QSize:
    """The icon size for text of this height, in device-independent pixels."""
    side = max(16, round(font_height * 1.15))
    return QSize(side, side)
