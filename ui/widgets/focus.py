"""Finds the widget to focus in a pane or page, and the selected text."""

from __future__ import annotations

from typing import Final, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from pia_desktop.assessment.withheld import Spans

_BEGINS_AT: Final = "begins_at"


def begin_at(page: QWidget, field: QWidget) -> None:
    """Let ``start`` and ``enter`` focus a field that is not the first of a page or pane.

    As its focus proxy it would be first by Tab, too, and what stands before it would be passed over.
    """
    page.setProperty(_BEGINS_AT, field)


def start(page: QWidget, reason: Qt.FocusReason) -> None:
    """Focus the field that a page begins at; its first, where that is hidden or disabled (an empty list)."""
    begun = page.property(_BEGINS_AT)
    if begun is None or not _can_have_focus(begun, page):
        begun = page.focusProxy() or first_field(page) or page
    begun.setFocus(reason)


def enter(page: QWidget, reason: Qt.FocusReason) -> None:
    """Focus what had the focus there last, else the field that it begins at."""
    before = last_focus(page)
    if before is not None and _can_have_focus(before, page):
        before.setFocus(reason)
    else:
        start(page, reason)


def _can_have_focus(field: QWidget, page: QWidget) -> bool:
    """Whether Qt would focus a field of a page that is shown."""
    return field.isVisibleTo(page) and field.isEnabledTo(page)


def last_focus(pane: QWidget) -> QWidget | None:
    """The last focused widget in a pane, or None, which PySide's type hints do not mention."""
    return cast("QWidget | None", pane.focusWidget())


def first_field(page: QWidget) -> QWidget | None:
    """The first widget of a page that can be focused by Tab."""
    fields = page.findChildren(QWidget)
    return next((w for w in fields if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible()), None)


def withheld_of_marked() -> Spans | None:
    """The withheld spans of the selected text."""
    from ui.widgets.line_field import MarkedLine
    from ui.widgets.own_words import one_text

    field = QApplication.focusWidget()
    if isinstance(field, MarkedLine) and field.hasSelectedText():
        cell = one_text(field.marked())
    elif isinstance(field, QTextEdit | QPlainTextEdit) and field.textCursor().hasSelection():
        cell = one_text(field.createMimeDataFromSelection())
    else:
        return None
    return cell.withheld if cell is not None else None


def marked_words() -> str:
    """The selected text of the focused field; paragraphs end in U+2029, as in Qt."""
    field = QApplication.focusWidget()
    if isinstance(field, QTextEdit | QPlainTextEdit):
        return field.textCursor().selectedText()
    return field.selectedText() if isinstance(field, QLineEdit) else ""
