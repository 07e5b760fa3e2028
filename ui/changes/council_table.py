"""The rows of 新旧対照表 in its dialog: ticked or not, an answer of each side in a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from pia_desktop.i18n import _

_ITEM, _AFTER, _BEFORE, _REMARK = range(4)
_HEADS: Final = ("項目", "改定後", "改定前", "審査の観点・主な相違点")
_SHOWN: Final = 120
"""Characters of an answer that the table shows; the whole of it stands below."""


class CouncilTable(QTableWidget):
    """A row for each change or item that may be shown."""

    ticks_changed = Signal()
    """Another row is ticked, or one is not any more."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(0, len(_HEADS), parent)
        self.setHorizontalHeaderLabels(list(_HEADS))
        self.setAccessibleName(_("Changes for the table"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.itemChanged.connect(self._changed)

    def insert(self, row: int, cells: Sequence[str]) -> None:
        """Put in a ticked row: item, after, before and the clerk's words."""
        self.blockSignals(True)
        self.insertRow(row)
        for number, words in enumerate(cells):
            item = QTableWidgetItem(short(words))
            flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
            if number == _ITEM:
                flags |= Qt.ItemFlag.ItemIsUserCheckable
                item.setCheckState(Qt.CheckState.Checked)
            item.setFlags(flags)
            self.setItem(row, number, item)
        self.blockSignals(False)

    def take_out(self, row: int) -> None:
        """Take a row out."""
        self.blockSignals(True)
        self.removeRow(row)
        self.blockSignals(False)

    def show_remark(self, row: int, words: str) -> None:
        """Show other words of the clerk."""
        item = self.item(row, _REMARK)
        if item is not None:
            item.setText(short(words))

    def tick_all(self, on: bool) -> None:
        """Tick every row, or none."""
        self.blockSignals(True)
        for row in range(self.rowCount()):
            item = self.item(row, _ITEM)
            if item is not None:
                item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.blockSignals(False)
        self.viewport().update()
        self.ticks_changed.emit()

    def ticked_rows(self) -> list[int]:
        """The rows that are ticked."""
        items = ((row, self.item(row, _ITEM)) for row in range(self.rowCount()))
        return [row for row, item in items if item is not None and item.checkState() == Qt.CheckState.Checked]

    def _changed(self, item: QTableWidgetItem) -> None:
        if item.column() == _ITEM:
            self.ticks_changed.emit()


def line(words: str) -> str:
    """Words in one line."""
    return " ".join(words.split())


def short(words: str) -> str:
    """Words in one line, and no more of them than a cell of a table can show."""
    words = line(words)
    return words if len(words) <= _SHOWN else words[:_SHOWN] + "…"
