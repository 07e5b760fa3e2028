"""Actions for what stands beside an assessment: the next finding, a new note, all at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from pia_desktop.i18n import _
from ui.widgets.actions import make_action

if TYPE_CHECKING:
    from ui.assessment.window import AssessmentWindow


class ReviewActions:
    """What the window offers of its ``Review``; nothing of that is loaded before it is used."""

    def __init__(self, window: AssessmentWindow, edit: QMenu, view: QMenu, go: QMenu) -> None:
        self._window = window
        self.next_finding = make_action(window, _("Next F&inding"), self._next, "Shift+F8", "findings")
        self.add_note = make_action(window, _("Put a N&ote on the Item"), self._note, "Ctrl+Alt+M", "note")
        self.overview = make_action(
            window, _("&All at a Glance…"), self._overview, "Ctrl+Shift+G", "overview"
        )
        self.add_note.setEnabled(not window.session.read_only)
        self.actions = [self.next_finding, self.add_note, self.overview]
        edit.addSeparator()
        edit.addAction(self.add_note)
        view.addAction(self.overview)
        go.insertAction(go.actions()[1], self.next_finding)

    def _next(self) -> None:
        self._window.review.next_finding()

    def _note(self) -> None:
        self._window.review.add_note()

    def _overview(self) -> None:
        from ui.overview.dialog import show_overview

        show_overview(self._window)
