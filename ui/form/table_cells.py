"""The cells of a run's table: displayed, edited in place, copied and pasted like those of a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFont, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView, QWidget

from pia_desktop.assessment.withheld import WHOLE
from pia_desktop.forms.cleaning import taken_in
from pia_desktop.forms.values import MAX_TEXT, DataTable, drop_forbidden
from pia_desktop.i18n import _
from ui.widgets.dragging import PlainField
from ui.widgets.overrides import guarded

if TYPE_CHECKING:
    from pia_desktop.exchange.cells import Cell, Rows

_Index = QModelIndex | QPersistentModelIndex
_TOP: Final = QModelIndex()


def _cell(words: str, withheld: bool) -> Cell:
    from pia_desktop.exchange.cells import Cell

    return Cell(words, WHOLE if withheld else None)


@guarded
class CellsModel(QAbstractTableModel):
    """The cells of a table; edits go to the contents, which then update the model."""

    written = Signal(int, int, str, bool)
    """Row, column, text, and whether some of it is withheld."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.table = DataTable((("",),))
        self.read_only = False
        self.answer_withheld: Callable[[], bool] = lambda: False
        """Whether the whole run is not for the public."""

    @property
    def withheld(self) -> bool:
        """Whether the table is withheld from the public."""
        return self.table.withheld or self.answer_withheld()

    def show_table(self, table: DataTable) -> None:
        """Show a table; the cursor stays if the size is unchanged."""
        if (len(table.rows), table.columns) != (len(self.table.rows), self.table.columns):
            self.beginResetModel()
            self.table = table
            self.endResetModel()
            return
        self.table = table
        last = self.index(len(table.rows) - 1, table.columns - 1)
        self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else self.table.columns

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 (Qt's)
        head = self.table.head and index.row() == 0
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self.table.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.FontRole and head:
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = self.table.rows[index.row()][index.column()]
            place = _("row {row}, column {column}").format(row=index.row() + 1, column=index.column() + 1)
            return f"{place} {words}"
        return None

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:  # noqa: ANN401
        if role != Qt.ItemDataRole.EditRole:
            return False
        self.write(index, str(value), withheld=False)
        return True

    def write(self, index: _Index, words: str, *, withheld: bool) -> None:
        """Set the text of a cell.  ``withheld``: some of it is not for the public."""
        words = taken_in(drop_forbidden(words))[:MAX_TEXT]
        if words != self.table.rows[index.row()][index.column()]:
            self.written.emit(index.row(), index.column(), words, withheld)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return plain if self.read_only else plain | Qt.ItemFlag.ItemIsEditable


@guarded
class CellText(PlainField):
    """The editor of a cell, with Excel's keys: Enter commits, Tab goes to the next cell, Alt+Enter starts a
    new line.
    """

    done = Signal(QStyledItemDelegate.EndEditHint)
    cells_came = Signal(object)
    """Cells were pasted in place of all its words: ``Rows``, for this cell and its neighbours."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(False)  # goes to the next cell
        self.withheld = False
        """Whether its words, or some of them, are not for the public: as a table, the whole of it is."""

    def createMimeDataFromSelection(self) -> QMimeData:
        from ui.form.clipping import clipping

        return clipping(((_cell(self.textCursor().selection().toPlainText(), self.withheld),),))

    def insertFromMimeData(self, source: QMimeData) -> None:
        from ui.widgets.pasted_words import range_on, words_on

        cells = range_on(source, by_tabs=True)
        if cells and self.is_chosen_whole():
            self.cells_came.emit(cells)
            return
        came = words_on(source)
        if came is not None:
            self.withheld = self.withheld or bool(came.withheld)
            self.textCursor().insertText(came.words)

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier):
                self.insertPlainText("\n")
            else:
                self.done.emit(QStyledItemDelegate.EndEditHint.NoHint)
            return
        if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            back = event.key() == Qt.Key.Key_Backtab
            hints = QStyledItemDelegate.EndEditHint
            self.done.emit(hints.EditPreviousItem if back else hints.EditNextItem)
            return
        super().keyPressEvent(event)


@guarded
class CellDelegate(QStyledItemDelegate):
    """Edits cells in a field that keeps line breaks."""

    cells_came = Signal(object)
    """Cells were pasted in place of the words of the current one: ``Rows``."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: _Index) -> QWidget:
        field = CellText(parent)
        field.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        field.done.connect(lambda hint: self._end(field, hint))
        field.cells_came.connect(lambda cells: self._give_up(field, cells))
        return field

    def _give_up(self, field: CellText, cells: Rows) -> None:
        self.closeEditor.emit(field, QStyledItemDelegate.EndEditHint.NoHint)
        self.cells_came.emit(cells)

    def _end(self, field: CellText, hint: QStyledItemDelegate.EndEditHint) -> None:
        self.commitData.emit(field)
        self.closeEditor.emit(field, hint)

    def setEditorData(self, editor: QWidget, index: _Index) -> None:
        model = index.model()
        if isinstance(editor, CellText) and isinstance(model, CellsModel):
            editor.withheld = model.withheld
            editor.setPlainText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: _Index) -> None:
        if isinstance(editor, CellText) and isinstance(model, CellsModel):
            model.write(index, editor.toPlainText(), withheld=editor.withheld)


@guarded
class CellsView(QTableView):
    """The table view; cells are copied, pasted and cleared with the keys of a spreadsheet."""

    entered_ = Signal()
    paste_requested = Signal()
    clear_requested = Signal()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            own = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Paste)
            if event.key() == Qt.Key.Key_F2 or any(event.matches(key) for key in own):
                event.accept()  # F2 edits the cell, as in a spreadsheet
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_requested.emit()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.clear_requested.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered_.emit()

    def chosen(self) -> list[tuple[int, int]]:
        """The selected cells as (row, column); the current one if none are selected."""
        found = sorted((index.row(), index.column()) for index in self.selectedIndexes())
        at = self.currentIndex()
        return found or ([(at.row(), at.column())] if at.isValid() else [])

    def copy(self) -> None:
        from ui.form.clipping import clipping

        model, chosen = self.model(), self.chosen()
        if not isinstance(model, CellsModel) or not chosen:
            return
        rows, columns = [row for row, _column in chosen], [column for _row, column in chosen]
        cells = [
            [_cell(words, model.withheld) for words in row[min(columns) : max(columns) + 1]]
            for row in model.table.rows[min(rows) : max(rows) + 1]
        ]
        QGuiApplication.clipboard().setMimeData(clipping(cells))
