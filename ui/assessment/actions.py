"""Menus, tool bar and actions of an assessment's window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QToolBar

from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.progress import BranchKind, ItemState
from pia_desktop.errors import UserError
from pia_desktop.forms.model import FILES
from pia_desktop.i18n import _
from ui.assessment.assessment_menu import AssessmentActions
from ui.assessment.review_actions import ReviewActions
from ui.form.entry_actions import EntryActions
from ui.form.field_menu import Field, TextActions, marked
from ui.form.withheld import toggle_at_cursor
from ui.reuse.menu import EverywhereActions
from ui.widgets.actions import make_action
from ui.widgets.icons import icon_size

if TYPE_CHECKING:
    from ui.assessment.form_window import FormWindow
    from ui.assessment.pane_list import AssessmentPanes
    from ui.assessment.parts import WindowParts

_AT_HAND: Final = ("findings", "preview", "guidance", "reuse")
"""Panes with a button in the tool bar."""


def entry_path(path: NodePath | None) -> NodePath | None:
    """The entry that an item lies in; None where it lies in none (a file is no entry)."""
    if path is None:
        return None
    owner = path[:-1] if len(path) % 2 else path
    return owner if owner and owner[-2] != FILES else None


class WindowActions:
    """What can be done in the window, each thing once, shared by menus and tool bar."""

    def __init__(self, window: FormWindow, panes: AssessmentPanes, parts: WindowParts) -> None:
        self.window = window
        self.session = window.session
        self._panes = panes
        self._parts = parts
        self._own: list[QAction] = []
        self._make_file()
        self._make_edit()
        self._make_go()
        self._make_view()
        self.assessment = AssessmentActions(window, panes, parts)
        self.review = ReviewActions(window, panes, parts)
        self.build_menus()
        self.build_tools()
        self.refresh()

    def _make(self, words: str, act: object, keys: object = "", symbol: str = "") -> QAction:
        assert callable(act)
        assert isinstance(keys, str | list | QKeySequence.StandardKey)
        action = make_action(self.window, words, act, keys, symbol)
        self._own.append(action)
        return action

    def _make_file(self) -> None:
        window = self.window
        self.print_paper = self._make(_("&Print…"), window.print, "Ctrl+P", "printer")
        self.print = self._make(_("Save as P&DF…"), lambda: window.print(to_pdf=True), "Ctrl+Shift+P", "pdf")
        self.print_blank = self._make(_("Print a Blank &Form…"), lambda: window.print(blank=True))
        self.export = self._make(_("&Export…"), window.export, "", "export")
        self.copy_cabinet = self._make(_("&Save a Copy of the Cabinet…"), window.rescue_requested.emit)
        self.cabinet = self._make(_("Show the &Cabinet"), window.cabinet_requested.emit, "Ctrl+L", "cabinet")
        self.settings = self._make(_("Se&ttings…"), window.settings_requested.emit, "Ctrl+,")
        self.close = self._make(_("C&lose"), window.close, "Ctrl+W")

    def _make_edit(self) -> None:
        window = self.window
        redo = ["Ctrl+Y", "Ctrl+Shift+Z"]
        self.undo = self._make(_("&Undo"), window.undo, "Ctrl+Z", "undo")
        self.redo = self._make(_("&Redo"), window.redo, redo, "redo")
        self.text = TextActions(window)
        self.session.menu_requested.connect(self._fill_field_menu)
        self.keep = self._make(_("S&ave"), self._tell_saved, "Ctrl+S")
        self.copy_answer = self._make(_("Copy the &Item"), self._copy_answer, "Ctrl+Shift+C", "copy")
        self.copy_entry = self._make(_("Copy the E&ntry"), lambda: self._copy(self._entry()))
        self.copy_section = self._make(_("Copy the &Section"), self._copy_section)
        self.copy_file = self._make(_("Copy the Whole &File"), self._copy_file)
        self.paste = self._make(_("&Paste from an Assessment…"), self._paste, "Ctrl+Shift+V", "paste")
        self.past = self._make(_("Earlier Ans&wers of This Item…"), self._past, "Ctrl+Shift+Y")
        self.withhold = self._make(_("&Withhold from the Public"), self._withhold, "Ctrl+Shift+H")
        self.entry = EntryActions(window.session, window)
        self.find = self._make(_("&Find…"), self.show_find, "Ctrl+F", "find")
        self.replace = self._make(_("Rep&lace…"), lambda: self.show_find(replacing=True), "Ctrl+H")
        self.everywhere = EverywhereActions(window, self._parts.everywhere, window.notify)
        self.keep_phrase = self._make(_("&Keep What Is Marked as a Phrase…"), self._keep_phrase)
        self.find_next = self._make(_("Find Ne&xt"), self._next_hit, "F3")
        self.find_previous = self._make(_("Find Pre&vious"), self._previous_hit, "Shift+F3")

    def _make_go(self) -> None:
        window = self.window
        self.next_missing = self._make(_("Next &Missing Answer"), self._go_missing, "F8", "missing")
        self.previous_tab = self._make(_("&Previous Tab"), lambda: window.step_tab(-1), "Ctrl+PgUp")
        self.next_tab = self._make(_("&Next Tab"), lambda: window.step_tab(1), "Ctrl+PgDown")
        self.back = self._make(_("&Back"), window.go_back, "Alt+Left")
        self.forward = self._make(_("&Forward"), window.go_forward, "Alt+Right")
        self.next_pane = self._make(_("Next P&ane"), lambda: self._panes.step(1), "F6")
        self.previous_pane = self._make(_("Previous Pan&e"), lambda: self._panes.step(-1), "Shift+F6")

    def _make_view(self) -> None:
        self.panes = [pane.action for pane in self._panes]
        self.keys = self._make(_("&Keys"), self._show_keys, "F1")
        self.booklet = self._make(_("Make a &Booklet of the Guidance…"), self._print_guide)
        self.about = self._make(_("&About This Program"), self._show_about)

    def build_menus(self) -> None:
        """The menu bar."""
        bar = self.window.menuBar()
        self._fill(bar.addMenu(_("&File")), [
            self.keep, None, self.print_paper, self.print, self.print_blank, None, self.export, None,
            self.copy_cabinet, None, self.settings, None, self.cabinet, self.close,
        ])  # fmt: skip
        edit = bar.addMenu(_("&Edit"))
        self._fill(edit, [
            self.undo, self.redo, None, *self.text.actions, None,
            self.copy_answer, self.copy_entry, self.copy_section, self.copy_file, self.paste, None,
            self.past, self.withhold, None,
            self.find, self.replace, self.find_next, self.find_previous, None,
            *self.everywhere.all, None, self.keep_phrase, None,
        ])  # fmt: skip
        edit.aboutToShow.connect(self.refresh)
        edit.aboutToShow.connect(self.text.refresh)
        self._fill(edit.addMenu(_("&Entries")), self.entry.actions)
        self._view = bar.addMenu(_("&View"))
        self._fill(self._view, [*self.panes, None])
        go = bar.addMenu(_("&Go"))
        self._fill(go, [
            self.next_missing, None, self.previous_tab, self.next_tab, None,
            self.back, self.forward, None, self.next_pane, self.previous_pane, None,
        ])  # fmt: skip
        self.review.fill(edit, self._view, go)
        parts = go.addMenu(_("Pa&rts of the Form"))
        for index in range(self.window.tabs.count()):
            part = parts.addAction(self.window.tabs.tabToolTip(index))
            part.triggered.connect(lambda _on=False, index=index: self.window.tabs.setCurrentIndex(index))
        self.assessment.fill(bar)
        self._fill(bar.addMenu(_("&Help")), [self.keys, self.booklet, self.about])

    @staticmethod
    def _fill(menu: QMenu, actions: Sequence[QAction | None]) -> None:
        for action in actions:
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(action)

    def build_tools(self) -> None:
        """The tool bar: what is used all day."""
        tools = QToolBar(_("Tools"), self.window)
        tools.setObjectName("tools")
        tools.setMovable(False)
        tools.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        tools.setIconSize(icon_size(self.window.fontMetrics().height()))
        tools.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        tools.addAction(self.cabinet)
        tools.addSeparator()
        tools.addActions([self.undo, self.redo])
        tools.addSeparator()
        tools.addActions([self.find, self.next_missing])
        tools.addSeparator()
        tools.addActions([self.print_paper, self.print])
        tools.addSeparator()
        tools.addActions([pane.action for pane in self._panes if pane.spec.name in _AT_HAND])
        self.window.addToolBar(tools)
        show = tools.toggleViewAction()
        show.setText(_("&Tool Bar"))
        self._view.addAction(show)

    def all(self) -> list[QAction]:
        """Every action with words, for the overview of keys."""
        return [
            *self._own,
            *self.everywhere.all,
            *self.panes,
            *self.entry.actions,
            *self.review.actions,
            *self.assessment.actions,
        ]

    def refresh(self) -> None:
        """Offer what can be done now."""
        session, writing = self.session, not self.session.read_only
        self.undo.setEnabled(session.undo_stack.canUndo())
        self.redo.setEnabled(session.undo_stack.canRedo())
        self.paste.setEnabled(writing)
        self.replace.setEnabled(writing)
        self.keep_phrase.setEnabled(writing and self._panes.reuse is not None)
        self.everywhere.refresh(writing=writing)
        at_item = bool(session.current_path)
        self.copy_answer.setEnabled(at_item)
        self.withhold.setEnabled(at_item and writing)
        self.past.setEnabled(at_item and session.past is not None)
        self.copy_section.setEnabled(at_item)
        self.copy_entry.setEnabled(entry_path(session.current_path) is not None)
        self.copy_file.setVisible(session.form.has_files)

    def _fill_field_menu(self, menu: QMenu, own: Sequence[QAction]) -> None:
        """What a right click on a field offers."""
        self.refresh()
        path = self.session.current_path
        field = QApplication.focusWidget()
        self.withhold.setEnabled(self.withhold.isEnabled() and path is not None and self._answered(path))
        some = isinstance(field, Field) and marked(field)
        self.keep_phrase.setEnabled(self.keep_phrase.isEnabled() and some)
        menu.aboutToHide.connect(self.refresh)
        self._fill(menu, [
            self.undo, self.redo, None, *own, None,
            self.withhold, self.review.add_note, self.keep_phrase, self.past, None,
            self.copy_answer, self.copy_section, self.paste,
        ])  # fmt: skip
        if self.entry.entry() is not None:
            self._fill(menu.addMenu(_("&Entries")), self.entry.actions)

    # ---- what the actions do

    def _answered(self, path: NodePath) -> bool:
        return len(path) % 2 == 1 and self.session.answer(path) is not None

    def _tell_saved(self) -> None:
        """Nothing needs saving by hand; whoever is used to it is told so."""
        self.session.complete()
        self.window.notify(_("Everything is saved by itself."))

    def _entry(self) -> list[NodePath]:
        path = entry_path(self.session.at_hand(harmless=True))
        return [path] if path else []

    def show_find(self, *, replacing: bool = False) -> None:
        """Open the search with the words that are marked in the form."""
        words = getattr(QApplication.focusWidget(), "textCursor", None)
        marked = words().selectedText() if words else ""
        self._panes.find.show().begin(marked, replacing=replacing)

    def _next_hit(self) -> None:
        self._panes.find.panel.go_next()

    def _previous_hit(self) -> None:
        self._panes.find.panel.go_previous()

    def _copy_answer(self) -> None:
        from ui.reuse.clipboard import (
            answer_paths,  # copying loads the interchange, which opening need not wait for
        )

        if self.session.at_hand(harmless=True) is not None:
            self._copy(answer_paths(self.session))

    def _copy_section(self) -> None:
        from ui.reuse.clipboard import section_at

        if self.session.at_hand(harmless=True) is not None:
            self._copy(section_at(self.session))

    def _withhold(self) -> None:
        if self.session.at_hand() is not None and not toggle_at_cursor(self.session):
            words = _("Nothing is answered here that could be withheld.")
            self.window.statusBar().showMessage(words, 8000)

    def _past(self) -> None:
        from ui.past.dialog import show_past

        if self.session.at_hand(harmless=True) is not None:
            show_past(self.window, self.session)

    def _paste(self) -> None:
        from ui.reuse.clipboard import paste

        paste(self.session, self.window)

    def _keep_phrase(self) -> None:
        if self._panes.reuse is not None:
            self._panes.reuse.show().keep_marked()

    def _print_guide(self) -> None:
        from ui.guidance.booklet import make_booklet

        make_booklet(self.window, self.session.snapshot(), self.window.pdf)

    def _show_about(self) -> None:
        from ui.widgets.about import show_about

        show_about(self.window)

    def _show_keys(self) -> None:
        from ui.widgets.about import show_keys

        show_keys(self.window, self.all())

    def _copy_file(self) -> None:
        self._copy([(FILES, self.session.file_key)], as_file=True)

    def _copy(self, paths: list[NodePath], *, as_file: bool = False) -> None:
        from ui.reuse.clipboard import copy_paths
        from ui.widgets.dialogs import show_error

        try:
            copied = bool(paths) and copy_paths(self.session, paths, as_file=as_file)
        except UserError as error:
            show_error(self.window, error)
            return
        words = (
            _("Copied. It can be pasted into any assessment.") if copied else _("Nothing is answered here.")
        )
        self.window.notify(words)

    def _go_missing(self) -> None:
        """To the next item behind the cursor that is not answered; behind the last comes the first."""
        progress = self._panes.outline.panel.model.progress
        leaves = [
            branch
            for branch in progress.top.walk()
            if branch.state is not None and branch.kind in (BranchKind.ITEM, BranchKind.TABLE)
        ]
        path = self.window.seen_path()
        here = progress.branch_for(path) if path else None
        start = leaves.index(here) + (path == self.session.current_path) if here in leaves else 0
        for branch in leaves[start:] + leaves[:start]:
            if branch.state is ItemState.MISSING and branch.path != self.session.current_path:
                self.session.item_requested.emit(branch.path)
                return
        self.window.notify(_("Everything is answered."))

    def _close_again(self) -> None:
        self.window.close()

    def ask_unsaved(self) -> None:
        """The window is to close, but something is not on disk."""
        from ui.widgets.dialogs import ask

        ask(
            self.window,
            _("Not everything could be saved."),
            _(
                "Keep the window open until saving works, or save all elsewhere. "
                "Only what you throw away is lost."
            ),
            [
                (_("Try Again"), self._close_again),
                (_("Save Elsewhere…"), self.window.rescue_requested.emit),
                (_("Throw Away and Close"), self.window.close_unsaved),
                (_("Keep Open"), None),
            ],
        )
