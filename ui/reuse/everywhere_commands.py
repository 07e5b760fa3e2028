"""Menu commands to replace in all assessments, for both kinds of window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMainWindow

from ui.widgets.focus import marked_words

if TYPE_CHECKING:
    from ui.reuse.everywhere import Everywhere


class EverywhereCommands:
    """Replace in all assessments, and undo a replacement."""

    def __init__(
        self, window: QMainWindow, everywhere: Everywhere | None, notify: Callable[[str], None]
    ) -> None:
        self._window = window
        self._everywhere = everywhere
        self._notify = notify

    @property
    def usable(self) -> bool:
        """Whether there are other assessments."""
        return self._everywhere is not None

    @property
    def replaced(self) -> bool:
        """Whether a replacement can be undone."""
        return self._everywhere is not None and bool(self._everywhere.standing)

    def ask(self) -> None:
        """Ask for text and replacement."""
        if self._everywhere is not None:
            self._everywhere.ask(self._window, marked_line())

    def ask_law(self) -> None:
        """Ask for the change of law to apply."""
        if self._everywhere is not None:
            self._everywhere.ask_law(self._window)

    def ask_take_back(self) -> None:
        """Ask for the replacement to undo."""
        if self._everywhere is not None:
            self._everywhere.ask_take_back(self._window, self._notify)


def marked_line() -> str:
    """The text selected in the focused field, if it is a single line."""
    words = marked_words()
    return "" if "\u2029" in words or "\n" in words else words
