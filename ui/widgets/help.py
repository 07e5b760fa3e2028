"""F1: collects help topics from the focused widget outwards, and requests help."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from pia_desktop.i18n import N_
from ui.widgets.actions import Action, Actions, Menu, Unconditional


class HelpDesk(QObject):
    """Signals requests for help."""

    asked = Signal(object)
    """The names under which the manual may have help, the closest first."""


@cache
def help_desk() -> HelpDesk:
    """The single instance, created on first use."""
    return HelpDesk()


def ask_help(window: QWidget, *names: str) -> None:
    """Request help on these names, then on the focused widget and its parents."""
    place = QApplication.focusWidget()
    if place is None or place.window() is not window.window():
        place = window
    help_desk().asked.emit((*names, *_names_above(place)))


class _Asking(Unconditional):
    """The command that requests help for a window."""

    def __init__(self, window: QWidget, names: tuple[str, ...]) -> None:
        self._window = window
        self._names = names

    def ask(self) -> None:
        """Request it."""
        ask_help(self._window, *self._names)


HELP: Final = Action[_Asking](N_("&Manual"), lambda do: do.ask(), "F1")
OF_HELP: Final = Menu[_Asking](N_("&Help"), (HELP,))


def add_help_key(window: QWidget, *names: str) -> None:
    """Add the F1 shortcut to a window without menus."""
    Actions(window, _Asking(window, names), (OF_HELP,))


def _names_above(place: QWidget | None) -> Iterator[str]:
    while place is not None:
        yield from (kind.__name__ for kind in type(place).__mro__)
        place = place.parentWidget()
