"""A table for many rows of text; the text of a cell is computed when it is shown."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.widgets.cell_rows import CellRows
from ui.widgets.line_field import LineDelegate
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import tip
from ui.widgets.rows import pick_rows, scrolled_as_before
from ui.widgets.theme import em

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_LONGEST: Final = 300
"""Characters of a cell that are laid out; its tooltip says more."""
_TIP: Final = 1_500

R = TypeVar("R")


@guarded
class RowsModel(CellRows, QAbstractTableModel, Generic[R]):
    """Rows of any type; ``words(row, column)`` is the text of a cell."""

    def __init__(self, parent: QWidget, words: Callable[[R, int], str]) -> None:
        super().__init__(parent)
        self._words = words
        self.heads: tuple[str, ...] = ()
        self.rows: tuple[R, ...] = ()
        self.colour: Callable[[R, int], QColor | None] = lambda _row, _column: None

    def show_rows(self, heads: Sequence[str], rows: Sequence[R]) -> None:
        self.beginResetModel()
        self.heads, self.rows = tuple(heads), tuple(rows)
        self.endResetModel()

    def change_rows(self, rows: Sequence[R]) -> None:
        """Show other words in the rows that are there; a cell that is being edited stays so."""
        self.rows = tuple(rows)
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.heads) - 1))

    def cell_columns(self) -> tuple[tuple[str, int], ...]:
        return tuple((head, 1) for head in self.heads)

    def cells(self, row: int) -> tuple[str, ...]:
        return tuple(self._words(self.rows[row], column) for column in range(len(self.heads)))

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.heads)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.heads[section]
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row, column = self.rows[index.row()], index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return " ".join(self._words(row, column)[:_LONGEST].split())
            case Qt.ItemDataRole.ToolTipRole:
                return tip(self._words(row, column)[:_TIP])
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self.heads[column]}: {self._words(row, column)[:_LONGEST] or '－'}"
            case Qt.ItemDataRole.ForegroundRole:
                return self.colour(row, column)
        return None


def shared_widths(shares: Sequence[int], room: int, least: Sequence[int]) -> list[int]:
    """Column widths in pixels by share: at least ``least`` each, together at most ``room`` if that can be."""
    total = max(sum(shares), 1)
    widths = [max(one, room * share // total) for share, one in zip(shares, least, strict=True)]
    spare = sum(widths) - sum(least)
    over = min(sum(widths) - room, spare)
    if over > 0:  # what narrow columns gain is taken from the others
        widths = [width - -(-over * (width - one) // spare) for width, one in zip(widths, least, strict=True)]
    return widths


@guarded
class _Ends(LineDelegate):
    """Elides text at its start: the end of a place is what identifies it."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: _Index) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideLeft


class RowsTable(QTableView, Generic[R]):
    """The view; Enter or a double click opens the current row."""

    order_chosen = Signal(int, bool)
    """The user wants another order: the column, and whether descending."""

    def __init__(self, model: RowsModel[R], parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setAccessibleName(name)
        pick_rows(self, several=True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(round(em(self) * 2.2))
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(False)
        header.sectionClicked.connect(self._clicked)
        self._order: tuple[int, bool] | None = None
        self.setItemDelegate(LineDelegate(self))
        self._ends, self._ends_at = _Ends(self), 0

    def show_widths(self, shares: Sequence[int], least: float = 0) -> None:
        """Divide the table's width among the columns, each at least ``least`` ems wide."""
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)
        seen = self.width() - 2 * self.frameWidth() - bar
        total = max(sum(shares), 1)
        room = max(seen, em(self) * 40, round(em(self) * least * total))
        header = self.horizontalHeader()
        heads = [max(header.sectionSizeHint(column), em(self) * 5) for column in range(len(shares))]
        for column, width in enumerate(shared_widths(shares, room, heads)):
            self.setColumnWidth(column, width)

    def show_ends(self, column: int) -> None:
        """Elide text in this column at its start."""
        self.setItemDelegateForColumn(self._ends_at, self.itemDelegate())
        self._ends_at = column
        self.setItemDelegateForColumn(column, self._ends)

    def reset_order(self) -> None:
        """Return to the rows' own order."""
        self._order = None
        self.horizontalHeader().setSortIndicatorShown(False)

    def _clicked(self, column: int) -> None:
        descending = self._order == (column, False)
        self._order = (column, descending)
        header = self.horizontalHeader()
        header.setSortIndicator(
            column, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        )
        header.setSortIndicatorShown(True)
        self.order_chosen.emit(column, descending)

    def is_editing(self) -> bool:
        """Whether somebody writes into a cell."""
        return self.state() is QAbstractItemView.State.EditingState

    def current(self) -> R | None:
        at = self.currentIndex()
        return self._model.rows[at.row()] if at.isValid() and at.row() < len(self._model.rows) else None

    def marked(self) -> list[R]:
        """The selected rows, top to bottom."""
        return [
            self._model.rows[one] for one in sorted({at.row() for at in self.selectionModel().selectedRows()})
        ]

    @contextmanager
    def staying(self, name: Callable[[R], Hashable]) -> Iterator[None]:
        """Show rows anew without moving what is seen: the current row is the same one, wherever it stands
        now, and the one in its place where it is gone; marked rows stay marked.
        """
        at, current, marked = self.currentIndex(), self.current(), {name(row) for row in self.marked()}
        with scrolled_as_before(self):
            yield
            if not self._model.rows:
                return
            places = {name(row): number for number, row in enumerate(self._model.rows)}
            row = min(max(at.row(), 0), len(self._model.rows) - 1)
            if current is not None:
                row = places.get(name(current), row)
            column = min(max(at.column(), 0), len(self._model.heads) - 1)
            if (row, column) != (self.currentIndex().row(), self.currentIndex().column()):
                self.setCurrentIndex(self._model.index(row, column))
            flags = QItemSelectionModel.SelectionFlag
            for number in (places[one] for one in marked if one in places):
                self.selectionModel().select(self._model.index(number, 0), flags.Select | flags.Rows)

    def select_first(self) -> None:
        if self._model.rows:
            self.setCurrentIndex(self._model.index(0, 0))
