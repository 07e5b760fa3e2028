"""Undo in texts that are no answers of a form, so that what stood there for a second can be had back."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextDocumentLayout, QPlainTextEdit, QTextEdit

from ui.widgets.timers import single_shot

_PAUSE: Final = 950
"""Milliseconds without a change that end a step, as in the answers (``context/steps``)."""


def end_steps_at_pauses(field: QPlainTextEdit | QTextEdit) -> None:
    """Let a pause end a step of the field's own undo; Qt would undo an hour of typing at once."""
    # Qt joins no step to one before which the text counts as unchanged.
    pause = single_shot(field, _PAUSE, lambda: field.document().setModified(False))
    field.textChanged.connect(pause.start)


class KeptTexts:
    """The undo of fields that show one thing of many, or that come and go with their dialog.

    What was typed and given up is brought back by undo in the same place.  Nothing of it is ever stored.
    """

    def __init__(self) -> None:
        self._documents: dict[Hashable, QTextDocument] = {}

    def show(self, field: QPlainTextEdit, key: Hashable, words: str) -> None:
        """Show the words of one thing with the undo that it had; signals of the field stay silent."""
        left, shown = field.document(), self._documents.get(key)
        if shown is None:
            shown = self._documents[key] = QTextDocument()
            shown.setPlainText(words)
        with QSignalBlocker(field):
            if _words_of(shown) != words:
                replace_text(shown, words)
            if shown is left:
                return
            # A layout remembers the first field that it was shown in, which may be gone.
            shown.setDocumentLayout(QPlainTextDocumentLayout(shown))
            shown.setDefaultFont(field.font())
            needless = not (left.isUndoAvailable() or left.isRedoAvailable())
            field.setDocument(shown)  # deletes what the field came with
        if needless:
            self._documents = {one: kept for one, kept in self._documents.items() if kept is not left}


def _words_of(document: QTextDocument) -> str:
    """Its text with no-break spaces, which Qt would turn into spaces."""
    return document.toRawText().replace("\u2029", "\n").replace("\u2028", "\n")


def replace_text(document: QTextDocument, words: str) -> None:
    """Replace a text by a step of its own that can be undone."""
    document.setModified(False)
    cursor = QTextCursor(document)
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.insertText(words)
    document.setModified(False)
