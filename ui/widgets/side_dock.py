"""A dock beside a form, whose width grows and shrinks with the words on the screen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QMainWindow

from ui.widgets.overrides import guarded

_SHARE: Final = 3
"""A dock grows up to one part in this many of what is there for it and the form, which needs the others."""
_PASSES: Final = 3
"""How often its width is set after a change: what it needs at least is known only once all is laid out."""
_LEFT: Final = Qt.DockWidgetArea.LeftDockWidgetArea


@guarded
class SideDock(QDockWidget):
    """On the left, where lines are cut, its width follows the text; elsewhere it would narrow the form."""

    def __init__(self, title: str, window: QMainWindow) -> None:
        super().__init__(title, window)
        self._main = window
        self._chosen = 0
        """The width that somebody gave it, or that it had at first."""
        self._wanted = 0.0
        """That width for the words of now, which it takes if there is room: it comes back as it was."""
        self._rests_at = 0
        """The width at which it came to rest; another one was chosen since."""
        self._passes = 0
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._take)

    def grow(self, ratio: float) -> None:
        """Follow words that become larger by a ratio, once they are laid out."""
        at_rest = not self._later.isActive() and (_is_seen(self) or not self._chosen)
        if at_rest and self.width() != self._rests_at:
            self._chosen = self.width()
            self._wanted = float(self._chosen)
        self._wanted *= ratio
        self.settle()

    def settle(self) -> None:
        """Take the width for the words of now."""
        self._passes = _PASSES
        self._later.start()

    def _take(self) -> None:
        if not _is_seen(self) or self._main.dockWidgetArea(self) != _LEFT:
            return
        self._rests_at = self.width()
        if self._passes:
            self._passes -= 1
            width = round(min(self._wanted, max(self._room(), self._chosen)))
            width = max(width, self.minimumSizeHint().width())
            self._main.resizeDocks([self], [width], Qt.Orientation.Horizontal)
            self._later.start()

    def _room(self) -> int:
        docks = self._main.findChildren(QDockWidget)
        right = (dock for dock in docks if _is_seen(dock) and self._main.dockWidgetArea(dock) != _LEFT)
        return (self._main.width() - sum(dock.width() for dock in right)) // _SHARE


def _is_seen(dock: QDockWidget) -> bool:
    """Whether it is neither hidden nor a tab behind others."""
    return not dock.visibleRegion().isEmpty()
