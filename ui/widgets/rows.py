"""Rows of tables, lists and trees: picked as a whole, and with padding."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from ui.widgets.overrides import guarded
from ui.widgets.theme import em


@contextmanager
def scrolled_as_before(view: QAbstractItemView) -> Iterator[None]:
    """Show rows anew without moving what is seen, wherever the current row is."""
    bars = view.verticalScrollBar(), view.horizontalScrollBar()
    values = [bar.value() for bar in bars]
    yield
    view.doItemsLayout()
    for bar, value in zip(bars, values, strict=True):
        bar.setValue(value)


def pick_rows(table: QTableView, *, several: bool = False) -> None:
    """Make it a table of which whole rows are picked and no cell is edited; Tab leaves it."""
    modes = QAbstractItemView.SelectionMode
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(modes.ExtendedSelection if several else modes.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.horizontalHeader().setHighlightSections(False)


@guarded
class RoomyRows(QStyledItemDelegate):
    """Draws as usual, in rows at least 1.75 em high."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), max(size.height(), round(em() * 1.75)))
