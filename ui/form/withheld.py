"""Withholding text from the public: the action at the cursor, and how withheld text looks."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QBrush, QClipboard, QGuiApplication, QPalette, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QApplication, QTextEdit

from pia_desktop.assessment.withheld import WHOLE, Spans, passages_of, toggled
from pia_desktop.i18n import _
from ui.context.session import Session
from ui.form.texts import GrowingText
from ui.widgets.contrast import FOR_MARKS, mixed, readable
from ui.widgets.theme import warning
from ui.widgets.utf16 import character_at, utf16_length

_HATCH = 0.45
"""Share of the colour of warnings in the hatching; more where it would not be seen."""


def toggle_at_cursor(session: Session) -> bool:
    """Withhold the selection or, if empty, the whole answer at the cursor; or publish it again.

    False if there is no answer.
    """
    path = session.at_hand()
    value = session.answer(path) if path is not None and len(path) % 2 else None
    if path is None or value is None:
        return False
    spans = session.root.withheld_at(path)
    passage = _selected(passages_of(value))
    if passage is None:
        session.withhold(path, None if spans else WHOLE)
    else:
        session.withhold(path, toggled(spans, passage, len(passages_of(value))))
        _give_selection()
    return True


def _give_selection() -> None:
    """Where the desktop has it, say of what is selected what is withheld now; it was given without."""
    clipboard, field = QGuiApplication.clipboard(), QApplication.focusWidget()
    if clipboard.supportsSelection() and clipboard.ownsSelection() and isinstance(field, GrowingText):
        clipboard.setMimeData(field.createMimeDataFromSelection(), QClipboard.Mode.Selection)


def _selected(words: str) -> tuple[int, int] | None:
    """The selection of the focused field in characters; None if it shows other text."""
    field = QApplication.focusWidget()
    if not isinstance(field, GrowingText) or not field.withholds:
        return None
    own, begin = field.text(), field.begins
    cursor = field.textCursor()
    if words[begin : begin + len(own)] != own or not cursor.hasSelection():
        return None
    return (
        begin + character_at(own, cursor.selectionStart()),
        begin + character_at(own, cursor.selectionEnd()),
    )


def show_passages(field: GrowingText, spans: Spans | None) -> None:
    """Hatch and underline the withheld spans of a field, so that colour is not needed to see them.

    The hatching is seen by itself: how the line under the words comes out depends on the font and the system.
    """
    text = field.text()
    passages = ((0, len(text)),) if spans == WHOLE else spans or ()
    look = QTextCharFormat()
    base = field.palette().color(QPalette.ColorRole.Base)
    colour = readable(mixed(base, warning(field.palette()), _HATCH), base, least=FOR_MARKS)
    look.setBackground(QBrush(colour, Qt.BrushStyle.BDiagPattern))
    look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DashUnderline)
    found = []
    for start, end in passages:
        first = utf16_length(text[:start])
        cursor = QTextCursor(field.document())
        cursor.setPosition(first)
        cursor.setPosition(first + utf16_length(text[start:end]), QTextCursor.MoveMode.KeepAnchor)
        selection = QTextEdit.ExtraSelection()
        selection.cursor, selection.format = cursor, look
        found.append(selection)
    field.setExtraSelections(found)


def withheld_words(spans: Spans | None) -> str:
    """The cell's notice about a withheld answer; empty if nothing is withheld."""
    if spans is None:
        return ""
    return _("Withheld from the public") if spans == WHOLE else _("Partly withheld from the public")
