"""Saves everything when the user logs out or the system shuts down, which waits for nobody's answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtCore import QMetaObject
from PySide6.QtWidgets import QApplication

from ui.assessment.window import AssessmentWindow
from ui.context.cabinet_store import CabinetStore


class LogsOut(Protocol):
    """What holds the open cabinet and its windows."""

    @property
    def store(self) -> CabinetStore | None:
        """The store of the open cabinet."""

    @property
    def open_windows(self) -> Iterable[AssessmentWindow]:
        """The windows of its assessments."""

    def shut(self) -> None:
        """Close the cabinet."""


def save_at_logout(app: QApplication, program: LogsOut) -> QMetaObject.Connection:
    """Have everything saved when the system asks for it, and the cabinet closed when it then ends us.

    Closing the windows instead would ask about unsaved edits and files being made, and a question that nobody
    answers bars the logout.  Somebody may still call it off: all stays open until the end.
    """

    return app.commitDataRequest.connect(lambda: save_and_shut(app, program))


def save_and_shut(app: QApplication, program: LogsOut) -> None:
    """Save everything now, and close the cabinet when the program is ended."""
    save_all(program)
    app.aboutToQuit.connect(program.shut)


def save_all(program: LogsOut) -> None:
    """Put everything on disk, fields in hand included, and ask nothing."""
    focused = QApplication.focusWidget()
    if focused is not None:
        focused.clearFocus()  # notes, remarks and tables take over what is typed when they are left
    for window in program.open_windows:
        window.session.complete()
    if program.store is not None:
        program.store.flush()
