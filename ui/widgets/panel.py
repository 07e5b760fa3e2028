"""What stands in a pane beside the form."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class Panel(QWidget):
    """A pane's contents."""

    close_requested = Signal()
    """The pane is to be hidden."""

    def stop(self) -> None:
        """The window closes: nothing that is still under way is wanted."""
