"""All due dates of the cabinet as a table, and as a calendar file."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtWidgets import QCheckBox, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from db.records import AssessmentInfo
from pia_desktop.cabinet_lists.assessment_names import info_name, listed_name, namesakes
from pia_desktop.cabinet_lists.assessment_rows import Row, make_row
from pia_desktop.cabinet_lists.row_choice import SOON
from pia_desktop.errors import UserError
from pia_desktop.i18n import N_, _, ngettext
from pia_desktop.rules.deadlines import DueDate, DueKind
from pia_desktop.rules.stages import day_words
from ui.context.hosts import Navigator
from ui.context.open_cabinet import OpenCabinet
from ui.printing.closing import may_close
from ui.printing.table_jobs import TableJobs
from ui.widgets.actions import Action, Actions, Menu, Unconditional
from ui.widgets.buttons import check_box
from ui.widgets.dialog import Dialog
from ui.widgets.dialogs import ask_save_path, show_error
from ui.widgets.icons import list_icon, set_icon
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import plain_label, tip
from ui.widgets.rows import pick_rows
from ui.widgets.theme import em

if TYPE_CHECKING:
    from pia_desktop.documents.table import TableDocument
    from pia_desktop.outputs.guard import Guard

_Name = tuple[int, DueKind, date]
"""What a due date is known by: the assessment, what falls due, and the day."""

_Write = Callable[[list[tuple[Row, DueDate]], "Guard | None"], None]
ICS_KINDS: Final = "iCalendar (*.ics)"
_ID: Final = Qt.ItemDataRole.UserRole
_WIDTHS: Final = (10, 8, 6, 0, 16, 0)
_SHARES: Final = (12, 10, 7, 26, 19, 26)
"""The widths of the same columns on paper, in percent."""
WHEN, LEFT, NUMBER, NAME, WHAT, WHY = range(6)


_ORDERS: Final[tuple[Callable[[tuple[Row, DueDate]], Any], ...]] = (
    lambda one: (one[1].on,),
    lambda one: (one[1].on,),
    lambda one: (one[0].info.number, one[1].on),
    lambda one: (info_name(one[0].info), one[1].on),
    lambda one: (one[1].kind.label, one[1].on),
    lambda one: (one[1].reason, one[1].on),
)
"""What each column is sorted by."""


@guarded
class DueDialog(Unconditional, Dialog):
    """Due dates, earliest first; Enter opens state and dates of an assessment."""

    def __init__(self, parent: QWidget, cabinet: OpenCabinet, navigator: Navigator) -> None:
        super().__init__(parent, _("All Due Dates"), place="dues")
        self._cabinet = cabinet
        self._navigator = navigator
        self.found: list[tuple[Row, DueDate]] = []
        self._names: list[_Name] = []
        """What the rows are known by when they are shown anew."""
        self._heads = [
            _("Due On"),
            _("Left"),
            _("Assessment Number"),
            _("Assessment Name"),
            _("What Falls Due"),
            _("By Which Rule"),
        ]
        self.tables = TableJobs(self)
        column = self.column
        self.count = plain_label(self)
        column.addWidget(self.count)
        self.table = self._table()
        column.addWidget(self.table, 1)
        self.late_only = check_box(self, _("Only what is &overdue"), self._fill)
        column.addWidget(self.late_only)
        self.public = QCheckBox(_("The file is for the &public: names without what is withheld"), self)
        column.addWidget(self.public)
        self._fill_buttons()
        self.add_buttons(self.tables.line)
        self.take_size(em(self) * 84, em(self) * 42)
        self.refresh()
        self.table.setFocus()
        cabinet.store.list_changed.connect(self.refresh)

    @property
    def _today(self) -> date:
        return date.today()

    def _table(self) -> QTableWidget:
        table = QTableWidget(0, len(_WIDTHS), self)
        table.setHorizontalHeaderLabels(self._heads)
        table.setAccessibleName(_("All Due Dates"))
        pick_rows(table, several=True)
        table.setShowGrid(False)
        table.verticalHeader().setDefaultSectionSize(round(em(self) * 2.2))
        header = table.horizontalHeader()
        header.setSortIndicatorShown(True)
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        header.sortIndicatorChanged.connect(lambda _column, _order: self._fill())
        header.setSectionsClickable(True)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        for number, width in enumerate(_WIDTHS):
            if width:
                table.setColumnWidth(number, em(self) * width)
            else:
                header.setSectionResizeMode(number, QHeaderView.ResizeMode.Stretch)
        table.activated.connect(lambda _index: self.edit())
        return table

    def _fill_buttons(self) -> None:
        self.save = self.buttons.add_action(_("Save for a &Calendar (.ics)…"), self._save)
        set_icon(self.save, "calendar")
        self.paper = self.buttons.add_action(_("Save as a &Table…"), self._save_table)
        set_icon(self.paper, "pdf")
        self.copying = self.buttons.add_action(_("Copy the &List"), self.copy_all)
        set_icon(self.copying, "copy")
        self.actions_ = Actions(self.table, self, (OF_DUES,), Qt.ShortcutContext.WidgetShortcut)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._popup)
        self.buttons.add_action(_("&State and Dates…"), self.edit)
        self.buttons.add_reject(_("Close"))
        self.buttons.without_default()

    # ---- what is shown

    def refresh(self) -> None:
        """Reload the list of the cabinet."""
        try:
            infos = self._cabinet.store.infos()
        except UserError as error:
            show_error(self, error)
            return
        places = namesakes(infos)
        rows = [make_row(info, self._today, nth=places[info.id]) for info in infos]
        found = [(row, due) for row in rows for due in row.dues]
        self.found = sorted(found, key=lambda one: (one[1].on, one[0].info.id))
        self._fill()

    @property
    def shown(self) -> list[tuple[Row, DueDate]]:
        header = self.table.horizontalHeader()
        key = _ORDERS[max(header.sortIndicatorSection(), 0)]
        falling = header.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
        found = [one for one in self.found if one[1].overdue or not self.late_only.isChecked()]
        return sorted(found, key=key, reverse=falling)

    @property
    def marked(self) -> list[tuple[Row, DueDate]]:
        """The rows that are selected."""
        marked = {index.row() for index in self.table.selectionModel().selectedRows()}
        shown = self.shown
        return [shown[row] for row in sorted(marked)]

    @property
    def chosen(self) -> list[tuple[Row, DueDate]]:
        """What a file holds: the selected rows if there are several, else all."""
        marked = self.marked
        return marked if len(marked) > 1 else self.shown

    def _fill(self) -> None:
        """Show the rows; those that were chosen stay so, wherever they stand now."""
        shown = self.shown
        before, self._names = self._names, [(row.info.id, due.kind, due.on) for row, due in shown]
        at = self.table.currentRow()
        current = before[at] if 0 <= at < len(before) else None
        marked = {before[index.row()] for index in self.table.selectionModel().selectedRows()}
        self.table.setRowCount(len(shown))
        for number, (row, due) in enumerate(shown):
            for column, text in enumerate(self._words(row, due)):
                cell = QTableWidgetItem(text)
                cell.setToolTip(tip(text))
                cell.setData(_ID, row.info.id)
                self.table.setItem(number, column, cell)
            self._sign(number, due)
        late = sum(due.overdue for _row, due in self.found)
        if not self.found:
            self.count.setText(
                _("Nothing falls due. Due dates follow from the publication date and the state.")
            )
        else:
            words_ = ngettext("{count:,} due date", "{count:,} due dates", len(self.found))
            more = ngettext("{count:,} overdue", "{count:,} overdue", late).format(count=late)
            dues = words_.format(count=len(self.found))
            self.count.setText(_("{dues}, {late}").format(dues=dues, late=more) if late else dues)
        for button in (self.save, self.paper, self.copying):
            button.setEnabled(bool(shown))
        if shown:
            last = min(max(at, 0), len(shown) - 1)
            self._choose(self._names.index(current) if current in self._names else last, marked)

    def _choose(self, row: int, marked: Collection[_Name]) -> None:
        """Make a row the current one, and mark these as well."""
        self.table.selectRow(row)
        flags = QItemSelectionModel.SelectionFlag
        for number, name in enumerate(self._names):
            if name in marked:
                index = self.table.model().index(number, 0)
                self.table.selectionModel().select(index, flags.Select | flags.Rows)

    def _words(self, row: Row, due: DueDate) -> tuple[str, ...]:
        """The text of a row's cells."""
        left = left_words(due, self._today)
        name = listed_name(row.info, row.nth)
        return day_words(due.on), left, row.info.number, name, due.kind.label, due.reason

    def _sign(self, number: int, due: DueDate) -> None:
        cell = self.table.item(number, LEFT)
        if cell is not None and due.overdue:
            cell.setIcon(list_icon("warning"))
        elif cell is not None and (due.on - self._today).days <= SOON:
            cell.setIcon(list_icon("clock"))

    # ---- what is done

    def edit(self) -> None:
        """Edit state and dates of the selected assessment."""
        from ui.stages.dialog import open_stages

        cell = self.table.item(self.table.currentRow(), 0)
        if cell is not None:
            open_stages(self, self._cabinet, self._navigator, cell.data(_ID))

    def _save(self) -> None:
        self._named(self._write, self.chosen)

    def _save_table(self) -> None:
        self._named(self._write_table, self.chosen)

    def copy(self) -> None:
        """Copy the marked rows as cells; all that are shown where none is marked."""
        self._named(self._write_clipboard, self.marked or self.shown)

    def copy_all(self) -> None:
        """Copy all rows that are shown as cells."""
        self._named(self._write_clipboard, self.shown)

    def _popup(self, at: QPoint) -> None:
        self.actions_.popup(self.table.viewport().mapToGlobal(at), OF_DUES.rows)

    def _named(self, write: _Write, chosen: list[tuple[Row, DueDate]]) -> None:
        """Continue with these rows, named as the recipient may see them."""
        if not self.public.isChecked():
            write(chosen, None)
            return
        from pia_desktop.outputs.release import Names, public_names
        from ui.printing.remnants import gather_and_give

        store = self._cabinet.store
        ids = [row.info.id for row, _due in chosen]

        def go(names: Names) -> None:
            found = [
                (_renamed(row, names.named[row.info.id]), due)
                for row, due in chosen
                if row.info.id in names.named
            ]
            write(found, names.guard)

        gather_and_give(self, store.load, ids, public_names, go)

    def _write(self, shown: list[tuple[Row, DueDate]], guard: Guard | None) -> None:
        path = ask_save_path(self, _("Save for a Calendar"), _("Due dates") + ".ics", ICS_KINDS, ".ics")
        if path is None:
            return
        from pia_desktop.files import write_bytes

        try:
            write_bytes(path, calendar_file(shown), None if guard is None else guard.file_check(".ics"))
        except UserError as error:
            show_error(self, error)
        else:
            from ui.printing.ready import tell_ready

            tell_ready(self, path)

    def _write_table(self, shown: list[tuple[Row, DueDate]], guard: Guard | None) -> None:
        from pia_desktop.documents.lists import DUES_TITLE
        from ui.printing.file_kinds import SUFFIXES, file_kinds

        kinds, suffix = ";;".join(file_kinds()), SUFFIXES[0]
        path = ask_save_path(self, _("Save the Due Dates as a Table"), DUES_TITLE + suffix, kinds, suffix)
        if path is None:
            return
        check = None if guard is None else guard.file_check(path.suffix)
        self.tables.start(self._document(shown), path, check)

    def _write_clipboard(self, shown: list[tuple[Row, DueDate]], guard: Guard | None) -> None:
        from ui.printing.table_clip import put_on_clipboard

        try:
            put_on_clipboard(self._document(shown)(), guard)
        except UserError as error:
            show_error(self, error)

    def _document(self, shown: list[tuple[Row, DueDate]]) -> Callable[[], TableDocument]:
        """A function that lays out the rows as a document."""
        from pia_desktop.documents.lists import DUES_TITLE, list_document

        columns = list(zip(self._heads, _SHARES, strict=True))
        words, today = [self._words(row, due) for row, due in shown], day_words(self._today)
        return lambda: list_document(DUES_TITLE, columns, words, [today])

    def done(self, result: int) -> None:
        if not may_close(self, lambda: self.done(result)):
            return
        self.tables.cancel()
        super().done(result)


