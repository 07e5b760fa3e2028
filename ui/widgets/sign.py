"""A symbol beside words."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.widgets.icons import icon, icon_size
from ui.widgets.overrides import guarded
from ui.widgets.theme import em


@guarded
class Sign(QLabel):
    """An icon as tall as the words beside it, in the palette's colours; it follows both.

    ``large``: as tall as two lines, at the head of a message.
    """

    def __init__(self, parent: QWidget, name: str = "", *, large: bool = False) -> None:
        super().__init__(parent)
        self._name = name
        self._large = large
        self._draw()

    def show_icon(self, name: str) -> None:
        """Show another icon."""
        self._name = name
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._draw()

    def _draw(self) -> None:
        if self._name:
            height = em(self) * 2 if self._large else self.fontMetrics().height()
            self.setPixmap(icon(self._name, self.palette()).pixmap(icon_size(height)))
