"""Fields of which nobody changes the value by scrolling: a drop-down list, a number."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSpinBox

from ui.widgets.overrides import guarded
from ui.widgets.paging import pages


@guarded
class DropDown(QComboBox):
    """Leaves the wheel, Page Up and Page Down to what it lies on; Qt's own would take another choice."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if pages(event):
            event.ignore()
        else:
            super().keyPressEvent(event)


@guarded
class NumberField(QSpinBox):
    """Leaves the wheel, Page Up and Page Down to what it lies on; Qt's own would count by them."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if pages(event):
            event.ignore()
        else:
            super().keyPressEvent(event)
