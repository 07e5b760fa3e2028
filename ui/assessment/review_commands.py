"""Commands on findings and notes: next finding, new note, overview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pia_desktop.assessment.node import NodePath
from pia_desktop.i18n import _, in_a_row

if TYPE_CHECKING:
    from pia_desktop.rules.checks.severity import Severity
    from ui.assessment.form_window import FormWindow
    from ui.assessment.pane_list import AssessmentPanes
    from ui.assessment.shared import SharedByPanes
    from ui.overview.dialog import Overview
    from ui.printing.mistakes import Mistakes


class ReviewCommands:
    """The window's commands on its ``AssessmentReview``, which is created on first use."""

    def __init__(self, window: FormWindow, panes: AssessmentPanes, shared: SharedByPanes) -> None:
        self._window = window
        self._panes = panes
        self._shared = shared
        self._shown: Overview | None = None
        window.session.marks.chosen.connect(self._chosen)

    def add_note(self) -> None:
        """Add a note to the current item and focus it."""
        from ui.notes.book import NOTE

        self._window.session.at_hand(harmless=True)
        self._panes.notes.show().add(NOTE)

    def show_overview(self) -> Overview:
        """Open the overview, or raise it."""
        from ui.overview.dialog import Overview

        review = self._shared.review.get()
        review.begin()
        shown = self._shown
        if shown is None:
            progress = self._panes.outline.panel.model.progress
            shown = Overview(self._window, review.watch, review.notes, progress, self._shared.navigator)
            shown.findings_requested.connect(self.show_findings)
            shown.waiting_requested.connect(self.show_waiting)
            shown.compare_requested.connect(self._shared.compare_requested)
            shown.destroyed.connect(self._overview_gone)
            self._window.closed.connect(shown.close)
            self._shown = shown
        shown.show()
        shown.raise_()
        shown.activateWindow()
        return shown

    def _overview_gone(self) -> None:
        self._shown = None

    # ---- going somewhere

    def _chosen(self, path: NodePath, pane: str) -> None:
        """Open the pane for a mark that was clicked in the form."""
        from ui.checks.watch import PANE as FINDINGS

        if pane == FINDINGS:
            self._panes.findings.show().show_at(path)
        else:
            self._panes.notes.show().show_at(path)

    def show_findings(self, severity: Severity, path: NodePath) -> None:
        """Show the findings of one severity, with that at a path selected."""
        panel = self._panes.findings.show()
        panel.show_only(severity)
        panel.show_at(path)

    def show_waiting(self, path: NodePath) -> None:
        """Show the unfinished notes, scrolled to those at a path."""
        panel = self._panes.notes.show()
        panel.show_waiting()
        panel.show_at(path)

    def mistakes(self) -> Mistakes:
        """Findings for the print dialog."""
        from pia_desktop.rules.checks.severity import Severity
        from ui.printing.mistakes import Mistakes

        watch = self._shared.review.get().watch
        watch.catch_up()
        return Mistakes([one for one in watch.open() if one.severity is Severity.ERROR], self._show_mistakes)

    def _show_mistakes(self) -> None:
        from pia_desktop.rules.checks.severity import Severity

        found = self._shared.review.get().watch.open()
        first = next((one for one in found if one.severity is Severity.ERROR), None)
        if first is not None:
            self.show_findings(Severity.ERROR, first.path)

    def go_next(self) -> None:
        """Go to the next finding after the cursor, wrapping around."""
        watch, session = self._shared.review.get().watch, self._window.session
        watch.catch_up()
        if not watch.ready:
            self._window.notify(_("The assessment is being checked…"))
            return
        found = list(dict.fromkeys(finding.path for finding in watch.open()))
        if not found:
            self._window.notify(_("The checks found nothing."))
            return
        here = self._window.at_hand.seen_path()
        onward = here == session.current_path
        start = found.index(here) + onward if here in found else self._behind(found, here)
        goal = found[start % len(found)]
        session.item_requested.emit(goal)
        self._window.notify(in_a_row(*(finding.message for finding in watch.at(goal))))

    def _behind(self, found: list[NodePath], here: NodePath | None) -> int:
        """Index of the first of these places that follows the cursor in form order."""
        progress = self._panes.outline.panel.model.progress
        order = {branch.id: number for number, branch in enumerate(progress.top.walk())}
        at = progress.branch_for(here) if here else None
        if at is None:
            return 0
        for number, path in enumerate(found):
            branch = progress.branch_for(path)
            if branch is not None and order[branch.id] > order[at.id]:
                return number
        return 0
