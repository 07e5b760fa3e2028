"""What the program looks like, for its manual: drawn from the invented samples when the folder is built."""

from __future__ import annotations

import io
import os
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, QThreadPool
from PySide6.QtWidgets import QApplication, QWidget

from ui.app.application import make_application, use_own_font
from ui.app.coordinator import Coordinator
from ui.assessment import actions as can
from ui.assessment.commands import WindowCommands
from ui.assessment.window import AssessmentWindow
from ui.cabinet.sample_cabinet import make_samples
from ui.printing.dialog import PrintDialog
from ui.stages.dialog import StagesDialog
from ui.widgets.actions import Action

_SIZE: Final = QSize(1180, 760)
_SETTLED: Final = 1.0
"""Seconds in which what waits for a pause begins; what threads then do is awaited."""

_COLOURS: Final = 128
_NUMBER: Final = 3
"""The largest of the samples."""


def draw_manual_pictures(today: date) -> dict[str, bytes]:
    """PNG by name.  The settings of whoever draws them are neither read nor changed."""
    app = make_application()
    font = app.font()
    use_own_font(app)
    home = os.environ.get("PIA_DESKTOP_HOME")
    with tempfile.TemporaryDirectory(prefix="pia-manual-", ignore_cleanup_errors=True) as folder:
        os.environ["PIA_DESKTOP_HOME"] = folder
        try:
            return _draw(Path(folder), today)
        finally:
            app.setFont(font)
            if home is None:
                del os.environ["PIA_DESKTOP_HOME"]
            else:
                os.environ["PIA_DESKTOP_HOME"] = home


def _draw(folder: Path, today: date) -> dict[str, bytes]:
    path = folder / "見本の台帳.pia"
    make_samples(path, today)
    coordinator = Coordinator()
    coordinator.open_cabinet(path)
    coordinator.show_cabinet()
    coordinator.cabinet_window.place.setText(path.name)  # nobody needs to see where it was drawn
    drawn = {"list": _grab(coordinator.cabinet_window)}
    window = coordinator.open_assessment(_NUMBER)
    if window is not None:
        drawn |= {name: picture(window) for name, picture in _PICTURES.items()}
    coordinator.close_windows()
    coordinator.cabinet_window.close()
    coordinator.shut()
    return drawn


def _grab(widget: QWidget) -> bytes:
    if widget.isWindow() and not widget.parentWidget():
        widget.resize(_SIZE)
    until = time.monotonic() + _SETTLED
    while time.monotonic() < until or QThreadPool.globalInstance().activeThreadCount():
        QApplication.processEvents()
        time.sleep(0.01)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    return _smaller(bytes(data.data()))


def _smaller(png: bytes) -> bytes:
    """A screen has few colours: with this many nobody sees a difference, and it takes half the room."""
    small = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        image.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


def _pane(row: Action[WindowCommands]) -> Callable[[AssessmentWindow], bytes]:
    """The window with a pane beside the form, which is hidden again."""

    def picture(window: AssessmentWindow) -> bytes:
        window.actions_[row].trigger()
        drawn = _grab(window)
        window.actions_[row].trigger()
        return drawn

    return picture


def _opened(row: Action[WindowCommands], kind: type[QWidget]) -> Callable[[AssessmentWindow], bytes]:
    """What an action opens, which is closed again."""

    def picture(window: AssessmentWindow) -> bytes:
        window.actions_[row].trigger()
        QApplication.processEvents()
        shown = next(
            one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()
        )
        drawn = _grab(shown)
        shown.close()
        return drawn

    return picture


_PICTURES: Final[dict[str, Callable[[AssessmentWindow], bytes]]] = {
    "form": _grab,
    "preview": _pane(can.PREVIEW),
    "guidance": _pane(can.GUIDANCE),
    "findings": _pane(can.FINDINGS),
    "print": _opened(can.PRINT, PrintDialog),
    "stages": _opened(can.STAGES, StagesDialog),
}
