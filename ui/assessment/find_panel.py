"""Find and replace in the whole assessment, in a panel beside the form."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QGridLayout,
    QLabel,
    QListView,
    QPushButton,
    QWidget,
)

from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.rewriting import replace_one
from pia_desktop.assessment.search import Hit, Query, find_all
from pia_desktop.assessment.withheld import Spans
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, in_a_row, ngettext
from ui.assessment.replacing import Replacer, WantedReplacement, WorkedOut
from ui.context.session import Session
from ui.printing.copied_rows import copy_as_cells
from ui.printing.listed import InMemory
from ui.widgets.buttons import tool_button
from ui.widgets.dialogs import show_error
from ui.widgets.found_rows import FoundDelegate, FoundRow, FoundRows, Piece
from ui.widgets.layouts import Growing, column_of, place, row_of
from ui.widgets.line_field import LineField
from ui.widgets.overrides import guarded
from ui.widgets.panel import Panel
from ui.widgets.search_field import FindField
from ui.widgets.theme import small_font, space
from ui.widgets.timers import single_shot

_PAUSE = 150
"""Milliseconds without a keystroke before the assessment is searched."""


@guarded
class _Words(FindField):
    """The words that are looked for: Shift+Enter goes back as Enter goes on."""

    back_requested = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shifted = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
        if shifted and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)


@guarded
class FindPanel(Panel):
    """Search text, options, hits, and replacement text."""

    hit_requested = Signal(object)
    """Request to show a ``Hit`` and select its text."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._gone = False
        self._searched = Query("")
        self.words = _Words(self, _("Find in the whole assessment"))
        self.words.setAccessibleName(_("Find"))
        self.replacement = LineField(self)
        self.replacement.setPlaceholderText(_("Replace with"))
        self.replacement.setAccessibleName(_("Replace with"))
        self.fold_case = QCheckBox(_("Ignore upper and lower case"), self)
        self.fold_width = QCheckBox(_("Ignore full and half width"), self)
        self.records = QCheckBox(_("Replace in 変更箇所, too (records of the past)"), self)
        self.count = QLabel(self)
        self.count.setFont(small_font())
        self.count.setWordWrap(True)
        self.previous = tool_button(self, "up", _("Previous Hit"))
        self.next = tool_button(self, "down", _("Next Hit"))
        self.close_button = tool_button(self, "close", _("Close the Search"))
        self.replace_one = QPushButton(_("Replace This One"), self)
        self.replace_all = QPushButton(_("Replace All"), self)
        self.model = FoundRows(self._row_of, self)
        self.list = QListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(FoundDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(_("Places that were found"))
        copy_as_cells(self.list, InMemory(lambda: (session.snapshot(),)))
        self._pause = single_shot(self, _PAUSE, self.search)
        self._replacer = Replacer(session, self)
        self._lay_out()
        self._connect()
        self._show_count()

    def _lay_out(self) -> None:
        head = row_of(Growing(self.words), self.previous, self.next, self.close_button, gap=space(1))
        column = column_of(head, gap=space(2), margins=(space(3), space(2), space(3), space(2)), inside=self)
        for box in (self.fold_case, self.fold_width):
            box.setChecked(True)
            column.addWidget(box)
        column.addWidget(self.replacement)
        column.addWidget(self.records)
        buttons = QGridLayout()
        buttons.setSpacing(space(2))
        buttons.addWidget(self.replace_one, 0, 0)
        buttons.addWidget(self.replace_all, 0, 1)
        place(column, buttons, self.count, Growing(self.list))
        self.setFocusProxy(self.words)
        order = [self.words, self.previous, self.next, self.fold_case, self.fold_width, self.replacement]
        order += [self.records, self.replace_one, self.replace_all, self.list]
        for first, second in pairwise(order):
            QWidget.setTabOrder(first, second)

    def _connect(self) -> None:
        self.words.textChanged.connect(self._words_typed)
        self.words.returnPressed.connect(self._enter)
        self.words.back_requested.connect(self.go_previous)
        self.replacement.returnPressed.connect(self._replace_current)
        self.replacement.textChanged.connect(self._show_count)
        for box in (self.fold_case, self.fold_width):
            box.toggled.connect(self.search)
        self.close_button.clicked.connect(self.close_requested)
        self.next.clicked.connect(self.go_next)
        self.previous.clicked.connect(self.go_previous)
        self.list.clicked.connect(lambda index: self._go(index.row()))
        self.list.activated.connect(lambda index: self._go(index.row()))
        self.replace_one.clicked.connect(self._replace_current)
        self.replace_all.clicked.connect(self._replace_all)
        self._replacer.progressed.connect(self._show_progress)
        self._replacer.done.connect(self._replaced)
        self._replacer.refused.connect(self._refused)
        self._session.undo_stack.index_changed.connect(self._contents_changed)

    @property
    def query(self) -> Query:
        return Query(self.words.text(), self.fold_case.isChecked(), self.fold_width.isChecked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self._replacer.running:
                self.stop()
            else:
                self.close_requested.emit()
            return
        super().keyPressEvent(event)

    def begin(self, words: str = "", withheld: Spans | None = None, *, replacing: bool = False) -> None:
        """Take the focus; ``words`` is the text selected in the form, if any, with its marks."""
        if words and "\n" not in words and "\u2029" not in words:
            self.words.show_words(words, withheld)
            self.search()
        field = self.replacement if replacing and self.words.text() else self.words
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        field.selectAll()

    def search(self) -> None:
        """Search the assessment; selects the previously selected hit, or the first."""
        self._pause.stop()
        row = max(self.list.currentIndex().row(), 0)
        if self.query != self._searched:
            self._searched, self._gone, row = self.query, False, 0
        self._show_hits(find_all(self._session.assessment.snapshot(), self.query), row)

    def _row_of(self, hit: Hit) -> FoundRow:
        line = ((hit.before, False), (hit.words, True), (hit.after, False))
        place = printed_path(self._session.form, hit.path, self._session.root)
        return FoundRow(place, [Piece(words, marked) for words, marked in line])

    def _show_hits(self, hits: list[Hit], row: int = 0) -> None:
        self._pause.stop()
        self.model.show_hits(hits)
        if self.model.hits:
            self.list.setCurrentIndex(self.model.index(min(row, len(self.model.hits) - 1)))
        self._show_count()

    def _words_typed(self) -> None:
        self._pause.start()

    def _contents_changed(self) -> None:
        """Search again after a pause: an edit may have changed the hits."""
        if self.isVisible() and self.words.text():
            self._pause.start()

    def go_next(self) -> None:
        """Go to the next hit, wrapping around."""
        self._step(1)

    def go_previous(self) -> None:
        self._step(-1)

    def _step(self, by: int) -> None:
        fresh = self._search_late()
        if self.model.hits:
            row = self.list.currentIndex().row()
            self._go(row if fresh and by > 0 else (row + by) % len(self.model.hits), stay=True)

    def _search_late(self) -> bool:
        """Run a pending search for text that was just typed; returns whether there was one."""
        late = self._pause.isActive() or bool(self.words.text() and not self.model.hits)
        if late:
            self.search()
        return late

    def _enter(self) -> None:
        """Enter goes to the selected hit, at first the first; then from hit to hit."""
        self._search_late()
        if self._gone:
            self.go_next()
        elif self.model.hits:
            self._go(self.list.currentIndex().row(), stay=True)

    def _go(self, row: int, *, stay: bool = False) -> None:
        """Show a hit in the form.  ``stay`` keeps the focus here, so that Enter goes on to the next."""
        self._gone = True
        field = QApplication.focusWidget() if stay else None
        self.list.setCurrentIndex(self.model.index(row))
        self.hit_requested.emit(self.model.hits[row])
        if field is not None and self.isAncestorOf(field):
            field.setFocus()
        self._show_count()

    def _replace_current(self) -> None:
        row = self.list.currentIndex().row()
        if 0 <= row < len(self.model.hits):
            snapshot = self._session.assessment.snapshot()
            try:
                edit = replace_one(snapshot, self.model.hits[row], self.query, self.replacement.text())
            except UserError as error:
                show_error(self, error)
                return
            if edit is not None:
                self._session.push(edit)
        self.search()

    def _replace_all(self) -> None:
        """Replace all hits as one undo step; 変更箇所 is left alone unless the user includes it.

        While it is being computed, the same button cancels it.
        """
        if self._replacer.running:
            self.stop()
            return
        wanted = WantedReplacement(self.query, self.replacement.text(), self.records.isChecked())
        self._replacer.begin(wanted, len(self.model.hits))
        self._show_running()

    def stop(self) -> None:
        """Cancel a running replacement; nothing is replaced."""
        if self._replacer.running:
            self._replacer.stop()
            self._show_running()
            self._show_count()

    def _show_running(self) -> None:
        running = self._replacer.running
        for field in (self.words, self.replacement, self.fold_case, self.fold_width, self.records):
            field.setEnabled(not running)
        self.replace_all.setText(_("Stop Replacing") if running else _("Replace All"))
        if running:
            self.replace_one.setEnabled(False)

    def _show_progress(self, done: int, count: int) -> None:
        self.count.setText(_("Replacing: {done:,} of {count:,} places").format(done=done, count=count))

    def _refused(self, error: UserError) -> None:
        self._show_running()
        self._show_count()
        show_error(self, error)

    def _replaced(self, done: WorkedOut) -> None:
        self._show_running()
        self._show_hits(done.hits)
        words = ngettext("{count:,} place replaced", "{count:,} places replaced", done.count)
        words = words.format(count=done.count)
        self.count.setText(words + self._left(done.left))
        if done.step is not None:
            self._session.taken_out.emit(words)

    @staticmethod
    def _left(count: int) -> str:
        if not count:
            return ""
        words = ngettext(
            "; {count:,} place in 変更箇所 was left as it is",
            "; {count:,} places in 変更箇所 were left as they are",
            count,
        )
        return words.format(count=count)

    def _show_count(self) -> None:
        if self._replacer.running:
            return
        count, row = len(self.model.hits), self.list.currentIndex().row()
        can_replace = bool(count) and not self._session.read_only
        self.replace_one.setEnabled(can_replace)
        self.replace_all.setEnabled(can_replace)
        changes = self._session.form.roles.changes
        self.records.setVisible(can_replace and any(changes in hit.path for hit in self.model.hits))
        for button in (self.previous, self.next):
            button.setEnabled(bool(count))
        if not self.words.text():
            self.count.setText("")
        elif not count:
            self.count.setText(_("Not found"))
        else:
            found = ngettext("{row:,} of {count:,} place", "{row:,} of {count:,} places", count)
            answers = len({hit.path for hit in self.model.hits})
            within = ngettext("in {count:,} answer", "in {count:,} answers", answers)
            self.count.setText(in_a_row(found.format(row=row + 1, count=count), within.format(count=answers)))
