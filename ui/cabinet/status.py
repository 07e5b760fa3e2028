"""The status bar of the list: last action, counts, overdue assessments, saved state, print jobs."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel, QMainWindow, QPushButton

from pia_desktop.i18n import _, ngettext
from ui.context.saved_line import SavedLine
from ui.printing.print_jobs import PrintJobs
from ui.widgets.icons import set_icon
from ui.widgets.plain_text import plain_label
from ui.widgets.theme import small_font
from ui.widgets.timers import single_shot

_NOTICE: Final = 8_000
"""Milliseconds that something said in passing stays to be read, beside the counts."""


class CabinetStatus(QObject):
    """The widgets of the status bar, left to right, and the print jobs shown there."""

    undo_requested = Signal()
    late_requested = Signal()
    """The user wants to see what is late."""

    def __init__(self, window: QMainWindow) -> None:
        super().__init__(window)
        self.notice = plain_label(window)
        self.notice.hide()
        self.undo_button = QPushButton(_("&Undo"), window)
        set_icon(self.undo_button, "undo")
        self.undo_button.hide()
        self.undo_button.clicked.connect(self._undo)
        self.notice_ends = single_shot(self, _NOTICE, self._end_notice)
        self.count = QLabel(window)
        self.count.setFont(small_font())
        self.late = QPushButton(window)
        self.late.setFlat(True)
        self.late.setFont(small_font())
        set_icon(self.late, "warning")
        self.late.setToolTip(_("Shows all due dates"))
        self.late.clicked.connect(self.late_requested)
        self.saved = SavedLine(window)
        self.jobs = PrintJobs(window, self.notify)
        bar = window.statusBar()
        for widget in (self.notice, self.undo_button, self.count, self.late):
            bar.addWidget(widget)
        bar.addPermanentWidget(self.saved, 1)

    def notify(self, words: str) -> None:
        """Show a temporary message."""
        self.notice.setText(words)
        self.notice.show()
        self.undo_button.hide()
        self.notice_ends.start()

    def offer_undo(self, words: str) -> None:
        """Show a message with a button that undoes the step."""
        self.notify(words)
        self.undo_button.setAccessibleDescription(words)
        self.undo_button.show()

    def _undo(self) -> None:
        self._end_notice()
        self.undo_requested.emit()

    def _end_notice(self) -> None:
        self.notice.hide()
        self.undo_button.hide()

    def show_counts(self, shown: int, count: int, marked: int, late: int) -> None:
        """Show how many of ``count`` assessments are shown, selected and overdue."""
        words = ngettext("{count:,} assessment", "{count:,} assessments", count).format(count=count)
        if shown != count:
            words = _("{shown:,} of {total}").format(shown=shown, total=words)
        if marked > 1:
            words = _("{words}, {count:,} marked").format(words=words, count=marked)
        self.count.setText(words)
        self.late.setVisible(bool(late))
        self.late.setText(ngettext("{count:,} overdue", "{count:,} overdue", late).format(count=late))
