"""The base of the pages of the new-assessment dialog."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from ui.context.beginning import Beginning
from ui.widgets.layouts import column_of
from ui.widgets.theme import space


class BeginningPage(QWidget):
    """A way to start an assessment, with a column for its fields."""

    changed = Signal()
    """Something else is chosen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = column_of(margins=(space(5), space(4), space(5), space(4)), inside=self)

    @property
    def ready(self) -> bool:
        """Whether enough has been chosen."""
        return True

    def load(self) -> Beginning:
        """The initial content chosen; call only if ``ready``.  Raises UserError."""
        raise NotImplementedError
