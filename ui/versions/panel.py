"""The pane 版: the draft and the closed versions, and actions on each."""

from __future__ import annotations

from collections.abc import Callable
from enum import Flag, auto
from typing import Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QMenu, QPushButton

from db.records import VersionInfo
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.documents.lists import VERSIONS_TITLE
from pia_desktop.errors import UserError
from pia_desktop.i18n import N_, _, ngettext
from ui.context.background import LatestOnly
from ui.printing.copied_rows import CopiedRows
from ui.printing.listed import InMemory
from ui.versions.commands import VersionCommands
from ui.versions.model import TwoRows, VersionsModel
from ui.widgets.actions import Action, Actions, Menu, conditions
from ui.widgets.buttons import push_button
from ui.widgets.focus import begin_at
from ui.widgets.icons import set_icon
from ui.widgets.layouts import column_of, row_of
from ui.widgets.overrides import guarded
from ui.widgets.panel import Panel
from ui.widgets.plain_text import note
from ui.widgets.theme import small_font, space
from ui.widgets.timers import single_shot

_PAUSE: Final = 800
"""Milliseconds without an edit before the changes are counted anew."""


class VersionCondition(Flag):
    """Conditions on the selected line."""

    WRITING = auto()
    VERSION = auto()
    """It is a closed version, not the draft."""
    LATER = auto()
    """There is a version before it."""


