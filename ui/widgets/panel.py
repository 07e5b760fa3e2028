"""The contents of a pane beside the form."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from ui.widgets.overrides import guarded


@guarded
class Panel(QWidget):
    """Base of all pane contents.  Escape leaves a pane for the form."""

    close_requested = Signal()
    """The pane is to be hidden."""

    form_requested = Signal()
    """The form is to have the cursor again; the pane stays."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.form_requested.emit()
        else:
            super().keyPressEvent(event)

    def stop(self) -> None:
        """Stop background work: the window is closing."""
