"""The program's first window: the cabinet as a table, and commands on whole assessments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow

from db.records import AssessmentInfo
from pia_desktop.cabinet_lists.assessment_rows import Facts, Row
from pia_desktop.cabinet_lists.row_choice import Drawer
from pia_desktop.errors import UserError
from ui.cabinet import actions as can
from ui.cabinet.commands import CabinetCommands
from ui.cabinet.finding_counting import Counting
from ui.cabinet.model import CabinetModel
from ui.cabinet.pages import CabinetPages
from ui.cabinet.status import CabinetStatus
from ui.context.cabinet_store import CabinetStore
from ui.printing.closing import may_close
from ui.widgets.actions import Action, Actions, Menu
from ui.widgets.buttons import presses_focused
from ui.widgets.dragging import dropped_paths, take_copy
from ui.widgets.focus import start
from ui.widgets.icons import refresh_icons
from ui.widgets.lazy import Lazy
from ui.widgets.overrides import guarded
from ui.widgets.settings import first_size, remember_place, restore_place
from ui.widgets.text_size import WheelZoom
from ui.widgets.timers import single_shot

if TYPE_CHECKING:
    from ui.cabinet.facts import FactsReader
    from ui.context.hosts import Navigator
    from ui.context.open_cabinet import OpenCabinet
    from ui.printing.pdf_jobs import PdfJobs
    from ui.printing.printer import PaperJobs
    from ui.printing.table_jobs import TableJobs
    from ui.reuse.cabinet_replacer import CabinetReplacer


_FACTS_AFTER: Final = 300
"""Milliseconds after the list was read, when it has been shown."""


@guarded
class CabinetWindow(QMainWindow):
    """The list of a cabinet (``Listing``) or, without one, the ways to get one."""

    closed = Signal()
    _built = False  # Qt sends events during construction

    def __init__(self, navigator: Navigator, cabinet_replacer: CabinetReplacer) -> None:
        super().__init__()
        self.navigator = navigator
        self.file_chooser = navigator.file_chooser
        self.cabinet: OpenCabinet | None = None
        self.model = CabinetModel(self)
        self.counting = Counting(self.model)
        self.facts = Lazy(self._make_facts)
        self._facts_soon = single_shot(self, _FACTS_AFTER, lambda: self.facts.get().request(self.model.infos))
        self.commands = CabinetCommands(self, cabinet_replacer)
        self.actions_ = Actions(self, self.commands, can.MENUS)
        self.pages = CabinetPages(self.actions_, self.model, navigator, self)
        self.pages.search_left.connect(self.refresh)
        self.setCentralWidget(self.pages)
        self.full = self.pages.full
        self.banner, self.bar, self.table = self.full.banner, self.full.bar, self.full.table
        self.table_actions = Actions(
            self.table, self.commands, (OF_TABLE,), Qt.ShortcutContext.WidgetShortcut
        )
        self._follow_list()
        self.status = self._status()
        self._built = True
        self.setAcceptDrops(True)
        self._refresh_actions()
        self.actions_.fill_bar(self.menuBar())
        self._wheel = WheelZoom(self)
        self._wheel.stepped.connect(self.commands.step_text_size)
        self.tools = self.actions_.tool_bar(self, can.TOOLS)
        self.show_cabinet(None)
        if not restore_place(self, "start"):
            first_size(self, 1280, 760)

    def _follow_list(self) -> None:
        self.banner.write_requested.connect(self.navigator.open_for_writing)
        self.bar.changed.connect(self._choose)
        self.table.activated.connect(self._activate)
        self.table.marked.connect(self._marked)
        self.table.customContextMenuRequested.connect(self._context_menu)

    def _refresh_actions(self) -> None:
        for actions in (self.actions_, self.table_actions):
            actions.refresh()

    def _status(self) -> CabinetStatus:
        status = CabinetStatus(self)
        status.undo_requested.connect(self.actions_[can.UNDO].trigger)
        status.late_requested.connect(self.commands.stages.show_dues)
        status.saved.rescue_requested.connect(lambda: self.navigator.rescue(self))
        return status

    @property
    def pdf(self) -> PdfJobs:
        return self.status.jobs.pdf

    @property
    def paper(self) -> PaperJobs:
        return self.status.jobs.paper

    @property
    def tables(self) -> TableJobs:
        return self.status.jobs.tables

    def notify(self, words: str) -> None:
        """Show a temporary message."""
        self.status.notify(words)

    def offer_undo(self, words: str) -> None:
        """Show a message with a button that undoes the last step."""
        self.status.offer_undo(words)

    def show_keys(self) -> None:
        """Show the window's keyboard shortcuts."""
        from ui.widgets.about import show_keys

        show_keys(self, [*self.actions_.overview(), *self.table_actions.overview()])

    def _make_facts(self) -> FactsReader:
        from ui.cabinet.facts import FactsReader

        reader = FactsReader(self)
        reader.show_cabinet(self.cabinet)
        reader.read.connect(self._show_facts)
        return reader

    def _show_facts(self, facts: dict[int, Facts]) -> None:
        self.model.show_facts(facts)
        self.bar.show_departments({one.department for one in facts.values() if one.department})
        self._show_count()

    def _activate(self, index: QModelIndex) -> None:
        """Enter or double click: opens an assessment, folds a heading."""
        if self.model.row_at(index) is None:
            heading = index.siblingAtColumn(0)
            self.table.setExpanded(heading, not self.table.isExpanded(heading))
        else:
            self.actions_[can.OPEN].trigger()

    def _marked(self) -> None:
        self._show_count()
        self._refresh_actions()

    def _context_menu(self, at: QPoint) -> None:
        self.actions_.popup(self.table.viewport().mapToGlobal(at), can.CONTEXT)

    # ---- what is shown

    @property
    def store(self) -> CabinetStore | None:
        return self.cabinet.store if self.cabinet is not None else None

    def widget(self) -> QMainWindow:
        """The window itself, for menus and as the parent of dialogs."""
        return self

    def offer(self) -> None:
        """Update which actions are enabled."""
        self._refresh_actions()

    @property
    def infos(self) -> Sequence[AssessmentInfo]:
        """All assessments of the cabinet, as last read."""
        return self.model.infos

    @property
    def table_rows(self) -> tuple[Sequence[str], Sequence[Row]]:
        """The column headings, and the rows shown, top to bottom."""
        return self.model.headings, self.model.shown

    @property
    def drawer(self) -> Drawer:
        return self.model.choice.drawer

    def show_cabinet(self, cabinet: OpenCabinet | None) -> None:
        """Show another cabinet, or none."""
        store = cabinet.store if cabinet is not None else None
        if self.store is not None:
            self.store.list_changed.disconnect(self.refresh)
            self.store.state_changed.disconnect(self.status.saved.show_state)
            self.store.damaged.disconnect(self.banner.show_damage)
            self.store.freed.disconnect(self.banner.show_free)
        self.cabinet = cabinet
        self.counting.show_cabinet(cabinet)
        if self.facts.made is not None:
            self.facts.made.show_cabinet(cabinet)
        self.commands.archive.clear_done()
        self.banner.clear()
        self.pages.show_cabinet(store)
        self.status.saved.setVisible(store is not None)
        self.tools.setVisible(store is not None)
        if store is not None:
            store.list_changed.connect(self.refresh)
            store.state_changed.connect(self.status.saved.show_state)
            store.damaged.connect(self.banner.show_damage)
            store.freed.connect(self.banner.show_free)
            self.status.saved.show_state(store.state)
        title = QGuiApplication.applicationDisplayName()
        self.setWindowTitle(f"{store.path.name} － {title}" if store else title)
        self._show_page()
        self.refresh()
        page = self.pages.currentWidget()
        if page is not None:
            start(page, Qt.FocusReason.OtherFocusReason)

    def stop_reading(self) -> None:
        """Stop all threads that read the cabinet: it is about to be closed."""
        self.status.jobs.cancel()
        self.commands.outputs.cancel()
        self.commands.intake.drop()
        self.commands.office.close()
        self.commands.bulk.cancel()
        self.counting.pause()
        if self.facts.made is not None:
            self.facts.made.cancel()
        self.pages.stop_reading()

    def refresh(self) -> None:
        """Reload the cabinet's list."""
        try:
            infos = self.store.infos() if self.store else ()
        except UserError as error:
            # The stick was pulled: keep what is shown, and say that it may be out of date.
            self.banner.show_error(error)
        else:
            self.banner.show_error(None)
            self.bar.show_forms(infos)
            self.model.show_infos(self.counting.fill(infos))
            self._facts_soon.start()
        self._show_page()
        self._show_count()
        self._refresh_actions()

    def _show_page(self) -> None:
        self.pages.show_for(self.store)
        self._refresh_actions()  # commands must not act on hidden rows

    def show_search(self) -> None:
        if self.store is not None:
            self.show()
            self.pages.search.begin(self.store)
            self._show_page()
            self.pages.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _choose(self) -> None:
        self.full.choose()
        self._show_count()
        self._refresh_actions()

    def show_drawer(self, drawer: Drawer) -> None:
        self.bar.show_drawer(drawer)

    def _show_count(self) -> None:
        self.full.show_rows()
        inside = sum(self.drawer.holds(info) for info in self.infos)
        late = sum(row.overdue for row in self.model.all_rows if not row.info.archived)
        self.status.count.setVisible(self.store is not None)
        self.status.show_counts(len(self.model.shown), inside, len(self.table.picked()), late)

    def picked(self) -> AssessmentInfo | None:
        """The selected assessment, if exactly one is selected."""
        picked = self.picked_all()
        return picked[0] if len(picked) == 1 else None

    def picked_all(self) -> list[AssessmentInfo]:
        """The selected assessments, top to bottom."""
        seen = self._built and self.pages.lists
        return [row.info for row in self.table.picked()] if seen else []

    def pick(self, *assessment_ids: int) -> None:
        """Select assessments, clearing filters that hide them."""
        self.full.pick(*assessment_ids)

    def focus_filter(self) -> None:
        """Focus the filter's search field."""
        self.full.focus_filter()

    # ---- events

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._wheel.watch()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            take_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_paths(event.mimeData())
        if paths:
            take_copy(event)
            QTimer.singleShot(0, self, lambda: self.commands.take_dropped(paths))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._built:
            refresh_icons(self)
            self.banner.refresh_colours()
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.store:
            self.refresh()
            self.pages.search_again()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not presses_focused(self, event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.commands.intake.close():  # it asks, in front of this one
            event.ignore()
            return
        if not may_close(self, self.close):
            event.ignore()
            return
        remember_place(self, "start")
        self.table.remember()
        self.stop_reading()
        event.accept()
        self.closed.emit()


# fmt: off
Do = CabinetCommands
COPY: Final = Action[Do](
    can.COPY_ROWS.words, can.COPY_ROWS.act, "Ctrl+C", needs=can.COPY_ROWS.needs, seen=can.COPY_ROWS.seen)
OF_TABLE: Final = Menu[Do](can.COPY_ROWS.words, (COPY,))
"""What can be done in the list by keys that mean something else beside it."""
