"""The checks and notes of an open assessment, and where the window shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from pia_desktop.rules.checks.severity import Severity
from ui.checks.model import severity_words
from ui.checks.watch import Watch, symbol_of
from ui.context.annotations import AnnotationStore
from ui.notes.book import NoteBook

if TYPE_CHECKING:
    from pia_desktop.rules.checks.finding import Finding
    from ui.assessment.form_window import FormWindow
    from ui.printing.table_jobs import TableJobs

_SHOWN_ON_TABS: Final = ("missing", "confirm", "mistake")
"""The icons that a tab can have, the one that matters most last; advice is for the item alone."""


class AssessmentReview(QObject):
    """The checks and notes of one window, and their display."""

    def __init__(self, window: FormWindow) -> None:
        super().__init__(window)
        self._window = window
        self.session = window.session
        store = window.cabinet.store if window.cabinet is not None else None
        keep = self.keep = AnnotationStore(store, window.assessment_id)
        self.watch = Watch(self.session, keep, self)
        self.notes = NoteBook(self.session, keep, window.assessment_id, self)
        self.watch.changed.connect(self.show_tabs)

    @property
    def tables(self) -> TableJobs:
        return self._window.tables

    def begin(self) -> None:
        """Start the checks and load the notes; only the first call has an effect."""
        self.watch.begin()
        self.notes.begin()

    def remember(self) -> None:
        """Store the counts for the cabinet's list: the window may be about to close."""
        self.watch.catch_up()
        self.watch.remember()

    def stop(self) -> None:
        """Stop background work: the window is closing."""
        self.watch.stop()

    # ---- tabs

    def by_tab(self) -> dict[int, list[Finding]]:
        found: dict[int, list[Finding]] = {}
        for finding in self.watch.open():
            found.setdefault(self._window.tab_of(finding.path), []).append(finding)
        return found

    def show_tabs(self) -> None:
        """Mark the tabs that have findings; their tooltips give the numbers."""
        found = self.by_tab()
        tabs = self._window.tabs
        for index in range(tabs.count()):
            own = found.get(index, [])
            symbols = {symbol_of(finding) for finding in own}
            shown = [name for name in _SHOWN_ON_TABS if name in symbols]
            self._window.tabs.bar.mark(index, shown[-1] if shown else "")
            title = self._window.tabs.title(index)
            tabs.setTabToolTip(index, "\n".join([title, *count_words(own)]))

    # ---- paper

    def print_remarks(self) -> None:
        """Make a 指摘対応表."""
        from ui.notes.paper import print_remarks

        print_remarks(self._window, self.notes, self.tables)


def count_words(found: list[Finding]) -> list[str]:
    """One line per severity with the number of findings."""
    of = {severity: [one for one in found if one.severity is severity] for severity in Severity}
    return [severity_words(severity, those) for severity, those in of.items() if those]
