"""Which widget of a pane or a page is to have the cursor, and what is marked at it."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget


def last_focus(pane: QWidget) -> QWidget | None:
    """The widget in a pane that had the cursor last; Qt's own type does not say that there may be none."""
    return cast("QWidget | None", pane.focusWidget())


def first_field(page: QWidget) -> QWidget | None:
    """The first widget of a page that takes the cursor by Tab."""
    fields = page.findChildren(QWidget)
    return next((w for w in fields if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible()), None)


def marked_words() -> str:
    """The words that are marked in the field with the cursor; paragraphs end in U+2029, as Qt has it."""
    field = QApplication.focusWidget()
    if isinstance(field, QTextEdit | QPlainTextEdit):
        return field.textCursor().selectedText()
    return field.selectedText() if isinstance(field, QLineEdit) else ""
