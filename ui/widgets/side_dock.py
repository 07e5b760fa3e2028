"""A dock beside a form, whose width grows and shrinks with the words on the screen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow

from ui.widgets.overrides import guarded

_SHARE: Final = 3
"""A dock grows up to one part in this many of what is there for it and the form, which needs the others."""
_LEFT: Final = Qt.DockWidgetArea.LeftDockWidgetArea


@guarded
class SideDock(QDockWidget):
    """On the left, where lines are cut, its width follows the text; elsewhere it would narrow the form."""

    def __init__(self, title: str, window: QMainWindow) -> None:
        super().__init__(title, window)
        self._main = window
        self._ratio = 1.0
        self._before = 0
        """Its width before the first of several changes in one go, none of which has been laid out yet."""
        self._given = 0
        self._wanted = 0.0
        """What it was given last, and what it would take if there were room: it comes back as it was."""
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._take)

    def grow(self, ratio: float) -> None:
        """Follow words that become larger by a ratio, once they are laid out."""
        if not self._later.isActive():
            self._ratio, self._before = 1.0, self.width()
            self._later.start()
        self._ratio *= ratio

    def _take(self) -> None:
        if not _is_seen(self) or self._main.dockWidgetArea(self) != _LEFT:
            return
        self._wanted = (self._wanted if self._before == self._given else self._before) * self._ratio
        least = self.minimumSizeHint().width()
        self._given = max(round(min(self._wanted, max(self._room(), self._before))), least)
        self._main.resizeDocks([self], [self._given], Qt.Orientation.Horizontal)

    def _room(self) -> int:
        docks = self._main.findChildren(QDockWidget)
        right = (dock for dock in docks if _is_seen(dock) and self._main.dockWidgetArea(dock) != _LEFT)
        return (self._main.width() - sum(dock.width() for dock in right)) // _SHARE


def _is_seen(dock: QDockWidget) -> bool:
    """Whether it is neither hidden nor a tab behind others."""
    return not dock.visibleRegion().isEmpty()
