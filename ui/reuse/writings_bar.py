"""Reports other spellings of the search text, and offers to replace those too."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pia_desktop.i18n import _
from pia_desktop.reuse.writings import spelling_counts
from ui.widgets.buttons import check_box
from ui.widgets.layouts import Growing, flush_row
from ui.widgets.plain_text import note
from ui.widgets.theme import space


class WritingsBar(QWidget):
    """A line with the other spellings and a check box; hidden if there are none."""

    changed = Signal()
    """They are taken in now, or left out."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.message = note(self)
        self.box = check_box(self, _("Replace &these, too"), self.changed)
        flush_row(self, space(2), Growing(self.message), self.box)

    @property
    def taken_in(self) -> bool:
        """Whether other spellings are replaced too."""
        return self.box.isChecked()

    def show_places(self, words: Sequence[str]) -> None:
        spellings = spelling_counts(words) if words else ""
        self.message.setText(spellings)
        self.box.setAccessibleDescription(spellings)
        self.setVisible(bool(words))

    def clear(self) -> None:
        """Hide: there is no search."""
        self.box.setChecked(False)
        self.show_places(())
