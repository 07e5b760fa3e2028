"""Draws the rows of a table of long texts: some whole lines of each cell."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView

from ui.widgets.elided_place import elided_place
from ui.widgets.line_field import LineDelegate
from ui.widgets.overrides import guarded
from ui.widgets.row_paint import draw_all_but_words, row_colour
from ui.widgets.theme import space

_LINES = 3

_Index = QModelIndex | QPersistentModelIndex
_MOST = 300
"""Characters that a line has at most."""
_PLAY = 0.3
"""Of a line, what may stay free at the ends of the lines of a place."""


@guarded
class WholeLines(LineDelegate):
    """Draws only whole lines of a cell's text, the last with … where there is more.

    ``of_places``: the text is the place of an item, of which the middle may be left out.
    """

    def __init__(self, view: QTableView, *, of_places: bool = False) -> None:
        super().__init__(view)
        self._of_places = of_places

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        self.initStyleOption(option, index)
        words = draw_all_but_words(painter, option)
        room = option.rect.adjusted(space(1), space(1), -space(1), -space(1))
        metrics = option.fontMetrics
        count = max(room.height() // metrics.lineSpacing(), 1)
        painter.save()
        painter.setFont(option.font)
        painter.setPen(row_colour(option))
        if self._of_places:
            words = elided_place(metrics, words, round(room.width() * (count - _PLAY)))
        base = room.top() + metrics.ascent()
        for number, line in enumerate(first_lines(words, option.font, room.width(), count)):
            painter.drawText(room.left(), base + number * metrics.lineSpacing(), line)
        painter.restore()


def first_lines(words: str, font: QFont, wide: int, count: int) -> list[str]:
    """The first lines of a text, broken as Japanese is: no line begins with 。."""
    metrics = QFontMetrics(font)
    lines: list[str] = []
    for paragraph in words[: count * _MOST].split("\n"):
        layout = QTextLayout(paragraph, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        begun = 0
        while (line := layout.createLine()).isValid():
            if len(lines) == count:
                lines[-1] = metrics.elidedText(f"{lines[-1]}…", Qt.TextElideMode.ElideRight, wide)
                return lines
            line.setLineWidth(wide)
            lines.append(paragraph[begun : begun + line.textLength()])
            begun += line.textLength()
        layout.endLayout()
    return lines


def set_row_height(view: QTableView) -> None:
    """Give the rows of a table room for ``_LINES`` whole lines."""
    view.verticalHeader().setDefaultSectionSize(_LINES * view.fontMetrics().lineSpacing() + 2 * space(1) + 1)
