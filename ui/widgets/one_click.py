"""Buttons for actions that must not run twice: they ignore the second click of a double click.

If the first click removes a row, the second would hit the button of the next row; Qt reports that as a double
click too.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
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


@guarded
class OneClick(QObject):
    """The same for buttons that Qt makes, such as those of a tool bar: a filter of their events."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        return event.type() == QEvent.Type.MouseButtonDblClick or super().eventFilter(watched, event)
