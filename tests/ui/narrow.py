"""What of a dialog would lie beyond the edges of a small screen."""

from __future__ import annotations

from typing import Final
from unittest.mock import patch

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QScrollArea

from ui.widgets.dialog import Dialog

SMALLEST: Final = QSize(1366 // 3, 768 // 3 - 40 - 16)
"""What a screen of 1366 × 768 points leaves at a scale of 300 %, beside the task bar and a title."""


def beyond(dialog: Dialog) -> str:
    """The size that a dialog cannot do without there; empty where it fits, or scrolls."""
    with patch("ui.widgets.dialog.room_on_screen", lambda _window: SMALLEST):
        dialog._keep_to_screen()
    areas = [area for area in dialog.findChildren(QScrollArea) if not _sideways(area)]
    held = [inside for area in areas if (inside := area.widget()) is not None]
    least = dialog.minimumSizeHint().expandedTo(dialog.minimumSize())
    least.setWidth(max([least.width(), *(one.minimumSizeHint().width() for one in held)]))
    return "" if least.boundedTo(SMALLEST) == least else f"{least.width()} × {least.height()}"


def _sideways(area: QScrollArea) -> bool:
    """Whether its contents can be scrolled to the right."""
    return area.horizontalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff
