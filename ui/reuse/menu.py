"""Replacing in all assessments as entries of a menu, in the cabinet's window and in an assessment's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QMainWindow

from pia_desktop.i18n import _
from ui.widgets.actions import make_action

if TYPE_CHECKING:
    from ui.app.coordinator import Desk


class EverywhereActions:
    """Replace in all assessments, and take the last replacement back."""

    def __init__(self, window: QMainWindow, desk: Desk | None) -> None:
        self._window = window
        self._desk = desk
        self.replace = make_action(
            window, _("Replace in All Assess&ments…"), self._replace, "Ctrl+Shift+R", "replace-all"
        )
        self.take_back = make_action(window, _("&Take the Last Replacement Back"), self._take_back)
        self.all = [self.replace, self.take_back]

    def refresh(self, *, writing: bool) -> None:
        """Offer what can be done now."""
        desk = self._desk
        done = desk is not None and "everywhere" in vars(desk) and bool(desk.everywhere.last)
        self.replace.setEnabled(writing and desk is not None)
        self.take_back.setEnabled(writing and done)

    def _replace(self) -> None:
        if self._desk is not None:
            self._desk.everywhere.ask(self._window, marked_words())

    def _take_back(self) -> None:
        if self._desk is not None:
            self._desk.everywhere.ask_take_back(self._window)


def marked_words() -> str:
    """The words that are marked in the field at the cursor, if they are of one line."""
    cursor = getattr(QApplication.focusWidget(), "textCursor", None)
    words = str(cursor().selectedText()) if cursor else ""
    return "" if "\u2029" in words or "\n" in words else words
