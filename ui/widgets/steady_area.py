"""A scroll area in which what is read keeps its place while its size or that of its words changes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QScrollArea, QTextEdit, QWidget
from shiboken6 import isValid

from ui.widgets.focus import last_focus
from ui.widgets.keys import pages
from ui.widgets.overrides import guarded

_CALM = 100
"""Milliseconds between looks at the height; twice the same is rest: rows take a width in several rounds."""


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
        self._height = 0
        """The content's height at the last look."""
        self._calm = QTimer(self, singleShot=True, interval=_CALM)
        self._calm.timeout.connect(self._rest)
        self.verticalScrollBar().rangeChanged.connect(self._moved)
        self.verticalScrollBar().actionTriggered.connect(self.let_go)

    def content(self) -> QWidget:
        content = self.widget()
        assert content is not None
        return content

    def fields(self) -> Iterable[QWidget]:
        """What is read in the area, in any order."""
        raise NotImplementedError

    def settle(self) -> None:
        """Give all rows their places now, as far as that can be hastened."""

    def hold(self, height: int | None = None) -> None:
        """Note what is read, before anything moves; ``height``: pixels that were seen, if no longer so."""
        if self._place is None and self.isVisible():
            self._place = self._place_read(self.viewport().height() if height is None else height)
            self._height = 0
        self._calm.start()

    def let_go(self) -> None:
        """Leave the area where it is: somebody scrolls, or another item is shown."""
        self._place = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = pages(event)
        if by:
            self.turn_page(by)
        else:
            super().keyPressEvent(event)

    def turn_page(self, by: int) -> None:
        """Scroll by what is seen (-1: up); the cursor goes along, so that what one types stands on view."""
        self.let_go()
        bar, height = self.verticalScrollBar(), self.viewport().height()
        before = bar.value()
        reading = self._place_read(height)
        bar.setValue(before + by * max(height - 2 * self.fontMetrics().lineSpacing(), 1))
        if last_focus(self) is None or reading is None:
            return
        offset = reading.offset
        if bar.value() == before:  # the page ends here: the cursor goes to its first or last line
            offset = height if by > 0 else 0
        self._put_cursor(bar.value() + min(max(offset, 0), height))

    def _put_cursor(self, height: int) -> None:
        """Focus the field at a height of the content, or the nearest on view, and put the cursor there."""
        top = self.verticalScrollBar().value()
        seen = QRect(0, top, self.content().width(), self.viewport().height())
        reached = (one for one in self.fields() if one.focusPolicy() & Qt.FocusPolicy.TabFocus)
        lines = [(self._line(one, None), one) for one in reached if one.isVisible() and one.isEnabled()]
        near = [
            (max(line.top() - height, height - line.bottom(), 0), at, one)
            for at, (line, one) in enumerate(lines)
            if line.intersects(seen)
        ]
        if not near:
            return
        field = min(near)[2]
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(field, QTextEdit):
            at = field.viewport().mapFrom(self.content(), QPoint(0, height))
            field.setTextCursor(field.cursorForPosition(QPoint(0, at.y())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.hold(event.oldSize().height())
        super().resizeEvent(event)

    def _moved(self) -> None:
        if self._place is not None:
            self._restore(self._place)
            self._calm.start()

    def _rest(self) -> None:
        if self._place is None:
            return
        self.settle()
        self._restore(self._place)
        height, self._height = self._height, self.content().height()
        if height == self._height:
            self.let_go()
        else:
            self._calm.start()

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
