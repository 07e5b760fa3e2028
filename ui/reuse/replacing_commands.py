"""Menu commands to replace in all assessments, for both kinds of window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMainWindow

from ui.widgets.focus import marked_words, withheld_of_marked

if TYPE_CHECKING:
    from ui.reuse.cabinet_replacer import CabinetReplacer


class ReplacingCommands:
    """Replace in all assessments, and undo a replacement."""

    def __init__(
        self, window: QMainWindow, cabinet_replacer: CabinetReplacer | None, notify: Callable[[str], None]
    ) -> None:
        self._window = window
        self._cabinet_replacer = cabinet_replacer
        self._notify = notify

    @property
    def usable(self) -> bool:
        """Whether there are other assessments."""
        return self._cabinet_replacer is not None

    @property
    def replaced(self) -> bool:
        """Whether a replacement can be undone."""
        return self._cabinet_replacer is not None and bool(self._cabinet_replacer.standing)

    def ask(self) -> None:
        if self._cabinet_replacer is not None:
            self._cabinet_replacer.ask(self._window, marked_line(), withheld=withheld_of_marked())

    def ask_law(self) -> None:
        """Ask for the change of law to apply."""
        if self._cabinet_replacer is not None:
            self._cabinet_replacer.ask_law(self._window)

    def ask_take_back(self) -> None:
        """Ask for the replacement to undo."""
        if self._cabinet_replacer is not None:
            self._cabinet_replacer.ask_take_back(self._window, self._notify)


def marked_line() -> str:
    """The text selected in the focused field, if it is a single line."""
    words = marked_words()
    return "" if "\u2029" in words or "\n" in words else words
