"""控えから戻す: the backups by day, their contents compared with today's, and restoring from them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHeaderView, QListWidget, QTableWidget, QTableWidgetItem

from db.backup import Chain, backup_folder, chain_in, chains, is_sound, moment_of
from db.cabinet import SUFFIX, Cabinet
from db.records import AssessmentInfo
from pia_desktop.cabinet_lists.assessment_names import form_words, info_name
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, in_a_row, ngettext
from pia_desktop.rules.stages import read_stage
from pia_desktop.wareki import local_words, wareki_minute
from ui.printing.copied_rows import copy_as_cells
from ui.printing.listed import InCabinet, Together
from ui.widgets.dialog import Dialog
from ui.widgets.dialogs import MessageDialog, ask_save_path, busy, show_error
from ui.widgets.layouts import Growing, row_of
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import note, tip
from ui.widgets.rows import RoomyRows, pick_rows
from ui.widgets.theme import em, space
from ui.widgets.unscrolled import DropDown

if TYPE_CHECKING:
    from ui.cabinet.listing import Listing
    from ui.context.cabinet_store import CabinetStore

_NAME: Final = 1
_TODAY: Final = 2


def backup_words(backup: Path) -> str:
    """When a backup was made, in the Japanese calendar, and that it is broken where it is."""
    words = wareki_minute(moment_of(backup))
    return words if is_sound(backup) else _("{when} (not all of it can be read)").format(when=words)


def compared_with_today(then: AssessmentInfo, today: Sequence[AssessmentInfo]) -> str:
    """How an assessment in a backup compares with the cabinet today."""
    now = next((one for one in today if (one.id, one.created_at) == (then.id, then.created_at)), None)
    if now is None:
        return _("gone today")
    if now.trashed:
        return _("in the trash today")
    if (now.edits, now.state, now.stages) == (then.edits, then.state, then.stages):
        return _("the same today")
    return _("changed since, {when}").format(when=local_words(now.edited_at))


@guarded
class BackupsDialog(Dialog):
    """Days on the left, assessments on the right.  Restored assessments are added to those of today."""

    def __init__(self, listing: Listing) -> None:
        super().__init__(listing.widget(), _("Restore From a Backup"), place="backups")
        self._listing = listing
        self._opened: Cabinet | None = None
        self._infos: tuple[AssessmentInfo, ...] = ()
        self.chains = self._found_chains()
        self._build()
        self.chosen.addItems([chain.place or chain.folder.name for chain in self.chains])
        self.chosen.setVisible(len(self.chains) > 1 or listing.store is None)
        self.chosen.currentIndexChanged.connect(self._show_chain)
        self.days.currentRowChanged.connect(self._show_backup)
        self.table.itemSelectionChanged.connect(self._offer)
        self._show_chain()
        self.take_size(em(self) * 86, em(self) * 42)

    def _found_chains(self) -> list[Chain]:
        """All backups, those of the open cabinet first."""
        store = self._listing.store
        own = [chain_in(backup_folder(store.uid))] if store is not None else []
        return [*own, *(chain for chain in chains() if chain.folder not in [one.folder for one in own])]

    # ---- building

    def _build(self) -> None:
        column = self.column
        self.chosen = DropDown(self, name=_("Cabinet"))
        column.addWidget(self.chosen)
        self.message = note(self)
        column.addWidget(self.message)
        self.days = QListWidget(self)
        self.days.setItemDelegate(RoomyRows(self.days))
        self.days.setWordWrap(True)
        self.days.setAccessibleName(_("Backups by day"))
        copy_as_cells(self.days)
        self.days.setFixedWidth(em(self) * 16)
        self.table = self._table()
        column.addLayout(row_of(self.days, Growing(self.table), gap=space(3)), 1)
        self._fill_buttons()
        self.add_buttons()

    def _table(self) -> QTableWidget:
        heads = [_("Assessment Number"), _("Assessment Name"), _("Beside Today"), _("Last Edited")]
        heads += [_("State"), _("Form")]
        table = QTableWidget(0, len(heads), self)
        table.setHorizontalHeaderLabels(heads)
        table.setAccessibleName(_("Assessments in the backup"))
        pick_rows(table, several=True)
        copy_as_cells(
            table, Together(InCabinet(lambda: self._opened, self._ids), InCabinet(self._own, self._ids))
        )
        table.setShowGrid(False)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_NAME, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(_NAME, em(self) * 20)
        header.setStretchLastSection(True)
        return table

    def _ids(self) -> list[int]:
        return [info.id for info in self._infos]

    def _own(self) -> CabinetStore | None:
        """The cabinet of today, if the backup is one of it: its names may be withheld since."""
        store, opened = self._listing.store, self._opened
        return store if store is not None and opened is not None and opened.uid == store.uid else None

    def _fill_buttons(self) -> None:
        add = self.buttons.add_action
        self.restore = add(_("&Restore What Is Marked"), lambda: self.put_back(self.marked()))
        self.restore_all = add(_("Restore &All of It"), lambda: self.put_back(self._infos))
        self.take_out = add(_("&Take Out as a Cabinet…"), self._take_out)
        self.read = add(_("&Open for Reading"), self._read)
        self.buttons.add_reject(_("Close"))
        self.buttons.without_default()

    # ---- what is shown

    @property
    def backup(self) -> Path | None:
        row, index = self.days.currentRow(), self.chosen.currentIndex()
        return self.chains[index].backups[row] if index >= 0 and row >= 0 else None

    def marked(self) -> tuple[AssessmentInfo, ...]:
        rows = {index.row() for index in self.table.selectionModel().selectedRows()}
        return tuple(self._infos[row] for row in sorted(rows))

    def _show_chain(self) -> None:
        index = self.chosen.currentIndex()
        files = self.chains[index].backups if index >= 0 else ()
        self.days.clear()
        self.days.addItems([backup_words(file) for file in files])
        self.message.setText(
            _("What is restored comes with versions, notes and states, beside what is there today.")
            if files
            else _("There is no backup of this cabinet on this terminal.")
        )
        if files:
            self.days.setCurrentRow(0)
            self.days.setFocus()
        else:
            self._show_backup()

    def _show_backup(self) -> None:
        self._close_backup()
        self._infos = ()
        backup = self.backup
        if backup is not None:
            try:
                with busy():
                    self._opened = Cabinet.open(backup, read_only=True)
                    self._infos = self._opened.list()
            except UserError as error:
                self.message.setText(error.one_line())
        today = self._today()
        self.table.setRowCount(len(self._infos))
        for number, info in enumerate(self._infos):
            words = (
                info.number,
                info_name(info),
                "" if today is None else compared_with_today(info, today),
                local_words(info.edited_at),
                read_stage(info.state).label,
                form_words(info.form, info.version),
            )
            for column, text in enumerate(words):
                cell = QTableWidgetItem(text)
                cell.setToolTip(tip(text))
                self.table.setItem(number, column, cell)
        self.table.setColumnHidden(_TODAY, today is None)
        self._offer()

    def _today(self) -> Sequence[AssessmentInfo] | None:
        """The list of the open cabinet, if the backups are of it and it can be read."""
        store = self._listing.store
        if store is None or self.chains[self.chosen.currentIndex()].folder != backup_folder(store.uid):
            return None
        try:
            return store.infos()
        except UserError:  # the backup is shown all the more, and the list says what is wrong
            return None

    def _offer(self) -> None:
        store = self._listing.store
        writing = store is not None and not store.read_only and bool(self._infos)
        self.restore.setEnabled(writing and bool(self.marked()))
        self.restore_all.setEnabled(writing)
        for button in (self.take_out, self.read):
            button.setEnabled(self._opened is not None)

    # ---- what is done

    def put_back(self, infos: Sequence[AssessmentInfo]) -> None:
        """Restore assessments into the open cabinet; unreadable ones are reported."""
        store, source = self._listing.store, self._opened
        if store is None or source is None:
            return
        wanted, left = [], []
        try:
            with busy():
                for info in infos:
                    try:
                        source.load(info.id)
                        wanted.append(info.id)
                    except UserError as error:
                        left.append(f"{info_name(info)}: {error.one_line()}")
                made = store.restore(source, wanted)
        except UserError as error:
            show_error(self, error)
            return
        words = ngettext("{count:,} was restored.", "{count:,} were restored.", len(made))
        sentence = words.format(count=len(made))
        self._listing.pick(*made.values())
        self.accept()
        if left:
            MessageDialog(
                self._listing.widget(),
                sentence,
                _("These cannot be read:"),
                "\n".join(left),
                symbol="warning",
            ).open()
        else:
            beside = any(here != there for there, here in made.items())
            step = _("Selected in the list; keep one of the two, and move the other to the trash.")
            self._listing.notify(in_a_row(sentence, step if beside else ""))

    def _take_out(self) -> None:
        """Save the backup as a working cabinet, and open that."""
        source = self._opened
        if source is None:
            return
        kinds = _("Cabinets (*{suffix})").format(suffix=SUFFIX)
        suggested = _("{name} (copy)").format(name=_chain_name(self.chains[self.chosen.currentIndex()]))
        path = ask_save_path(self, _("Take Out as a Cabinet"), suggested, kinds, SUFFIX)
        if path is None:
            return
        try:
            with busy():
                source.save_copy_to(path)
        except UserError as error:
            show_error(self, error)
            return
        self._go_to(path)

    def _read(self) -> None:
        backup = self.backup
        if backup is not None:
            self._go_to(backup)

    def _go_to(self, path: Path) -> None:
        navigator = self._listing.navigator
        self.accept()
        navigator.open_cabinet(path)

    # ---- the end

    def _close_backup(self) -> None:
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def done(self, result: int) -> None:
        self._close_backup()
        super().done(result)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._close_backup()
        super().closeEvent(event)


def _chain_name(chain: Chain) -> str:
    return Path(chain.place).stem if chain.place else chain.folder.name
