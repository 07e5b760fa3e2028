"""The pane of findings: navigation to each, its fix, and setting it aside."""

from __future__ import annotations

from collections import Counter
from enum import Flag, auto
from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from pia_desktop.assessment.node import NodePath
from pia_desktop.documents.lists import FINDINGS_TITLE
from pia_desktop.i18n import N_, _
from pia_desktop.rules.checks.codes import UNREAD
from pia_desktop.rules.checks.finding import Finding
from pia_desktop.rules.checks.severity import Severity
from ui.checks.delegate import FindingDelegate
from ui.checks.model import LINE_ROLE, FindingsModel, Kind, Line
from ui.checks.set_aside_dialog import AsideDialog
from ui.checks.watch import Watch
from ui.printing.copied_rows import CopiedRows
from ui.printing.listed import InMemory
from ui.widgets.actions import Action, Actions, Menu, conditions
from ui.widgets.buttons import tool_button
from ui.widgets.flowing_rows import FlowingRows
from ui.widgets.focus import begin_at
from ui.widgets.layouts import Growing, flush_column, flush_row, row_of
from ui.widgets.overrides import guarded
from ui.widgets.panel import Panel
from ui.widgets.plain_text import caption, plain_label, tip
from ui.widgets.theme import space
from ui.widgets.timers import single_shot

_PAUSE: Final = 200
"""Milliseconds without a change before the list is made anew."""

_ICONS: Final = {
    Kind.MISTAKES: "mistake",
    Kind.UNANSWERED: "missing",
    Kind.CONFIRM: "confirm",
    Kind.ADVICE: "advice",
}


