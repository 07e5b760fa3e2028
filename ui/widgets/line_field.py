"""Fields of one line: what is withheld of words of an answer comes in and goes out with them."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, Qt, Signal
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

from pia_desktop.forms.cleaning import taken_in
from ui.widgets.actions import name_menu
from ui.widgets.clipboard_data import clipboard_data
from ui.widgets.dragging import as_words, take_files_as_copies
from ui.widgets.keys import is_stray
from ui.widgets.overrides import guarded
from ui.widgets.utf16 import character_at

if TYPE_CHECKING:
    from pia_desktop.exchange.cells import Cell

_BREAKS: Final = re.compile(r"[\t\n]+")
_Mode = QClipboard.Mode
_Key = QKeySequence.StandardKey


@guarded
class MarkedLine(QLineEdit):
    """A line into which and out of which words bring what of them is withheld."""

    takes_cells: Callable[[QMimeData], bool] = staticmethod(as_words)
    """Takes a range of cells that is pasted or dropped; False if it is to come in as words."""

    def put(self, words: Cell) -> None:
        """Insert words of this program in place of the selection."""
        raise NotImplementedError

    def put_line(self, words: str) -> None:
        """Insert words of another program, which may come with line ends and tabs."""
        self.insert(in_one_line(words))

    def part(self, start: int, end: int) -> QMimeData:
        """Clipboard data for part of its text."""
        raise NotImplementedError

    def copy(self) -> None:
        self._give(_Mode.Clipboard)

    def cut(self) -> None:
        if self.hasSelectedText() and not self.isReadOnly():
            self.copy()
            self.del_()

    def paste(self) -> None:
        if not self._took(_Mode.Clipboard):
            super().paste()

    def marked(self) -> QMimeData:
        """Clipboard data for what is selected."""
        text = self.text()
        start, end = (character_at(text, at) for at in (self.selectionStart(), self.selectionEnd()))
        return self.part(start, end)

    def _give(self, mode: QClipboard.Mode) -> None:
        if self.hasSelectedText():
            QGuiApplication.clipboard().setMimeData(self.marked(), mode)

    def _give_selection(self) -> None:
        """Where the desktop has it, say of what was just selected what is withheld; Qt has put it there."""
        clipboard = QGuiApplication.clipboard()
        if clipboard.supportsSelection() and clipboard.ownsSelection():
            self._give(_Mode.Selection)

    def _took(self, mode: QClipboard.Mode) -> bool:
        """Whether words were there, which are inserted.

        Where the desktop has it, what was selected last is there to be pasted, too.
        """
        clipboard = QGuiApplication.clipboard()
        if mode is _Mode.Selection and not clipboard.supportsSelection():
            return False
        return self._inserted(clipboard_data(mode))

    def _inserted(self, source: QMimeData) -> bool:
        from ui.widgets.own_words import one_text
        from ui.widgets.pasted_words import files_on, rows_on, tell_nothing_fits

        if self.isReadOnly():
            return False
        if files_on(source):  # its path is no words
            tell_nothing_fits(self)
            return True
        if self.takes_cells(source):
            return True
        words, rows = one_text(source), rows_on(source)
        if words is not None:
            self.put(words)
        elif rows:
            self.put_line("\t".join(cell.words for row in rows for cell in row))
        return words is not None or bool(rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_stray(event):
            return
        if event.matches(_Key.Copy):
            self.copy()
        elif event.matches(_Key.Cut):
            self.cut()
        elif not self._pasted_by(event):
            super().keyPressEvent(event)
            if self.hasSelectedText():  # Ctrl+A gives it anew where all is selected already
                self._give_selection()

    def _pasted_by(self, event: QKeyEvent) -> bool:
        if _pastes_selection(event):
            return self._took(_Mode.Selection)
        return event.matches(_Key.Paste) and self._took(_Mode.Clipboard)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.MiddleButton:
            self.deselect()
            if self._took(_Mode.Selection):
                return
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self._give_selection()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        own = {"edit-cut": self.cut, "edit-copy": self.copy, "edit-paste": self.paste}
        for action in menu.actions():
            if action.objectName() in own:
                action.triggered.disconnect()
                action.triggered.connect(own[action.objectName()])
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name_menu(menu, self)
        menu.popup(event.globalPos())  # not exec: the field may be gone before the menu is

    def dropEvent(self, event: QDropEvent) -> None:
        at = self.cursorPosition()
        self.setCursorPosition(self.cursorPositionAt(event.position().toPoint()))
        if self._inserted(event.mimeData()):
            event.acceptProposedAction()
            take_files_as_copies(event)
        else:
            self.setCursorPosition(at)
            super().dropEvent(event)


@guarded
class LineField(MarkedLine):
    """What is pasted or dropped says itself what of it is withheld: no mark can stand beside it here."""

    def put(self, words: Cell) -> None:
        """Insert them with what they withhold said in words."""
        from ui.widgets.own_words import noted_words

        self.insert(in_one_line(noted_words(self, words)))

    def part(self, start: int, end: int) -> QMimeData:
        """What is withheld in words is withheld by a mark."""
        from ui.widgets.own_words import noted_data

        return noted_data(self.text(), start, end)


def in_one_line(words: str) -> str:
    """Words as they stand in one line: a cell of a spreadsheet comes with a line end of its own."""
    return _BREAKS.sub(" ", taken_in(words).strip("\t\n"))


def _pastes_selection(event: QKeyEvent) -> bool:
    """Whether a key pastes what was selected last, not what was copied (X11)."""
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    return event.key() == Qt.Key.Key_Insert and event.modifiers() == both


@guarded
class LineDelegate(QStyledItemDelegate):
    """Edits the cells of a list or table in such a field."""

    cells_came = Signal(object)
    """A range of cells was pasted into one: ``Rows``."""

    takes_ranges = False
    """Whether anything is done with these."""

    def createEditor(
        self,
        parent: QWidget,
        _option: QStyleOptionViewItem,
        _index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        field = LineField(parent)
        field.setFrame(False)
        if self.takes_ranges:
            field.takes_cells = partial(self._give, field)
        return field

    def _give(self, field: LineField, source: QMimeData) -> bool:
        from ui.widgets.own_words import lines_on

        rows = lines_on(source)
        if sum(map(len, rows)) <= 1:
            return False
        self.closeEditor.emit(field, QStyledItemDelegate.EndEditHint.NoHint)
        self.cells_came.emit(rows)
        return True

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Fill the field, but not over what is being typed, when the rows are read anew."""
        if not (isinstance(editor, LineField) and editor.isModified()):
            super().setEditorData(editor, index)
