"""未対応の指摘: the open remarks of all assessments, linked to their items."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Final

from pia_desktop.assessment.folding import as_read
from pia_desktop.cabinet_lists.cabinet_remarks import CabinetRemark, CabinetRemarks, cabinet_remarks
from pia_desktop.documents.lists import remarks_list
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext
from pia_desktop.paper.purpose import Copy
from ui.context.background import Jobs, LatestOnly
from ui.office.office_window import OfficeWindow
from ui.office.rows_table import RowsModel, RowsTable
from ui.printing.copied_rows import copy_as_cells
from ui.printing.file_kinds import file_kinds
from ui.printing.listed import ever_in
from ui.printing.purpose import PurposeDialog
from ui.printing.remnants import give_gathered
from ui.widgets.buttons import add_button
from ui.widgets.dialogs import ask_save_path, show_error
from ui.widgets.search_field import SearchField

if TYPE_CHECKING:
    from pia_desktop.outputs.guard import Guard
    from ui.context.cabinet_store import CabinetStore
    from ui.context.hosts import Navigator
    from ui.context.open_cabinet import OpenCabinet

_SHARES: Final = (7, 22, 24, 34, 10, 12)


def read_remarks(store: CabinetStore, *, public: bool = False) -> CabinetRemarks:
    """All open remarks, including unsaved edits.  Call from a thread.  Raises CabinetError."""
    store.flush()
    return cabinet_remarks(store.cabinet, public=public)


class RemarksWindow(OfficeWindow):
    """The remarks as a table; Enter opens the item of one."""

    def __init__(self, cabinet: OpenCabinet, navigator: Navigator) -> None:
        super().__init__(cabinet, navigator, "remarks")
        self.setWindowTitle(_("Open Remarks － {name}").format(name=cabinet.store.path.name))
        self.remarks: tuple[CabinetRemark, ...] = ()
        self._latest: LatestOnly[CabinetRemarks] = LatestOnly(self, self._found, self.tell_failure)
        self._jobs = Jobs(self)
        self._build()
        cabinet.store.list_changed.connect(self.refresh)
        self.to_place(88, 40)
        self.refresh()

    def _build(self) -> None:
        self.words = SearchField(self, _("Show only rows with these words"))
        self.words.textChanged.connect(lambda _words: self._show())
        self.column.addWidget(self.words)
        self.model: RowsModel[CabinetRemark] = RowsModel(self, lambda row, at: row.words[at])
        self.table: RowsTable[CabinetRemark] = RowsTable(self.model, self, _("Open remarks"))
        self.table.activated.connect(lambda _index: self.open_current())
        self.table.horizontalHeader().setSectionsClickable(False)
        copy_as_cells(
            self.table,
            ever_in(self.cabinet.store, lambda: (row.note.assessment_id for row in self.model.rows)),
        )
        self.column.addWidget(self.table, 1)
        foot = self.add_foot()
        self.open_button = add_button(foot, _("&Open the Item"), self.open_current, "open")
        self.save_button = add_button(foot, _("Save as a &File…"), self.save, "export")

    def refresh(self) -> None:
        """Reload the remarks in the background."""
        store = self.cabinet.store
        self._latest.request(lambda: read_remarks(store))

    def _found(self, found: CabinetRemarks) -> None:
        fresh = not self.model.heads
        self.remarks = found.rows
        self._show()
        if fresh:
            self.table.show_widths(_SHARES)
            self.table.show_ends(2)

    def _show(self) -> None:
        wanted = as_read(self.words.text()).split()
        rows = [one for one in self.remarks if all(word in as_read(" ".join(one.words)) for word in wanted)]
        heads = (
            _("Assessment Number"),
            _("Assessment Name"),
            _("Where"),
            _("Remark"),
            _("By Whom"),
            _("Day"),
        )
        with self.table.staying(lambda row: row.note.id):
            self.model.show_rows(heads, rows)
        words = ngettext("{count:,} open remark", "{count:,} open remarks", len(rows))
        self.message.setText(words.format(count=len(rows)))
        for button in (self.open_button, self.save_button):
            button.setEnabled(bool(rows))

    def open_current(self) -> None:
        row = self.table.current() or next(iter(self.model.rows), None)
        if row is not None:
            self.open_assessment(row.note.assessment_id, row.note.path)

    def save(self) -> None:
        """Save the rows shown as a file, for a purpose."""
        rows = list(self.model.rows)
        store = self.cabinet.store

        def chosen(copy: Copy) -> None:
            if not copy.public:
                self._save(rows, None)
                return
            wanted = {row.note.id for row in rows}
            self._jobs.begin(
                lambda _stopped, _tell: read_remarks(store, public=True),
                lambda found: self._ask_what_remains(found, wanted),
                failed=self._show_failure,
            )

        PurposeDialog(self, _("Open Remarks"), "open-remarks", chosen).open()

    def _ask_what_remains(self, found: CabinetRemarks, wanted: Collection[str]) -> None:
        """Save these remarks, asking first if withheld text remains in them."""
        rows = [row for row in found.rows if row.note.id in wanted]
        give_gathered(self, found, lambda found: self._save(rows, found.guard), found.faults)

    def _show_failure(self, error: UserError) -> None:
        show_error(self, error)

    def _save(self, rows: Sequence[CabinetRemark], guard: Guard | None) -> None:
        kinds = ";;".join(file_kinds())
        path = ask_save_path(self, _("Save the Remarks"), _("Open Remarks") + ".pdf", kinds, ".pdf")
        if path is not None:
            check = None if guard is None else guard.file_check(path.suffix)
            self.tables.start(lambda: remarks_list(row.words for row in rows), path, check)

    def stop(self) -> None:
        super().stop()
        self._latest.cancel()
        self._jobs.cancel()