@guarded
class FindingsList(QListView):
    """The list; Enter goes to a finding's item as a click does."""

    chosen = Signal(QModelIndex)
    link_clicked = Signal(QModelIndex)

    def __init__(self, model: FindingsModel, parent: QWidget, *, writing: bool) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setWordWrap(True)  # or another width alone would leave the rows where they were
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(_("Findings of the checks"))
        self.drawing = FindingDelegate(self, model, writing=writing)
        self.setItemDelegate(self.drawing)
        self.clicked.connect(self._clicked)

    def _clicked(self, index: QModelIndex) -> None:
        if len(self.selectedIndexes()) > 1:  # rows are being marked
            return
        (self.link_clicked if self.drawing.at_link else self.chosen).emit(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


class FindingCondition(Flag):
    """Conditions on the current finding."""

    FINDING = auto()
    MENDS = auto()
    """The program can mend it."""
    ASIDE = auto()
    OPEN = auto()
    MOVES = auto()
    """It can be set aside or taken up again."""
    LISTED = auto()
    """Any finding is listed."""


@guarded
class FindingsPanel(Panel):
    """Filter, list, and actions on the current finding."""

    save_requested = Signal(object)
    """The list is to be saved as a file: its ``CopiedRows``."""

    def __init__(self, watch: Watch) -> None:
        super().__init__()
        self._watch = watch
        self._session = watch.session
        self._writing = not watch.session.read_only
        self.filters: dict[Kind, QToolButton] = {}
        self.model = FindingsModel(watch, self)
        self.list = FindingsList(self.model, self, writing=self._writing)
        self.mend = QPushButton(_("&Mend"), self)
        self.aside = QPushButton(_("&Set Aside…"), self)
        self.empty = plain_label(self)
        self.dialog: AsideDialog | None = None
        self.rows = CopiedRows(
            self.list, InMemory(lambda: (self._session.snapshot(),)), FINDINGS_TITLE, "findings"
        )
        self.actions_ = Actions(self, self, (OF_FINDING,))
        self._lay_out()
        self._pause = single_shot(self, _PAUSE, self.refresh)
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        filters = FlowingRows(self, space(1))
        self.filters = {kind: self._filter(kind, filters) for kind in Kind}
        filters.add_row(*self.filters.values())
        head = row_of(Growing(filters), margins=(space(2), space(2), space(2), space(2)))
        self.empty.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.empty.setContentsMargins(space(3), space(3), space(3), space(3))
        self.empty.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.empty)
        self.more = QPushButton(_("M&ore"), self)
        self.more.setMenu(self.actions_.menu(OF_FINDINGS))
        buttons = FlowingRows(self, space(2))  # they go on in a second row rather than narrow the form
        of_one = QWidget(buttons)
        flush_row(of_one, space(2), self.mend, self.aside)
        buttons.add_row(of_one, None, self.more)
        foot = row_of(Growing(buttons), margins=(space(2), space(2), space(2), space(2)))
        flush_column(self, 0, head, Growing(self._stack), foot)
        begin_at(self, self.list)

    def _filter(self, kind: Kind, parent: QWidget) -> QToolButton:
        words = _("Show or hide: {what}").format(what=kind.label)
        button = tool_button(parent, _ICONS[kind], words, text="0")
        button.setCheckable(True)
        button.setChecked(True)
        button.toggled.connect(lambda _on: self._filtered())
        return button

    def _connect(self) -> None:
        self.list.chosen.connect(self._go)
        self.list.link_clicked.connect(self._link)
        self.list.customContextMenuRequested.connect(self._menu)
        self.list.selectionModel().currentChanged.connect(self._refresh_buttons)
        self.mend.clicked.connect(self.mend_current)
        self.aside.clicked.connect(self.aside_current)
        self._watch.changed.connect(self._later)

    # ---- what is shown

    def _later(self) -> None:
        if self.isVisible():
            self._pause.start()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]
        self.refresh()

    def refresh(self) -> None:
        """Load the current findings, keeping the selection."""
        self._pause.stop()
        kept = self.current()
        self.model.refresh()
        if kept is not None and kept.finding is not None and self.current() != kept:
            row = self.model.row_of(kept.finding)
            self.list.setCurrentIndex(self.model.index(row) if row >= 0 else QModelIndex())
        counts = Counter(Kind.of(finding) for finding in self._watch.open())
        for kind, button in self.filters.items():
            words = f"{kind.label} {counts[kind]:,}"
            button.setText(caption(words))
            if kind is Kind.MISTAKES:
                words = _("{mistakes} (without what is not answered)").format(mistakes=words)
            button.setAccessibleName(words)
            button.setToolTip(_("Show or hide: {what}").format(what=words))
        self._stack.setCurrentWidget(self.list if self.model.lines else self.empty)
        self.empty.setText(self._empty_words(counts.total()))
        self._refresh_buttons()

    def _empty_words(self, hidden: int) -> str:
        if not self._watch.ready:
            return _("The assessment is being checked…")
        if hidden:
            return _("Nothing of the kinds that are chosen above.")
        return _("The checks found nothing.")

    def _filtered(self) -> None:
        self.model.wanted = {kind for kind, button in self.filters.items() if button.isChecked()}
        self.refresh()

    def show_only(self, severity: Severity) -> None:
        """Show the kinds that findings of this severity are of."""
        kinds = {Kind.of(finding) for finding in self._watch.open() if finding.severity is severity}
        for kind, button in self.filters.items():
            button.setChecked(kind in kinds or kind is Kind(severity))

    def show_at(self, path: NodePath) -> None:
        """Select the first finding at a path, or that of the entry that lacks it."""
        self.refresh()
        of: dict[NodePath, int] = {}
        for row, line in enumerate(self.model.lines):
            if line.finding is not None:
                of.setdefault(line.finding.path, row)
        found = of.get(path, of.get(path[:-1]))
        if found is not None:
            self.list.setCurrentIndex(self.model.index(found))
            self.list.scrollTo(self.model.index(found))

    def current(self) -> Line | None:
        index = self.list.currentIndex()
        return index.data(LINE_ROLE) if index.isValid() else None

    def _refresh_buttons(self, *_args: object) -> None:
        line, now = self.current(), self.now()
        aside = FindingCondition.ASIDE in now
        label = line.finding.mend_label if line and line.finding and not aside else ""
        self.mend.setEnabled(FindingCondition.MENDS in now)
        self.mend.setToolTip(tip(label))
        self.mend.setAccessibleDescription(label)
        self.aside.setText(_("Take It &Up Again") if aside else _("&Set Aside…"))
        self.aside.setEnabled(FindingCondition.MOVES in now)

    # ---- what can be done

    def _go(self, index: QModelIndex) -> None:
        line: Line = index.data(LINE_ROLE)
        if line.finding is not None:
            self._session.item_requested.emit(line.finding.path)
        elif line.folds:
            self.model.fold()

    def _link(self, index: QModelIndex) -> None:
        line: Line = index.data(LINE_ROLE)
        if line.finding is not None:
            self._act(line, line.finding)

    def _act(self, line: Line, finding: Finding) -> None:
        if line.reason is not None:
            self._watch.take_up(finding)
        elif self._watch.mend(finding):
            name = line.place.rsplit(" ", 1)[-1]
            words = _("{label}: done in “{place}”.").format(label=finding.mend_label, place=name)
            self._watch.session.taken_out.emit(words)  # of what it touched, nothing may be in sight
        self.refresh()

    def mend_current(self) -> None:
        line = self.current()
        if line is not None and line.finding is not None and line.reason is None:
            self._act(line, line.finding)

    def aside_current(self) -> None:
        """Set the current finding aside, or undo that."""
        line = self.current()
        if line is None or line.finding is None:
            return
        if line.reason is not None:
            self._act(line, line.finding)
        else:
            self.ask_reason(line.finding, line.place)

    def ask_reason(self, finding: Finding, place: str) -> None:
        """Ask for a reason and set a finding aside."""
        self.dialog = AsideDialog(self.window(), finding, place, self._session.kept_texts)
        self.dialog.given.connect(lambda reason: self._set_aside(finding, reason))
        self.dialog.open()

    def _set_aside(self, finding: Finding, reason: str) -> None:
        self._watch.set_aside(finding, reason)
        self.refresh()

    def _menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        line: Line | None = index.data(LINE_ROLE) if index.isValid() else None
        if line is None or line.finding is None:
            return
        if not self.list.selectionModel().isSelected(index):
            self.list.setCurrentIndex(index)
        self.actions_.popup(self.list.viewport().mapToGlobal(at), OF_FINDING.rows)

    def now(self) -> FindingCondition:
        """The conditions that hold for the chosen finding."""
        line = self.current()
        finding = line.finding if line else None
        aside = line is not None and line.reason is not None
        mends = finding is not None and not aside and bool(finding.mend_label)
        return conditions({
            FindingCondition.FINDING: finding is not None,
            FindingCondition.MENDS: mends and self._writing,
            FindingCondition.ASIDE: aside,
            FindingCondition.OPEN: not aside,
            FindingCondition.LISTED: any(one.finding for one in self.model.lines),
            FindingCondition.MOVES: finding is not None and finding.code != UNREAD and self._writing,
        })  # fmt: skip

    def go(self) -> None:
        self._go(self.list.currentIndex())


