"""A line of words that takes no more room than there is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.widgets.overrides import guarded
from ui.widgets.plain_text import tip
from ui.widgets.theme import em

_LEAST = 6
"""Characters that are shown at least."""


@guarded
class ElidedLabel(QLabel):
    """Leaves out the middle of what has no room; ``text`` and the tooltip are the whole."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def setText(self, words: str) -> None:
        """Show these words, as far as there is room."""
        super().setText(words)
        self.setToolTip(tip(words))

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), _LEAST * em(self)), hint.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        enabled, role = self.isEnabled(), self.foregroundRole()
        self.style().drawItemText(
            painter, self.contentsRect(), self.alignment(), self.palette(), enabled, self._shown(), role
        )

    def _shown(self) -> str:
        room = self.contentsRect().width()
        return self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, room)
