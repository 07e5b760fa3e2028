"""The program's first window: the cabinet as a table, and all that is done with whole assessments."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QGuiApplication, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from db.assessment_rows import Drawer, Facts, Row
from db.records import AssessmentInfo
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext
from ui.cabinet import actions as can
from ui.cabinet.banner import Banner
from ui.cabinet.commands import CabinetCommands
from ui.cabinet.filter_bar import FilterBar
from ui.cabinet.finding_counting import Counting
from ui.cabinet.intake_commands import dropped_paths
from ui.cabinet.model import CabinetModel
from ui.cabinet.recent import RecentCabinets
from ui.cabinet.table import CabinetTable
from ui.cabinet.welcome import WelcomePage
from ui.context.cabinet_store import CabinetStore
from ui.context.saved_line import SavedLine
from ui.printing.closing import may_close
from ui.printing.pdf_jobs import PdfJobs
from ui.widgets.actions import Actions
from ui.widgets.icons import dress, redress
from ui.widgets.made_later import MadeLater
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import plain_label
from ui.widgets.settings import first_size, remember_place, restore_place
from ui.widgets.text_size import WheelZoom
from ui.widgets.theme import quieten, small_font, space, title_font
from ui.widgets.timers import single_shot

if TYPE_CHECKING:
    from ui.cabinet.facts import FactsReader
    from ui.cabinet.search_page import SearchPage
    from ui.context.hosts import Navigator
    from ui.context.open_cabinet import OpenCabinet
    from ui.printing.printer import PaperJobs
    from ui.reuse.everywhere import Everywhere


_FACTS_AFTER: Final = 300
"""Milliseconds after the list was read, when it has been shown."""
_NOTICE: Final = 8_000
"""Milliseconds that something said in passing stays to be read, beside the counts."""


@guarded
class CabinetWindow(QMainWindow):
    """The list of a cabinet (``Listing``); without one, the ways to get one."""

    closed = Signal()
    _built = False  # Qt sends events before all is there

    def __init__(self, navigator: Navigator, everywhere: Everywhere) -> None:
        super().__init__()
        self.navigator = navigator
        self.file_chooser = navigator.file_chooser
        self.cabinet: OpenCabinet | None = None
        self.model = CabinetModel(self)
        self.counting = Counting(self.model)
        self.facts = MadeLater(self._make_facts)
        self._facts_soon = single_shot(self, _FACTS_AFTER, lambda: self.facts.get().request(self.model.infos))
        self._paper = MadeLater(self._make_paper)
        self._search = MadeLater(self._make_search)
        self.commands = CabinetCommands(self, everywhere)
        self.actions_ = Actions(self, self.commands, can.MENUS)
        self._pages = QStackedWidget(self)
        self.setCentralWidget(self._pages)
        self.first = self._first_page()
        self._recent = RecentCabinets(self.first)
        self.empty = self._empty_page()
        self.full = self._list_page()
        for page in (self.first, self.empty, self.full):
            self._pages.addWidget(page)
        self._build_status()
        self._built = True
        self.setAcceptDrops(True)
        self.actions_.refresh()
        self.actions_.fill_bar(self.menuBar())
        self._wheel = WheelZoom(self)
        self._wheel.stepped.connect(self.commands.step_text_size)
        self.tools = self.actions_.tool_bar(self, can.TOOLS)
        self.show_cabinet(None)
        if not restore_place(self, "start"):
            first_size(self, 1280, 760)

    def _build_status(self) -> None:
        self.saved = SavedLine(self)
        self.pdf = PdfJobs(self)
        self.count = QLabel(self)
        self.count.setFont(small_font())
        self.late = QPushButton(self)
        self.late.setFlat(True)
        self.late.setFont(small_font())
        dress(self.late, "warning")
        self.late.setToolTip(_("Shows all due dates"))
        self.late.clicked.connect(self.commands.stages.show_dues)
        self.notice = plain_label(self)
        self.notice.hide()
        self._notice_ends = QTimer(self)
        self._notice_ends.setSingleShot(True)
        self._notice_ends.setInterval(_NOTICE)
        self._notice_ends.timeout.connect(self.notice.hide)
        self.statusBar().addWidget(self.notice)
        self.undo_button = QPushButton(_("&Undo"), self)
        dress(self.undo_button, "undo")
        self.undo_button.hide()
        self.undo_button.clicked.connect(self._undo_noticed)
        self._notice_ends.timeout.connect(self.undo_button.hide)
        self.statusBar().addWidget(self.undo_button)
        self.statusBar().addWidget(self.count)
        self.statusBar().addWidget(self.late)
        self.statusBar().addPermanentWidget(self.saved, 1)
        self.statusBar().addPermanentWidget(self.pdf.line)
        self.saved.rescue_requested.connect(lambda: self.navigator.rescue(self))

    @property
    def paper(self) -> PaperJobs:
        """The prints of this window on paper."""
        return self._paper.get()

    def _make_paper(self) -> PaperJobs:
        from ui.printing.printer import PaperJobs

        jobs = PaperJobs(self)
        jobs.printed.connect(self.notify)
        self.statusBar().addPermanentWidget(jobs.line)
        jobs.line.hide()
        return jobs

    @property
    def search(self) -> SearchPage:
        """The search over all assessments, made when it is first wanted."""
        return self._search.get()

    def _make_search(self) -> SearchPage:
        from ui.cabinet.search_page import SearchPage

        page = SearchPage(self.navigator, self)
        page.close_requested.connect(self.refresh)
        self._pages.addWidget(page)
        return page

    def offer_undo(self, words: str) -> None:
        """Say what was done, with a button that takes it back."""
        self.notify(words)
        self.undo_button.setAccessibleDescription(words)
        self.undo_button.show()

    def _undo_noticed(self) -> None:
        self.notice.hide()
        self.undo_button.hide()
        self.actions_[can.UNDO].trigger()

    def show_keys(self) -> None:
        """Show the keys of the window."""
        from ui.widgets.about import show_keys

        show_keys(self, self.actions_.overview())

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

    def notify(self, words: str) -> None:
        """Say something in passing."""
        self.notice.setText(words)
        self.notice.show()
        self.undo_button.hide()
        self._notice_ends.start()

    # ---- pages

    def _first_page(self) -> WelcomePage:
        actions = self.actions_
        page = WelcomePage(
            _("Write privacy impact assessments"),
            _(
                "A cabinet is one file that holds all assessments of your office. "
                "Make one, or open the one that your colleagues use. What you type is saved by itself."
            ),
            [
                (actions[can.NEW_CABINET], "cabinet", _("Choose where the new cabinet is to lie")),
                (actions[can.OPEN_CABINET], "open", _("Choose a cabinet that is there already")),
                (actions[can.SAMPLES], "samples", _("Invented assessments to look at and to play with")),
            ],
            self,
            steps=(
                (_("Make a cabinet"), _("One file, on this computer or on the office's shared drive.")),
                (
                    _("Put assessments in"),
                    _("From a blank form, from last year's, or from a file. Type as on paper."),
                ),
                (
                    _("Check, print, hand in"),
                    _("The program counts, compares and reminds; earlier versions are kept."),
                ),
            ),
        )
        page.link_chosen.connect(lambda name: self.navigator.open_cabinet(Path(name)))
        return page

    def _empty_page(self) -> WelcomePage:
        actions = self.actions_
        return WelcomePage(
            _("This cabinet is still empty"),
            _("Begin with a blank form, or take over an assessment that was exported elsewhere."),
            [
                (actions[can.NEW], "new", _("Choose the form and begin")),
                (actions[can.TAKE_IN], "import", _("Choose Excel, PDF or Word documents, or exported files")),
                (actions[can.THRESHOLD], "stages", _("Find out which form is needed")),
            ],
            self,
        )

    def _list_page(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(space(4), space(3), space(4), space(2))
        column.setSpacing(space(3))
        column.addLayout(self._head(page))
        self.banner = Banner(page)
        self.banner.write_requested.connect(self.navigator.open_for_writing)
        column.addWidget(self.banner)
        self.bar = FilterBar(page)
        self.bar.changed.connect(self._choose)
        self.bar.table_requested.connect(self._to_table)
        self.filter = self.bar.words
        column.addWidget(self.bar)
        self.model.choose(self.bar.choice(self.model.choice))
        self.table = CabinetTable(self.model, page)
        self.table.activated.connect(self._activate)
        self.table.marked.connect(self._marked)
        self.table.customContextMenuRequested.connect(self._context_menu)
        column.addWidget(self.table, 1)
        self.nothing = QLabel(page)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setMargin(space(4))
        self.nothing.hide()
        column.addWidget(self.nothing, 1)
        page.setFocusProxy(self.table)
        return page

    def _head(self, page: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(space(3))
        self.name = plain_label(page)
        self.name.setFont(title_font())
        self.place = plain_label(page)
        self.place.setFont(small_font())
        quieten(self.place)
        row.addWidget(self.name)
        row.addWidget(self.place, 1, Qt.AlignmentFlag.AlignBottom)
        return row

    def _activate(self, index: QModelIndex) -> None:
        """Enter or a double click: a row opens its assessment, a heading folds its rows."""
        if self.model.row_at(index) is None:
            heading = index.siblingAtColumn(0)
            self.table.setExpanded(heading, not self.table.isExpanded(heading))
        else:
            self.actions_[can.OPEN].trigger()

    def _marked(self) -> None:
        self._show_count()
        self.actions_.refresh()

    def _context_menu(self, at: QPoint) -> None:
        self.actions_.popup(self.table.viewport().mapToGlobal(at), can.CONTEXT)

    # ---- what is shown

    @property
    def store(self) -> CabinetStore | None:
        """The store of the cabinet that is shown."""
        return self.cabinet.store if self.cabinet is not None else None

    def widget(self) -> QMainWindow:
        """The window itself, for menus and as the parent of dialogs."""
        return self

    def offer(self) -> None:
        """Offer what can be done now."""
        self.actions_.refresh()

    @property
    def infos(self) -> Sequence[AssessmentInfo]:
        """All assessments of the cabinet as they were read last."""
        return self.model.infos

    @property
    def table_rows(self) -> tuple[Sequence[str], Sequence[Row]]:
        """The heads of the table, and the rows that are shown, from top to bottom."""
        return self.model.headings, self.model.shown

    @property
    def drawer(self) -> Drawer:
        """The drawer that is looked into."""
        return self.model.choice.drawer

    def show_cabinet(self, cabinet: OpenCabinet | None) -> None:
        """Show another cabinet, or none."""
        store = cabinet.store if cabinet is not None else None
        if self.store is not None:
            self.store.list_changed.disconnect(self.refresh)
            self.store.state_changed.disconnect(self.saved.show_state)
            self.store.damaged.disconnect(self.banner.show_damage)
            self.store.freed.disconnect(self.banner.show_free)
        self.cabinet = cabinet
        self.counting.show_cabinet(cabinet)
        if self.facts.made is not None:
            self.facts.made.show_cabinet(cabinet)
        self.commands.archive.clear_done()
        self.banner.clear()
        if self._search.made is not None:
            self._search.made.show_store(store)
        self.saved.setVisible(store is not None)
        self.tools.setVisible(store is not None)
        if store is not None:
            store.list_changed.connect(self.refresh)
            store.state_changed.connect(self.saved.show_state)
            store.damaged.connect(self.banner.show_damage)
            store.freed.connect(self.banner.show_free)
            self.saved.show_state(store.state)
            self.name.setText(store.path.stem)
            self.place.setText(str(store.path))
            self.banner.show_lock(store)
        title = QGuiApplication.applicationDisplayName()
        self.setWindowTitle(f"{store.path.name} － {title}" if store else title)
        if store is None:
            self._recent.show()
        self._show_page()
        self.refresh()
        page = self._pages.currentWidget()
        if page is not None:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop_reading(self) -> None:
        """The cabinet is about to be closed: no thread may read it any more."""
        self.commands.outputs.cancel()
        self.commands.intake.drop()
        self.commands.office.close()
        self.commands.bulk.cancel()
        self.counting.pause()
        if self.facts.made is not None:
            self.facts.made.cancel()
        if self._search.made is not None:
            self._search.made.close_index()

    def refresh(self) -> None:
        """Read the cabinet's list anew."""
        try:
            infos = self.store.infos() if self.store else ()
        except UserError as error:  # the stick was pulled: keep what is shown, and say why it may be old
            self.banner.show_error(error)
        else:
            self.banner.show_error(None)
            self.bar.show_forms(infos)
            self.model.show_infos(self.counting.fill(infos))
            self._facts_soon.start()
        self._show_page()
        self._show_count()
        self.actions_.refresh()

    def _show_page(self) -> None:
        if self.store is None:
            page: QWidget = self.first
        elif self._search.made is not None and self._search.made.wanted:
            page = self._search.made
        else:
            page = self.full if self.model.infos or self.store.read_only else self.empty
        self._pages.setCurrentWidget(page)
        self.actions_.refresh()  # nothing is done with rows that are not seen

    def show_search(self) -> None:
        """Look for words in all assessments."""
        if self.store is not None:
            self.show()
            self.search.begin(self.store)
            self._show_page()
            self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _choose(self) -> None:
        self.model.choose(self.bar.choice(self.model.choice))
        if not self.table.picked():
            self.table.pick_first()
        self._show_count()
        self.actions_.refresh()

    def show_drawer(self, drawer: Drawer) -> None:
        """Look into another drawer of the cabinet."""
        self.bar.show_drawer(drawer)

    def _show_count(self) -> None:
        choice, rows = self.model.choice, self.model.all_rows
        inside = [row for row in rows if choice.drawer.holds(row.info)]
        count, shown = len(inside), len(self.model.shown)
        self.table.setVisible(bool(shown))
        self.nothing.setVisible(not shown)
        self.nothing.setText(
            _empty_words(choice.drawer, narrowed=bool(count), deleted=any(row.info.trashed for row in rows))
        )
        words = ngettext("{count:,} assessment", "{count:,} assessments", count).format(count=count)
        if shown != count:
            words = _("{shown:,} of {total}").format(shown=shown, total=words)
        marked = len(self.table.picked())
        if marked > 1:
            words = _("{words}, {count:,} marked").format(words=words, count=marked)
        self.count.setText(words if self.store else "")
        late = sum(row.overdue for row in rows if not row.info.archived)
        self.late.setVisible(bool(late))
        self.late.setText(ngettext("{count:,} overdue", "{count:,} overdue", late).format(count=late))

    def picked(self) -> AssessmentInfo | None:
        """The assessment that is marked in the table, where it is one alone."""
        picked = self.picked_all()
        return picked[0] if len(picked) == 1 else None

    def picked_all(self) -> list[AssessmentInfo]:
        """The assessments that are marked in the table, from top to bottom."""
        seen = self._built and self._pages.currentWidget() is self.full
        return [row.info for row in self.table.picked()] if seen else []

    def pick(self, *assessment_ids: int) -> None:
        """Mark assessments; filters that leave them out are cleared."""
        if any(not self.model.index_of(one).isValid() for one in assessment_ids):
            self.bar.clear()
            infos = [info for info in self.model.infos if info.id in assessment_ids]
            if any(not self.model.choice.drawer.holds(info) for info in infos):
                self.show_drawer(_drawer_for(infos))
        self.table.pick(*assessment_ids)

    def focus_filter(self) -> None:
        """Take the cursor to the filter."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    def _to_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- events

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._wheel.watch()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            QTimer.singleShot(0, self, lambda: self.commands.take_dropped(paths))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._built:
            redress(self)
            self.banner.redress()
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.store:
            self.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.commands.intake.close():  # it asks, in front of this one
            event.ignore()
            return
        if not may_close(
            self,
            (self.pdf, self._paper.made, self.commands.outputs.made, self.commands.bulk.jobs.made),
            self.close,
        ):
            event.ignore()
            return
        remember_place(self, "start")
        self.table.remember()
        self.pdf.cancel()
        self.stop_reading()
        if self._paper.made is not None:
            self._paper.made.cancel()
        event.accept()
        self.closed.emit()


def _drawer_for(infos: list[AssessmentInfo]) -> Drawer:
    if any(info.trashed for info in infos):
        return Drawer.TRASH
    return Drawer.ARCHIVED_TOO if any(info.archived for info in infos) else Drawer.IN_WORK


def _empty_words(drawer: Drawer, *, narrowed: bool, deleted: bool) -> str:
    """Why there is no row, and what to do."""
    if narrowed:
        words = _("No assessment fits this choice. Clear the words or choose all states and forms above.")
        if deleted and drawer is not Drawer.TRASH:
            words += "\n" + _("What was deleted lies in the trash, which the choice above shows as well.")
        return words
    if drawer is Drawer.TRASH:
        return _("The trash is empty.")
    if drawer is Drawer.IN_WORK:
        return _("Nothing is in work. What was archived or deleted is shown by the choice above.")
    return _("There is no assessment here.")
