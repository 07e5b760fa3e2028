"""The form of one open assessment: a tab per part, navigation, saving and closing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QChildEvent, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QTabBar, QWidget

from pia_desktop.assessment.node import NodePath
from pia_desktop.forms.model import FILES
from pia_desktop.i18n import _
from ui.assessment.at_hand import ItemAtHand
from ui.assessment.changed_entry import entry_to_show
from ui.assessment.form_tab import FieldsTab, FormTab, TabFactory, form_tab
from ui.assessment.part_tabs import PartTabs
from ui.assessment.undo_strip import UndoStrip
from ui.assessment.visited import VisitedPlaces
from ui.context.cabinet_saving import SavedState
from ui.context.cabinet_store import AssessmentStore
from ui.context.saved_line import SavedLine
from ui.context.session import Session
from ui.context.window_names import window_name
from ui.printing.closing import may_close
from ui.printing.print_jobs import PrintJobs
from ui.widgets.file_chooser import FileChooser, SystemFiles
from ui.widgets.focus import first_field, last_focus
from ui.widgets.icons import refresh_icons
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import plain_label
from ui.widgets.settings import remember_place
from ui.widgets.timers import single_shot

if TYPE_CHECKING:
    from pia_desktop.assessment.search import Hit
    from ui.context.open_cabinet import OpenCabinet
    from ui.printing.mistakes import Mistakes
    from ui.printing.pdf_jobs import PdfJobs
    from ui.printing.printer import PaperJobs
    from ui.printing.subject import Subject
    from ui.printing.table_jobs import TableJobs
    from ui.printing.task import PdfChoice

_NOTICE: Final = 6000
"""Milliseconds for which a temporary message is shown."""


@guarded
class FormWindow(QMainWindow):
    """Tabs and saved-state line of one assessment (``hosts.AssessmentHost``), without menus and panes.

    ``flush`` waits until everything is on disk and returns whether it is.  The rest of the program is asked
    through signals.
    """

    place = "assessment"
    """What its size and its panes are remembered under."""

    changed = Signal()
    """After an edit, undo, or a move to another item: enabled actions may change."""
    closing = Signal()
    """The window was asked to close; pending input must be saved."""
    close_refused = Signal()
    """The window stays open because something is not on disk."""
    closed = Signal()
    palette_changed = Signal()
    rescue_requested = Signal()
    settings_requested = Signal()
    cabinet_requested = Signal()
    quit_requested = Signal()
    pane_tabs_made = Signal(QTabBar)
    """Qt has made tabs for the panes on one side."""
    keys_requested = Signal()

    def __init__(
        self,
        session: Session,
        flush: Callable[[], bool],
        *,
        factory: TabFactory = form_tab,
        cabinet: OpenCabinet | None = None,
        files: FileChooser | None = None,
    ) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("assessment")
        self.session = session
        self.cabinet = cabinet
        self.file_chooser: FileChooser = files or SystemFiles()
        self._flush = flush
        self._give_up = False
        self.tabs = PartTabs(session, factory, self)
        self.at_hand = ItemAtHand(session, self.tabs, self)
        self.visited = VisitedPlaces(session, self.go_to)
        self.setCentralWidget(self.tabs)
        self.saved = SavedLine(self)
        self.saved.rescue_requested.connect(self.rescue_requested)
        self.statusBar().addWidget(self.saved, 1)
        self.strip = UndoStrip(session, self)
        self.strip.undo_requested.connect(self.undo)
        self.statusBar().addPermanentWidget(self.strip)
        self.strip.hide()
        self.notice = plain_label(self)
        self._notice_ends = single_shot(self, _NOTICE, self.notice.clear)
        self.statusBar().addPermanentWidget(self.notice)
        self._jobs = PrintJobs(self, self.notify)
        self._follow()
        self._retitle()

    def _follow(self) -> None:
        self.session.item_requested.connect(self._requested)
        self.session.answers_changed.connect(self._answered)
        self.session.withheld_changed.connect(lambda path: self._answered((path,)))
        self.session.undo_stack.index_changed.connect(self._tell_change)
        self.session.item_entered.connect(self._tell_change)
        self.session.item_left.connect(self._tell_change)
        self.session.shown_first.connect(self._tell_shown)
        self.session.refused.connect(self.notify)

    def _tell_change(self) -> None:
        self.changed.emit()

    # ---- what is made of it

    @property
    def pdf(self) -> PdfJobs:
        return self._jobs.pdf

    @property
    def paper(self) -> PaperJobs:
        return self._jobs.paper

    @property
    def tables(self) -> TableJobs:
        return self._jobs.tables

    def print(self, *, to_pdf: bool = False, blank: bool = False, pdf: PdfChoice | None = None) -> None:
        """Ask what to print and where to, for the present state; or the blank form."""
        from ui.printing.dialog import open_print
        from ui.printing.remnants import remnant_actions
        from ui.printing.subject import blank_subject

        if blank:
            open_print(self, self, blank_subject(self.session.form), to_pdf=to_pdf)
        else:
            subject, actions = self.subject(), remnant_actions(self.session)
            mistakes = self.mistakes()
            open_print(self, self, subject, to_pdf=to_pdf, pdf=pdf, mistakes=mistakes, actions=actions)

    def subject(self) -> Subject:
        """What is printed: the draft, numbered as the version it will become."""
        from pia_desktop.paper.options import version_in_footer
        from ui.printing.subject import Subject

        coming = version_in_footer(self.session.version_count + 1)
        return Subject(self.session.snapshot(), self.session.store.pictures, coming)

    def mistakes(self) -> Mistakes | None:
        """Findings for the print dialog; None if nothing was checked."""
        return None

    def export(self) -> None:
        """Export the assessment as a file of any kind."""
        from ui.printing.exporting import export_snapshot
        from ui.printing.remnants import remnant_actions

        title, session = _("Export the Assessment"), self.session
        pictures, actions = session.store.pictures, remnant_actions(session)
        export_snapshot(
            self, title, str, session.snapshot, pictures, lambda pdf: self.print(pdf=pdf), self, actions
        )

    # ---- pages

    def page(self, index: int) -> QWidget:
        return self.tabs.page(index)

    def childEvent(self, event: QChildEvent) -> None:
        super().childEvent(event)
        # Of the window's many children only the polished are asked for: each gets a Python object by it.
        if event.type() == QEvent.Type.ChildPolished and isinstance(made := event.child(), QTabBar):
            self.pane_tabs_made.emit(made)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.at_hand.give_soon()

    def _tell_shown(self) -> None:
        self.notify(_("This is the item; do it again to act on it."))

    # ---- what is shown

    def show_state(self, state: SavedState) -> None:
        """Show the progress of saving."""
        self.saved.show_state(state)

    def notify(self, words: str) -> None:
        """Show a temporary message, beside the saved-state line."""
        self.notice.setText(words)
        self._notice_ends.start()

    def _name(self) -> str:
        return window_name(self.session.form, self.session.root)

    def _retitle(self) -> None:
        words = self._name()
        if self.session.read_only:
            words += _(" (reading only)")
        self.setWindowTitle(f"{words} － {QGuiApplication.applicationDisplayName()}")

    def _answered(self, paths: tuple[NodePath, ...]) -> None:
        if (self.session.form.roles.title,) in paths:
            self._retitle()

    # ---- for what belongs to the window (hosts.AssessmentHost)

    @property
    def assessment_id(self) -> int:
        """The assessment's id in the cabinet; 0 outside a cabinet."""
        store = self.session.store
        return store.assessment_id if isinstance(store, AssessmentStore) else 0

    def widget(self) -> QWidget:
        """The window itself, as the parent of dialogs."""
        return self

    # ---- going somewhere

    def tab_of(self, path: NodePath) -> int:
        """Index of the tab that contains an item, entry or list."""
        return self.tabs.tab_of(path)

    def _requested(self, path: NodePath) -> None:
        self.visited.leave_for(path)
        self.go_to(path)

    def go_to(self, path: NodePath) -> bool:
        """Show an item and focus it."""
        if not path:
            return False
        index = self.tab_of(path)
        self.tabs.setCurrentIndex(index)
        page = self.page(index)
        assert isinstance(page, FormTab)
        return page.show_item(path)

    def reveal(self, path: NodePath) -> None:
        """Raise the window and show an item in it."""
        self.to_front()
        self.session.item_requested.emit(path)

    def to_front(self) -> None:
        self.show()
        self.raise_()
        self.activateWindow()

    def show_hit(self, hit: Hit) -> None:
        """Show a search hit and select its text."""
        self.visited.leave_for(hit.path)
        self.tabs.setCurrentIndex(self.tab_of(hit.path))
        page = self.current_page()
        if isinstance(page, FieldsTab):
            page.show_words(hit.path, hit.spot, hit.start, hit.end)
        else:
            self.go_to(hit.path)

    def current_page(self) -> QWidget:
        return self.tabs.current_page()

    def focus_form(self) -> None:
        page = self.current_page()
        (last_focus(page) or first_field(page) or page).setFocus(Qt.FocusReason.ShortcutFocusReason)

    # ---- undo

    def undo(self) -> None:
        """Undo the last step, and show where."""
        self._show_where(self.session.undo_stack.undo)

    def redo(self) -> None:
        """Redo the next step, and show where."""
        self._show_where(self.session.undo_stack.redo)

    def _show_where(self, act: Callable[[], None]) -> None:
        self.session.commit_composition()  # else the edit would be lost, or follow the undo
        changed: list[NodePath] = []
        before = self.session.root
        answer = self.session.answers_changed.connect(changed.extend)
        entries = self.session.entries_changed.connect(changed.append)
        act()
        QObject.disconnect(answer)
        QObject.disconnect(entries)
        if changed:
            self._show_changed(changed[0], tuple(before.entries(changed[0])))

    def _show_changed(self, path: NodePath, before: tuple[str, ...]) -> None:
        """Go to an answer, or to what has changed in a list; a file is shown only if it came back."""
        now = tuple(self.session.root.entries(path))
        key = entry_to_show(before, now)
        if path == (FILES,):
            if key is not None and key not in before:
                self.go_to((FILES, key))
        elif key is not None:
            self._go_to_entry((*path, key)) or self.go_to(path)
        elif path != self.session.current_path or not self._has_cursor():
            self.go_to(path)

    def _go_to_entry(self, path: NodePath) -> bool:
        """Go to the first field of an entry: with its heading, what is typed next would be lost."""
        first = self.session.form.lists[path[-2]].item_ids
        return bool(first and self.go_to((*path, first[0]))) or self.go_to(path)

    def _has_cursor(self) -> bool:
        """Whether the cursor is in the form, and not in a pane beside it."""
        now = QApplication.focusWidget()
        return now is not None and self.current_page().isAncestorOf(now)

    # ---- closing

    def companions(self) -> Sequence[QWidget]:
        """Windows that close with this one."""
        return ()

    def close_unsaved(self) -> None:
        """Close with unsaved edits: they were rescued, or the user discards them."""
        self._give_up = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not (self._give_up or may_close(self, self.close, self.companions())):
            event.ignore()
            return
        self.session.complete()
        self.closing.emit()
        if not (self._give_up or (self._flush() and self.saved.state.part_beside is None)):
            event.ignore()
            self.close_refused.emit()
            return
        remember_place(self, self.place)
        self._jobs.cancel()
        event.accept()
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.session.complete()
        elif event.type() == QEvent.Type.ActivationChange and self.session.last_path is None:
            self.at_hand.give_soon()
        if event.type() == QEvent.Type.PaletteChange:
            refresh_icons(self)
            self.palette_changed.emit()
