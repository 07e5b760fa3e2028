"""Draws the rows of a table of long texts: some whole lines of each cell."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QTableView

from ui.widgets.line_field import LineDelegate
from ui.widgets.overrides import guarded
from ui.widgets.row_paint import draw_all_but_words, row_colour
from ui.widgets.theme import space

_LINES = 3

_Index = QModelIndex | QPersistentModelIndex
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignTop


@guarded
class WholeLines(LineDelegate):
    """Draws only whole lines of a cell's text; Qt's own delegate cuts the last line in half."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        self.initStyleOption(option, index)
        words = draw_all_but_words(painter, option)
        room = option.rect.adjusted(space(1), space(1), -space(1), -space(1))
        spacing = option.fontMetrics.lineSpacing()
        room.setHeight(max(room.height() // spacing, 1) * spacing)
        painter.save()
        painter.setClipRect(room)
        painter.setFont(option.font)
        painter.setPen(row_colour(option))
        painter.drawText(room, int(_WRAPPED), words)
        painter.restore()


def set_row_height(view: QTableView) -> None:
    """Give the rows of a table room for ``_LINES`` whole lines."""
    view.verticalHeader().setDefaultSectionSize(_LINES * view.fontMetrics().lineSpacing() + 2 * space(1) + 1)
