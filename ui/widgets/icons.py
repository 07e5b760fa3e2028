"""Icons as strokes on a grid of 24, drawn in the palette's own colours and so right in light and dark.

A shape is words of a small path language: ``M x y``, ``L x y``, ``C x1 y1 x2 y2 x y``, ``O x y r`` a circle,
``Z``; one that begins with ``F`` is filled.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QColor,
    QFontMetrics,
    QGuiApplication,
    QIcon,
    QPainter,
    QPainterPath,
    QPalette,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from ui.widgets.theme import alarm, mixed, success, warning

_GRID: Final = 24
_SIZES: Final = (16, 20, 24, 32, 48, 64)
_STROKE: Final = 1.8
_BLUE: Final = QColor("#2b5f8f")
_WHITE: Final = QColor("#ffffff")
_PROPERTY: Final = "iconName"

_SHAPES: Final[dict[str, str]] = {
    "undo": "M 8 5 L 4 9 L 8 13 M 4 9 L 14 9 C 18 9 20 11.5 20 14.5 C 20 17.5 18 20 14 20 L 9 20",
    "redo": "M 16 5 L 20 9 L 16 13 M 20 9 L 10 9 C 6 9 4 11.5 4 14.5 C 4 17.5 6 20 10 20 L 15 20",
    "find": "O 10.5 10.5 6 M 15 15 L 20.5 20.5",
    "pdf": "M 6 3 L 14 3 L 19 8 L 19 21 L 6 21 Z M 14 3 L 14 8 L 19 8 M 9 12.5 L 16 12.5 M 9 16.5 L 16 16.5",
    "new": "M 6 3 L 14 3 L 19 8 L 19 21 L 6 21 Z M 14 3 L 14 8 L 19 8 M 12.5 11 L 12.5 18 M 9 14.5 L 16 14.5",
    "open": "M 3 19 L 3 5 L 9 5 L 11 8 L 19 8 L 19 11 M 3 19 L 6 11 L 22 11 L 19 19 Z",
    "import": "M 12 3 L 12 14 M 7.5 9.5 L 12 14 L 16.5 9.5 M 4 15 L 4 20 L 20 20 L 20 15",
    "export": "M 12 14 L 12 3 M 7.5 7.5 L 12 3 L 16.5 7.5 M 4 15 L 4 20 L 20 20 L 20 15",
    "copy": "M 8 8 L 20 8 L 20 21 L 8 21 Z M 5 16 L 4 16 L 4 3 L 16 3 L 16 5",
    "paste": "M 7 5 L 5 5 L 5 21 L 19 21 L 19 5 L 17 5 M 9 3 L 15 3 L 15 7 L 9 7 Z "
    "M 9 12 L 15 12 M 9 16 L 15 16",
    "delete": "M 4 6 L 20 6 M 9 6 L 9 3 L 15 3 L 15 6 M 6 6 L 7 21 L 17 21 L 18 6 "
    "M 10 10 L 10 17 M 14 10 L 14 17",
    "cabinet": "M 4 3 L 20 3 L 20 21 L 4 21 Z M 4 12 L 20 12 M 10 7.5 L 14 7.5 M 10 16.5 L 14 16.5",
    "lock": "M 6 11 L 18 11 L 18 20 L 6 20 Z M 8.5 11 L 8.5 8 C 8.5 3 15.5 3 15.5 8 L 15.5 11",
    "up": "M 6 15 L 12 9 L 18 15",
    "down": "M 6 9 L 12 15 L 18 9",
    "right": "M 9 6 L 15 12 L 9 18",
    "close": "M 6 6 L 18 18 M 18 6 L 6 18",
    "saved": "M 5 12.5 L 10 17.5 L 19.5 7",
    "saving": "F O 6 12 1.8 O 12 12 1.8 O 18 12 1.8",
    "warning": "M 12 4 L 21.5 20 L 2.5 20 Z M 12 10 L 12 14.5 M 12 17.2 L 12 17.4",
    "outline": "M 4 5 L 20 5 M 8 10 L 20 10 M 8 15 L 20 15 M 4 20 L 20 20",
    "preview": "M 13 3 L 5 3 L 5 21 L 11 21 M 13 3 L 18 8 L 18 10 M 13 3 L 13 8 L 18 8 O 16 16 3.5 "
    "M 18.5 18.5 L 21.5 21.5",
    "edit": "M 4 20 L 5 15.5 L 16.5 4 L 20 7.5 L 8.5 19 Z M 14 6.5 L 17.5 10",
    "replace-all": "M 4 7 L 16 7 M 12.5 3.5 L 16 7 L 12.5 10.5 M 20 17 L 8 17 M 11.5 13.5 L 8 17 L 11.5 20.5",
    "guidance": "M 12 6 C 10 4 7 3.5 3 4 L 3 18 C 7 17.5 10 18 12 20 C 14 18 17 17.5 21 18 L 21 4 "
    "C 17 3.5 14 4 12 6 Z M 12 6 L 12 20",
    "reuse": "M 3 4 L 16 4 L 16 13 L 9 13 L 5 16 L 5 13 L 3 13 Z "
    "M 19 8 L 21 8 L 21 17 L 19 17 L 19 20 L 15 17 L 11 17",
    "versions": "M 8 8 L 20 8 L 20 21 L 8 21 Z M 6 17 L 4 17 L 4 4 L 16 4 L 16 6 "
    "M 11 12.5 L 17 12.5 M 11 16.5 L 15 16.5",
    "printer": "M 7 9 L 7 3 L 17 3 L 17 9 M 7 18 L 3 18 L 3 9 L 21 9 L 21 18 L 17 18 M 7 14 L 17 14 L 17 21 "
    "L 7 21 Z",
    "clock": "O 12 12 8.5 M 12 7 L 12 12 L 15.5 14",
    "calendar": "M 4 5 L 20 5 L 20 20 L 4 20 Z M 4 9.5 L 20 9.5 M 8 3 L 8 6.5 M 16 3 L 16 6.5 M 8 13 L 10 13 "
    "M 14 13 L 16 13 M 8 16.5 L 10 16.5",
    "archive": "M 3 4 L 21 4 L 21 8.5 L 3 8.5 Z M 4.5 8.5 L 4.5 20 L 19.5 20 L 19.5 8.5 "
    "M 9.5 12.5 L 14.5 12.5",
    "restore": "M 4 6 L 20 6 M 9 6 L 9 3 L 15 3 L 15 6 M 6 6 L 7 21 L 17 21 L 18 6 M 12 18 L 12 10 "
    "M 9 13 L 12 10 L 15 13",
    "stages": "O 5 12 2.5 M 7.5 12 L 9.5 12 O 12 12 2.5 M 14.5 12 L 16.5 12 O 19 12 2.5",
    "samples": "M 3 6 L 3 20 L 16 20 M 7 3 L 21 3 L 21 16 L 7 16 Z M 10.5 7.5 L 17.5 7.5 "
    "M 10.5 11.5 L 15 11.5",
    "search-all": "M 3 4 L 15 4 M 3 9 L 8 9 M 3 14 L 7 14 M 3 19 L 10 19 O 14.5 13.5 4.5 M 18 17 L 21.5 20.5",
    "plus": "M 12 5 L 12 19 M 5 12 L 19 12",
    "minus": "M 5 12 L 19 12",
    "answered": "F O 12 12 5",
    "missing": "O 12 12 4.6",
    "unneeded": "M 8.5 12 L 15.5 12",
    "mistake": "O 12 12 9 M 12 7 L 12 13 M 12 16.6 L 12 16.8",
    "confirm": "M 12 4 L 21.5 20 L 2.5 20 Z M 12 10 L 12 14.5 M 12 17.2 L 12 17.4",
    "advice": "M 9 17.5 L 15 17.5 M 10 21 L 14 21 M 9 17.5 C 9 14.5 6 13.5 6 9.3 C 6 6 8.7 3.5 12 3.5 "
    "C 15.3 3.5 18 6 18 9.3 C 18 13.5 15 14.5 15 17.5",
    "findings": "M 7 5 L 5 5 L 5 21 L 19 21 L 19 5 L 17 5 M 9 3 L 15 3 L 15 7 L 9 7 Z "
    "M 8.5 14 L 11 16.5 L 15.5 11.5",
    "note": "M 4 4 L 20 4 L 20 14 L 14 20 L 4 20 Z M 20 14 L 14 14 L 14 20",
    "todo": "M 4 4 L 20 4 L 20 20 L 4 20 Z M 8 12 L 11 15 L 16 9",
    "remark": "M 4 5 L 20 5 L 20 16 L 12 16 L 8 20 L 8 16 L 4 16 Z",
    "overview": "M 3 20 L 21 20 M 6 17 L 6 12 M 12 17 L 12 5 M 18 17 L 18 9",
}


@lru_cache(maxsize=64)
def _path(name: str) -> tuple[QPainterPath, bool]:
    words = _SHAPES[name].split()
    filled = words[0] == "F"
    numbers = iter(words[1:] if filled else words)
    path = QPainterPath()

    def point() -> QPointF:
        return QPointF(float(next(numbers)), float(next(numbers)))

    for word in numbers:
        match word:
            case "M":
                path.moveTo(point())
            case "L":
                path.lineTo(point())
            case "C":
                path.cubicTo(point(), point(), point())
            case "O":
                centre, radius = point(), float(next(numbers))
                path.addEllipse(centre, radius, radius)
            case "Z":
                path.closeSubpath()
    return path, filled


def draw_icon(painter: QPainter, name: str, place: QRectF, colour: QColor) -> None:
    """Draw an icon into a square, in one colour."""
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


@lru_cache(maxsize=256)
def _pixmap(name: str, size: int, rgba: int) -> QPixmap:
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    draw_icon(painter, name, QRectF(0, 0, size, size), QColor.fromRgba(rgba))
    painter.end()
    return pixmap


@lru_cache(maxsize=128)
def _icon(name: str, normal: int, disabled: int) -> QIcon:
    icon = QIcon()
    for size in _SIZES:
        icon.addPixmap(_pixmap(name, size, normal), QIcon.Mode.Normal)
        icon.addPixmap(_pixmap(name, size, disabled), QIcon.Mode.Disabled)
    return icon


def colour_of(name: str, palette: QPalette) -> QColor:
    """The colour that an icon has by its meaning; most have the colour of text."""
    match name:
        case "answered" | "saved":
            return success(palette)
        case "warning" | "missing" | "confirm":
            return warning(palette)
        case "mistake":
            return alarm(palette)
    return palette.color(QPalette.ColorRole.ButtonText)


def icon(name: str, palette: QPalette | None = None) -> QIcon:
    """An icon in the palette's colours, in every size that a screen may ask for."""
    palette = palette or QApplication.palette()
    normal = colour_of(name, palette)
    disabled = mixed(normal, palette.color(QPalette.ColorRole.Window), 0.6)
    return _icon(name, normal.rgba(), disabled.rgba())


