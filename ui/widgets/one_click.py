"""Buttons for what must not be done twice: the second click of a double click is none.

Where the first click took a row away, the second falls on the button of the next row; Qt tells that one of
a double click, too.
"""

from __future__ import annotations

from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QPushButton, QToolButton

from ui.widgets.overrides import guarded


@guarded
class OneClickTool(QToolButton):
    """A tool button that takes a double click for one click."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()


@guarded
class OneClickButton(QPushButton):
    """A push button that takes a double click for one click."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()
