"""How well what windows show can be seen, measured in their pictures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QTabBar, QWidget

from ui.widgets.contrast import FOR_MARKS, FOR_WORDS, contrast, luminance

_SEEN = 3
"""Points that stand out so: one or two are the crossing of strokes."""


class Thing(NamedTuple):
    """Something to be read or looked at: what it is, where in its window, and the contrast that it needs."""

    name: str
    place: QRect
    least: float


def contrast_in(picture: QImage) -> float:
    """Between what is most of a picture, and what of it stands out most."""
    counted = Counter(_points(picture))
    by_light = sorted((luminance(QColor(colour)), colour) for colour in counted)
    below = accumulate(counted[colour] for _light, colour in by_light)
    ground = next(
        QColor(one[1]) for one, points in zip(by_light, below, strict=True) if 2 * points >= counted.total()
    )
    best = sorted(
        ((contrast(ground, QColor(colour)), times) for colour, times in counted.items()), reverse=True
    )
    seen = accumulate(times for _contrast, times in best)
    return next(found for (found, _times), points in zip(best, seen, strict=True) if points >= _SEEN)


def clear_changes(before: QImage, after: QImage) -> int:
    """How many points of a picture differ clearly from what they were."""
    pairs = Counter(zip(_points(before), _points(after), strict=True))
    return sum(
        times
        for (old, new), times in pairs.items()
        if old != new and contrast(QColor(old), QColor(new)) >= FOR_MARKS
    )


def _points(picture: QImage) -> list[int]:
    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    return list(memoryview(plain.constBits()).cast("I"))


def too_faint(window: QWidget) -> list[str]:
    """What of a window cannot be told well enough from what it stands on."""
    picture = window.grab().toImage()
    measured = ((thing, contrast_in(picture.copy(thing.place))) for thing in things(window))
    return [f"{thing.name}: {found:.2f}" for thing, found in measured if found < thing.least]


def things(window: QWidget) -> Iterator[Thing]:
    """The words and icons that are seen in a window."""
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.visibleRegion().isEmpty():
            continue
        seen = widget.visibleRegion().boundingRect()
        at = widget.mapTo(window, QPoint())
        for name, place, least in _things_of(widget, seen):
            if place.width() > 8 and place.height() > 8:
                yield Thing(f"{type(widget).__name__} {name}", place.translated(at), least)


def _things_of(widget: QWidget, seen: QRect) -> Iterator[tuple[str, QRect, float]]:
    match widget:
        case QAbstractButton() if isinstance(field := widget.parent(), QLineEdit) and not field.text():
            return  # nothing to be cleared away
        case QLabel() if widget.text().strip():
            yield widget.text(), seen, FOR_WORDS
        case QLabel() if not widget.pixmap().isNull():
            yield "picture", seen, FOR_MARKS
        case QAbstractButton() if not widget.text():
            yield widget.accessibleName(), seen, FOR_MARKS
        case QAbstractButton():
            yield widget.text(), seen, FOR_WORDS
        case QLineEdit() if widget.displayText() or widget.placeholderText():
            yield widget.displayText() or widget.placeholderText(), seen, FOR_WORDS
        case QTabBar():
            for tab in range(widget.count()):
                yield widget.tabText(tab), widget.tabRect(tab).intersected(seen), FOR_WORDS
