"""Menus, tool bar and actions of the start window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QToolBar

from pia_desktop.errors import UserError
from pia_desktop.exchange.interchange import read_file, write_document, write_file
from pia_desktop.i18n import _
from ui.about import show_about
from ui.actions import make_action
from ui.dialogs import ask, ask_open_path, ask_save_path, busy, show_error
from ui.icons import icon_size
from ui.new_dialog import NewDialog
from ui.plain import caption
from ui.settings import recent_cabinets
from ui.start_model import info_name

if TYPE_CHECKING:
    from ui.start_window import StartWindow

JSON_KINDS = "JSON (*.json)"


class StartActions:
    """Everything that can be done with whole assessments and cabinets."""

    def __init__(self, window: StartWindow) -> None:
        self.window = window
        self.desk = window.desk

        def make(
            words: str, act: object, keys: str | QKeySequence.StandardKey = "", symbol: str = ""
        ) -> QAction:
            assert callable(act)
            return make_action(window, words, act, keys, symbol)

        self.new = make(_("&New Assessment…"), self._new, "Ctrl+N", "new")
        self.take_in = make(_("&Import…"), self._take_in, "Ctrl+I", "import")
        self.open = make(_("&Open Assessment"), self._open, "Ctrl+Return", "open")
        self.print_paper = make(_("&Print…"), self._print, "Ctrl+P", "printer")
        self.print = make(_("Save as P&DF…"), lambda: self._print(to_pdf=True), "Ctrl+Shift+P", "pdf")
        self.print_blank = make(_("Print a Blank &Form…"), self._print_blank)
        self.settings = make(_("Se&ttings…"), lambda: self.desk.show_settings(window), "Ctrl+,")
        self.export = make(_("&Export…"), self._export, "Ctrl+E", "export")
        self.copy = make(_("Make a &Copy"), self._copy, "Ctrl+D", "copy")
        self.delete = make(_("&Delete…"), self._delete, "Delete", "delete")
        self.put_back = make(_("Put Back What Was &Deleted"), self._put_back, "Ctrl+Z", "undo")
        self.new_cabinet = make(_("New Ca&binet…"), lambda: self.desk.ask_new_cabinet(window), "", "cabinet")
        self.open_cabinet = make(
            _("Open Cab&inet…"), lambda: self.desk.ask_open_cabinet(window), "Ctrl+O", "open"
        )
        self.find = make(_("&Filter the List"), window.focus_filter, "Ctrl+F")
        self.quit = make(_("&Quit"), self.desk.quit, "Ctrl+Q")
        self.about = make(_("&About This Program"), lambda: show_about(window))
        self.for_one = [self.open, self.print_paper, self.print, self.export, self.copy, self.delete]
        self.all = [self.new, self.take_in, *self.for_one, self.put_back, self.new_cabinet]
        self.all += [self.open_cabinet, self.print_blank, self.settings, self.find, self.quit, self.about]

    def build_menus(self) -> None:
        """Menu bar and tool bar."""
        bar = self.window.menuBar()
        file = bar.addMenu(_("&File"))
        file.addActions([self.new, self.take_in])
        file.addSeparator()
        file.addActions([self.new_cabinet, self.open_cabinet])
        self._recent = file.addMenu(_("&Recent Cabinets"))
        self._recent.aboutToShow.connect(self._fill_recent)
        file.addSeparator()
        file.addActions([self.print_blank, self.settings])
        file.addSeparator()
        file.addAction(self.quit)
        one = bar.addMenu(_("&Assessment"))
        one.addActions(self.for_one[:-1])
        one.addSeparator()
        one.addActions([self.delete, self.put_back])
        view = bar.addMenu(_("&View"))
        view.addAction(self.find)
        bar.addMenu(_("&Help")).addAction(self.about)
        self._tools = QToolBar(_("Tools"), self.window)
        self._tools.setObjectName("tools")
        self._tools.setMovable(False)
        self._tools.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._tools.setIconSize(icon_size(self.window.fontMetrics().height()))
        self._tools.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._tools.addActions([self.new, self.take_in])
        self._tools.addSeparator()
        self._tools.addActions(self.for_one)
        self._tools.addSeparator()
        self._tools.addAction(self.put_back)
        self.window.addToolBar(self._tools)

    def _fill_recent(self) -> None:
        self._recent.clear()
        for path in recent_cabinets():
            entry = self._recent.addAction(caption(str(path)))
            entry.triggered.connect(lambda _checked=False, path=path: self.desk.open_cabinet(Path(path)))
        if self._recent.isEmpty():
            self._recent.addAction(_("None yet")).setEnabled(False)

    def refresh(self) -> None:
        """Offer what can be done now."""
        store, picked = self.window.store, self.window.picked()
        can_write = store is not None and not store.read_only
        for action in (self.open, self.print_paper, self.print, self.export):
            action.setEnabled(picked is not None)
        for action in (self.copy, self.delete):
            action.setEnabled(picked is not None and can_write)
        for action in (self.new, self.take_in):
            action.setEnabled(can_write)
        self.put_back.setEnabled(bool(self.desk.deleted) and can_write)
        self._tools.setVisible(store is not None) if hasattr(self, "_tools") else None
        self.find.setEnabled(store is not None)

    # ---- what the actions do

    def _new(self) -> None:
        NewDialog(self.window, self.desk.new_assessment).open()

    def _open(self) -> None:
        picked = self.window.picked()
        if picked is not None:
            self.desk.open_assessment(picked.id)

    def _take_in(self) -> None:
        path = ask_open_path(self.window, _("Import an Assessment"), JSON_KINDS)
        if path is not None and self.window.store is not None:
            try:
                with busy():
                    made = self.window.store.take_over(read_file(path))
            except UserError as error:
                show_error(self.window, error)
            else:
                self.window.pick(made)

    def _export(self) -> None:
        picked, store = self.window.picked(), self.window.store
        if picked is None or store is None:
            return
        path = ask_save_path(
            self.window, _("Export the Assessment"), info_name(picked) + ".json", JSON_KINDS, ".json"
        )
        if path is not None:
            try:
                with busy():
                    store.flush()
                    write_file(path, write_document(store.cabinet.load(picked.id), store))
            except UserError as error:
                show_error(self.window, error)

    def _print(self, *, to_pdf: bool = False) -> None:
        picked, store = self.window.picked(), self.window.store
        if picked is None or store is None:
            return
        try:
            store.flush()
            snapshot = store.cabinet.load(picked.id)
        except UserError as error:
            show_error(self.window, error)
        else:
            from ui.print_dialog import open_print
            from ui.print_subject import Subject

            open_print(self.window, self.window, Subject(snapshot, store), to_pdf=to_pdf)

    def _print_blank(self) -> None:
        from pia_desktop.forms.catalogue import all_forms
        from ui.print_dialog import open_print
        from ui.print_subject import blank_subject

        first = min(all_forms(), key=lambda form: form.id)
        open_print(self.window, self.window, blank_subject(first))

    def _copy(self) -> None:
        picked, store = self.window.picked(), self.window.store
        if picked is not None and store is not None:
            try:
                self.window.pick(store.copy(picked.id))
            except UserError as error:
                show_error(self.window, error)

    def _delete(self) -> None:
        picked = self.window.picked()
        if picked is None:
            return
        ask(
            self.window,
            _("Delete “{name}”?").format(name=info_name(picked)),
            _("Until you close the program, “Put Back What Was Deleted” brings it back."),
            [(_("Delete"), lambda: self.desk.delete(self.window, picked)), (_("Keep It"), None)],
        )

    def _put_back(self) -> None:
        made = self.desk.put_back(self.window)
        if made is not None:
            self.window.pick(made)
