"""計画管理書 (様式１): generated from the cabinet, with the clerk's own columns and versions."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSignalBlocker, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListWidget, QListWidgetItem, QWidget

from pia_desktop.assessment.passages import leaves_out
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext
from pia_desktop.office.plan import read_own
from pia_desktop.office.plan_columns import COLUMNS_SETTING, kept_columns, shipped_plan
from pia_desktop.rules.rounds import round_name
from pia_desktop.rules.stages import day_words
from ui.context.background import Jobs, LatestOnly
from ui.office.name_dialog import NameDialog
from ui.office.office_window import OfficeWindow
from ui.office.plan_columns_dialog import PlanColumnsDialog
from ui.office.plan_reading import PlanLine, PlanView, PublicPlan, public_plan, read_plan
from ui.office.rows_table import RowsModel, RowsTable
from ui.printing.copied_rows import copy_as_cells
from ui.printing.file_kinds import file_kinds
from ui.printing.listed import in_cabinet
from ui.printing.purpose import PurposeDialog
from ui.printing.remnants import give_gathered
from ui.widgets.buttons import add_button
from ui.widgets.dialogs import ask_save_path, show_error
from ui.widgets.layouts import Growing, above_below, row_of
from ui.widgets.overrides import guarded
from ui.widgets.pasted_cells import PastedCells
from ui.widgets.plain_text import label_for, note
from ui.widgets.rows import RoomyRows, scrolled_as_before
from ui.widgets.theme import em
from ui.widgets.unscrolled import DropDown

if TYPE_CHECKING:
    from pia_desktop.documents.table import TableDocument
    from pia_desktop.outputs.release import Gathered
    from pia_desktop.paper.purpose import Copy
    from ui.context.hosts import Navigator
    from ui.context.open_cabinet import OpenCabinet

_Index = QModelIndex | QPersistentModelIndex
_FINDING = Qt.ItemDataRole.UserRole


class PlanWindow(OfficeWindow):
    """The plan as a table, in which the clerk's own cells can be edited."""

    def __init__(self, cabinet: OpenCabinet, navigator: Navigator) -> None:
        super().__init__(cabinet, navigator, "plan")
        self.setWindowTitle(_("Plan of the Assessments － {name}").format(name=cabinet.store.path.name))
        self.view: PlanView | None = None
        self._outdated = False
        self._latest: LatestOnly[PlanView] = LatestOnly(self, self._found, self.tell_failure)
        self._jobs = Jobs(self)
        self._build()
        cabinet.store.list_changed.connect(self.refresh)
        self.to_place(96, 50)
        self.refresh()

    @property
    def _today(self) -> date:
        """The day; a window that stays open sees the next one."""
        return date.today()

    # ---- building

    def _build(self) -> None:
        self.versions = DropDown(self)
        self.versions.setMinimumWidth(em(self) * 18)
        self.versions.activated.connect(lambda _at: self.refresh())
        hint = _("Columns can be renamed and added to fit the official form. White cells are yours to write.")
        head = row_of(label_for(self.versions, _("&Version:")), self.versions, Growing(note(self, hint)))
        self.column.addLayout(head)
        self.model = _PlanModel(self)
        self.table: RowsTable[PlanLine] = RowsTable(self.model, self, _("Plan of the assessments"))
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.table.itemDelegate().closeEditor.connect(self._cell_left)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.horizontalHeader().setSectionsClickable(False)
        self.findings = QListWidget(self)
        self.findings.setItemDelegate(RoomyRows(self.findings))
        self.findings.setAccessibleName(_("What does not go together"))
        self.findings.setWordWrap(True)
        self.findings.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.findings.itemActivated.connect(self._open_finding)
        quoted = in_cabinet(self.cabinet.store, self._ids)
        copy_as_cells(self.table, quoted)
        self.pasted = PastedCells(self.table)
        copy_as_cells(self.findings, quoted)
        sizes = em(self) * 34, em(self) * 10
        self.column.addWidget(above_below(self, self.table, self.findings, sizes=sizes), 1)
        self._foot()

    def _foot(self) -> None:
        row = self.add_foot()
        self.open_button = add_button(row, _("&Open the Assessment"), self.open_current, "open")
        self.columns_button = add_button(row, _("&Columns…"), self.ask_columns, "edit")
        self.close_button = add_button(row, _("Close a &Version…"), self.ask_version, "versions")
        self.save_button = add_button(row, _("Save as a &File…"), self.save, "export")
        for button in (self.open_button, self.columns_button, self.close_button, self.save_button):
            button.setEnabled(False)  # until there is a plan

    # ---- what is shown

    def refresh(self) -> None:
        """Reload the plan in the background."""
        store, today = self.cabinet.store, self._today
        version = self.versions.currentData() or 0
        self._latest.request(lambda: read_plan(store, version, today))

    def _found(self, view: PlanView) -> None:
        if self.table.is_editing() and not self.model.has_the_rows_of(view):
            self._outdated = True  # other rows would end what is being typed
            return
        fresh = self.view is None or self.view.heads != view.heads
        self.view = view
        can_write = not self.cabinet.store.read_only and view.version is None
        with self.table.staying(lambda line: line.assessment_id):
            self.model.show_plan(view, self if can_write else None)
            if fresh:
                self.table.show_widths([share for _head, share in view.heads], 1.2)
        self._show_versions(view)
        self._show_findings(view)
        count = ngettext("{count:,} row", "{count:,} rows", len(view.lines)).format(count=len(view.lines))
        self.message.setText(count)
        self.columns_button.setEnabled(can_write)
        self.close_button.setEnabled(can_write and bool(view.lines))
        self.save_button.setEnabled(bool(view.lines))
        self.open_button.setEnabled(bool(view.lines))

    def _cell_left(self) -> None:
        """Read the plan that could not be shown while a cell was being edited."""
        if self._outdated:
            self._outdated = False
            self.refresh()

    def _show_versions(self, view: PlanView) -> None:
        with QSignalBlocker(self.versions):
            self.versions.clear()
            self.versions.addItem(_("The plan now"), 0)
            for one in reversed(view.versions):
                words = _("{name} ({day})").format(
                    name=one.name, day=day_words(date.fromisoformat(one.closed_on))
                )
                self.versions.addItem(words, one.id)
            shown = view.version.id if view.version is not None else 0
            self.versions.choose(shown)

    def _show_findings(self, view: PlanView) -> None:
        with scrolled_as_before(self.findings):
            self._fill_findings(view)
        self.findings.setVisible(bool(view.findings))

    def _fill_findings(self, view: PlanView) -> None:
        """List the findings; the one that was marked is so again, if it is still there."""
        row = self.findings.currentRow()
        before = self.findings.item(row).text() if row >= 0 else None
        self.findings.clear()
        names = {
            source.id: f"{source.number} {source.title}".strip()
            for line in view.lines
            if line.row is not None
            for source in line.row.sources
        }
        for one in view.findings:
            item = QListWidgetItem(f"{names.get(one.assessment_id, '')}：{one.message}")
            item.setData(_FINDING, one.assessment_id)
            self.findings.addItem(item)
            if item.text() == before:
                self.findings.setCurrentItem(item)

    def _ids(self) -> list[int]:
        """The assessments in the plan that the cabinet still has."""
        there = {info.id for info in self.cabinet.store.infos()}
        lines = self.view.lines if self.view is not None else ()
        return [line.assessment_id for line in lines if line.assessment_id in there]

    # ---- what is done

    def open_current(self) -> None:
        line = self.table.current()
        if line is not None:
            self.open_assessment(line.assessment_id)

    def _open_finding(self, item: QListWidgetItem) -> None:
        self.open_assessment(int(item.data(_FINDING)))

    def write(self, line: PlanLine, at: int, words: str) -> None:
        """Store the clerk's text for a cell."""
        view = self.view
        if view is None or line.row is None:
            return
        column = view.shown[at]
        kept = read_own(column, words)
        for source in line.row.sources:  # also replace the cells of the other assessments in this row
            own = kept if source is line.row.source else ""
            if source.cells.get(column.id, "") != own:
                self._put(source.id, column.id, own)
        self.refresh()

    def _put(self, assessment_id: int, column: str, words: str) -> None:
        self.cabinet.store.submit_work(
            assessment_id,
            lambda work: work.put_plan_cell(assessment_id, column, words),
            ("plan", assessment_id, column),
        )

    def ask_columns(self) -> None:
        """Let the user rename, hide, reorder and add columns."""
        if self.view is None:
            return
        dialog = PlanColumnsDialog(self, self.view.columns)

        def keep() -> None:
            kept = kept_columns(dialog.columns())
            self.cabinet.store.submit_work(
                0, lambda work: work.put_setting(COLUMNS_SETTING, kept), "plan-columns"
            )
            self.refresh()

        dialog.accepted.connect(keep)
        dialog.open()

    def ask_version(self) -> None:
        """Ask for a name, and close the plan as a version."""
        view = self.view
        if view is None:
            return
        heads = [head for head, _share in view.heads]
        rows = [(line.assessment_id, line.cells) for line in view.lines]
        today = self._today.isoformat()

        def close(name: str) -> None:
            self.cabinet.store.submit_work(0, lambda work: _drop(work.close_plan(name, today, heads, rows)))
            self.refresh()

        NameDialog(self, _("Close a Version of the Plan"), round_name(self._today), close).open()

    def save(self) -> None:
        """Save the plan shown as a file, for a purpose if something is withheld."""
        view = self.view
        if view is None:
            return
        sources = [source for line in view.lines if line.row is not None for source in line.row.sources]
        if not any(leaves_out(source.root) for source in sources):
            self._save(view, None)
            return

        def chosen(copy: Copy) -> None:
            if copy.public:
                store, today = self.cabinet.store, self._today
                self._jobs.begin(
                    lambda _stopped, _tell: public_plan(store, view, today),
                    self._save_public,
                    failed=self._show,
                )
            else:
                self._save(view, None)

        PurposeDialog(self, shipped_plan().title, "plan", chosen).open()

    def _save_public(self, found: PublicPlan) -> None:
        give_gathered(self, found.given, lambda given: self._save(found.view, given), found.faults)

    def _save(self, view: PlanView, given: Gathered | None) -> None:
        title = shipped_plan().title
        path = ask_save_path(self, _("Save the Plan"), f"{title}.pdf", ";;".join(file_kinds()), ".pdf")
        if path is not None:
            today, check = self._today, None if given is None else given.guard.file_check(path.suffix)
            self.tables.start(lambda: plan_paper(view, today), path, check)

    def _show(self, error: UserError) -> None:
        show_error(self, error)

    def stop(self) -> None:
        super().stop()
        self._latest.cancel()
        self._jobs.cancel()


