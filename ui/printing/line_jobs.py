"""Work beside a window that a line at its foot shows and stops."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from ui.context.background import Jobs
from ui.printing.task import reworded
from ui.widgets.dialogs import MessageDialog, show_error
from ui.widgets.elided_label import ElidedLabel
from ui.widgets.layouts import place
from ui.widgets.theme import em, space

MAX_LISTED: Final = 200
"""Lines of a report's details."""


class ProgressLine(QWidget):
    """Words, how far the work has come, and a button that stops it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = ElidedLabel(self)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.setFixedWidth(em(self) * 7)
        self._bar.setTextVisible(False)
        self.stop = QPushButton(_("Stop"), self)
        row = QHBoxLayout(self)
        row.setContentsMargins(space(2), 0, space(2), 0)
        row.setSpacing(space(2))
        place(row, self.words, self._bar, self.stop)

    def begin(self, words: str, steps: int) -> None:
        """Show work of so many steps; 0 where nobody knows how many there are."""
        self.words.setText(words)
        self._bar.setAccessibleName(words)
        self._bar.setRange(0, steps)
        self._bar.setValue(0)
        self.show()

    def advance(self, steps: int) -> None:
        """Show how many steps are done."""
        self._bar.setValue(steps)


class LineJobs(QObject):
    """Base of the work of one window; ``line`` shows it, ``report`` is what was told of it last."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.jobs = Jobs(self)
        self.line = ProgressLine(window)
        self.line.hide()
        self.line.stop.clicked.connect(self.stop)
        self.report: MessageDialog | None = None

    @property
    def window(self) -> QWidget:
        """The window; keeping it here as well would keep a dialog that is gone."""
        window = self.parent()
        assert isinstance(window, QWidget)
        return window

    @property
    def running(self) -> bool:
        """Whether something is awaited."""
        return self.jobs.running

    def stop(self) -> None:
        """What the button in the line does."""
        self.cancel()

    def cancel(self) -> None:
        """Stop: nothing that is under way writes anything or is told of any more."""
        self.jobs.cancel()
        self.line.hide()

    def end_line(self) -> None:
        """Hide the line, where nothing else is awaited."""
        self.line.setVisible(self.running)

    def keep_report(self, report: MessageDialog) -> None:
        """Know a report until it is closed."""
        self.report = report
        report.destroyed.connect(self._report_gone)

    def tell_failure(self, words: str, error: UserError) -> None:
        """Say that the work failed; ``words`` have room for the ``reason`` of a fault of the program."""
        self.end_line()
        self.keep_report(show_error(self.window, reworded(words, error)))

    def _report_gone(self) -> None:
        self.report = None
