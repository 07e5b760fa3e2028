"""横断一覧: the systems, contractors and so on named in all assessments, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from pia_desktop.i18n import N_, _, ngettext
from pia_desktop.registers.loader import all_registers
from pia_desktop.registers.office import RowChoice
from pia_desktop.registers.rows import RegisterRow
from ui.office.alike_names import AlikeNames
from ui.office.office_window import OfficeWindow
from ui.office.register_giving import RegisterGiving
from ui.office.register_reading import RegisterReader, RegisterRequest, RegisterView
from ui.office.rows_table import RowsModel, RowsTable
from ui.printing.copied_rows import copy_as_cells
from ui.printing.listed import in_cabinet
from ui.widgets.actions import Action, Actions, Menu
from ui.widgets.buttons import add_button, check_box
from ui.widgets.layouts import Growing, row_of, side_by_side
from ui.widgets.search_field import SearchField
from ui.widgets.theme import em, space
from ui.widgets.timers import single_shot
from ui.widgets.unscrolled import Tabs

if TYPE_CHECKING:
    from ui.context.cabinet_saving import SavedState
    from ui.context.hosts import Navigator
    from ui.context.open_cabinet import OpenCabinet
    from ui.reuse.cabinet_replacer import CabinetReplacer

_PAUSE = 150
"""Milliseconds without a keystroke before the rows are chosen."""


class RegisterWindow(OfficeWindow):
    """Registers on the left, rows of one on the right; Enter opens the item of a row."""

    def __init__(self, cabinet: OpenCabinet, navigator: Navigator, cabinet_replacer: CabinetReplacer) -> None:
        super().__init__(cabinet, navigator, "registers")
        self.setWindowTitle(_("Registers － {name}").format(name=cabinet.store.path.name))
        self._register = all_registers()[0]
        self._order: tuple[int | None, bool] = (None, False)
        self.view: RegisterView | None = None
        self._reader = RegisterReader(self, cabinet.store.cabinet, self._found, self.tell_failure)
        self._soon = single_shot(self, _PAUSE, self.refresh)
        self.giving = RegisterGiving(self, cabinet, self.tables)
        quoted = in_cabinet(cabinet.store, lambda: (row.source.id for row in self.model.rows))
        self.alike = AlikeNames(self, cabinet_replacer, quoted)
        self._build()
        cabinet.store.list_changed.connect(self._soon.start)
        cabinet.store.state_changed.connect(self._saved)
        self.to_place(90, 50)
        self.list.setCurrentRow(0)

    # ---- building

    def _build(self) -> None:
        self.column.setSpacing(space(3))
        self.column.addLayout(self._choices())
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Registers"))
        self.list.setSpacing(space(1))
        copy_as_cells(self.list)
        for register in all_registers():
            item = QListWidgetItem(register.title.shown)
            item.setData(Qt.ItemDataRole.UserRole, register.id)
            self.list.addItem(item)
        self.list.currentRowChanged.connect(self._choose_register)
        self.tabs = Tabs(self)
        self.tabs.addTab(self._rows(), _("&Where It Is Said"))
        self.tabs.addTab(self.alike, _("Names That Are Nearly the &Same"))
        self.tabs.currentChanged.connect(lambda _at: self.refresh())
        sizes = em(self) * 13, em(self) * 77
        self.column.addWidget(side_by_side(self, self.list, self.tabs, sizes=sizes, shares=(0, 1)), 1)
        foot = self.add_foot()
        self.open_button = add_button(foot, _("&Open the Item"), self.open_item, "open")
        self.copy_button = add_button(foot, _("Copy the &List"), self.copy_all, "copy")
        self.save_button = add_button(foot, _("Save as a &File…"), self.save, "export")
        self.actions_ = Actions(self, self, (OF_REGISTER,))

    def _choices(self) -> QHBoxLayout:
        self.words = SearchField(self, _("Show only rows with these words"))
        self.words.textChanged.connect(lambda _words: self._soon.start())
        self.archived = check_box(self, _("Archi&ved as well"), self.refresh)
        return row_of(Growing(self.words), self.archived, gap=space(3))

    def _rows(self) -> QWidget:
        self.model: RowsModel[RegisterRow] = RowsModel(self, cell_words)
        self.table: RowsTable[RegisterRow] = RowsTable(self.model, self, _("Rows of the register"))
        self.table.activated.connect(lambda _index: self.open_item())
        self.table.order_chosen.connect(self._sort)
        self.table_actions = Actions(self.table, self, (OF_TABLE,), Qt.ShortcutContext.WidgetShortcut)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._popup)
        self.table.selectionModel().selectionChanged.connect(lambda _now, _old: self._offer())
        return self.table

    # ---- what is shown

    def _choose_register(self, at: int) -> None:
        self._register = all_registers()[max(at, 0)]
        self._order = (None, False)
        self.table.reset_order()
        self.refresh()

    def _sort(self, column: int, descending: bool) -> None:
        self._order = (column, descending)
        self.refresh()

    def _saved(self, state: SavedState) -> None:
        if not state.pending:
            self._soon.start()

    def refresh(self) -> None:
        """Reload the register in the background; only changed assessments are read."""
        self._soon.stop()
        column, descending = self._order
        choice = RowChoice(self.words.text(), self.archived.isChecked(), column, descending)
        alike = self.tabs.currentWidget() is self.alike
        self._reader.request(RegisterRequest(self._register, choice, alike))
        if self.view is None:
            self.message.setText(_("Reading the assessments…"))

    def _found(self, view: RegisterView) -> None:
        known = self.view is not None and self.view.request.register is view.request.register
        self.view = view
        register = view.request.register
        heads = [column.title.shown for column in register.columns]
        heads += [_("Assessment Number"), _("Assessment Name"), _("Where")]
        if known:
            with self.table.staying(lambda row: (row.source.id, row.path, row.cells)):
                self.model.show_rows(heads, view.rows)
        else:
            self.model.show_rows(heads, view.rows)
            self.table.show_widths([*(column.share for column in register.columns), 10, 24, 30])
            self.table.show_ends(len(heads) - 1)
            self.table.select_first()
        if view.request.alike:
            self.alike.show_groups(view.alike)
        self.message.setText(_summary(view))
        self._offer()

    def _offer(self) -> None:
        there = bool(self.model.rows)
        self.open_button.setEnabled(self.table.current() is not None)
        self.copy_button.setEnabled(there)
        self.save_button.setEnabled(there)

    # ---- what is done

    def open_item(self) -> None:
        """Open the assessment of the current row at the item."""
        row = self.table.current()
        if row is not None:
            self.open_assessment(row.source.id, row.path)

    def copy(self) -> None:
        """Copy the marked rows for a spreadsheet; all that are shown where none is marked."""
        rows = self.table.marked() or self.model.rows
        self.giving.copy(self._register, rows, self.message.setText)

    def copy_all(self) -> None:
        """Copy all rows that are shown likewise."""
        self.giving.copy(self._register, list(self.model.rows), self.message.setText)

    def _popup(self, at: QPoint) -> None:
        self.table_actions.popup(self.table.viewport().mapToGlobal(at), OF_TABLE.rows)

    def save(self) -> None:
        """Save all rows shown as a file."""
        self.giving.save(self._register, list(self.model.rows))

    def stop(self) -> None:
        super().stop()
        self._soon.stop()
        self._reader.cancel()
        self.giving.cancel()


def cell_words(row: RegisterRow, column: int) -> str:
    """The text of a cell: the register's own columns, then number, name and place."""
    own = len(row.cells)
    if column < own:
        return row.cells[column]
    return (row.source.number, row.source.title, row.place)[column - own]


