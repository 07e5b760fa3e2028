"""Menus, tool bar and actions of the list of a cabinet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QToolBar

from db.backup import is_backup
from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from ui.cabinet.archive_actions import ArchiveActions
from ui.cabinet.office_actions import OfficeActions
from ui.cabinet.output_actions import PaperActions
from ui.cabinet.stage_actions import StageActions
from ui.context.assessment_rows import Drawer
from ui.reuse.menu import EverywhereActions
from ui.widgets.about import show_about
from ui.widgets.actions import make_action
from ui.widgets.dialogs import ask_open_path, ask_save_path, busy, show_error
from ui.widgets.file_choice import JSON_KINDS
from ui.widgets.icons import icon_size
from ui.widgets.plain_text import caption
from ui.widgets.settings import recent_cabinets

if TYPE_CHECKING:
    from ui.cabinet.listing import Listing
    from ui.reuse.everywhere import Everywhere


class CabinetActions:
    """Everything that can be done with whole assessments and cabinets."""

    def __init__(self, listing: Listing, everywhere: Everywhere) -> None:
        self.listing = listing
        self.window = window = listing.widget()
        self.navigator = navigator = listing.navigator

        def make(
            words: str, act: object, keys: str | QKeySequence.StandardKey = "", symbol: str = ""
        ) -> QAction:
            assert callable(act)
            return make_action(window, words, act, keys, symbol)

        self.new = make(_("&New Assessment…"), self._new, "Ctrl+N", "new")
        self.take_in = make(_("&Import…"), self._take_in, "Ctrl+I", "import")
        self.open = make(_("&Open Assessment"), self._open, "Ctrl+Return", "open")
        self.copy = make(_("Make a &Copy"), self._copy, "Ctrl+D", "copy")
        self.papers = PaperActions(listing)
        self.archiving = ArchiveActions(listing)
        self.stages = StageActions(listing)
        self.settings = make(_("Se&ttings…"), lambda: navigator.show_settings(window), "Ctrl+,")
        self.new_cabinet = make(_("New Ca&binet…"), lambda: navigator.ask_new_cabinet(window), "", "cabinet")
        self.open_cabinet = make(
            _("Open Cab&inet…"), lambda: navigator.ask_open_cabinet(window), "Ctrl+O", "open"
        )
        self.samples = make(_("Try With Sam&ples…"), self._make_samples, "", "samples")
        self.restore_backup = make(_("Restore From a Bac&kup…"), self._restore_backup, "", "restore")
        self.take_out = make(_("Take This Backup &Out as a Cabinet…"), lambda: navigator.rescue(window))
        self.threshold = make(_("T&hreshold Judgement…"), self._judge_threshold)
        self.find = make(_("&Filter the List"), listing.focus_filter, "Ctrl+F", "find")
        self.search = make(_("&Find in All Assessments…"), listing.show_search, "Ctrl+Shift+F", "search-all")
        self.office = OfficeActions(listing, everywhere)
        self.everywhere = EverywhereActions(window, everywhere, listing.notify)
        self.quit = make(_("&Quit"), navigator.quit, "Ctrl+Q")
        self.about = make(_("&About This Program"), lambda: show_about(window))
        self._share()

    def _share(self) -> None:
        """What belongs to the parts is found here as well."""
        papers, archiving = self.papers, self.archiving
        self.print_paper, self.print, self.export = papers.print_paper, papers.print, papers.export
        self.print_blank = papers.print_blank
        self.archive, self.delete, self.put_back = archiving.archive, archiving.delete, archiving.put_back
        self.for_one = [self.open, self.stages.edit, self.print_paper, self.print, self.export, self.copy]
        self.all = [self.new, self.take_in, *self.for_one, *archiving.all, self.stages.dues]
        self.all += [self.new_cabinet, self.open_cabinet, self.samples, self.print_blank, self.settings]
        self.all += [self.restore_backup, self.take_out, self.stages.look_over]
        self.all += [
            *self.office.all,
            *self.everywhere.all,
            self.threshold,
            self.find,
            self.search,
            self.quit,
            self.about,
        ]

    def build_menus(self) -> None:
        """Menu bar and tool bar."""
        bar = self.window.menuBar()
        file = bar.addMenu(_("&File"))
        file.addActions([self.new, self.take_in])
        file.addSeparator()
        file.addAction(self.print_blank)
        file.addSeparator()
        file.addActions([self.settings, self.quit])
        one = bar.addMenu(_("&Assessment"))
        one.addActions(self.for_one)
        one.addAction(self.stages.look_over)
        one.addSeparator()
        one.addActions(self.archiving.moves)
        one.addSeparator()
        one.addAction(self.threshold)
        cabinet = bar.addMenu(_("&Cabinet"))
        cabinet.addActions([self.new_cabinet, self.open_cabinet])
        self._recent = cabinet.addMenu(_("&Recent Cabinets"))
        self._recent.aboutToShow.connect(self._fill_recent)
        cabinet.addActions([self.restore_backup, self.take_out, self.samples])
        cabinet.addSeparator()
        cabinet.addActions([self.stages.dues, self.search])
        cabinet.addSeparator()
        cabinet.addActions(self.everywhere.all)
        cabinet.aboutToShow.connect(self.refresh)
        bar.addMenu(_("&Office")).addActions(self.office.all)
        view = bar.addMenu(_("&View"))
        view.addAction(self.find)
        view.addSeparator()
        view.addActions(self.archiving.drawers)
        bar.addMenu(_("&Help")).addAction(self.about)
        self._build_tools()

    def _build_tools(self) -> None:
        tools = self._tools = QToolBar(_("Tools"), self.window)
        tools.setObjectName("tools")
        tools.setMovable(False)
        tools.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        tools.setIconSize(icon_size(self.window.fontMetrics().height()))
        tools.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for action, words in (
            (self.new, _("New")),
            (self.take_in, _("Import")),
            (self.open, _("Open")),
            (self.stages.edit, _("State")),
            (self.print, "PDF"),
            (self.copy, _("Copy")),
            (self.search, _("Search all")),
        ):
            action.setIconText(words)
        tools.addActions([self.new, self.take_in])
        tools.addSeparator()
        tools.addActions(self.for_one)
        tools.addSeparator()
        tools.addActions([*self.archiving.moves, self.search])
        self.window.addToolBar(tools)

    def fill_context_menu(self, menu: QMenu) -> None:
        """What can be done with what is marked."""
        if self.listing.drawer is not Drawer.TRASH:
            menu.addActions(self.for_one)
            menu.addAction(self.stages.look_over)
            menu.addSeparator()
        menu.addActions(self.archiving.moves)

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in recent_cabinets():
            entry = self._recent.addAction(caption(str(path)))
            entry.triggered.connect(lambda _checked=False, path=path: self.navigator.open_cabinet(Path(path)))
        if self._recent.isEmpty():
            self._recent.addAction(_("None yet")).setEnabled(False)

    def refresh(self) -> None:
        """Offer what can be done now."""
        store, picked = self.listing.store, self.listing.picked_all()
        can_write = store is not None and not store.read_only
        trash = self.listing.drawer is Drawer.TRASH
        one = len(picked) == 1 and not trash
        self.open.setEnabled(one)
        self.copy.setEnabled(one and can_write)
        self.papers.refresh(picked, trash=trash)
        self.office.refresh(there=store is not None)
        self.everywhere.refresh(writing=can_write)
        self.archiving.refresh(picked, can_write=can_write, trash=trash)
        self.stages.refresh([] if trash else picked, one=one, there=store is not None, can_write=can_write)
        for action in (self.new, self.take_in):
            action.setEnabled(can_write)
        if hasattr(self, "_tools"):
            self._tools.setVisible(store is not None)
            for action in self.for_one:
                action.setVisible(not trash)
        self.take_out.setVisible(store is not None and is_backup(store.path))
        for action in (self.find, self.search):
            action.setEnabled(store is not None)

    # ---- what the actions do

    def _new(self) -> None:
        self.begin_new()

    def begin_new(self, form: str = "") -> None:
        """Ask what a new assessment begins with; ``form`` is the one that stands to be chosen."""
        from ui.new_assessment.dialog import NewDialog

        store = self.listing.store
        if store is not None and not store.read_only:
            NewDialog(self.window, self.navigator.begin_assessment, store, form).open()

    def _judge_threshold(self) -> None:
        from ui.new_assessment.dialog import judge_form

        judge_form(self.window, self.begin_new if self.new.isEnabled() else None)

    def _open(self) -> None:
        picked = self.listing.picked()
        if picked is not None:
            self.navigator.open_assessment(picked.id)

    def _restore_backup(self) -> None:
        from ui.cabinet.backups_dialog import BackupsDialog

        store = self.listing.store
        if store is not None:
            store.flush()
        BackupsDialog(self.listing).open()

    def _take_in(self) -> None:
        path = ask_open_path(self.window, _("Import an Assessment"), JSON_KINDS)
        if path is not None and self.listing.store is not None:
            from pia_desktop.exchange.interchange import read_file

            try:
                with busy():
                    made = self.listing.store.take_over(read_file(path))
            except UserError as error:
                show_error(self.window, error)
            else:
                self.listing.pick(made)

    def _copy(self) -> None:
        picked, store = self.listing.picked(), self.listing.store
        if picked is not None and store is not None:
            try:
                self.listing.pick(store.copy(picked.id))
            except UserError as error:
                show_error(self.window, error)

    def _make_samples(self) -> None:
        from db.cabinet import SUFFIX
        from ui.cabinet.sample_cabinet import SAMPLE_NAME, make_samples

        kinds = _("Cabinets (*{suffix})").format(suffix=SUFFIX)
        title = _("Where is the sample cabinet to lie?")
        path = ask_save_path(self.window, title, SAMPLE_NAME, kinds, SUFFIX)
        if path is None:
            return
        try:
            with busy():
                make_samples(path)
        except UserError as error:
            show_error(self.window, error)
        else:
            self.navigator.open_cabinet(path)
