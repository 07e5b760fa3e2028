"""Fields for words to look for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.widgets.clear_button import offer_to_clear
from ui.widgets.icons import put_search_sign
from ui.widgets.overrides import guarded
from ui.widgets.stray_keys import is_stray


@guarded
class FindField(QLineEdit):
    """A field with a button that empties it; ``words`` tell what is searched."""

    def __init__(self, parent: QWidget, words: str) -> None:
        super().__init__(parent)
        self.setPlaceholderText(words)
        self.setAccessibleName(words)
        offer_to_clear(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not is_stray(event):
            super().keyPressEvent(event)


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
