"""Rows with padding, for lists and trees."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from ui.widgets.overrides import guarded
from ui.widgets.theme import em


@guarded
class RoomyRows(QStyledItemDelegate):
    """Draws as usual, in rows at least 1.75 em high."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), max(size.height(), round(em() * 1.75)))
