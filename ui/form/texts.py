"""Text fields of the form: as tall as their text, plain text only, with the window's undo."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QMimeData, QSizeF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSizePolicy, QTextEdit, QWidget

from pia_desktop.assessment.withheld import WHOLE, Brought, Spans, ordered
from pia_desktop.forms.cleaning import UNREADABLE, taken_in, taken_in_at
from pia_desktop.forms.values import MAX_TEXT
from ui.context.steps import TextChange
from ui.form.line_height import is_spaced, space_lines
from ui.widgets.dragging import WordsDrag, as_words, take_files_as_copies
from ui.widgets.keys import is_stray, pages
from ui.widgets.overrides import guarded
from ui.widgets.theme import space
from ui.widgets.utf16 import character_at, utf16_length

if TYPE_CHECKING:
    from pia_desktop.exchange.cells import Cell

_OWN_UNDO = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


def is_undo(event: QKeyEvent) -> bool:
    """Whether a key press means undo or redo, which the window handles."""
    return any(event.matches(key) for key in _OWN_UNDO)


_ACTING: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
"""Keys that act elsewhere, in a list or on a button, and write here."""


@guarded
class GrowingText(QTextEdit):
    """A field as tall as its text.

    ``single`` fields hold a short answer: Enter goes to the next field, Shift+Enter starts a new line.  In
    others Enter starts a new line and Ctrl+Enter goes on.
    """

    edited = Signal(str)
    """The user changed the text: the cleaned text."""
    brought = Signal(str, object)
    """Before ``edited``, text was pasted or dropped: the cleaned text, and ``Brought``."""
    pasted = Signal(int, int)
    """After ``edited``, text was pasted or dropped: its start and end position."""
    cells_joined = Signal(int)
    """After ``edited``, so many cells of a spreadsheet became one short answer."""
    entered = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None, *, single: bool = False) -> None:
        super().__init__(parent)
        self._single = single
        self._showing = False
        self._composing = False
        self._preedit = ""
        self._text: str | None = None
        self._before = ""  # the text before the edit under way
        self._clean = True  # whether that needs no cleaning
        self._at_once = False  # whether the edit under way is a step of undo by itself
        self._pressed = 0  # the key that was pressed here last
        self._released = (0, 0)  # the key that was released here last, and when
        self.change = TextChange(0)
        """The user's last change."""
        self._brought: tuple[int, Cell] | None = None
        self._drag = WordsDrag()
        self.passages: Callable[[], Spans | None] = lambda: None
        """The withheld spans of its text, for copying."""
        self.begins = 0
        """Position of its text in that of the answer."""
        self.withholds = False
        """Whether spans of its text can be withheld."""
        self.keeps_marks = True
        """Whether what is withheld of words that come is kept beside them, in whatever way."""
        self.takes_cells: Callable[[QMimeData], bool] = as_words
        """Takes a range of cells that is pasted or dropped; False if it is to come in as text."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().contentsChange.connect(self._forget_text)
        self.document().setDocumentMargin(space(1))
        space_lines(self.document(), self.font())
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self.textChanged.connect(self._text_changed)
        self.cursorPositionChanged.connect(self._keep_in_view)
        self._fit(self.document().size())

    @property
    def single(self) -> bool:
        """Whether it holds a short answer."""
        return self._single

    def is_chosen_whole(self) -> bool:
        """Whether it is empty, or all of it is selected: what is pasted is all that will stand there."""
        cursor = self.textCursor()
        return cursor.selectionEnd() - cursor.selectionStart() == self.document().characterCount() - 1

    def text(self) -> str:
        """The field's text.  Qt's toPlainText would turn no-break spaces into spaces."""
        if self._text is None:  # Qt is slow to return long text, and each key press needs it several times
            self._text = self.document().toRawText().replace("\u2029", "\n").replace("\u2028", "\n")
        return self._text

    @Slot(int, int, int)
    def _forget_text(self, _at: int, _gone: int, _come: int) -> None:
        self._text = None

    def mark(self, start: int, end: int) -> None:
        """Focus the field and select text, in characters."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        text = self.text()
        cursor = self.textCursor()
        cursor.setPosition(utf16_length(text[:start]))
        cursor.setPosition(utf16_length(text[:end]), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def line_end(self) -> int:
        """Position of the end of the cursor's line, in characters; 0 if the cursor is at the very start."""
        text = self.text()
        at = character_at(text, self.textCursor().position())
        end = text.find("\n", at) if at else 0
        return len(text) if end < 0 else end

    def show_text(self, text: str) -> None:
        """Show text from the contents, keeping the cursor in unchanged text."""
        old = self.text()
        if old == text:
            return
        if self._composing:
            self.commit_composition()
            old = self.text()
        self._showing = True
        try:
            if old:
                self._replace_difference(old, text)
            else:
                self.setPlainText(text)
                space_lines(self.document(), self.font())
        finally:
            self._showing = False
            self._before = self.text()
            self._clean = False

    def _replace_difference(self, old: str, new: str) -> None:
        """Replace only what differs, so that the view does not jump and little is laid out again."""
        change = TextChange.between(old, new)
        cursor = QTextCursor(self.document())
        first = utf16_length(old[: change.at])
        cursor.setPosition(first)
        cursor.setPosition(first + utf16_length(change.removed), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(change.inserted)
        self.setTextCursor(cursor)

    @Slot()
    def _text_changed(self) -> None:
        if self._showing:
            return
        text = self.text()
        if len(text) > MAX_TEXT and len(text) > len(self._before):
            self._refuse(text)
            return
        change = self.change = TextChange.between(self._before, text, alone=self._at_once)
        self._before = text
        end = change.at + len(change.inserted)
        cleaned = taken_in_at(text, change.at, end) if self._clean else taken_in(text)
        self._clean = cleaned == text
        if self._brought is None:
            self.edited.emit(cleaned)
            return
        (place, came), self._brought = self._brought, None
        start = character_at(text, place)
        if cleaned != text:
            start = len(taken_in(text[:start]))
        self.brought.emit(cleaned, Brought(start, len(came.words), came.withheld))
        self.edited.emit(cleaned)
        self.pasted.emit(start, start + len(came.words))

    def _refuse(self, text: str) -> None:
        """Undo an input that would make the answer too long, and say so."""
        from ui.form.clipping import tell_full

        self._brought = None
        self._showing = True
        self._replace_difference(text, self._before)
        self._showing = False
        tell_full(self)

    @Slot(QSizeF)
    def _fit(self, size: QSizeF) -> None:
        """Set the height to that of the text."""
        height = math.ceil(size.height())
        if height != self.height():
            self.setFixedHeight(height)
            if self.hasFocus():
                QTimer.singleShot(0, self, self._keep_in_view)

    @Slot()
    def _keep_in_view(self) -> None:
        """Scroll the page to the cursor: a field as tall as its text does not scroll itself."""
        if not self.hasFocus():
            return
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        canvas = area.widget() if area else None
        if area is None or canvas is None:
            return
        cursor = self.cursorRect()
        at = self.viewport().mapTo(canvas, cursor.center())
        if at.y() > canvas.height():  # the page grows with the field in several rounds of its layouts
            grown = area.verticalScrollBar().rangeChanged
            grown.connect(self._keep_in_view, Qt.ConnectionType.SingleShotConnection)
        area.ensureVisible(at.x(), at.y(), space(4), cursor.height() + space(4))

    # ---- what Qt calls

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and not is_spaced(self.document(), self.font()):
            self._showing = True
            space_lines(self.document(), self.font())
            self._showing = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit(self.document().size())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and is_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_stray(event) or self._is_held_from_elsewhere(event):
            return
        if pages(event):
            event.ignore()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.isReadOnly():
            onward = not event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            if not self._single:
                onward = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if onward:
                self.focusNextChild()
                return
        self._at_once = event.matches(QKeySequence.StandardKey.Cut)
        super().keyPressEvent(event)
        self._at_once = False

    def _is_held_from_elsewhere(self, event: QKeyEvent) -> bool:
        """Whether Enter in a list or Space on a button brought the cursor here and is still held down: nobody
        means what it would write.  Other keys may begin in an input method, which keeps their first press.
        """
        # Some systems release a key for each repeat, and Qt does not always see that they belong together.
        if not event.isAutoRepeat() and (event.key(), event.timestamp()) != self._released:
            self._pressed = event.key()
            return False
        return event.key() in _ACTING and event.key() != self._pressed

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._released = (event.key(), event.timestamp())
        super().keyReleaseEvent(event)

    def commit_composition(self) -> None:
        """Commit preedit text, whatever the input method does."""
        if not self._composing:
            return
        held = self._preedit
        method = QGuiApplication.inputMethod()
        method.commit()
        if self._composing:  # some input methods only end a composition, with or without committing its text
            method.reset()
        if self._preedit == held:
            taken = QInputMethodEvent()
            taken.setCommitString(held)
            QApplication.sendEvent(self, taken)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        if self._composing or event.commitString():
            self._preedit = event.preeditString()
        super().inputMethodEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        stays = event.reason() in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        if not stays:  # an abandoned composition would be committed during an undo, or never
            self.commit_composition()
        super().focusOutEvent(event)
        self._pressed = 0
        if not stays:
            self.left.emit()

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
        if not self.isReadOnly():  # dropped text is completed on leaving, like typed text
            self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().dropEvent(event)
        take_files_as_copies(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        from pia_desktop.exchange.cells import Cell
        from ui.form.clipping import clipping
        from ui.widgets.own_words import noted_data

        text, cursor = self.text(), self.textCursor()
        start, end = (character_at(text, at) for at in (cursor.selectionStart(), cursor.selectionEnd()))
        if not self.keeps_marks:
            return noted_data(text, start, end)
        spans = self.passages()
        if spans == WHOLE:
            return clipping((((Cell(text[start:end], WHOLE)),),))
        inside = ordered((max(first, start) - start, min(last, end) - start) for first, last in spans or ())
        return clipping(((Cell(text[start:end], inside or None),),))

    def insertFromMimeData(self, source: QMimeData) -> None:
        from pia_desktop.exchange.cells import Cell
        from ui.form.clipping import fits, tell_unreadable
        from ui.widgets.own_words import noted_words
        from ui.widgets.pasted_words import range_on, tell_nothing_fits, words_on

        if self.takes_cells(source):
            return
        came = words_on(source)
        if came is None:
            tell_nothing_fits(self)
            return
        if self._single:
            came = replace(came, words=came.words.rstrip("\n"))
        if not self.keeps_marks:
            came = Cell(noted_words(self, came))
        if not fits(self, came.words, MAX_TEXT - len(self.text())):
            return
        cursor = self.textCursor()
        # When text is moved within the field, Qt signals one change after both steps.
        self._brought = cursor.selectionStart(), came
        self._at_once = True
        cursor.insertText(came.words)
        self._at_once = False
        if UNREADABLE in came.words:
            tell_unreadable(self)
        if self._single and (cells := range_on(source, by_tabs=False)):
            self.cells_joined.emit(sum(bool(cell.words) for row in cells for cell in row))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml()  # text of this program comes in both formats
