"""States and due dates from the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pia_desktop.i18n import _
from ui.widgets.actions import make_action

if TYPE_CHECKING:
    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QMenu

    from ui.assessment.window import AssessmentWindow
    from ui.cabinet.window import StartWindow


class StageActions:
    """The actions; nothing of the dialogs is loaded before they are wanted."""

    def __init__(self, window: StartWindow) -> None:
        self.window = window
        self.edit = make_action(window, _("&State and Dates…"), self._edit, "Ctrl+T", "stages")
        self.dues = make_action(window, _("All &Due Dates…"), self.show_dues, "Ctrl+Shift+D", "calendar")

    def refresh(self, *, one: bool, there: bool) -> None:
        """Offer what can be done now."""
        self.edit.setEnabled(one)
        self.dues.setEnabled(there)

    def _edit(self) -> None:
        from ui.stages.dialog import open_stages

        picked = self.window.picked()
        if picked is not None:
            open_stages(self.window, self.window.desk, picked.id)

    def show_dues(self) -> None:
        """Show all due dates of the cabinet."""
        from ui.stages.due_dialog import DueDialog

        if self.window.store is not None:
            DueDialog(self.window, self.window.desk).open()


def add_to_assessment(window: AssessmentWindow, menu: QMenu) -> list[QAction]:
    """Put state and dates, and the search over all assessments, into the menu of an assessment's window."""
    edit = make_action(window, _("&State and Dates…"), lambda: _edit_own(window), "Ctrl+T", "stages")
    search = make_action(
        window, _("&Find in All Assessments…"), lambda: _search_all(window), "Ctrl+Shift+F", "search-all"
    )
    first = menu.actions()[0]
    menu.insertAction(first, edit)
    menu.insertSeparator(first)
    menu.addSeparator()
    menu.addAction(search)
    return [edit, search]


def _edit_own(window: AssessmentWindow) -> None:
    from ui.context.cabinet_store import AssessmentStore
    from ui.stages.dialog import open_stages

    store = window.session.store
    if window.desk is not None and isinstance(store, AssessmentStore):
        open_stages(window, window.desk, store.assessment_id)


def _search_all(window: AssessmentWindow) -> None:
    if window.desk is not None:
        window.desk.show_start()
        window.desk.start.show_search()
