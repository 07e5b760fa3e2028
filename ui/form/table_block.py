"""A table of a run (別紙): edited in place or pasted; rows and columns can be added and removed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QTimer
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QHeaderView, QWidget

from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.forms.values import DataTable, RunBlock
from pia_desktop.i18n import _
from ui.form.run_additions import table_fits, table_of
from ui.form.run_blocks import BlockRow, RunHost
from ui.form.table_cells import CellDelegate, CellsModel, CellsView
from ui.widgets.clipboard_data import clipboard_data
from ui.widgets.layouts import flush_column, row_of
from ui.widgets.theme import em, space

if TYPE_CHECKING:
    from pia_desktop.exchange.cells import Rows

_Index = QModelIndex | QPersistentModelIndex
_TOP: Final = QModelIndex()
_SHOWN_ROWS: Final = 14
"""A taller table scrolls in its place."""
_FITTED_ROWS: Final = 100
"""Of a longer table the rows are of one height: fitting each to its words would take a second."""


class TableRow(BlockRow):
    """A table of a run with its buttons."""

    def __init__(self, run: RunHost, parent: QWidget) -> None:
        super().__init__(run, parent)
        self.withhold.setToolTip(_("Leaves this table out of copies for the public"))
        self.model = CellsModel(self)
        self.model.read_only = run.session.read_only
        self.model.answer_withheld = lambda: run.session.root.withheld_at(run.path) == WHOLE
        self.model.written.connect(self._write)
        self.view = CellsView(self)
        self.view.setModel(self.model)
        delegate = CellDelegate(self.view)
        delegate.cells_came.connect(self._put)
        self.view.setItemDelegate(delegate)
        self.view.setTabKeyNavigation(False)
        self.view.setWordWrap(True)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.view.horizontalHeader().hide()
        self.view.verticalHeader().hide()
        self._refit = QTimer(self)
        self._refit.setSingleShot(True)
        self._refit.timeout.connect(self._fit)
        self.view.horizontalHeader().sectionResized.connect(lambda *_sizes: self._refit.start(0))
        self.view.entered_.connect(lambda: run.block_entered(self))
        self.view.paste_requested.connect(self.paste)
        self.view.clear_requested.connect(self._clear)
        self.named(self.view, "")
        flush_column(self, space(1), self.head(), self._tools(), self.view)

    def _tools(self) -> QHBoxLayout:
        row = row_of(gap=space(1))
        self.row_in = self.button(_("Add a row"), self.add_row)
        self.column_in = self.button(_("Add a column"), self.add_column)
        self.row_out = self.button(_("Remove the row"), self.remove_row)
        self.column_out = self.button(_("Remove the column"), self.remove_column)
        self.head_box = self.button(_("First row is the heading"), lambda: None)
        self.head_box.setCheckable(True)
        self.head_box.clicked.connect(lambda on: self._send(replace(self.table, head=on)))
        for button in (self.row_in, self.column_in, self.row_out, self.column_out, self.head_box):
            row.addWidget(button)
        row.addStretch(1)
        return row

    @property
    def table(self) -> DataTable:
        return self.model.table

    def name(self) -> str:
        return _("Table {number}").format(number=self.number + 1)

    def show_block(self, block: RunBlock) -> None:
        if not isinstance(block, DataTable):
            return
        at = self.view.currentIndex()
        self.model.show_table(block)
        row, column = min(max(at.row(), 0), len(block.rows) - 1), min(max(at.column(), 0), block.columns - 1)
        self.view.setCurrentIndex(self.model.index(row, column))
        self.withhold.setChecked(block.withheld)
        self.head_box.setChecked(block.head)
        free = not self.run.session.read_only
        self.row_out.setEnabled(free and len(block.rows) > 1)
        self.column_out.setEnabled(free and block.columns > 1)
        self._fit()

    def _fit(self) -> None:
        """Set the height to that of the rows, up to a page."""
        if len(self.table.rows) <= _FITTED_ROWS:
            self.view.resizeRowsToContents()
        shown = range(min(len(self.table.rows), _SHOWN_ROWS))
        height = sum(self.view.rowHeight(row) for row in shown) + 2 * self.view.frameWidth() + em()
        self.view.setFixedHeight(height)

    def target(self) -> QWidget:
        return self.view

    def complete(self) -> None:
        """Commit the cell being edited."""
        if self.view.state() == QAbstractItemView.State.EditingState:
            self.view.setFocus()  # leaving the field ends it

    # ---- editing

    def _send(self, table: DataTable) -> None:
        self.run.set_block(self.index, table)

    def _write(self, row: int, column: int, words: str, withheld: bool) -> None:
        table = self.table.with_cell(row, column, words)
        self._send(replace(table, withheld=table.withheld or (withheld and not self.model.withheld)))

    def _at(self) -> tuple[int, int]:
        at = self.view.currentIndex()
        return max(at.row(), 0), max(at.column(), 0)

    def add_row(self) -> None:
        """Insert an empty row below the cursor."""
        at, table = self._at()[0] + 1, self.table
        rows = (*table.rows[:at], ("",) * table.columns, *table.rows[at:])
        self._grow(replace(table, rows=rows), (at, 0))

    def add_column(self) -> None:
        """Insert an empty column after the cursor."""
        at = self._at()[1] + 1
        rows = tuple((*row[:at], "", *row[at:]) for row in self.table.rows)
        self._grow(replace(self.table, rows=rows), (0, at))

    def remove_row(self) -> None:
        at, rows = self._at()[0], self.table.rows
        self._send(replace(self.table, rows=rows[:at] + rows[at + 1 :]))

    def remove_column(self) -> None:
        at = self._at()[1]
        self._send(replace(self.table, rows=tuple(row[:at] + row[at + 1 :] for row in self.table.rows)))

    def _grow(self, table: DataTable, cursor: tuple[int, int]) -> None:
        if table_fits(self, table):
            self._send(table)
            self.view.setCurrentIndex(self.model.index(*cursor))
            self.view.setFocus()

    def _clear(self) -> None:
        if self.model.read_only:
            return
        table = self.table
        for row, column in self.view.chosen():
            table = table.with_cell(row, column, "")
        if table != self.table:
            self._send(table)

    def paste(self) -> None:
        """Paste the clipboard's cells at the cursor, enlarging the table if needed."""
        from ui.widgets.pasted_words import rows_on

        self._put(rows_on(clipboard_data()))

    def _put(self, rows: Rows) -> None:
        if not rows or self.model.read_only:
            return
        table = with_pasted(self.table, table_of(rows), *self._at())
        if table_fits(self, table):
            self._send(table)


def with_pasted(table: DataTable, pasted: DataTable, row: int, column: int) -> DataTable:
    """A table with the cells of another copied in at a position, enlarged if needed."""
    height = max(len(table.rows), row + len(pasted.rows))
    width = max(table.columns, column + pasted.columns)
    rows: list[Sequence[str]] = []
    for at in range(height):
        cells = list(table.rows[at]) if at < len(table.rows) else []
        cells += [""] * (width - len(cells))
        if row <= at < row + len(pasted.rows):
            cells[column : column + pasted.columns] = pasted.rows[at - row]
        rows.append(cells)
    grown = DataTable.of(rows, head=table.head)
    return replace(grown, withheld=table.withheld or pasted.withheld)
