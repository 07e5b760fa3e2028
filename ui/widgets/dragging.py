"""Drag and drop of text: within its field text is moved, elsewhere it is copied.

By default Qt removes dragged text from its field wherever it is dropped, so that a slip into a search box or
another program would delete it from the form.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QDrag, QDragMoveEvent, QDropEvent, QKeyEvent, QMouseEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget

from ui.widgets.keys import is_stray
from ui.widgets.overrides import guarded
from ui.widgets.own_undo import end_steps_at_pauses
from ui.widgets.utf16 import character_at

_MOVE, _COPY = Qt.DropAction.MoveAction, Qt.DropAction.CopyAction


class WordsDrag:
    """Mouse handling for multi-line text fields."""

    def __init__(self) -> None:
        self._start: QPoint | None = None

    def pressed(self, event: QMouseEvent, before: QTextCursor, now: QTextCursor) -> None:
        """Handle a button press.  Qt keeps a selection only if it can be dragged from there."""
        kept = before.hasSelection() and (before.anchor(), before.position()) == (
            now.anchor(),
            now.position(),
        )
        left = event.button() == Qt.MouseButton.LeftButton
        self._start = event.position().toPoint() if kept and left else None

    def ended(self) -> None:
        """Handle a button release, or a second press."""
        self._start = None

    def moved(self, event: QMouseEvent, viewport: QWidget, words: Callable[[], QMimeData]) -> bool:
        """Handle a mouse move; returns whether it is or may become a drag.  Blocks during the drag."""
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
        """Text is dragged over a field: set the cursor for what dropping would do."""
        if event.isAccepted() and writing and _moves(event, viewport):
            event.setDropAction(_MOVE)
            event.accept()

    @staticmethod
    def is_dropped(event: QDropEvent, viewport: QWidget) -> None:
        """Text is dropped, before the field accepts it."""
        if _moves(event, viewport):
            event.setDropAction(_MOVE)


def dropped_paths(data: QMimeData) -> list[Path]:
    """The local files and folders being dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def take_copy(event: QDropEvent) -> None:
    """Accept files or pictures as copies, whatever keys are held: a file manager takes away what is moved."""
    event.setDropAction(_COPY)
    event.accept()


def take_files_as_copies(event: QDropEvent) -> None:
    """The same after a field has accepted what is dropped, for files alone."""
    if event.isAccepted() and event.mimeData().hasUrls():
        take_copy(event)


def _moves(event: QDropEvent, viewport: QWidget) -> bool:
    return event.source() is viewport and not event.modifiers() & Qt.KeyboardModifier.ControlModifier


def as_words(_source: QMimeData) -> bool:
    """How a field takes cells of a spreadsheet unless somebody else does: not at all, they become words."""
    return False


@guarded
class PlainField(QPlainTextEdit):
    """A multi-line text field for dialogs and panes; Tab leaves it."""

    takes_cells: Callable[[QMimeData], bool] = staticmethod(as_words)
    """Takes a range of cells that is pasted or dropped; False if it is to come in as words."""

    def __init__(self, parent: QWidget, words: str = "", *, name: str = "") -> None:
        super().__init__(words, parent)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        end_steps_at_pauses(self)
        self._drag = WordsDrag()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not is_stray(event):
            super().keyPressEvent(event)

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
        take_files_as_copies(event)

    def is_chosen_whole(self) -> bool:
        """Whether it is empty, or all of it is selected: what is pasted is all that will stand there."""
        cursor = self.textCursor()
        return cursor.selectionEnd() - cursor.selectionStart() == self.document().characterCount() - 1

    def createMimeDataFromSelection(self) -> QMimeData:
        from ui.widgets.own_words import noted_data

        text, cursor = self.toPlainText(), self.textCursor()
        return noted_data(
            text,
            character_at(text, cursor.selectionStart()),
            character_at(text, cursor.selectionEnd()),
        )

    def insertFromMimeData(self, source: QMimeData) -> None:
        from ui.widgets.own_words import noted_words
        from ui.widgets.pasted_words import tell_nothing_fits, words_on

        if self.takes_cells(source):
            return
        came = words_on(source)
        if came is None:
            tell_nothing_fits(self)
        else:
            self.insertPlainText(noted_words(self, came))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml()  # words of this program come as both
