"""Small icons in a cell for findings and notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QToolButton, QWidget

from ui.context.marks import Mark
from ui.widgets.buttons import tool_button
from ui.widgets.icons import set_icon
from ui.widgets.plain_text import tip
from ui.widgets.theme import space

BADGE_STEPS: Final = 2
"""Steps of the spacing scale around a badge."""

Chosen = Callable[[str], None]
"""Called with the pane of the mark that was clicked."""


class Badges(QWidget):
    """The badges of one cell: one per pane, with the text of all its marks."""

    def __init__(self, cell: QWidget, *, upright: bool = False) -> None:
        super().__init__(cell)
        self._marks: dict[str, tuple[tuple[Mark, ...], Chosen, str]] = {}
        self._buttons: dict[str, QToolButton] = {}
        along = QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight
        row = QBoxLayout(along, self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._row = row

    def show_marks(self, key: str, marks: Sequence[Mark], chosen: Chosen, place: str) -> None:
        """Set the marks of one place in the cell, called ``place`` by screen readers."""
        self._marks[key] = tuple(marks), chosen, place
        shown: dict[str, list[tuple[Mark, str]]] = {}
        for own, _told, where in self._marks.values():
            for mark in own:
                shown.setdefault(mark.pane, []).append((mark, where))
        for pane in sorted(self._buttons.keys() | shown.keys()):
            self._show(pane, shown.get(pane, []))

    def _show(self, pane: str, found: list[tuple[Mark, str]]) -> None:
        button = self._buttons.get(pane)
        if button is None:
            button = self._buttons[pane] = self._button(pane)
        button.setVisible(bool(found))
        if found:
            words = "\n".join(dict.fromkeys(mark.words for mark, _where in found))
            places = "／".join(dict.fromkeys(where for _mark, where in found))
            set_icon(button, found[0][0].symbol)
            button.setToolTip(tip(words))
            button.setAccessibleName(f"{places}\n{words}")  # entries of a list share the same text

    def _button(self, pane: str) -> QToolButton:
        button = tool_button(self, by_tab=False)  # Tab goes from answer to answer
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        side = button.iconSize()
        button.setFixedSize(side.width() + space(1), side.height() + space(1))
        button.clicked.connect(lambda: self._clicked(pane))
        self._row.insertWidget(sum(other < pane for other in self._buttons), button)
        return button

    def _clicked(self, pane: str) -> None:
        for marks, clicked, _where in self._marks.values():
            if any(mark.pane == pane for mark in marks):
                clicked(pane)
                return

    def stand_right(self, cell: QWidget) -> None:
        """Position at the right edge of a cell whose layout has no room for badges."""
        size = self._row.sizeHint()
        self.setGeometry(cell.width() - size.width() - space(1) // 2, space(1), size.width(), size.height())
