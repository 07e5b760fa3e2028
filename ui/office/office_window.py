"""The base of the windows on the whole office: geometry, closing, opening an assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from pia_desktop.i18n import N_, _
from ui.printing.closing import may_close
from ui.printing.table_jobs import TableJobs
from ui.widgets.actions import Action, Actions, Menu, Unconditional
from ui.widgets.buttons import presses_focused
from ui.widgets.help import add_help_key
from ui.widgets.layouts import Growing, column_of, row_of
from ui.widgets.overrides import guarded
from ui.widgets.plain_text import plain_label
from ui.widgets.quitting import add_quit_key
from ui.widgets.settings import first_size, remember_place, restore_place
from ui.widgets.theme import em, space

if TYPE_CHECKING:
    from pia_desktop.assessment.node import NodePath
    from pia_desktop.errors import UserError
    from ui.context.hosts import Navigator
    from ui.context.open_cabinet import OpenCabinet


@guarded
class OfficeWindow(Unconditional, QWidget):
    """A separate window on the open cabinet; closed at the latest with the cabinet."""

    closed = Signal()

    def __init__(self, cabinet: OpenCabinet, navigator: Navigator, name: str) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.file_chooser = navigator.file_chooser
        self.cabinet = cabinet
        self.navigator = navigator
        self._name = name
        self.column = column_of(gap=space(2), margins=(space(4), space(3), space(4), space(3)), inside=self)
        self.message = plain_label(self)
        self.tables = TableJobs(self)
        Actions(self, self, (OF_OFFICE,))
        add_help_key(self)
        add_quit_key(self)

    def add_foot(self) -> QHBoxLayout:
        """End the column with what is told and the file that is being written; buttons come behind them.

        Until a window has something to tell, it is reading.
        """
        self.message.setText(_("Reading the assessments…"))
        row = row_of(Growing(self.message), self.tables.line, gap=space(2))
        self.column.addLayout(row)
        return row

    def tell_failure(self, error: UserError) -> None:
        """Say in the window why nothing can be shown."""
        self.message.setText(error.one_line())

    def to_place(self, width: int, height: int) -> None:
        """Restore the window's geometry; the default size is in ems."""
        if not restore_place(self, self._name):
            first_size(self, em(self) * width, em(self) * height)

    def open_assessment(self, assessment_id: int, path: NodePath = ()) -> None:
        """Open an assessment, optionally at an item."""
        host = self.navigator.open_assessment(assessment_id)
        if host is not None and path:
            host.reveal(path)

    def stop(self) -> None:
        """Stop background work: the window is closing."""
        self.tables.cancel()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not presses_focused(self, event):
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not may_close(self, self.close):
            event.ignore()
            return
        remember_place(self, self._name)
        self.stop()
        super().closeEvent(event)
        self.closed.emit()


CLOSE: Final = Action[OfficeWindow](N_("&Close"), lambda do: do.close(), "Ctrl+W")
OF_OFFICE: Final = Menu[OfficeWindow](N_("&Office"), (CLOSE,))
"""What can be done in each of them."""
