"""What nobody changes by scrolling: a drop-down list, a number, tabs."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QSpinBox, QTabBar, QTabWidget, QWidget

from ui.widgets.keys import pages
from ui.widgets.overrides import guarded


@guarded
class DropDown(QComboBox):
    """Leaves the wheel, Page Up and Page Down to what it lies on; Qt's own would take another choice."""

    def __init__(self, parent: QWidget | None = None, *, name: str = "") -> None:
        super().__init__(parent)
        self.setAccessibleName(name)

    def add_choices(self, choices: Iterable[tuple[str, object]]) -> None:
        """Add choices: the words of each, and its data."""
        for words, data in choices:
            self.addItem(words, data)

    def choose(self, data: object) -> None:
        """Select the choice with this data, else the first."""
        self.setCurrentIndex(max(self.findData(data), 0))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:  # Qt forgets its least size with a style, not with a font
            QApplication.sendEvent(self, QEvent(QEvent.Type.StyleChange))

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


@guarded
class _TabBar(QTabBar):
    """Leaves the wheel to what it lies on."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


@guarded
class Unscrolled(QObject):
    """The same for tabs that Qt makes, such as those of panes: a filter of their events."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel:
            event.ignore()
            return True
        return super().eventFilter(watched, event)


class Tabs(QTabWidget):
    """Shows another tab by a click or a key alone."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabBar(_TabBar(self))
