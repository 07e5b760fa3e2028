"""Screenshots of every tab of an assessment, for the manual and for checking one's work."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QApplication

from pia_desktop.assessment.assessment import Assessment
from pia_desktop.errors import OutputError
from pia_desktop.i18n import _
from ui.app.application import make_application
from ui.assessment.window import AssessmentWindow
from ui.context.cabinet_store import AssessmentStore, CabinetStore
from ui.context.session import Session
from ui.form.file_pages import FilePages
from ui.form.page import PartPage
from ui.widgets.file_names import file_name

SIZE: Final = QSize(1400, 900)


def take_shots(cabinet: Path, assessment_id: int, folder: Path) -> list[Path]:
    """Save a 1400 x 900 pixel PNG per tab; returns the paths in order.

    Raises CabinetError if the cabinet or the assessment cannot be opened, OutputError if a picture cannot be
    written.
    """
    from db.cabinet import Cabinet

    app = make_application()
    with Cabinet.open(cabinet, read_only=True) as opened:
        store = CabinetStore(opened)
        snapshot = opened.load(assessment_id)
        session = Session(
            Assessment(snapshot.form, snapshot.root), AssessmentStore(store, assessment_id), read_only=True
        )
        window = AssessmentWindow(session, lambda: True)
        window.show_state(store.state)
        try:
            return _shoot(app, window, folder)
        finally:
            window.close()
            app.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _shoot(app: QApplication, window: AssessmentWindow, folder: Path) -> list[Path]:
    window.resize(SIZE)
    window.show()
    made = []
    for index in range(window.tabs.count()):
        window.tabs.setCurrentIndex(index)
        page = window.page(index)
        if isinstance(page, PartPage | FilePages):
            page.build_all()
        for _round in range(3):
            app.processEvents()
        path = folder / f"{index:02}-{file_name(window.tabs.tabText(index))}.png"
        _save(window, path)
        made.append(path)
    return made


def _save(window: AssessmentWindow, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_written(path) from error
    if not window.grab().save(str(path)):
        raise _not_written(path)


def _not_written(path: Path) -> OutputError:
    return OutputError(
        _("The picture {file} could not be written.").format(file=path),
        _("Choose another folder, or check that there is room on the disk."),
    )