def _summary(view: RegisterView) -> str:
    count = len(view.rows)
    words = ngettext("{count:,} row", "{count:,} rows", count).format(count=count)
    if count != view.total:
        words = _("{shown} of {total:,}").format(shown=words, total=view.total)
    sources = len({row.source.id for row in view.rows})
    words += " " + ngettext("in {count:,} assessment", "in {count:,} assessments", sources).format(
        count=sources
    )
    if view.unread:
        names = "、".join(one.title or str(one.id) for one in view.unread[:5])
        words += "　" + _("left out because they cannot be read: {names}").format(names=names)
    return words


# fmt: off
Do = RegisterWindow
FIND: Final = Action[Do](N_("&Find…"), lambda do: do.words.setFocus(), "Ctrl+F")
COPY: Final = Action[Do](N_("Copy the C&hosen Rows"), lambda do: do.copy(), "Ctrl+C", "copy")
COPY_LIST: Final = Action[Do](N_("&Copy the List"), lambda do: do.copy_all())
OF_REGISTER: Final = Menu[Do](N_("&Registers…"), (FIND,))
"""What can be done in it by keys."""
OF_TABLE: Final = Menu[Do](N_("&Registers…"), (COPY, COPY_LIST))
"""What a right click in its table offers, and the key that does it."""
