"""The plan's columns: order, titles, visibility, and the clerk's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from pia_desktop.i18n import _
from pia_desktop.office.plan_columns import PlanColumn, own_column
from ui.printing.copied_rows import copy_as_cells
from ui.widgets.buttons import add_button
from ui.widgets.dialog import Dialog
from ui.widgets.layouts import Growing, row_of
from ui.widgets.line_field import LineDelegate
from ui.widgets.theme import em

_COLUMN = Qt.ItemDataRole.UserRole


class PlanColumnsDialog(Dialog):
    """A list to tick, rename (F2) and reorder."""

    def __init__(self, parent: QWidget, columns: Sequence[PlanColumn]) -> None:
        super().__init__(parent, _("Columns of the Plan"))
        self._columns = {one.id: one for one in columns}
        self.add_words(_("Ticked columns are shown. F2 or a double click renames one."))
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Columns of the Plan"))
        self.list.setItemDelegate(LineDelegate(self.list))
        copy_as_cells(self.list)
        self.list.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked
        )
        for one in columns:
            self._add(one)
        side = QVBoxLayout()
        self.up = add_button(side, _("Move &Up"), lambda: self._move(-1), "up")
        self.down = add_button(side, _("Move &Down"), lambda: self._move(1), "down")
        self.add = add_button(side, _("&Add a Column"), self._add_own, "plus")
        side.addStretch(1)
        self.column.addLayout(row_of(Growing(self.list), side), 1)
        self.end_with(_("OK"))
        self.take_size(em(self) * 34, em(self) * 36)
        self.list.setCurrentRow(0)

    def _add(self, one: PlanColumn) -> QListWidgetItem:
        item = QListWidgetItem(one.title)
        item.setData(_COLUMN, one.id)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if one.shown else Qt.CheckState.Unchecked)
        self.list.addItem(item)
        return item

    def _add_own(self) -> None:
        made = own_column(_("New column"), list(self._columns.values()))
        self._columns[made.id] = made
        item = self._add(made)
        self.list.setCurrentItem(item)
        self.list.editItem(item)

    def _move(self, by: int) -> None:
        at = self.list.currentRow()
        if 0 <= at + by < self.list.count():
            item = self.list.takeItem(at)
            self.list.insertItem(at + by, item)
            self.list.setCurrentRow(at + by)

    def columns(self) -> list[PlanColumn]:
        found = []
        for at in range(self.list.count()):
            item = self.list.item(at)
            one = self._columns[item.data(_COLUMN)]
            shown = item.checkState() == Qt.CheckState.Checked
            found.append(replace(one, title=item.text().strip() or one.title, shown=shown))
        return found
