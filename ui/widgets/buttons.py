"""Buttons that show an icon alone: what they do stands in their tooltip, and is read to those who listen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from ui.widgets.icons import dress, icon_size


def tool_button(parent: QWidget, symbol: str, words: str) -> QToolButton:
    """A flat button with an icon, reached by Tab."""
    button = QToolButton(parent)
    button.setAutoRaise(True)
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.setIconSize(icon_size(parent.fontMetrics().height()))
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    dress(button, symbol)
    return button