# fmt: off
Do = FindingsPanel
If = FindingCondition
GO: Final = Action[Do](N_("Go to the Item"), lambda do: do.go(), needs=If.FINDING)
MEND: Final = Action[Do](N_("&Mend"), lambda do: do.mend_current(), needs=If.MENDS)
SET_ASIDE: Final = Action[Do](
    N_("&Set Aside…"), lambda do: do.aside_current(), needs=If.MOVES, seen=If.OPEN)
TAKE_UP: Final = Action[Do](
    N_("Take It &Up Again"), lambda do: do.aside_current(), needs=If.MOVES, seen=If.ASIDE)
COPY: Final = Action[Do](
    N_("Copy the C&hosen Rows"), lambda do: do.rows.copy_marked(), symbol="copy",
    shown_key=QKeySequence.StandardKey.Copy, needs=If.LISTED)
COPY_LIST: Final = Action[Do](N_("&Copy the List"), lambda do: do.rows.copy_all(), needs=If.LISTED)
SAVE: Final = Action[Do](
    N_("Save the List as a &File…"), lambda do: do.save_requested.emit(do.rows), symbol="export",
    needs=If.LISTED)
OF_FINDINGS: Final = Menu[Do](N_("M&ore"), (COPY, COPY_LIST, SAVE))
"""What can be done with the list."""
OF_FINDING: Final = Menu[Do](N_("&Checks"), (GO, MEND, SET_ASIDE, TAKE_UP, None, COPY, COPY_LIST, SAVE))
"""What can be done with the chosen finding, and with the list."""
