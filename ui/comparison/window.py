"""The window that compares two states of an assessment: a list of changes, and the current one in detail."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Flag, auto
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QListView,
    QMenu,
    QPushButton,
    QWidget,
)

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.passages import withheld_in
from pia_desktop.assessment.withheld import Spans
from pia_desktop.errors import UserError
from pia_desktop.i18n import N_, _, ngettext
from pia_desktop.revisions.compare import (
    AnswerChanged,
    Change,
    Comparison,
    EntryAdded,
    EntryMoved,
    EntryRemoved,
    compare_editions,
)
from pia_desktop.revisions.describe import describe
from pia_desktop.revisions.textdiff import passages
from ui.comparison.model import CHANGE_ROLE, ChangesList, entry_words, words_at
from ui.context.snapshot_source import SnapshotSource
from ui.printing.closing import may_close
from ui.printing.copied_rows import CopiedRows
from ui.printing.listed import InMemory
from ui.widgets.actions import Action, Actions, Menu, conditions
from ui.widgets.buttons import presses_focused, push_button
from ui.widgets.dialogs import busy, show_error
from ui.widgets.file_chooser import FileChooser, SystemFiles
from ui.widgets.help import add_help_key
from ui.widgets.layouts import SPRING, Growing, column_of, place, row_of, side_by_side
from ui.widgets.overrides import guarded
from ui.widgets.passages import PassagePair
from ui.widgets.plain_text import label_for, note, plain_label
from ui.widgets.quitting import add_quit_key
from ui.widgets.settings import first_size, remember_place, restore_place
from ui.widgets.theme import em, space, title_font
from ui.widgets.unscrolled import DropDown
from ui.widgets.wrapped_lines import WrappedLines


class ComparisonCondition(Flag):
    """The condition that there is a change."""

    CHANGES = auto()


@guarded
class CompareWindow(QWidget):
    """Choosers for both states, their differences, and actions on these."""

    place_requested = Signal(tuple)
    """Someone asks that a place of the newer state be shown: its path."""
    document_requested = Signal(object)
    """Someone asks for a paper of the comparison that is shown."""
    council_requested = Signal(object)
    """Someone asks for a 新旧対照表 of the comparison that is shown."""
    closed = Signal()

    def __init__(
        self,
        title: str,
        sources: Sequence[SnapshotSource],
        old: int,
        new: int,
        files: FileChooser | None = None,
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.file_chooser: FileChooser = files or SystemFiles()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        add_help_key(self)
        add_quit_key(self)
        self._sources = list(sources)
        self._outdated = False
        self.comparison: Comparison | None = None
        self.model = ChangesList(self)
        self._build()
        self.show_name(title)
        for box, index in ((self.old_box, old), (self.new_box, new)):
            box.addItems([source.name for source in self._sources])
            box.setCurrentIndex(index)
            box.activated.connect(self.refresh)
        if not restore_place(self, "compare"):
            first_size(self, 1180, 760)
        self.refresh()

    # ---- building

    def show_name(self, name: str) -> None:
        """Name what is compared, in the title and above."""
        self.setWindowTitle(_("What changed: {name}").format(name=name))
        self.heading.setText(name)

    def _build(self) -> None:
        column = column_of(gap=space(3), margins=(space(4), space(3), space(4), space(3)), inside=self)
        self.heading = plain_label(self, font=title_font())
        column.addWidget(self.heading)
        column.addLayout(self._chooser())
        sizes = em(self) * 26, em(self) * 52
        column.addWidget(side_by_side(self, self._list(), self._sides(), sizes=sizes, shares=(0, 1)), 1)
        column.addLayout(self._foot())
        self.actions_ = Actions(self, self, (OF_CHANGES,))
        self.menu = QMenu(self)
        self.actions_.fill(self.menu, OF_CHANGES.rows)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(
            lambda at: self.menu.popup(self.list.viewport().mapToGlobal(at))
        )

    def _chooser(self) -> QHBoxLayout:
        row = row_of(gap=space(2))
        self.old_box, self.new_box = DropDown(self), DropDown(self)
        for box, words in ((self.old_box, _("&Before:")), (self.new_box, _("&After:"))):
            box.setMinimumWidth(em(self) * 16)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMaximumWidth(em(self) * 26)
            row.addWidget(label_for(box, words))
            row.addWidget(box)
            row.addSpacing(space(3))
        self.count = plain_label(self)
        row.addWidget(self.count, 1)
        return row

    def _list(self) -> QListView:
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setAccessibleName(_("Changes"))
        self.list.setItemDelegate(WrappedLines(self.list))
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # keep the width
        self.list.setUniformItemSizes(False)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setWordWrap(True)  # or another width alone would leave the rows where they were
        self.list.setSpacing(2)
        self.list.selectionModel().currentChanged.connect(self._chosen)
        self.list.activated.connect(self._go)
        self.rows = CopiedRows(self.list, InMemory(self._states))
        return self.list

    def _states(self) -> tuple[Snapshot, ...]:
        found = self.comparison
        return () if found is None else (found.old, found.new)

    def _sides(self) -> QWidget:
        pane = QWidget(self)
        self.name = note(pane)
        self.message = note(pane)
        self.message.hide()
        sides = PassagePair(_("Before the change"), _("After the change"), self._withheld_in, pane)
        self.before, self.after = sides.before, sides.after
        column_of(self.name, self.message, Growing(sides), margins=(space(2), 0, 0, 0), inside=pane)
        return pane

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.show_button = push_button(self, _("Show in the &Form"), self.go)
        self.paper_button = QPushButton(_("&Print the Comparison…"), self)
        self.paper_button.clicked.connect(lambda: self.document_requested.emit(self._present()))
        self.council_button = QPushButton(_("Comparison &Table for a Council…"), self)
        self.council_button.clicked.connect(lambda: self.council_requested.emit(self._present()))
        self.shorten = QCheckBox(_("&Shorten with （略）"), self)
        self.shorten.setToolTip(_("In long texts, leaves out the sentences that did not change."))
        close = push_button(self, _("&Close"), self.close)
        row.addWidget(self.show_button)
        self.foot = row
        place(row, SPRING, self.shorten, self.paper_button, self.council_button, close)
        return row

    # ---- what is shown

    def outdate(self, *_changed: object) -> None:
        """The draft has changed: compare again on coming to the front, or before anything is made of it."""
        self._outdated = True

    def _present(self) -> Comparison | None:
        if self._outdated:
            self.refresh()
        return self.comparison

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._present()

    def refresh(self) -> None:
        """Compare the chosen states again; the draft may have changed."""
        self._outdated = False
        old, new = self.old_box.currentIndex(), self.new_box.currentIndex()
        kept = self.list.currentIndex().row()
        try:
            with busy():
                self.comparison, dropped = compare_editions(
                    self._sources[old].load(), self._sources[new].load()
                )
        except UserError as error:
            self.comparison, dropped = None, ()
            show_error(self, error)
        self.model.show_comparison(self.comparison)
        count = len(self.comparison.changes) if self.comparison else 0
        words = ngettext("{count:,} change", "{count:,} changes", count).format(count=count)
        words = words if count else _("Nothing differs.")
        if dropped:
            lost = ngettext(
                "{count:,} answer of the older edition has no place in the newer one.",
                "{count:,} answers of the older edition have no place in the newer one.",
                len(dropped),
            )
            words += f"　{lost.format(count=len(dropped))}"
        self.count.setText(words)
        for button in (self.show_button, self.paper_button, self.council_button):
            button.setEnabled(bool(count))
        self.actions_.refresh()
        first = next((i for i, line in enumerate(self.model.lines) if line.change is not None), -1)
        row = kept if 0 < kept < len(self.model.lines) and self.model.lines[kept].change else first
        self.list.setCurrentIndex(self.model.index(row, 0) if row >= 0 else QModelIndex())
        if row < 0:
            self._show(None)

    def _chosen(self, index: QModelIndex) -> None:
        self._show(index.data(CHANGE_ROLE) if index.isValid() else None)

    def _show(self, change: Change | None) -> None:
        found = self.comparison
        if change is None or found is None:
            self.name.setText("")
            self.message.hide()
            self.before.clear()
            self.after.clear()
            return
        self.name.setText(found.name(change))
        self._tell(change)
        absent = _("(not there)")
        match change:
            case AnswerChanged():
                old, new = words_at(found.old, change, new=False), words_at(found.new, change, new=True)
                self._show_answer(old, new)
            case EntryAdded(path, _key, _index, node):
                self.before.show_words(absent, changed=False)
                self.after.show_words(entry_words(found.new, node, path[-1]), changed=True)
            case EntryRemoved(path=path, node=node):
                self.before.show_words(entry_words(found.old, node, path[-1]), changed=True)
                self.after.show_words(absent, changed=False)
            case EntryMoved(index=index, old_index=old_index):
                place = _("Place {number} of the list")
                self.before.show_words(place.format(number=old_index + 1), changed=False)
                self.after.show_words(place.format(number=index + 1), changed=False)

    def _tell(self, change: Change) -> None:
        """Describe changes of boxes, choices, numbers and pictures, which texts side by side do not show."""
        lines: tuple[str, ...] = ()
        if isinstance(change, AnswerChanged) and self.comparison is not None:
            kind = self.comparison.form.item(change.path[-1]).kind
            lines = describe(kind, change.old, change.new)
        self.message.setText("\n".join(lines))
        self.message.setVisible(bool(lines))

    def _show_answer(self, old: str, new: str) -> None:
        if old and new:
            both = passages(old, new)
            self.before.show_passages(both)
            self.after.show_passages(both)
            return
        empty = _("(not answered)")
        self.before.show_words(old or empty, changed=bool(old))
        self.after.show_words(new or empty, changed=bool(new))

    def _withheld_in(self, words: str) -> Spans | None:
        found = self.comparison
        return withheld_in(words, found.old, found.new) if found is not None else None

    def now(self) -> ComparisonCondition:
        return conditions(
            {ComparisonCondition.CHANGES: self.comparison is not None and bool(self.comparison.changes)}
        )

    def step(self, by: int) -> None:
        """Go to the next (1) or previous (-1) change."""
        row = self.list.currentIndex().row() + by
        while 0 <= row < len(self.model.lines):
            if self.model.lines[row].change is not None:
                self.list.setCurrentIndex(self.model.index(row, 0))
                return
            row += by

    def go(self) -> None:
        """Request the place of the current change."""
        self._go(self.list.currentIndex())

    def _go(self, index: QModelIndex) -> None:
        change = index.data(CHANGE_ROLE) if index.isValid() else None
        if change is not None:
            self.place_requested.emit(change.path if isinstance(change, EntryRemoved) else change.place)

    # ---- events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not presses_focused(self, event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not may_close(self, self.close):
            event.ignore()
            return
        remember_place(self, "compare")
        event.accept()
        self.closed.emit()


# fmt: off
Do = CompareWindow
If = ComparisonCondition
SHOW: Final = Action[Do](N_("Show in the &Form"), lambda do: do.go(), needs=If.CHANGES)
COPY: Final = Action[Do](
    N_("Copy the C&hosen Rows"), lambda do: do.rows.copy_marked(), symbol="copy",
    shown_key=QKeySequence.StandardKey.Copy, needs=If.CHANGES)
COPY_LIST: Final = Action[Do](N_("Copy the &List"), lambda do: do.rows.copy_all(), needs=If.CHANGES)
NEXT: Final = Action[Do](
    N_("&Next Change"), lambda do: do.step(1), "Alt+Down", needs=If.CHANGES, repeats=True)
PREVIOUS: Final = Action[Do](
    N_("&Previous Change"), lambda do: do.step(-1), "Alt+Up", needs=If.CHANGES, repeats=True)
CLOSE: Final = Action[Do](N_("&Close"), lambda do: do.close(), "Ctrl+W; Esc")
OF_CHANGES: Final = Menu[Do](N_("Changes"), (SHOW, COPY, COPY_LIST, None, NEXT, PREVIOUS, None, CLOSE))
"""What can be done with the chosen change."""
