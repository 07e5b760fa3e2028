"""未対応の指摘: the open remarks of all assessments in one list; each leads to its item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout

from db.records import REMARK_KIND, Note
from pia_desktop.assessment.folding import as_read
from pia_desktop.assessment.naming import printed_path
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext
from pia_desktop.paper.copies import Copy, without_words
from ui.context.assessment_rows import local_words
from ui.context.background import Jobs, LatestOnly
from ui.office.office_window import OfficeWindow
from ui.office.rows_table import RowsModel, RowsTable
from ui.printing.purpose import PurposeDialog
from ui.printing.table_jobs import TableJobs
from ui.printing.table_path import file_kinds
from ui.widgets.dialogs import ask_save_path, show_error
from ui.widgets.icons import dress
from ui.widgets.plain_text import plain_label
from ui.widgets.theme import space

if TYPE_CHECKING:
    from pia_desktop.assessment.assessment import Snapshot
    from pia_desktop.documents.table import TableDocument
    from pia_desktop.outputs.guard import Guard
    from ui.context.cabinet_store import CabinetStore
    from ui.context.hosts import Navigator
    from ui.context.open_cabinet import OpenCabinet

_SHARES: Final = (7, 22, 24, 34, 10, 12)


@dataclass(frozen=True, slots=True)
class OpenRemark:
    """A remark that nobody has answered yet: whose it is, and the item that it is on."""

    number: str
    title: str
    place: str
    note: Note

    @property
    def words(self) -> tuple[str, ...]:
        """The cells of its row."""
        note = self.note
        day = local_words(note.created_at).partition(" ")[0]
        return (self.number, self.title, self.place, note.words, note.author, day)


def read_remarks(store: CabinetStore, *, public: bool = False) -> tuple[tuple[OpenRemark, ...], Guard | None]:
    """All open remarks, by assessment and oldest first; in a thread.

    ``public``: without the words that are withheld, and with a guard over the file.  Raises CabinetError.
    """
    from pia_desktop.outputs.guard import Guard
    from pia_desktop.outputs.release import name_of, released

    store.flush()
    cabinet = store.cabinet
    infos = {info.id: info for info in cabinet.list() if not (info.archived or info.trashed)}
    own: dict[int, list[Note]] = {}
    for note in cabinet.all_notes():
        if note.kind == REMARK_KIND and not note.done and note.assessment_id in infos:
            own.setdefault(note.assessment_id, []).append(note)
    states = {assessment_id: store.load(assessment_id) for assessment_id in own}
    given = {
        id_: released(Copy.PUBLIC if public else Copy.SUBMISSION, state) for id_, state in states.items()
    }
    hidden = [one for release in given.values() for one in release.hidden]
    found: list[OpenRemark] = []
    for assessment_id, notes in own.items():
        shown = given[assessment_id].shown[0]
        number, title = name_of(shown)
        for note in notes:  # what one assessment withholds, a remark on another may not say either
            told = replace(note, words=without_words(note.words, hidden)) if hidden else note
            found.append(OpenRemark(number, title, _place(shown, note), told))
    return tuple(found), Guard(hidden, list(states.values())) if public else None


def _place(snapshot: Snapshot, note: Note) -> str:
    """The item by its printed path; of the whole assessment, or of an item that is gone, what it is."""
    if not note.path:
        return _("The whole assessment")
    try:
        return printed_path(snapshot.form, note.path, snapshot.root)
    except (KeyError, IndexError):  # an item that another edition had
        return _("(an item that is gone)")


class RemarksWindow(OfficeWindow):
    """The remarks as a table; Enter opens the item of one."""

    def __init__(self, cabinet: OpenCabinet, navigator: Navigator) -> None:
        super().__init__(cabinet, navigator, "remarks")
        self.setWindowTitle(_("Open Remarks － {name}").format(name=cabinet.store.path.name))
        self.remarks: tuple[OpenRemark, ...] = ()
        self._latest: LatestOnly[tuple[tuple[OpenRemark, ...], Guard | None]] = LatestOnly(
            self, self._found, self._failed
        )
        self._jobs = Jobs(self)
        self.tables = TableJobs(self)
        self._build()
        cabinet.store.list_changed.connect(self.refresh)
        self.to_place(88, 40)
        self.refresh()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(space(4), space(3), space(4), space(3))
        column.setSpacing(space(2))
        self.words = QLineEdit(self)
        self.words.setPlaceholderText(_("Show only rows with these words"))
        self.words.setAccessibleName(_("Show only rows with these words"))
        self.words.setClearButtonEnabled(True)
        self.words.textChanged.connect(lambda _words: self._show())
        column.addWidget(self.words)
        self.model: RowsModel[OpenRemark] = RowsModel(self, lambda row, at: row.words[at])
        self.table: RowsTable[OpenRemark] = RowsTable(self.model, self, _("Open remarks"))
        self.table.activated.connect(lambda _index: self.open_current())
        self.table.horizontalHeader().setSectionsClickable(False)
        column.addWidget(self.table, 1)
        foot = QHBoxLayout()
        self.told = plain_label(self)
        foot.addWidget(self.told, 1)
        foot.addWidget(self.tables.line)
        self.open_button = QPushButton(_("&Open the Item"), self)
        self.save_button = QPushButton(_("Save as a &File…"), self)
        for button, symbol, act in (
            (self.open_button, "open", self.open_current),
            (self.save_button, "export", self.save),
        ):
            dress(button, symbol)
            button.clicked.connect(act)
            foot.addWidget(button)
        column.addLayout(foot)

    def refresh(self) -> None:
        """Read the remarks anew, beside the window."""
        store = self.cabinet.store
        self._latest.request(lambda: read_remarks(store))

    def _found(self, found: tuple[tuple[OpenRemark, ...], Guard | None]) -> None:
        fresh = not self.model.heads
        self.remarks = found[0]
        self._show()
        if fresh:
            self.table.show_widths(_SHARES)
            self.table.show_ends(2)
            self.table.select_first()

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
        self.model.show_rows(heads, rows)
        words = ngettext("{count:,} open remark", "{count:,} open remarks", len(rows))
        self.told.setText(words.format(count=len(rows)))
        for button in (self.open_button, self.save_button):
            button.setEnabled(bool(rows))

    def _failed(self, error: UserError) -> None:
        self.told.setText(error.one_line())

    def open_current(self) -> None:
        """Open the item that the remark at hand is on."""
        row = self.table.current() or next(iter(self.model.rows), None)
        if row is not None:
            self.open_assessment(row.note.assessment_id, row.note.path)

    def save(self) -> None:
        """Save the rows that are shown as a file, for a purpose."""
        rows = list(self.model.rows)
        store = self.cabinet.store

        def chosen(copy: Copy) -> None:
            if not copy.public:
                self._save(rows, None)
                return
            wanted = {row.note.id for row in rows}
            self._jobs.begin(
                lambda _stopped, _tell: read_remarks(store, public=True),
                lambda found: self._save([row for row in found[0] if row.note.id in wanted], found[1]),
                failed=self._show_failure,
            )

        PurposeDialog(self, _("Open Remarks"), "remarks", chosen).open()

    def _show_failure(self, error: UserError) -> None:
        show_error(self, error)

    def _save(self, rows: Sequence[OpenRemark], guard: Guard | None) -> None:
        kinds = ";;".join(file_kinds())
        path = ask_save_path(self, _("Save the Remarks"), _("Open Remarks") + ".pdf", kinds, ".pdf")
        if path is not None:
            look = None if guard is None else guard.look(path.suffix)
            self.tables.start(lambda: _paper(rows), path, look)

    def stop(self) -> None:
        """Read and write nothing any more."""
        self._latest.cancel()
        self._jobs.cancel()
        self.tables.cancel()


def _paper(rows: Sequence[OpenRemark]) -> TableDocument:
    from pia_desktop.documents.lists import OPEN_REMARKS_TITLE, list_document

    heads = ("評価書番号", "評価書名", "項目", "指摘", "指摘した人", "日")
    return list_document(
        OPEN_REMARKS_TITLE, list(zip(heads, _SHARES, strict=True)), [one.words for one in rows]
    )
