"""Words that are dragged with the mouse: inside their field they move, anywhere else they are copied.

Left to itself, Qt takes words out of their field wherever they are let go.  One slip of the hand into a
search box, another window or another program, and they are gone from the form.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag, QDragMoveEvent, QDropEvent, QMouseEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from ui.widgets.overrides import guarded

_MOVE, _COPY = Qt.DropAction.MoveAction, Qt.DropAction.CopyAction


class WordsDrag:
    """What a field with words of several lines asks when the mouse is used in it."""

    def __init__(self) -> None:
        self._start: QPoint | None = None

    def pressed(self, event: QMouseEvent, before: QTextCursor, now: QTextCursor) -> None:
        """A button went down.  Qt leaves words marked only where they may be dragged from."""
        kept = before.hasSelection() and (before.anchor(), before.position()) == (
            now.anchor(),
            now.position(),
        )
        left = event.button() == Qt.MouseButton.LeftButton
        self._start = event.position().toPoint() if kept and left else None

    def ended(self) -> None:
        """The button went up, or down for the second time."""
        self._start = None

    def moved(self, event: QMouseEvent, viewport: QWidget, words: Callable[[], QMimeData]) -> bool:
        """The mouse moved; whether that is a drag, or may still become one.  Returns when it is let go."""
        if self._start is None or not event.buttons() & Qt.MouseButton.LeftButton:
            return False
        way = event.position().toPoint() - self._start
        if way.manhattanLength() >= QApplication.startDragDistance():
            self._start = None
            drag = QDrag(viewport)
            drag.setMimeData(words())
            drag.exec(_COPY | _MOVE, _COPY)
        return True

    @staticmethod
    def is_over(event: QDragMoveEvent, viewport: QWidget, *, writing: bool) -> None:
        """Words are held over a field: the pointer says what letting them go would do."""
        if event.isAccepted() and writing and _moves(event, viewport):
            event.setDropAction(_MOVE)
            event.accept()

    @staticmethod
    def is_dropped(event: QDropEvent, viewport: QWidget) -> None:
        """Words are let go, before the field takes them."""
        if _moves(event, viewport):
            event.setDropAction(_MOVE)


def _moves(event: QDropEvent, viewport: QWidget) -> bool:
    return event.source() is viewport and not event.modifiers() & Qt.KeyboardModifier.ControlModifier


@guarded
class PlainField(QPlainTextEdit):
    """A field for words of several lines in dialogs and panes."""

    def __init__(self, parent: QWidget, words: str = "") -> None:
        super().__init__(words, parent)
        self._drag = WordsDrag()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        before = self.textCursor()
        super().mousePressEvent(event)
        self._drag.pressed(event, before, self.textCursor())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._drag.ended()
        super().mouseDoubleClickEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag.ended()
        super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._drag.moved(event, self.viewport(), self.createMimeDataFromSelection):
            super().mouseMoveEvent(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)
        self._drag.is_over(event, self.viewport(), writing=not self.isReadOnly())

    def dropEvent(self, event: QDropEvent) -> None:
        self._drag.is_dropped(event, self.viewport())
        super().dropEvent(event)
