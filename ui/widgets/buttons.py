"""Factories for buttons."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QBoxLayout, QCheckBox, QPushButton, QToolButton, QWidget

from ui.widgets.icons import icon_size, set_icon
from ui.widgets.one_click import OneClickTool

Act = Callable[..., object] | SignalInstance
"""What a button does, or the signal that tells of it."""

_WITH_ENTER: Final = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
)

CALENDAR_KEY: Final = "Alt+Down"
"""Does what a field's calendar button does, as on Windows it opens any list beside a field."""


def tool_button(
    parent: QWidget,
    symbol: str = "",
    words: str = "",
    *,
    text: str = "",
    flat: bool = True,
    once: bool = False,
    by_tab: bool = True,
) -> QToolButton:
    """A button with an icon and the tooltip ``words``; ``text`` is shown beside the icon.

    ``once``: a double click counts as one click.  ``by_tab`` False: not focusable by Tab, as there is another
    way by keyboard.
    """
    button = OneClickTool(parent) if once else QToolButton(parent)
    button.setAutoRaise(flat)
    button.setToolTip(words)
    button.setIconSize(icon_size(parent.fontMetrics().height()))
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)  # reserves no space for text
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus if by_tab else Qt.FocusPolicy.NoFocus)
    if text:
        button.setText(text)
    else:
        button.setAccessibleName(words)
    if symbol:
        set_icon(button, symbol)
    return button


def push_button(parent: QWidget, words: str = "", act: Act | None = None, tip: str = "") -> QPushButton:
    """A button with words."""
    button = QPushButton(words, parent)
    button.setToolTip(tip)
    if act is not None:
        button.clicked.connect(act)
    return button


def check_box(parent: QWidget, words: str, act: Act | None = None, *, on: bool = False) -> QCheckBox:
    """A check box; ``act`` hears of each change that comes later."""
    box = QCheckBox(words, parent)
    box.setChecked(on)
    if act is not None:
        box.toggled.connect(act)
    return box


def add_button(row: QBoxLayout, words: str, act: Callable[[], object], symbol: str = "") -> QPushButton:
    """Add a button to a layout; Enter elsewhere in a dialog never presses it."""
    button = QPushButton(words)
    button.setAutoDefault(False)
    if symbol:
        set_icon(button, symbol)
    button.clicked.connect(lambda _checked=False: act())
    row.addWidget(button)
    return button


def presses_focused(window: QWidget, event: QKeyEvent) -> bool:
    """Whether a key is Enter on a button of a window, which is pressed then, as Windows does.

    Qt presses by Enter only a dialog's default button and those that may become it.
    """
    button = QApplication.focusWidget()
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or event.modifiers() & _WITH_ENTER:
        return False
    if not isinstance(button, QPushButton | QToolButton) or button.window() is not window:
        return False
    if event.isAutoRepeat():
        return True
    if isinstance(button, QToolButton) and button.menu() is not None:
        button.showMenu()
    else:
        button.click()
    return True
