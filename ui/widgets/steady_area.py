"""A scroll area in which what is read keeps its place while its size or that of its words changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QTimer
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QScrollArea, QTextEdit, QWidget
from shiboken6 import isValid

from ui.widgets.focus import last_focus
from ui.widgets.overrides import guarded

_CALM = 100
"""Milliseconds without a new height after which the area is at rest: rows take a width in several rounds."""


class _Place(NamedTuple):
    """A line of a text, or a widget without text, and its distance from the top of what is seen."""

    widget: QWidget
    character: int | None
    """Position of a character of the line; None for a whole widget."""
    offset: int
    """Pixels; negative where its top is out of sight."""


@guarded
class SteadyArea(QScrollArea):
    """Keeps the line with the cursor where it is on the screen; without one on view, the line at the top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._place: _Place | None = None
        self._calm = QTimer(self, singleShot=True, interval=_CALM)
        self._calm.timeout.connect(self._rest)
        self.verticalScrollBar().rangeChanged.connect(self._moved)
        self.verticalScrollBar().actionTriggered.connect(self.let_go)

    def content(self) -> QWidget:
        """The widget that is scrolled."""
        content = self.widget()
        assert content is not None
        return content

    def fields(self) -> Iterable[QWidget]:
        """What is read in the area, in any order."""
        raise NotImplementedError

    def hold(self, height: int | None = None) -> None:
        """Note what is read, before anything moves; ``height``: pixels that were seen, if no longer so."""
        if self._place is None and self.isVisible():
            self._place = self._place_read(self.viewport().height() if height is None else height)
        self._calm.start()

    def let_go(self) -> None:
        """Leave the area where it is: somebody scrolls, or another item is shown."""
        self._place = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.hold(event.oldSize().height())
        super().resizeEvent(event)

    def _moved(self) -> None:
        if self._place is not None:
            self._restore(self._place)
            self._calm.start()

    def _rest(self) -> None:
        if self._place is not None:
            self._restore(self._place)
            self.let_go()

    def _restore(self, place: _Place) -> None:
        """Scroll until the place is where it was, or within what is seen now."""
        if isValid(place.widget) and place.widget.isVisible():
            line = self._line(place.widget, place.character)
            lowest = max(self.viewport().height() - line.height(), 0)
            self.verticalScrollBar().setValue(line.top() - min(place.offset, lowest))

    def _place_read(self, height: int) -> _Place | None:
        top = self.verticalScrollBar().value()
        seen = QRect(0, top, self.content().width(), height)
        focused = last_focus(self)
        if focused is not None and focused.isVisible() and self.content().isAncestorOf(focused):
            character = focused.textCursor().position() if isinstance(focused, QTextEdit) else None
            line = self._line(focused, character)
            if line.intersects(seen):
                return _Place(focused, character, line.top() - top)
        return self._place_at(top)

    def _place_at(self, top: int) -> _Place | None:
        """The line at a height of the content, or the next below; None where there is nothing."""
        places = ((self._line(field, None), field) for field in self.fields() if field.isVisible())
        below = [(place.top(), field) for place, field in places if place.bottom() >= top]
        if not below:
            return None
        height, first = min(below, key=lambda each: each[0])
        if height >= top or not isinstance(first, QTextEdit):
            return _Place(first, None, height - top)
        at = first.viewport().mapFrom(self.content(), QPoint(0, top))
        character = first.cursorForPosition(QPoint(0, at.y())).position()
        return _Place(first, character, self._line(first, character).top() - top)

    def _line(self, widget: QWidget, character: int | None) -> QRect:
        """The place of a line of a text, or of a whole widget, in the content."""
        if character is None or not isinstance(widget, QTextEdit):
            return QRect(widget.mapTo(self.content(), QPoint(0, 0)), widget.size())
        cursor = QTextCursor(widget.document())
        cursor.setPosition(min(character, widget.document().characterCount() - 1))
        line = widget.cursorRect(cursor)
        return QRect(widget.viewport().mapTo(self.content(), line.topLeft()), line.size())
