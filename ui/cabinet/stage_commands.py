"""Commands on states and due dates from the list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from pia_desktop.errors import UserError
from pia_desktop.i18n import ngettext
from pia_desktop.rules.stages import day_words
from ui.widgets.dialogs import busy, show_error

if TYPE_CHECKING:
    from db.records import AssessmentInfo
    from db.transaction import Work
    from ui.cabinet.listing import Listing


class StageCommands:
    """Imports the dialogs on first use."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing

    def look_over(self) -> None:
        """Set today as the day of the last 見直し of the selected assessments, all or none."""
        picked, store = self.listing.picked_all(), self.listing.store
        if store is None or store.read_only or not picked:
            return
        today = date.today().isoformat()

        def job(info: AssessmentInfo) -> tuple[int, Callable[[Work], None]]:
            days = {**info.stages, "looked_over": today}
            return info.id, lambda work: work.set_stages(info.id, None, days)

        try:
            with busy():
                store.settle()
                fresh = {info.id: info for info in store.infos()}
                chosen = [fresh[info.id] for info in picked if info.id in fresh]
                store.change_all([job(info) for info in chosen])
        except UserError as error:
            show_error(self.listing.widget(), error)
            return
        words = ngettext(
            "{count:,} was looked over today, {day}.", "{count:,} were looked over today, {day}.", len(chosen)
        )
        self.listing.notify(words.format(count=len(chosen), day=day_words(date.today())))

    def edit(self) -> None:
        """Edit state and dates of the selected assessment."""
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