def _renamed(row: Row, name: tuple[str, str]) -> Row:
    """A row with the number and name for the public."""
    return replace(row, info=replace(row.info, number=name[0], title=name[1]))


def left_words(due: DueDate, today: date) -> str:
    """How much time is left, or how long it is overdue."""
    days = (due.on - today).days
    if days < 0:
        return ngettext("{count:,} day late", "{count:,} days late", -days).format(count=-days)
    if not days:
        return _("today")
    return ngettext("{count:,} day left", "{count:,} days left", days).format(count=days)


def calendar_file(found: list[tuple[Row, DueDate]]) -> bytes:
    """The due dates as an iCalendar file; event ids are stable, so that calendars update events."""
    from pia_desktop.rules.calendar import calendar_text, due_event

    events = [due_event(event_name(row.info), row.info.number, row.info.title, due) for row, due in found]
    return calendar_text(events, datetime.now(UTC)).encode("utf-8")


def event_name(info: AssessmentInfo) -> str:
    """A globally unique id of an assessment; the command line uses the same."""
    return f"{info.created_at} {info.id} {info.form}"


# fmt: off
Do = DueDialog
COPY: Final = Action[Do](N_("Copy the C&hosen Rows"), lambda do: do.copy(), "Ctrl+C", "copy")
COPY_LIST: Final = Action[Do](N_("&Copy the List"), lambda do: do.copy_all())
OF_DUES: Final = Menu[Do](N_("All &Due Dates…"), (COPY, COPY_LIST))
"""What a right click in its table offers, and the key that does it."""