@guarded
class VersionsPanel(Panel):
    """A list, newest first; the buttons below act on the selected line."""

    save_requested = Signal(object)
    """The list is to be saved as a file: its ``CopiedRows``."""

    def __init__(self, commands: VersionCommands) -> None:
        super().__init__()
        self._commands = commands
        self._version_store = commands.version_store
        self._counter = LatestOnly(self, self._counted, priority=-1)  # on failure no number is shown
        self._pause = single_shot(self, _PAUSE, self._count)
        self.model = VersionsModel(self)
        self._build()
        self._make_menu()
        self._version_store.changed.connect(self.refresh)
        self._version_store.session.undo_stack.index_changed.connect(self._edited)
        self.refresh()

    # ---- building

    def _build(self) -> None:
        column = column_of(gap=space(2), margins=(space(3), space(2), space(3), space(2)), inside=self)
        self.close_button = QPushButton(_("Close a &Version…"), self)
        self.close_button.setEnabled(not self._version_store.session.read_only)
        set_icon(self.close_button, "lock")
        self.close_button.clicked.connect(self._close)
        column.addWidget(self.close_button)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(TwoRows(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setAccessibleName(_("Versions"))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.list.activated.connect(lambda _index: self._read())
        self.rows = CopiedRows(self.list, InMemory(self._states), VERSIONS_TITLE, "versions")
        column.addWidget(self.list, 1)
        self.hint = note(
            self,
            _(
                "No version is closed yet. Close one when the assessment is handed in or published; from then"
                " on you see here what changed."
            ),
            small_font(),
            quiet=True,
        )
        column.addWidget(self.hint)
        self.read_button = push_button(self, _("&Read"), self._read)
        self.compare_button = push_button(self, _("&Compare…"), self.compare)
        self.more = QPushButton(_("&More"), self)
        row = row_of(self.read_button, self.compare_button, self.more, gap=space(2))
        column.addLayout(row)
        begin_at(self, self.list)

    def _states(self) -> tuple[Snapshot, ...]:
        """The assessment, with what it once withheld: names of versions are words of then."""
        source = self._version_store
        now = source.session.snapshot()
        return now, *source.store.once_withheld(source.assessment_id)

    def _make_menu(self) -> None:
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        self.actions_ = Actions(self, self, (OF_VERSION,), context)
        self.menu = QMenu(self)
        self.actions_.fill(self.menu, OF_VERSION.rows)
        self.more.setMenu(self.menu)
        self.list.selectionModel().currentChanged.connect(lambda *_indexes: self._offer())

    def now(self) -> VersionCondition:
        """The conditions that hold for the selected line."""
        info = self.chosen
        return conditions({
            VersionCondition.WRITING: not self._version_store.session.read_only,
            VersionCondition.VERSION: info is not None,
            VersionCondition.LATER: info is not None and self._version_store.before(info) is not None,
        })  # fmt: skip

    def with_chosen(self, act: Callable[[VersionCommands, VersionInfo], object]) -> None:
        """Call ``act`` with the selected version."""
        info = self.chosen
        if info is not None:
            act(self._commands, info)

    # ---- what is shown

    @property
    def chosen(self) -> VersionInfo | None:
        """The selected version; None for the draft."""
        return self.model.version(self.list.currentIndex().row())

    def refresh(self) -> None:
        """Reload the list, keeping the selection; a version that was just closed is selected."""
        known, chosen = {one.id for one in self.model.infos}, self.chosen
        try:
            infos = self._version_store.versions
        except UserError as error:
            self.model.tell_draft(error.message)
            infos = ()
        self.model.show_versions(infos)
        if known and self.model.infos and self.model.infos[0].id not in known:
            chosen = self.model.infos[0]
        row = next((i for i, one in enumerate(self.model.infos, 1) if chosen and one.id == chosen.id), 0)
        self.list.setCurrentIndex(self.model.index(row or min(1, len(infos)), 0))
        self.hint.setVisible(not infos)
        self._offer()
        self._edited()

    def _offer(self) -> None:
        info = self.chosen
        self.read_button.setEnabled(info is not None)
        self.compare_button.setEnabled(bool(self.model.infos))
        self.actions_.refresh()

    def _edited(self) -> None:
        if self.isVisible():
            self._pause.start()

    def _count(self) -> None:
        """Count the changes since the newest version."""
        if not self.model.infos or not self.isVisible():
            return
        try:
            newest = self._version_store.load(self.model.infos[0].id)
        except UserError as error:
            self.model.tell_draft(error.message)
            return
        draft = self._version_store.session.assessment.snapshot()
        self._counter.request(lambda: _count_changes(newest, draft))

    def _counted(self, count: int) -> None:
        words = ngettext(
            "{count:,} change since the last version", "{count:,} changes since the last version", count
        ).format(count=count)
        self.model.tell_draft(words if count else _("As in the last version"))

    def _show_menu(self, at: QPoint) -> None:
        if self.list.indexAt(at).isValid():
            self.menu.popup(self.list.viewport().mapToGlobal(at))

    def _close(self) -> None:
        self._commands.close_version()

    def _read(self) -> None:
        self.with_chosen(VersionCommands.read)

    def compare(self) -> None:
        """Compare the selected version (for the draft's line: the newest) with the draft."""
        self._commands.compare(self.chosen, None)

    def compare_with_before(self) -> None:
        """Show what the selected version changed."""
        self.with_chosen(lambda commands, info: commands.compare(self._version_store.before(info), info))

    def save_pdf(self) -> None:
        self.with_chosen(lambda commands, info: commands.print_version(info, to_pdf=True))

    # ---- events

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._pause.start(0)

    def stop(self) -> None:
        """Stop background work: the window is closing."""
        self._pause.stop()
        self._counter.cancel()


# fmt: off
Do = VersionsPanel
If = VersionCondition
READ: Final = Action[Do](N_("&Read"), lambda do: do.with_chosen(VersionCommands.read), needs=If.VERSION)
WITH_DRAFT: Final = Action[Do](
    N_("Compare &With the Draft"), lambda do: do.compare(), "Ctrl+Return", needs=If.VERSION)
WITH_BEFORE: Final = Action[Do](
    N_("Compare With the Version &Before"), lambda do: do.compare_with_before(), needs=If.LATER)
PRINT: Final = Action[Do](
    N_("&Print…"), lambda do: do.with_chosen(VersionCommands.print_version), needs=If.VERSION)
SAVE_PDF: Final = Action[Do](N_("Save as P&DF…"), lambda do: do.save_pdf(), needs=If.VERSION)
EXPORT: Final = Action[Do](
    N_("&Export…"), lambda do: do.with_chosen(VersionCommands.export_version), needs=If.VERSION)
RESTORE: Final = Action[Do](
    N_("Start a &New Draft From This Version…"), lambda do: do.with_chosen(VersionCommands.restore),
    needs=If.VERSION | If.WRITING)
COPY: Final = Action[Do](
    N_("Copy the C&hosen Rows"), lambda do: do.rows.copy_marked(), symbol="copy",
    shown_key=QKeySequence.StandardKey.Copy)
COPY_LIST: Final = Action[Do](N_("&Copy the List"), lambda do: do.rows.copy_all())
SAVE: Final = Action[Do](
    N_("Save the List as a &File…"), lambda do: do.save_requested.emit(do.rows), symbol="export")
OF_VERSION: Final = Menu[Do](
    N_("&More"),
    (READ, WITH_DRAFT, WITH_BEFORE, None, PRINT, SAVE_PDF, EXPORT, None, RESTORE, None,
     COPY, COPY_LIST, SAVE))
"""What can be done with the chosen version, and with the list."""


def _count_changes(old: Snapshot, new: Snapshot) -> int:
    """Number of changes from one state to another.  Raises UserError."""
    from pia_desktop.revisions.compare import compare_editions

    found, _dropped = compare_editions(old, new)
    return len(found.changes)
