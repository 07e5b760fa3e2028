"""A field of one line for words that may go to others: in an answer, or beside an assessment."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import (
    QClipboard,
    QContextMenuEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.widgets.overrides import guarded
from ui.widgets.stray_keys import is_stray

_Mode = QClipboard.Mode


@guarded
class LineField(QLineEdit):
    """What is pasted or dropped says itself what of it is withheld: no mark can stand beside it here."""

    def paste(self) -> None:
        """Paste from the clipboard."""
        if not self._took(_Mode.Clipboard):
            super().paste()

    def _took(self, mode: QClipboard.Mode) -> bool:
        """Whether words of this program were there, which are inserted.

        Where the desktop has it, what was selected last is there to be pasted, too.
        """
        clipboard = QGuiApplication.clipboard()
        if mode is _Mode.Selection and not clipboard.supportsSelection():
            return False
        return self._inserted(clipboard.mimeData(mode))

    def _inserted(self, source: QMimeData) -> bool:
        from ui.widgets.own_words import noted_words_on

        words = None if self.isReadOnly() else noted_words_on(source, self)
        if words is not None:
            self.insert(words)
        return words is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_stray(event):
            return
        if _pastes_selection(event):
            took = self._took(_Mode.Selection)
        else:
            took = event.matches(QKeySequence.StandardKey.Paste) and self._took(_Mode.Clipboard)
        if not took:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.MiddleButton:
            self.deselect()
            if self._took(_Mode.Selection):
                return
        super().mouseReleaseEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(self.paste)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def dropEvent(self, event: QDropEvent) -> None:
        at = self.cursorPosition()
        self.setCursorPosition(self.cursorPositionAt(event.position().toPoint()))
        if self._inserted(event.mimeData()):
            event.acceptProposedAction()
        else:
            self.setCursorPosition(at)
            super().dropEvent(event)


def _pastes_selection(event: QKeyEvent) -> bool:
    """Whether a key pastes what was selected last, not what was copied (X11)."""
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    return event.key() == Qt.Key.Key_Insert and event.modifiers() == both


@guarded
class LineDelegate(QStyledItemDelegate):
    """Edits the cells of a list or table in such a field."""

    def createEditor(
        self,
        parent: QWidget,
        _option: QStyleOptionViewItem,
        _index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        field = LineField(parent)
        field.setFrame(False)
        return field
