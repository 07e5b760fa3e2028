"""Buttons as the program makes them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QPushButton, QToolButton, QWidget

from ui.widgets.icons import dress, icon_size


def tool_button(parent: QWidget, symbol: str, words: str) -> QToolButton:
    """A flat button with an icon, reached by Tab; its words are its tooltip and its name."""
    button = QToolButton(parent)
    button.setAutoRaise(True)
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setIconSize(icon_size(parent.fontMetrics().height()))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    dress(button, symbol)
    return button


def add_button(row: QBoxLayout, words: str, act: Callable[[], object]) -> QPushButton:
    """Add a button with words to a row; Enter elsewhere in a dialog never presses it."""
    button = QPushButton(words)
    button.setAutoDefault(False)
    button.clicked.connect(lambda _checked=False: act())
    row.addWidget(button)
    return button
