"""The editor of 変更箇所: a table of all rows, and fields for the current one that grow with their text."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Flag, auto
from functools import partial
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QItemSelectionModel,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import QHeaderView, QPushButton, QTableView, QWidget

from pia_desktop.assessment.edits import Batch, InsertEntry, MoveEntry
from pia_desktop.assessment.node import NodePath, new_key, with_new_keys
from pia_desktop.forms.kinds import DateKind
from pia_desktop.forms.model import Table
from pia_desktop.i18n import N_, _
from ui.context.session import Session
from ui.form.cells import RULE, Cell
from ui.form.pasted_rows import PastedRows
from ui.form.rows import RowBuilder, hint
from ui.form.texts import GrowingText
from ui.form.whole_lines import WholeLines, set_row_height
from ui.widgets.actions import Action, Actions, Menu, conditions
from ui.widgets.buttons import push_button
from ui.widgets.clipboard_data import clipboard_data
from ui.widgets.layouts import flush_column
from ui.widgets.one_click import OneClickButton
from ui.widgets.overrides import guarded
from ui.widgets.theme import em, space

_SHOWN_CHARACTERS = 300
_LONGEST_DAY = "令和88年12月28日"
_Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


@guarded
class ChangesModel(QAbstractTableModel):
    """The rows as a table model that reads the contents directly; only the order of keys is cached."""

    def __init__(self, session: Session, table: Table, path: NodePath, parent: QWidget) -> None:
        super().__init__(parent)
        self.session = session
        self.table = table
        self.path = path
        self.keys: list[str] = []
        self._rows: dict[str, int] = {}
        self._take_keys()

    def _take_keys(self) -> None:
        self.keys = list(self.session.root.entries(self.path))
        self._rows = {key: row for row, key in enumerate(self.keys)}

    def reset(self) -> None:
        """Reload the keys after rows were added, removed or moved."""
        self.beginResetModel()
        self._take_keys()
        self.endResetModel()

    def row_of(self, key: str) -> int:
        """The position of a row; -1 if it is deleted."""
        return self._rows.get(key, -1)

    def touched(self, keys: Iterable[str]) -> None:
        """Signal that cells of these rows have changed."""
        rows = [row for row in map(self.row_of, keys) if row >= 0]
        if rows:
            last = len(self.table.columns) - 1
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), last))

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.keys)

    def columnCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.table.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 (Qt's)
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            value = self.session.answer(
                (*self.path, self.keys[index.row()], self.table.columns[index.column()].id)
            )
            words = value if isinstance(value, str) else ""
            return words if len(words) <= _SHOWN_CHARACTERS else words[:_SHOWN_CHARACTERS] + "…"
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 (Qt's)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.table.columns[section].label if orientation == Qt.Orientation.Horizontal else section + 1


@guarded
class RowsView(QTableView):
    """The table view; rows can be copied and pasted like those of a spreadsheet."""

    copy_requested = Signal()
    paste_requested = Signal()
    remove_requested = Signal()

    def choose(self, row: int, *others: int) -> None:
        """Select these rows alone, the first as the current one: ``selectRow`` would deselect it while Ctrl
        of a shortcut is held down.
        """
        if row >= 0:
            marking = QItemSelectionModel.SelectionFlag
            chosen, model = self.selectionModel(), self.model()
            chosen.setCurrentIndex(model.index(row, 0), marking.ClearAndSelect | marking.Rows)
            for other in others:
                chosen.select(model.index(other, 0), marking.Select | marking.Rows)

    def chosen(self) -> list[int]:
        """The selected rows, from the top."""
        return sorted({index.row() for index in self.selectionModel().selectedRows()})

    def copy(self) -> None:
        self.copy_requested.emit()

    def paste(self) -> None:
        """Insert the clipboard's rows."""
        self.paste_requested.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            if not event.isAutoRepeat():
                self.paste()
        elif event.matches(QKeySequence.StandardKey.Delete):
            if not event.isAutoRepeat():
                self.remove_requested.emit()
        else:
            super().keyPressEvent(event)


class RowsCondition(Flag):
    """Conditions on the table of changes."""

    WRITING = auto()
    CHOSEN = auto()
    """At least one row is selected."""


