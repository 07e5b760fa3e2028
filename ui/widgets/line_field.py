"""A field of one line for words that may go to others beside an assessment: names, cells of the plan."""

from __future__ import annotations

from PySide6.QtGui import QContextMenuEvent, QDropEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from ui.widgets.overrides import guarded


@guarded
class LineField(QLineEdit):
    """What is pasted or dropped says itself what of it is withheld: no mark can stand beside it here."""

    def paste_words(self) -> None:
        """Paste from the clipboard."""
        from ui.widgets.own_words import noted_words_on

        words = noted_words_on(QGuiApplication.clipboard().mimeData(), self)
        if words is None:
            self.paste()
        else:
            self.insert(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste) and not self.isReadOnly():
            self.paste_words()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(self.paste_words)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def dropEvent(self, event: QDropEvent) -> None:
        from ui.widgets.own_words import noted_words_on

        words = noted_words_on(event.mimeData(), self)
        if words is None or self.isReadOnly():
            super().dropEvent(event)
            return
        self.setCursorPosition(self.cursorPositionAt(event.position().toPoint()))
        self.insert(words)
        event.acceptProposedAction()
