"""What looks at an open assessment beside its contents: the checks, the notes, and where both are marked."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QIcon

from pia_desktop.assessment.node import Path
from pia_desktop.i18n import _
from pia_desktop.rules.checks.codes import Severity
from ui.checks.watch import PANE as FINDINGS
from ui.checks.watch import UNANSWERED, Watch, symbol_of
from ui.context.annotations import BesideStore, CabinetBeside, MemoryBeside
from ui.context.cabinet_store import AssessmentStore
from ui.notes.book import NOTE, NoteBook
from ui.notes.book import PANE as NOTES
from ui.widgets.icons import icon

if TYPE_CHECKING:
    from pia_desktop.rules.checks.finding import Finding
    from ui.assessment.window import AssessmentWindow
    from ui.printing.mistakes import Mistakes
    from ui.printing.table_jobs import TableJobs

_SHOWN_ON_TABS: Final = ("missing", "confirm", "mistake")
"""The icons that a tab can have, the one that matters most last; advice is for the item alone."""


class Review(QObject):
    """The watch and the notes of one window, and what the window shows of them."""

    def __init__(self, window: AssessmentWindow) -> None:
        super().__init__(window)
        self._window = window
        self.session = window.session
        store = self.session.store
        cabinet = window.desk.store if window.desk else None
        self.assessment_id = store.assessment_id if isinstance(store, AssessmentStore) else 0
        keep: BesideStore = MemoryBeside()
        if cabinet is not None and self.assessment_id:
            keep = CabinetBeside(cabinet, self.assessment_id)
        self.watch = Watch(self.session, keep, self)
        self.notes = NoteBook(self.session, keep, self.assessment_id, self)
        self.watch.changed.connect(self.show_tabs)
        self.session.marks.chosen.connect(self._chosen)

    @cached_property
    def tables(self) -> TableJobs:
        """The tables that are being written."""
        from ui.printing.table_jobs import TableJobs

        jobs = TableJobs(self._window)
        self._window.statusBar().addPermanentWidget(jobs.line)
        jobs.line.hide()
        return jobs

    def begin(self) -> None:
        """Start the checks and read the notes; both once."""
        self.watch.begin()
        self.notes.begin()

    def remember(self) -> None:
        """Keep the counts for the cabinet's list: the window may be about to close."""
        self.watch.catch_up()
        self.watch.remember()

    def forget(self) -> None:
        """The window closes."""
        self.watch.forget()
        if "tables" in vars(self):
            self.tables.forget()

    # ---- tabs

    def by_tab(self) -> dict[int, list[Finding]]:
        """The findings that stand, by the tab of their item."""
        found: dict[int, list[Finding]] = {}
        for finding in self.watch.open():
            found.setdefault(self._window.tab_of(finding.path), []).append(finding)
        return found

    def show_tabs(self) -> None:
        """Mark the tabs in which something was found, and say in their tooltips how much."""
        found = self.by_tab()
        tabs = self._window.tabs
        for index in range(tabs.count()):
            own = found.get(index, [])
            symbols = {symbol_of(finding) for finding in own}
            shown = [name for name in _SHOWN_ON_TABS if name in symbols]
            tabs.setTabIcon(index, icon(shown[-1]) if shown else QIcon())
            title = self._window.tab_title(index)
            tabs.setTabToolTip(index, "\n".join([title, *count_words(own)]))

    # ---- going somewhere

    def _chosen(self, path: Path, pane: str) -> None:
        if pane in self._window.panes:
            panel = self._window.panes[pane].show()
            panel.show_at(path)  # type: ignore[attr-defined]

    def show_findings(self, severity: Severity, path: Path) -> None:
        """Show the findings of one severity alone, that of a place chosen."""
        panel = self._window.panes[FINDINGS].show()
        panel.show_only(severity)  # type: ignore[attr-defined]
        panel.show_at(path)  # type: ignore[attr-defined]

    def mistakes(self) -> Mistakes:
        """What a print dialog tells of."""
        from ui.printing.mistakes import Mistakes

        self.watch.catch_up()
        return Mistakes(self.watch.counts()[Severity.ERROR], self._show_mistakes)

    def _show_mistakes(self) -> None:
        first = next((one for one in self.watch.open() if one.severity is Severity.ERROR), None)
        if first is not None:
            self.show_findings(Severity.ERROR, first.path)

    def show_waiting(self, path: Path) -> None:
        """Show the notes that are not done, those of a place in view."""
        panel = self._window.panes[NOTES].show()
        panel.show_waiting()  # type: ignore[attr-defined]
        panel.show_at(path)  # type: ignore[attr-defined]

    def add_note(self) -> None:
        """Put a note on the item at hand, and the cursor into it."""
        self._window.panes[NOTES].show().add(NOTE)  # type: ignore[attr-defined]

    def print_remarks(self) -> None:
        """Make a 指摘対応表."""
        from ui.notes.paper import print_remarks

        print_remarks(self._window, self.notes)

    def next_finding(self) -> None:
        """To the next finding behind the cursor; behind the last comes the first."""
        self.watch.catch_up()
        if not self.watch.ready:
            self._window.notify(_("The assessment is being checked…"))
            return
        found = list(dict.fromkeys(finding.path for finding in self.watch.open()))
        if not found:
            self._window.notify(_("The checks found nothing."))
            return
        here = self.session.current_path
        start = found.index(here) + 1 if here in found else self._behind(found, here)
        goal = found[start % len(found)]
        self.session.item_requested.emit(goal)
        self._window.notify(" ".join(finding.message for finding in self.watch.at(goal)))

    def _behind(self, found: list[Path], here: Path | None) -> int:
        """The first of some places that comes behind the cursor in the form's order."""
        progress = self._window.outline.model.progress
        order = {branch.id: number for number, branch in enumerate(progress.top.walk())}
        at = progress.branch_for(here) if here else None
        if at is None:
            return 0
        for number, path in enumerate(found):
            branch = progress.branch_for(path)
            if branch is not None and order[branch.id] > order[at.id]:
                return number
        return 0


def count_words(found: list[Finding]) -> list[str]:
    """How many findings there are of each severity, in words; a line for each that there is."""
    unanswered = sum(finding.code == UNANSWERED for finding in found)
    lines = []
    for severity in Severity:
        count = sum(finding.severity is severity for finding in found)
        if severity is Severity.ERROR and unanswered:
            words = _("{severity} {count:,} ({unanswered:,} of them not answered)")
            lines.append(words.format(severity=severity.label, count=count, unanswered=unanswered))
        elif count:
            lines.append(f"{severity.label} {count:,}")
    return lines