def plan_paper(view: PlanView, today: date) -> TableDocument:
    """The plan as a document."""
    from pia_desktop.documents.plan import plan_document, plan_lines

    changed = date.fromisoformat(view.version.closed_on) if view.version is not None else today
    lines = plan_lines(view.agency, day_words(view.made_on), day_words(changed))
    return plan_document(shipped_plan().title, view.heads, [line.cells for line in view.lines], lines)


def _ids_in(view: PlanView) -> list[int]:
    return [line.assessment_id for line in view.lines]


def _drop(_made: int) -> None:
    """Ignore a result."""


@guarded
class _PlanModel(RowsModel[PlanLine]):
    """The lines of the plan; own cells are editable if there is a ``writer``."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, lambda line, column: line.cells[column])
        self._view: PlanView | None = None
        self._writer: PlanWindow | None = None

    def show_plan(self, view: PlanView, writer: PlanWindow | None) -> None:
        same = self.has_the_rows_of(view)
        self._view, self._writer = view, writer
        if same:
            self.change_rows(view.lines)
        else:
            self.show_rows([head for head, _share in view.heads], view.lines)

    def has_the_rows_of(self, view: PlanView) -> bool:
        """Whether a plan has the rows and columns that are shown, perhaps with other words in them."""
        known = self._view
        return known is not None and (known.version, known.shown, known.heads, _ids_in(known)) == (
            view.version,
            view.shown,
            view.heads,
            _ids_in(view),
        )

    def is_own(self, column: int) -> bool:
        """Whether the clerk may edit a column."""
        view = self._view
        return self._writer is not None and view is not None and view.shown[column].own is not None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        own = index.isValid() and self.is_own(index.column())
        return flags | Qt.ItemFlag.ItemIsEditable if own else flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        if role == Qt.ItemDataRole.EditRole and index.isValid():
            return self.rows[index.row()].cells[index.column()]
        if role == Qt.ItemDataRole.BackgroundRole and index.isValid():
            palette = QApplication.palette()
            return palette.base() if self.is_own(index.column()) else palette.alternateBase()
        return super().data(index, role)

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid() or self._writer is None:
            return False
        line = self.rows[index.row()]
        if str(value).strip() != line.cells[index.column()]:
            self._writer.write(line, index.column(), str(value))
        return True
