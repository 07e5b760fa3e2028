"""Replacing in all assessments as entries of a menu, in the cabinet's window and in an assessment's."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMainWindow

from ui.widgets.focus import marked_words

if TYPE_CHECKING:
    from ui.reuse.everywhere import Everywhere


class EverywhereCommands:
    """Replace in all assessments, and take a replacement back."""

    def __init__(
        self, window: QMainWindow, everywhere: Everywhere | None, notify: Callable[[str], None]
    ) -> None:
        self._window = window
        self._everywhere = everywhere
        self._notify = notify

    @property
    def usable(self) -> bool:
        """Whether there are other assessments at all."""
        return self._everywhere is not None

    @property
    def replaced(self) -> bool:
        """Whether there is a replacement that can be taken back."""
        return self._everywhere is not None and bool(self._everywhere.standing)

    def ask(self) -> None:
        """Ask what is replaced with what."""
        if self._everywhere is not None:
            self._everywhere.ask(self._window, marked_line())

    def ask_law(self) -> None:
        """Ask which change of law goes through all assessments."""
        if self._everywhere is not None:
            self._everywhere.ask_law(self._window)

    def ask_take_back(self) -> None:
        """Ask which replacement is taken back."""
        if self._everywhere is not None:
            self._everywhere.ask_take_back(self._window, self._notify)


def marked_line() -> str:
    """The words that are marked in the field at the cursor, if they are of one line."""
    words = marked_words()
    return "" if "\u2029" in words or "\n" in words else words
