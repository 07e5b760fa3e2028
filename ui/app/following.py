"""Refreshes a cabinet that is open for reading only when its writer has saved."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from pia_desktop.errors import UserError
from ui.context.cabinet_store import CabinetStore
from ui.context.hosts import Navigator
from ui.context.open_cabinet import OpenCabinet

_PAUSE: Final = 4_000
"""Milliseconds between checks of the file; a cabinet open for writing is checked by its saver."""


class Following(QObject):
    """Checks the file periodically, and when the program becomes active."""

    def __init__(self, navigator: Navigator) -> None:
        super().__init__()
        self._navigator = navigator
        self._cabinet: OpenCabinet | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.applicationStateChanged.connect(self._activated)

    def watch(self, cabinet: OpenCabinet | None) -> None:
        self._cabinet = cabinet
        self._timer.stop()
        if cabinet is not None and cabinet.store.read_only:
            cabinet.store.followed.connect(self._show_anew)
            self._timer.start(_PAUSE)

    def _activated(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationActive:
            self._look()

    def _look(self) -> None:
        if self._cabinet is not None:
            self._cabinet.store.check_soon()

    def _show_anew(self) -> None:
        """Reload the list and every open assessment."""
        cabinet = self._cabinet
        if cabinet is None:
            return
        cabinet.store.packs_changed.emit()
        cabinet.store.list_changed.emit()
        for assessment_id in list(cabinet.sessions):
            _follow(cabinet.store, cabinet, assessment_id, self._navigator)


def _follow(store: CabinetStore, cabinet: OpenCabinet, assessment_id: int, navigator: Navigator) -> None:
    session = cabinet.sessions[assessment_id]
    try:
        snapshot = store.load(assessment_id)
    except UserError:  # deleted or unreadable: keep what is shown; the list shows the reason
        return
    if snapshot.root == session.root:
        return
    if snapshot.form is not session.form:
        navigator.reopen_assessment(assessment_id)
        return
    from pia_desktop.revisions.compare import as_edit, compare

    session.assessment.apply(as_edit(compare(session.assessment.snapshot(), snapshot)))
