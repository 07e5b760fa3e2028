"""Ctrl+Q in the windows without menus: requests that the program end."""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from pia_desktop.i18n import N_
from ui.widgets.actions import Action, Actions, Menu, Unconditional


class QuitDesk(QObject):
    """Signals requests to end the program."""

    asked = Signal()


@cache
def quit_desk() -> QuitDesk:
    """The single instance, created on first use."""
    return QuitDesk()


class _Quitting(Unconditional):
    """The command that requests it."""

    def quit(self) -> None:
        """Request it."""
        quit_desk().asked.emit()


QUIT: Final = Action[_Quitting](N_("&Quit"), lambda do: do.quit(), "Ctrl+Q")
OF_QUITTING: Final = Menu[_Quitting](N_("&File"), (QUIT,))


def add_quit_key(window: QWidget) -> None:
    """Add the Ctrl+Q shortcut to a window without menus."""
    Actions(window, _Quitting(), (OF_QUITTING,))
