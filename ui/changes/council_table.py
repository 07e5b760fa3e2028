"""The rows of 新旧対照表 in its dialog: ticked or not, both sides in one line each.

A row's text is computed when it is first shown, so that thousands of changes open as fast as three.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from pia_desktop.assessment.node import NodePath
from pia_desktop.documents.changes import heading_of, name_of, path_of, sides
from pia_desktop.documents.council_remarks import key_of, words_on_blocks
from pia_desktop.documents.council_rows import only_styles
from pia_desktop.documents.table import cell_text
from pia_desktop.i18n import _
from pia_desktop.revisions.compare import Change, Comparison
from ui.widgets.elided_place import PlaceRows
from ui.widgets.overrides import guarded

ITEM, REMARK, AFTER, BEFORE = range(4)
_HEADS: Final = ("項目", "審査の観点・主な相違点", "改定後", "改定前")
"""In the order of the paper."""
_SHOWN: Final = 120
"""Characters of an answer that the table shows; the whole of it stands below."""
_Index = QModelIndex | QPersistentModelIndex
_TOP: Final = QModelIndex()


@guarded
class CouncilModel(QAbstractTableModel):
    """A row for each change or item that can be shown; ``remarks`` are the clerk's, by ``key_of``."""

    ticks_changed = Signal()
    """Another row is ticked, or one is not any more."""

    def __init__(self, found: Comparison, remarks: Mapping[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._found = found
        self._remarks = remarks
        self._shown: list[Change | NodePath] = []
        self._ticked: list[bool] = []
        self._said: dict[str, dict[int, str]] = {}

    def put_in(self, row: int, one: Change | NodePath) -> None:
        """Insert a ticked row."""
        self.beginInsertRows(_TOP, row, row)
        self._shown.insert(row, one)
        self._ticked.insert(row, True)
        self.endInsertRows()

    def fill(self, shown: Sequence[Change | NodePath]) -> None:
        """Set the rows, all ticked."""
        self.beginResetModel()
        self._shown, self._ticked = list(shown), [True] * len(shown)
        self.endResetModel()

    def take_out(self, row: int) -> None:
        self.beginRemoveRows(_TOP, row, row)
        del self._shown[row], self._ticked[row]
        self.endRemoveRows()

    def tick(self, row: int, on: bool) -> None:
        self.setData(self.index(row, ITEM), on, Qt.ItemDataRole.CheckStateRole)

    def tick_all(self, on: bool) -> None:
        """Tick or untick every row."""
        self._ticked = [on] * len(self._ticked)
        if self._ticked:
            self.dataChanged.emit(self.index(0, ITEM), self.index(len(self._ticked) - 1, ITEM))
        self.ticks_changed.emit()

    def ticked(self) -> list[Change | NodePath]:
        """The ticked changes and items, in order."""
        return [one for one, on in zip(self._shown, self._ticked, strict=True) if on]

    def remark_changed(self, row: int) -> None:
        """Update a row whose remark has changed."""
        place = self.index(row, REMARK)
        self.dataChanged.emit(place, place)

    def words(self, row: int, column: int) -> str:
        """The text of a cell, in one line."""
        one = self._shown[row]
        if column == REMARK:
            on_blocks = words_on_blocks(one, self._remarks).values()
            return short("　".join(filter(None, (self._remarks.get(key_of(one), ""), *on_blocks))))
        key = key_of(one)
        if key not in self._said:
            self._said[key] = self._say(one)
        return self._said[key][column]

    def _say(self, one: Change | NodePath) -> dict[int, str]:
        found = self._found
        both = sides(found, one)
        mark = "（字体の統一）" if only_styles(found, one) else mark_of(one)
        name = f"{heading_of(found.form, path_of(one))}　{name_of(found, one)}{mark}"
        return {ITEM: short(name), AFTER: short(cell_text(both.new)), BEFORE: short(cell_text(both.old))}

    # ---- what Qt asks

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        wanted = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return _HEADS[section] if wanted else None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == ITEM else flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.words(index.row(), index.column())
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == ITEM:
            return Qt.CheckState.Checked if self._ticked[index.row()] else Qt.CheckState.Unchecked
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != ITEM:
            return False
        on = value in (True, Qt.CheckState.Checked, Qt.CheckState.Checked.value)
        if on != self._ticked[index.row()]:
            self._ticked[index.row()] = on
            self.dataChanged.emit(index, index)
            self.ticks_changed.emit()
        return True


@guarded
class CouncilTable(QTableView):
    """The view; ``row_chosen`` is emitted with the current row, -1 for none."""

    row_chosen = Signal(int)

    def __init__(self, model: CouncilModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setAccessibleName(_("Changes for the table"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setItemDelegate(PlaceRows(self))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.row_chosen.emit(current.row())

    @property
    def current_row(self) -> int:
        """The current row, -1 for none."""
        return self.currentIndex().row()


def mark_of(one: Change | NodePath) -> str:
    """The suffix of the name of an unchanged item."""
    return "（変更なし）" if isinstance(one, tuple) else ""


def line(words: str) -> str:
    """Text as one line."""
    return " ".join(words.split())


def short(words: str) -> str:
    """Text as one line, shortened to what a table cell can show."""
    words = line(words[: 4 * _SHOWN])
    return words if len(words) <= _SHOWN else words[:_SHOWN] + "…"
