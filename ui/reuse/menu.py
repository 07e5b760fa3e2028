"""Replacing in all assessments as entries of a menu, in the cabinet's window and in an assessment's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QMainWindow

from pia_desktop.i18n import _
from ui.widgets.actions import make_action

if TYPE_CHECKING:
    from ui.reuse.everywhere import Everywhere


class EverywhereActions:
    """Replace in all assessments, and take a replacement back."""

    def __init__(
        self, window: QMainWindow, everywhere: Everywhere | None, notify: Callable[[str], None]
    ) -> None:
        self._window = window
        self._everywhere = everywhere
        self._notify = notify
        self.replace = make_action(
            window, _("Replace in All Assess&ments…"), self._replace, "Ctrl+Shift+R", "replace-all"
        )
        self.take_back = make_action(window, _("&Take a Replacement Back…"), self._take_back)
        self.all = [self.replace, self.take_back]

    def refresh(self, *, writing: bool) -> None:
        """Offer what can be done now."""
        everywhere = self._everywhere
        self.replace.setEnabled(writing and everywhere is not None)
        self.take_back.setEnabled(writing and everywhere is not None and bool(everywhere.standing))

    def _replace(self) -> None:
        if self._everywhere is not None:
            self._everywhere.ask(self._window, marked_words())

    def _take_back(self) -> None:
        if self._everywhere is not None:
            self._everywhere.ask_take_back(self._window, self._notify)


def marked_words() -> str:
    """The words that are marked in the field at the cursor, if they are of one line."""
    cursor = getattr(QApplication.focusWidget(), "textCursor", None)
    words = str(cursor().selectedText()) if cursor else ""
    return "" if "\u2029" in words or "\n" in words else words