class ChangesBlock(QWidget):
    """The table, its buttons, and the fields of the current row."""

    def __init__(self, builder: RowBuilder, table: Table, path: NodePath, parent: QWidget) -> None:
        super().__init__(parent)
        self.builder = builder
        self.session: Session = builder.session
        self.path = path
        self.table = table
        self.model = ChangesModel(self.session, table, path, self)
        self._pasting = PastedRows(self, self.session, table, path)
        self.key: str | None = None
        self._fields: QWidget | None = None
        self._column = flush_column(self, RULE, self._bar(), self._offer())
        self.view = RowsView(self)  # after the buttons above it: Tab follows the order of creation
        self.view.copy_requested.connect(self.copy_rows)
        self.view.paste_requested.connect(self.paste_rows)
        self.view.remove_requested.connect(self.remove)
        self.actions_ = Actions(self.view, self, (OF_ROWS,))
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(
            lambda at: self.actions_.popup(self.view.viewport().mapToGlobal(at), OF_ROWS.rows)
        )
        self._set_up_view()
        self.show_marks(path)
        self._column.addWidget(self.view)
        if self.model.keys:
            self.view.choose(0)

    def _set_up_view(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setAccessibleName(_("Table of changes"))
        view.setItemDelegate(WholeLines(view))
        view.setTabKeyNavigation(False)
        view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        view.setSelectionMode(QTableView.SelectionMode.ExtendedSelection)
        view.setMinimumHeight(28 * em())
        set_row_height(view)
        header = view.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        whole = sum(column.width for column in self.table.columns)
        for number, column in enumerate(self.table.columns):
            least = [column.label or "", *([_LONGEST_DAY] if isinstance(column.kind, DateKind) else [])]
            wide = max(map(view.fontMetrics().horizontalAdvance, least)) + 2 * space(2)
            view.setColumnWidth(number, max(column.width * 52 * em() // whole, wide))
        header.setStretchLastSection(True)
        view.selectionModel().currentRowChanged.connect(self._row_chosen)

    def _bar(self) -> Cell:
        bar = self._bar_cell = Cell(self, QPalette.ColorRole.Base)
        self._buttons = [
            self._button(bar, words, act)
            for words, act in (
                (_("Add a row"), self.add_row),
                (_("Duplicate the row"), self.duplicate),
                (_("Move up"), lambda: self.move_rows(-1)),
                (_("Move down"), lambda: self.move_rows(1)),
                (_("Remove the row"), self.remove),
            )
        ]
        self._count = hint("", bar)
        bar.box.addWidget(self._count)
        bar.box.addStretch(1)
        self._show_count()
        return bar

    def _offer(self) -> Cell:
        """A line that offers to propose rows from the changes since the last version, if there is one."""
        cell = Cell(self, QPalette.ColorRole.Base)
        cell.box.addWidget(hint(_("Rows can be proposed from what changed since a closed version."), cell))
        button = push_button(cell, _("Propose Rows for 変更箇所…"), self.session.proposals_requested)
        cell.box.addWidget(button)
        cell.box.addStretch(1)
        self.offer = cell
        self._show_offer(self.session.version_count)
        self.session.versions_told.connect(self._show_offer)
        return cell

    def _show_offer(self, count: int) -> None:
        self.offer.setVisible(bool(count) and not self.session.read_only)

    def _button(self, bar: Cell, words: str, act: Callable[[], None]) -> QPushButton:
        once = act in (self.duplicate, self.remove, self.add_row)
        button = OneClickButton(words, bar) if once else QPushButton(words, bar)
        button.setEnabled(not self.session.read_only)
        button.clicked.connect(act)
        bar.box.addWidget(button)
        return button

    def _show_count(self) -> None:
        self._count.setText(_("{count} rows").format(count=len(self.model.keys)))

    def show_marks(self, path: NodePath) -> None:
        """Show the marks of the table; those of a row are shown at its fields."""
        marks = self.session.marks
        if path == self.path:
            self.view.setAccessibleDescription(" ".join(mark.words for mark in marks.at(path)))
            clicked, label = marks.chosen.emit, self.view.accessibleName()
            self._bar_cell.show_marks("", marks.at(path), lambda pane: clicked(path, pane), label)

    # ---- the fields of the chosen row

    def _row_chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        key = self.model.keys[current.row()] if current.isValid() else None
        if key != self.key:
            self._show_fields(key)

    def _show_fields(self, key: str | None) -> None:
        if self._fields is not None:
            self.builder.registry.drop_under((*self.path, self.key or ""))
            self._column.removeWidget(self._fields)
            self._fields.hide()
            self._fields.deleteLater()
            self._fields = None
        self.key = key
        if key is None:
            return
        self._fields = QWidget(self)
        rows = flush_column(self._fields, RULE)
        for number, column in enumerate(self.table.columns):
            rows.addWidget(self.builder.row(column, (*self.path, key), self._fields))
            field = self.builder.registry.editors[*self.path, key, column.id].passage_field()
            if field is not None:
                field.takes_cells = partial(self._take_cells, field, key, number)
        self._column.addWidget(self._fields)
        self._fields.show()  # the layout would show it only later, too late to take the focus

    def _take_cells(self, field: GrowingText, key: str, column: int, source: QMimeData) -> bool:
        """A range that is pasted into a field goes into the rows from there on, as in a spreadsheet."""
        from ui.widgets.pasted_words import range_for

        rows = range_for(source, single=field.single, whole=field.is_chosen_whole())
        if rows:
            self._pasting.put(key, column, rows, lambda key: self._go_to(key, column))
        return bool(rows)

    def _go_to(self, key: str, column: int) -> None:
        self.show_row((*self.path, key, self.table.columns[column].id)).setFocus()

    # ---- following the contents

    def answers_changed(self, paths: Iterable[NodePath]) -> None:
        """Update the rows of these answers, as far as they belong to the table."""
        self.model.touched(path[-2] for path in paths if path[:-2] == self.path)

    def refresh(self) -> None:
        """Update after rows were added, removed or moved, keeping the current row."""
        key, row = self.key, self.model.row_of(self.key or "")
        self.model.reset()
        self._show_count()
        wanted = self.model.row_of(key or "")
        if wanted < 0:
            wanted = min(max(row, 0), len(self.model.keys) - 1)
        if wanted >= 0:
            self.view.choose(wanted)
        else:
            self._show_fields(None)

    def show_row(self, path: NodePath) -> QWidget:
        """Select the row of a path; returns the widget to focus."""
        if len(path) > len(self.path):
            row = self.model.row_of(path[len(self.path)])
            if row >= 0:
                self.view.choose(row)
        editor = self.builder.registry.editors.get(path)
        return editor.focus_target() if editor else self.view

    # ---- what the buttons do

    def add_row(self) -> None:
        """Insert a row after the current one, and focus its first field."""
        index = self.model.row_of(self.key) + 1 if self.key else None
        key = self.session.add_entry(self.path, index)
        if key:
            self.view.choose(self.model.row_of(key))
            self._go_to(key, 0)

    def copy_rows(self) -> None:
        """Copy the selected rows, for spreadsheets and other tables of the program."""
        from pia_desktop.exchange.table_rows import cells_of
        from ui.form.clipping import clipping

        entries = self.session.root.entries(self.path)
        rows = [cells_of(self.table.columns, entries[key]) for key in self._marked()]
        if rows:
            QGuiApplication.clipboard().setMimeData(clipping(rows))

    def paste_rows(self) -> None:
        """Insert the clipboard's cells as rows after the current one, as one undo step."""
        from ui.widgets.pasted_words import rows_on

        index = self.model.row_of(self.key) + 1 if self.key else len(self.model.keys)
        if self._pasting.insert(index, rows_on(clipboard_data())):
            self.view.choose(index)

    def _marked(self) -> list[str]:
        """The keys of the selected rows, from the top."""
        return [self.model.keys[row] for row in self.view.chosen()]

    def duplicate(self) -> None:
        """Insert copies of the selected rows behind them, as one step."""
        keys, entries = self._marked(), self.session.root.entries(self.path)
        if keys and not self.session.read_only and self.session.has_room(self.path, len(keys)):
            behind = self.view.chosen()[-1] + 1
            copies = [with_new_keys(entries[key]) for key in keys]
            rows = range(behind, behind + len(copies))
            edits = [
                InsertEntry(self.path, new_key(), row, node) for row, node in zip(rows, copies, strict=True)
            ]
            self.session.push(Batch(tuple(edits)))
            self.view.choose(*rows)

    def move_rows(self, step: int) -> None:
        """Move the selected rows up or down together, as one step, unless one has come to an end."""
        rows = self.view.chosen()
        if (
            rows
            and not self.session.read_only
            and rows[0] + step >= 0
            and rows[-1] + step < len(self.model.keys)
        ):
            marked, order = self._marked(), rows if step < 0 else rows[::-1]
            edits = [MoveEntry(self.path, self.model.keys[row], row + step) for row in order]
            self.session.push(Batch(tuple(edits)))
            self.view.choose(*(self.model.row_of(key) for key in marked))

    def remove(self) -> None:
        """Remove the selected rows, as one step."""
        self.session.remove_rows(self.path, self._marked())

    def now(self) -> RowsCondition:
        """The conditions that hold for the selected rows."""
        return conditions({
            RowsCondition.WRITING: not self.session.read_only,
            RowsCondition.CHOSEN: bool(self.view.chosen()),
        })  # fmt: skip


# fmt: off
Do = ChangesBlock
If = RowsCondition
COPY: Final = Action[Do](
    N_("&Copy"), lambda do: do.copy_rows(), shown_key=QKeySequence.StandardKey.Copy, needs=If.CHOSEN)
PASTE: Final = Action[Do](
    N_("&Paste"), lambda do: do.paste_rows(), shown_key=QKeySequence.StandardKey.Paste, needs=If.WRITING)
ADD: Final = Action[Do](N_("Add a row"), lambda do: do.add_row(), needs=If.WRITING)
DUPLICATE: Final = Action[Do](
    N_("Duplicate the row"), lambda do: do.duplicate(), needs=If.WRITING | If.CHOSEN)
UP: Final = Action[Do](N_("Move up"), lambda do: do.move_rows(-1), needs=If.WRITING | If.CHOSEN)
DOWN: Final = Action[Do](N_("Move down"), lambda do: do.move_rows(1), needs=If.WRITING | If.CHOSEN)
REMOVE: Final = Action[Do](
    N_("Remove the row"), lambda do: do.remove(), shown_key=QKeySequence.StandardKey.Delete,
    needs=If.WRITING | If.CHOSEN)
OF_ROWS: Final = Menu[Do](N_("Table of changes"), (COPY, PASTE, None, ADD, DUPLICATE, UP, DOWN, None, REMOVE))
"""What can be done with the rows: the buttons above them, and a right click."""
