"""Icons as strokes on a grid of 24, drawn in the palette's own colours and so right in light and dark.

Each is an SVG file in ``resources/icons``, of paths (``M``, ``L``, ``C``, ``Z``, words apart) and circles,
stroked or filled as a whole.  They are read here and not by QtSvg: that would be a library more to load at
start and to ship, and draws in the colours of the file.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
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
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from pia_desktop.paths import resource_root
from ui.widgets.theme import alarm, mixed, success, warning

_GRID: Final = 24
_SIZES: Final = (16, 20, 24, 32, 48, 64)
_STROKE: Final = 1.8
_BLUE: Final = QColor("#2b5f8f")
_WHITE: Final = QColor("#ffffff")
_PROPERTY: Final = "iconName"

_SHAPE: Final = re.compile(r"<(path|circle) ([^>]*)/>")
_ATTRIBUTE: Final = re.compile(r'([a-z]+)="([^"]*)"')
_FILLED: Final = 'fill="#000"'


def icon_names() -> list[str]:
    """Every icon that the program ships."""
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
    palette = palette or QApplication.palette("QAbstractItemView")  # type: ignore[call-overload]
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


def put_search_sign(field: QLineEdit) -> None:
    """Show a lens at the front of a field for words to look for."""
    sign = field.addAction(field.windowIcon(), QLineEdit.ActionPosition.LeadingPosition)
    sign.setText(
        field.accessibleName() or field.placeholderText()
    )  # a screen reader tells of it as of a button
    dress(sign, "find")


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