def icons_in_a_row(names: tuple[str, ...], palette: QPalette | None = None) -> QPixmap:
    """Several icons beside each other, as high as a line of the program's font."""
    palette = palette or QApplication.palette()
    side = icon_size(QFontMetrics(QApplication.font()).height()).width()
    application = QGuiApplication.instance()
    ratio = application.devicePixelRatio() if isinstance(application, QGuiApplication) else 1.0
    pixmap = QPixmap(round(side * len(names) * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    for number, name in enumerate(names):
        draw_icon(painter, name, QRectF(number * side, 0, side, side), colour_of(name, palette))
    painter.end()
    return pixmap


def list_icon(name: str, palette: QPalette | None = None) -> QIcon:
    """An icon for a row of a list: on one that is marked it has the colour of the words there."""
    palette = palette or QApplication.palette()
    marked = palette.color(QPalette.ColorRole.HighlightedText)
    return _list_icon(name, colour_of(name, palette).rgba(), marked.rgba())


@lru_cache(maxsize=64)
def _list_icon(name: str, normal: int, marked: int) -> QIcon:
    icon = QIcon()
    for size in _SIZES:
        icon.addPixmap(_pixmap(name, size, normal), QIcon.Mode.Normal)
        icon.addPixmap(_pixmap(name, size, marked), QIcon.Mode.Selected)
    return icon


def program_icon() -> QIcon:
    """The program's own icon: a form on blue, for task bars and title bars."""
    made = QIcon()
    for size in (16, 24, 32, 48, 128):
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


def dress(target: QAction | QAbstractButton, name: str) -> None:
    """Give an action or a button its icon, and note it for the day the palette changes."""
    target.setProperty(_PROPERTY, name)
    target.setIcon(icon(name))


def redress(window: QWidget) -> None:
    """Draw the icons of a window's actions and buttons anew, after the palette has changed."""
    for target in [*window.findChildren(QAction), *window.findChildren(QAbstractButton)]:
        name = target.property(_PROPERTY)
        if isinstance(name, str) and isinstance(target, QAction | QAbstractButton):
            target.setIcon(icon(name, window.palette()))


def icon_size(font_height: int) -> QSize:
    """A size that goes with text of this height, in device-independent pixels."""
    side = max(16, round(font_height * 1.15))
    return QSize(side, side)
