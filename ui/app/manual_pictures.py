"""Screenshots for the manual, taken of the invented samples when the program folder is built."""

from __future__ import annotations

import io
import os
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, QThreadPool
from PySide6.QtWidgets import QApplication, QWidget

from db.backup import back_up
from pia_desktop.assessment.rewriting import replace_all
from pia_desktop.assessment.search import Query, find_all
from pia_desktop.documents.form_files import form_bytes
from pia_desktop.temporary import TemporaryFolder
from ui.app.application import make_application, use_own_font
from ui.app.coordinator import Coordinator
from ui.assessment import actions as can
from ui.assessment.commands import WindowCommands
from ui.assessment.window import AssessmentWindow
from ui.cabinet import actions as list_can
from ui.cabinet.backups_dialog import BackupsDialog
from ui.cabinet.bulk_dialogs import BulkStateDialog
from ui.cabinet.commands import CabinetCommands
from ui.cabinet.sample_cabinet import make_samples
from ui.cabinet.window import CabinetWindow
from ui.changes.council_dialog import CouncilDialog
from ui.intake.window import IntakeWindow
from ui.office.register_window import RegisterWindow
from ui.office.year_window import YearWindow
from ui.printing.dialog import PrintDialog
from ui.reuse.law_dialog import LawDialog
from ui.stages.dialog import StagesDialog
from ui.widgets.actions import Action

_Widget = TypeVar("_Widget", bound=QWidget)
_SIZE: Final = QSize(1180, 760)
_SETTLED: Final = 1.0
"""Seconds until delayed work has started; its threads are then awaited."""

_COLOURS: Final = 128
_OPENED: Final = 30.0
"""Seconds in which a window opens, on any machine."""

_NUMBER: Final = 3
"""The largest of the samples."""


def draw_manual_pictures(today: date) -> dict[str, bytes]:
    """PNG data by name.  The user's settings are neither read nor changed."""
    app = make_application()
    font = app.font()
    use_own_font(app)
    home = os.environ.get("PIA_DESKTOP_HOME")
    with TemporaryFolder("manual") as folder:
        os.environ["PIA_DESKTOP_HOME"] = str(folder.path)
        try:
            return _draw(folder.path, today)
        finally:
            app.setFont(font)
            if home is None:
                del os.environ["PIA_DESKTOP_HOME"]
            else:
                os.environ["PIA_DESKTOP_HOME"] = home


def _draw(folder: Path, today: date) -> dict[str, bytes]:
    path = folder / "見本の台帳.pia"
    make_samples(path, today)
    back_up(path)
    coordinator = Coordinator()
    coordinator.open_cabinet(path)
    coordinator.show_cabinet()
    coordinator.cabinet_window.full.place.setText(path.name)  # hides the path of the build
    drawn = {"list": picture_of(coordinator.cabinet_window)}
    drawn |= {name: picture(coordinator.cabinet_window) for name, picture in _LIST_PICTURES.items()}
    drawn["intake"] = _document_taken_in(coordinator.cabinet_window, folder)
    window = coordinator.open_assessment(_NUMBER)
    if window is not None:
        drawn |= {name: picture(window) for name, picture in _PICTURES.items()}
    coordinator.close_windows()
    coordinator.cabinet_window.close()
    coordinator.shut()
    return drawn


def picture_of(widget: QWidget) -> bytes:
    """A picture of a widget that looks the same twice: nothing in it is still being made."""
    if widget.isWindow() and not widget.parentWidget():
        widget.resize(_SIZE)
    until = time.monotonic() + _OPENED
    _wait()
    picture = widget.grab()
    while time.monotonic() < until:
        before = picture.toImage()
        _wait()
        picture = widget.grab()
        if picture.toImage() == before:
            break
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return _smaller(bytes(data.data()))


def _wait() -> None:
    """Let what is shown go on; on a slow machine a form may take several such spells to stand."""
    until = time.monotonic() + _SETTLED
    while time.monotonic() < until or QThreadPool.globalInstance().activeThreadCount():
        QApplication.processEvents()
        time.sleep(0.01)


def _smaller(png: bytes) -> bytes:
    """The PNG reduced to a palette: screenshots have few colours, and the file is half as large."""
    small = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


def _pane(row: Action[WindowCommands]) -> Callable[[AssessmentWindow], bytes]:
    """The window with a pane shown; the pane is hidden again."""

    def picture(window: AssessmentWindow) -> bytes:
        window.actions_[row].trigger()
        drawn = picture_of(window)
        window.actions_[row].trigger()
        return drawn

    return picture


def _opened(row: Action[WindowCommands], kind: type[QWidget]) -> Callable[[AssessmentWindow], bytes]:
    """What an action opens; it is closed again."""

    def picture(window: AssessmentWindow) -> bytes:
        window.actions_[row].trigger()
        return _shown(kind)

    return picture


def _opened_from_list(row: Action[CabinetCommands], kind: type[QWidget]) -> Callable[[CabinetWindow], bytes]:
    """The same for an action of the list, with all rows selected."""

    def picture(window: CabinetWindow) -> bytes:
        window.table.selectAll()
        window.actions_[row].trigger()
        return _shown(kind)

    return picture


def _shown(kind: type[_Widget], ready: Callable[[_Widget], bool] = QWidget.isVisible) -> bytes:
    """A window or dialog, as soon as it is ready; it is closed again."""
    until = time.monotonic() + _OPENED
    while time.monotonic() < until:
        QApplication.processEvents()
        for one in QApplication.topLevelWidgets():
            if isinstance(one, kind) and one.isVisible() and ready(one):
                drawn = picture_of(one)
                one.close()
                return drawn
        time.sleep(0.01)
    raise LookupError(kind.__name__)


def _document_taken_in(window: CabinetWindow, folder: Path) -> bytes:
    """A workbook beside the answers read from it."""
    store = window.store
    assert store is not None
    document = folder / "昨年の評価書.xlsx"
    document.write_bytes(form_bytes(store.load(_NUMBER), store, ".xlsx"))
    window.commands.intake.take_paths([document])
    return _shown(IntakeWindow, lambda intake: intake.foot.store.isEnabled())


def _council(window: AssessmentWindow) -> bytes:
    """The comparison table of a draft with changes."""
    snapshot, query = window.session.snapshot(), Query("窓口")
    edit = replace_all(snapshot, find_all(snapshot, query), query, "総合窓口")
    if edit is not None:
        window.session.push(edit)
    window.actions_[can.COUNCIL].trigger()
    return _shown(CouncilDialog)


_PICTURES: Final[dict[str, Callable[[AssessmentWindow], bytes]]] = {
    "form": picture_of,
    "preview": _pane(can.PREVIEW),
    "guidance": _pane(can.GUIDANCE),
    "findings": _pane(can.FINDINGS),
    "versions": _pane(can.VERSIONS),
    "print": _opened(can.PRINT, PrintDialog),
    "stages": _opened(can.STAGES, StagesDialog),
    "council": _council,  # changes the draft, so it comes last
}

_LIST_PICTURES: Final[dict[str, Callable[[CabinetWindow], bytes]]] = {
    "bulk": _opened_from_list(list_can.ALL_STATES, BulkStateDialog),
    "year": _opened_from_list(list_can.YEAR, YearWindow),
    "law": _opened_from_list(list_can.LAW, LawDialog),
    "register": _opened_from_list(list_can.REGISTERS, RegisterWindow),
    "backups": _opened_from_list(list_can.RESTORE_BACKUP, BackupsDialog),
}
