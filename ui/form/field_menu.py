"""What a right click on a field offers, and the same for the menu 編集: cut, copy, paste, select all.

What the window offers for the item it adds itself (``Session.menu_requested``).
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMimeData, QObject
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from pia_desktop.i18n import _

Field = QTextEdit | QPlainTextEdit | QLineEdit

_NATIVE: Final = QKeySequence.SequenceFormat.NativeText


def marked(field: Field) -> bool:
    """Whether words are marked in a field."""
    return field.hasSelectedText() if isinstance(field, QLineEdit) else field.textCursor().hasSelection()


class TextActions(QObject):
    """Cut, copy, paste and select all, for one field or (None) for the one that has the cursor.

    Their keys are the fields' own; here they are only told of, so that they stay free for lists.
    """

    def __init__(self, parent: QObject, field: Field | None = None) -> None:
        super().__init__(parent)
        self._field = field
        key = QKeySequence.StandardKey
        self.cut = self._make(_("Cu&t"), key.Cut)
        self.copy = self._make(_("&Copy"), key.Copy)
        self.paste = self._make(_("&Paste"), key.Paste)
        self.all = self._make(_("Select &All"), key.SelectAll)
        self.actions = [self.cut, self.copy, self.paste, self.all]
        self.cut.triggered.connect(lambda: self._do("cut"))
        self.copy.triggered.connect(lambda: self._do("copy"))
        self.paste.triggered.connect(lambda: self._do("paste"))
        self.all.triggered.connect(lambda: self._do("selectAll"))
        self.refresh()

    def _make(self, words: str, key: QKeySequence.StandardKey) -> QAction:
        return QAction(f"{words}\t{QKeySequence(key).toString(_NATIVE)}", self)

    def _target(self) -> Field | None:
        if self._field is not None:
            return self._field
        now: QWidget | None = QGuiApplication.focusObject()  # type: ignore[assignment]
        return now if isinstance(now, Field) else None

    def _do(self, name: str) -> None:
        field = self._target()
        if field is not None:
            {"cut": field.cut, "copy": field.copy, "paste": field.paste, "selectAll": field.selectAll}[name]()

    def refresh(self) -> None:
        """Offer what can be done now."""
        field = self._target()
        some = field is not None and marked(field)
        writing = field is not None and not field.isReadOnly()
        self.cut.setEnabled(some and writing)
        self.copy.setEnabled(some)
        data: QMimeData | None = QGuiApplication.clipboard().mimeData()
        there = data is not None and (data.hasText() or data.hasImage())
        self.paste.setEnabled(writing and there)
        self.all.setEnabled(field is not None)
