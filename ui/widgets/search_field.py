"""Fields for words to look for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from pia_desktop.assessment.withheld import Brought, Spans, followed, with_brought, within
from pia_desktop.forms.cleaning import taken_in
from ui.widgets.clear_button import offer_to_clear
from ui.widgets.icons import put_search_sign
from ui.widgets.line_field import MarkedLine
from ui.widgets.overrides import guarded
from ui.widgets.utf16 import character_at

if TYPE_CHECKING:
    from pia_desktop.exchange.cells import Cell


@guarded
class FindField(MarkedLine):
    """A field with a button that empties it; ``words`` tell what is searched.

    Words are looked for as they are, and remember what of them is withheld.
    """

    def __init__(self, parent: QWidget, words: str) -> None:
        super().__init__(parent)
        self._withheld: Spans | None = None
        self._before = ""
        self._stood: dict[str, Spans] = {}
        """The marks of what stood there, since undo brings it back."""
        self.textChanged.connect(self._follow)
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        offer_to_clear(self)

    @Slot(str)
    def _follow(self, words: str) -> None:
        left = followed(self._withheld, self._before, words) if self._withheld else None
        self._mark(words, self._stood.get(words) or left)

    def _mark(self, words: str, spans: Spans | None) -> None:
        self._before, self._withheld = words, spans
        if spans:
            self._stood[words] = spans

    def show_words(self, words: str, withheld: Spans | None) -> None:
        """Show words that were selected in the form."""
        self.setText(words)
        self._mark(self.text(), withheld)

    def put(self, words: Cell) -> None:
        """Insert words, and remember their marks."""
        words = _without_end(words)
        spans, before = self._withheld, self._before
        self.insert(words.words)
        now, length = self.text(), len(words.words)
        start = character_at(now, self.cursorPosition()) - length
        if now[max(start, 0) :].startswith(words.words):
            self._mark(now, with_brought(spans, before, now, Brought(start, length, words.withheld)))

    def put_line(self, words: str) -> None:
        """Line ends inside are looked for, too, but not the one behind a cell of a spreadsheet."""
        self.insert(taken_in(words).strip("\t\n").replace("\t", " "))

    def part(self, start: int, end: int) -> QMimeData:
        """They come out with their marks."""
        from pia_desktop.exchange.cells import Cell
        from ui.widgets.own_words import words_data

        words = self.text()[start:end]
        return words_data(Cell(words, within(self._withheld, start, end)), words)


def _without_end(words: Cell) -> Cell:
    """Words without line ends behind them, which nobody means to look for."""
    kept = words.words.rstrip("\n")
    return replace(words, words=kept, withheld=within(words.withheld, 0, len(kept)))


class SearchField(FindField):
    """One that stands alone: a lens says what it is."""

    def __init__(self, parent: QWidget, words: str) -> None:
        super().__init__(parent, words)
        put_search_sign(self)


@guarded
class FilterField(SearchField):
    """A field above a list that it narrows: Escape empties it, Return and Down go to the list."""

    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.left.emit()
        else:
            super().keyPressEvent(event)
