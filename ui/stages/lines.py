"""Sentences one below the other, each with an icon."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.widgets.layouts import flush_column, flush_row
from ui.widgets.plain_text import note
from ui.widgets.sign import Sign
from ui.widgets.theme import space


class Lines(QWidget):
    """Sentences one below the other, each with an icon."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._column = flush_column(self, space(1))
        self._shown: list[tuple[str, str]] = []
        self._rows: list[QWidget] = []

    @property
    def words(self) -> list[str]:
        return [words for _symbol, words in self._shown]

    def show_lines(self, lines: list[tuple[str, str]]) -> None:
        """Replace them: icon name and text of each."""
        if lines == self._shown:
            return
        self._shown = lines
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._line(symbol, words) for symbol, words in lines]

    def _line(self, symbol: str, words: str) -> QWidget:
        row = QWidget(self)
        layout = flush_row(row, space(2))
        if symbol:
            layout.addWidget(Sign(row, symbol), 0, Qt.AlignmentFlag.AlignTop)
        label = note(row, words)
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        layout.addWidget(label, 1)
        self._column.addWidget(row)
        return row
