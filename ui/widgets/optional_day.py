"""A date field that may be empty."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from pia_desktop.i18n import _
from pia_desktop.rules.stages import read_day
from pia_desktop.wareki import FIRST_YEAR, LAST_YEAR
from ui.widgets.clear_button import offer_to_clear
from ui.widgets.day_field import DayField
from ui.widgets.theme import em


class OptionalDay(DayField):
    """Empty if the date is unknown."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(date.today(), parent)
        self.clear()
        offer_to_clear(self)
        self.setFixedWidth(em(self) * 13)
        self.setToolTip(_("Type a day such as R6.9.30 or 2024/9/30, or leave it empty."))

    def show_iso(self, words: str) -> None:
        """Show a stored ISO date; empty for anything else."""
        day = read_day(words)
        if day is None:
            self.clear()
        else:
            self.show_day(day)

    @property
    def iso(self) -> str:
        """The date in ISO form; invalid text unchanged."""
        day = self.day
        return day.isoformat() if day is not None else self.text().strip()

    @property
    def wrong(self) -> bool:
        """Whether the text is not a date."""
        day = self.day
        return bool(self.text().strip()) and (day is None or not FIRST_YEAR <= day.year <= LAST_YEAR)
