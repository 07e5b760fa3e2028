"""States and due dates from the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pia_desktop.i18n import _
from ui.widgets.actions import make_action

if TYPE_CHECKING:
    from ui.cabinet.listing import Listing


class StageActions:
    """The actions; nothing of the dialogs is loaded before they are wanted."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        window = listing.widget()
        self.edit = make_action(window, _("&State and Dates…"), self._edit, "Ctrl+T", "stages")
        self.dues = make_action(window, _("All &Due Dates…"), self.show_dues, "Ctrl+Shift+D", "calendar")

    def refresh(self, *, one: bool, there: bool) -> None:
        """Offer what can be done now."""
        self.edit.setEnabled(one)
        self.dues.setEnabled(there)

    def _edit(self) -> None:
        from ui.stages.dialog import open_stages

        picked, cabinet = self.listing.picked(), self.listing.cabinet
        if picked is not None and cabinet is not None:
            open_stages(self.listing.widget(), cabinet, self.listing.navigator, picked.id)

    def show_dues(self) -> None:
        """Show all due dates of the cabinet."""
        from ui.stages.due_dialog import DueDialog

        cabinet = self.listing.cabinet
        if cabinet is not None:
            DueDialog(self.listing.widget(), cabinet, self.listing.navigator).open()
