"""The program's first window: the cabinet as a table, and all that is done with whole assessments."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from db.records import AssessmentInfo
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext
from ui.icons import icon, icon_size, redress
from ui.plain import plain_label
from ui.printing import PdfJobs
from ui.saved_line import SavedLine
from ui.settings import first_size, recent_cabinets, remember_place, restore_place
from ui.start_actions import StartActions
from ui.start_model import EDITED, NAME, CabinetFilter, CabinetModel
from ui.store import CabinetStore
from ui.theme import em, form_palette, muted, small_font, space, title_font
from ui.welcome import WelcomePage

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.preview.printer import PaperJobs


class StartWindow(QMainWindow):
    """The list of a cabinet; without one, the ways to get one."""

    closed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.store: CabinetStore | None = None
        self.model = CabinetModel(self)
        self.rows = CabinetFilter(self.model, self)
        self.actions_ = StartActions(self)
        self._pages = QStackedWidget(self)
        self.setCentralWidget(self._pages)
        self.first = self._first_page()
        self.empty = self._empty_page()
        self.full = self._list_page()
        for page in (self.first, self.empty, self.full):
            self._pages.addWidget(page)
        self.saved = SavedLine(self)
        self.pdf = PdfJobs(self)
        self.count = QLabel(self)
        self.count.setFont(small_font())
        self.statusBar().addWidget(self.count)
        self.statusBar().addPermanentWidget(self.saved, 1)
        self.statusBar().addPermanentWidget(self.pdf.line)
        self.saved.rescue_requested.connect(lambda: desk.rescue(self))
        self.actions_.build_menus()
        self.show_store(None)
        if not restore_place(self, "start"):
            first_size(self, 1080, 680)

    @cached_property
    def paper(self) -> PaperJobs:
        """The prints of this window on paper."""
        from ui.preview.printer import PaperJobs

        jobs = PaperJobs(self)
        jobs.printed.connect(lambda words: self.statusBar().showMessage(words, 8000))
        self.statusBar().addPermanentWidget(jobs.line)
        jobs.line.hide()
        return jobs

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
                (actions.new_cabinet, "cabinet", _("Choose where the new cabinet is to lie")),
                (actions.open_cabinet, "open", _("Choose a cabinet that is there already")),
            ],
            self,
        )
        page.link_chosen.connect(lambda name: self.desk.open_cabinet(Path(name)))
        return page

    def _empty_page(self) -> WelcomePage:
        actions = self.actions_
        return WelcomePage(
            _("This cabinet is still empty"),
            _("Begin with a blank form, or take over an assessment that was exported elsewhere."),
            [
                (actions.new, "new", _("Choose the form and begin")),
                (actions.take_in, "import", _("Choose a file in the interchange format (JSON)")),
            ],
            self,
        )

    def _list_page(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(space(4), space(3), space(4), space(2))
        column.setSpacing(space(3))
        column.addLayout(self._head(page))
        self.banner = self._banner(page)
        column.addWidget(self.banner)
        self.table = self._table(page)
        column.addWidget(self.table, 1)
        self.nothing = QLabel(_("No assessment has these words. Clear the box above to see all."), page)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.hide()
        column.addWidget(self.nothing)
        page.setFocusProxy(self.table)
        return page

    def _head(self, page: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(space(4))
        names = QVBoxLayout()
        names.setSpacing(0)
        self.name = plain_label(page)
        self.name.setFont(title_font())
        self.place = plain_label(page)
        self.place.setFont(small_font())
        palette = self.place.palette()
        palette.setColor(self.place.foregroundRole(), muted(palette))
        self.place.setPalette(palette)
        names.addWidget(self.name)
        names.addWidget(self.place)
        row.addLayout(names, 1)
        self.filter = QLineEdit(page)
        self.filter.setPlaceholderText(_("Filter the list"))
        self.filter.setAccessibleName(_("Filter the list"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(em() * 18)
        self.filter.addAction(icon("find"), QLineEdit.ActionPosition.LeadingPosition)
        self.filter.textChanged.connect(self._filter)
        self.filter.returnPressed.connect(self._to_table)
        row.addWidget(self.filter, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _banner(self, page: QWidget) -> QFrame:
        banner = QFrame(page)
        banner.setAutoFillBackground(True)
        banner.setPalette(form_palette(self.palette()))
        banner.setBackgroundRole(banner.palette().ColorRole.Midlight)
        row = QHBoxLayout(banner)
        row.setContentsMargins(space(3), space(2), space(3), space(2))
        row.setSpacing(space(3))
        self._banner_icon = QLabel(banner)
        self._banner_words = plain_label(banner)
        self._banner_words.setWordWrap(True)
        row.addWidget(self._banner_icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._banner_words, 1)
        return banner

    def _table(self, page: QWidget) -> QTableView:
        table = QTableView(page)
        table.setModel(self.rows)
        table.setAccessibleName(_("Assessments of the cabinet"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setSortingEnabled(True)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(round(em() * 2.3))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        for column, width in enumerate((7, 0, 10, 12, 14)):
            if width:
                table.setColumnWidth(column, em() * width)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        table.sortByColumn(EDITED, Qt.SortOrder.DescendingOrder)
        table.activated.connect(lambda _index: self.actions_.open.trigger())
        table.selectionModel().selectionChanged.connect(lambda *_args: self.actions_.refresh())
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        table.customContextMenuRequested.connect(self._context_menu)
        return table

    def _context_menu(self, at: object) -> None:
        from PySide6.QtCore import QPoint

        assert isinstance(at, QPoint)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions(self.actions_.for_one)
        menu.popup(self.table.viewport().mapToGlobal(at))

    # ---- what is shown

    def show_store(self, store: CabinetStore | None) -> None:
        """Show another cabinet, or none."""
        if self.store is not None:
            self.store.list_changed.disconnect(self.refresh)
            self.store.state_changed.disconnect(self.saved.show_state)
        self.store = store
        self.saved.setVisible(store is not None)
        if store is not None:
            store.list_changed.connect(self.refresh)
            store.state_changed.connect(self.saved.show_state)
            self.saved.show_state(store.state)
            self.name.setText(store.path.stem)
            self.place.setText(str(store.path))
        title = QGuiApplication.applicationDisplayName()
        self.setWindowTitle(f"{store.path.name} － {title}" if store else title)
        self.first.show_links(_("Recent cabinets"), [str(path) for path in recent_cabinets()[:5]])
        self.refresh()
        page = self._pages.currentWidget()
        if page is not None:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_banner(self, symbol: str, words: str) -> None:
        self.banner.setVisible(bool(words))
        if words:
            self._banner_icon.setPixmap(icon(symbol).pixmap(icon_size(self.fontMetrics().height())))
            self._banner_words.setText(words)

    def _show_reason(self, store: CabinetStore) -> None:
        if not store.read_only:
            self._show_banner("", "")
            return
        reason = store.cabinet.read_only_reason or _("The cabinet is open for reading only.")
        words = _(
            "You can read, print and export; nothing can be changed. "
            "To write, close it there and open it again."
        )
        self._show_banner("lock", f"{reason}\n{words}")

    def refresh(self) -> None:
        """Read the cabinet's list anew."""
        picked = self.picked()
        try:
            self.model.show_infos(self.store.infos() if self.store else ())
        except UserError as error:  # the stick was pulled: keep what is shown, and say why it may be old
            self._show_banner("warning", f"{error.message}\n{error.remedy}")
        else:
            if self.store is not None:
                self._show_reason(self.store)
        if self.store is None:
            page: QWidget = self.first
        else:
            page = self.full if self.model.infos or self.store.read_only else self.empty
        self._pages.setCurrentWidget(page)
        if picked is not None:
            self.pick(picked.id)
        elif self.rows.rowCount():
            self.table.selectRow(0)
        self._show_count()
        self.actions_.refresh()

    def _filter(self, words: str) -> None:
        self.rows.filter_by(words)
        if self.picked() is None and self.rows.rowCount():
            self.table.selectRow(0)
        self._show_count()

    def _show_count(self) -> None:
        count, shown = len(self.model.infos), self.rows.rowCount()
        self.nothing.setVisible(bool(count) and not shown)
        words = ngettext("{count:,} assessment", "{count:,} assessments", count).format(count=count)
        if shown != count:
            words = _("{shown:,} of {total}").format(shown=shown, total=words)
        self.count.setText(words if self.store else "")

    def picked(self) -> AssessmentInfo | None:
        """The assessment that is marked in the table."""
        rows = self.table.selectionModel().selectedRows() if hasattr(self, "table") else []
        return self.model.infos[self.rows.mapToSource(rows[0]).row()] if rows else None

    def pick(self, assessment_id: int) -> None:
        """Mark an assessment."""
        for row, info in enumerate(self.model.infos):
            if info.id == assessment_id:
                index: QModelIndex = self.rows.mapFromSource(self.model.index(row, 0))
                self.table.selectRow(index.row())
                self.table.scrollTo(index)

    def focus_filter(self) -> None:
        """Take the cursor to the filter."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _to_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---- events

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "banner"):
            redress(self)
            self.banner.setPalette(form_palette(self.palette()))
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.store:
            self.refresh()

    def closeEvent(self, event: QCloseEvent) -> None:
        remember_place(self, "start")
        self.pdf.forget()
        if "paper" in vars(self):
            self.paper.forget()
        event.accept()
        self.closed.emit()

    def keys(self) -> list[QKeySequence]:
        """Every shortcut of the window."""
        return [key for action in self.actions_.all for key in action.shortcuts()]
