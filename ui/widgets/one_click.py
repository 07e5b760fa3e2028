"""Buttons for actions that must not run twice: they ignore the second click of a double click.

If the first click removes a row, the second would hit the button of the next row; Qt reports that as a double
click too.
"""

from __future__ import annotations

from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QPushButton, QToolButton

from ui.widgets.overrides import guarded


@guarded
class OneClickTool(QToolButton):
    """A tool button that treats a double click as one click."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()


@guarded
class OneClickButton(QPushButton):
    """A push button that treats a double click as one click."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()
