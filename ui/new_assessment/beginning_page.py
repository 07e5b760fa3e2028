"""What the pages of the dialog for a new assessment have in common."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.context.beginning import Beginning
from ui.widgets.theme import space


class BeginningPage(QWidget):
    """A way to begin an assessment, with a column for what it asks."""

    changed = Signal()
    """Something else is chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(space(5), space(4), space(5), space(4))

    @property
    def ready(self) -> bool:
        """Whether there is something to begin with."""
        return True

    def load(self) -> Beginning:
        """What is chosen, where it is ``ready``.  Raises UserError."""
        raise NotImplementedError
