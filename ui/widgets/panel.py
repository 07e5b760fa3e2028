"""The contents of a pane beside the form."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class Panel(QWidget):
    """Base of all pane contents."""

    close_requested = Signal()
    """The pane is to be hidden."""

    def stop(self) -> None:
        """Stop background work: the window is closing."""
