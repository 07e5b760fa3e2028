"""Draws the list of changes: Qt's own delegate measures wrapped words otherwise than it draws them."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem

from ui.widgets.overrides import guarded
from ui.widgets.row_paint import draw_all_but_words, row_colour
from ui.widgets.theme import space

_WRAPPED: Final = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
_Index = QModelIndex | QPersistentModelIndex


@guarded
class WrappedLines(QStyledItemDelegate):
    """Words as tall as they need to be at the width of the list."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        self.initStyleOption(option, index)
        words = draw_all_but_words(painter, option)
        painter.save()
        painter.setFont(option.font)
        painter.setPen(row_colour(option))
        painter.drawText(self._room(option.rect), _WRAPPED, words)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        self.initStyleOption(option, index)
        width = self._view.viewport().width() - 2 * self._view.spacing()
        room = self._room(QRect(0, 0, width, 100 * option.fontMetrics.height()))
        high = QFontMetrics(option.font).boundingRect(room, _WRAPPED, option.text).height()
        return QSize(width, high + 2 * space(1))

    @staticmethod
    def _room(rect: QRect) -> QRect:
        return rect.adjusted(space(2), space(1), -space(2), -space(1))
