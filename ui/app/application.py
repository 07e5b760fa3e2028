# ruff: noqa: E402  # the order of the imports is the point, see below
"""Sets up the application: fonts, language, style, fault reporting, and the first window."""

from __future__ import annotations

import gc
import math
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final

gc.disable()  # imported modules are permanent: keep the garbage collector from scanning them
# Storage comes before Qt: once PySide6 is loaded, it reads the source of every module that imports another,
# to see whether it uses Qt.
import db.cabinet
import db.saver  # noqa: F401

# isort: split
from PySide6.QtCore import QLocale, QObject, Qt, QThreadPool, Signal
from PySide6.QtGui import QFont, QFontDatabase, QFontInfo, QGuiApplication, QRawFont
from PySide6.QtWidgets import QApplication

from pia_desktop import __version__
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, language
from pia_desktop.paths import resource_root, user_data_dir
from pia_desktop.temporary import take_away_what_was_left
from ui.app.desktop import Desktop
from ui.app.garbage import Collector
from ui.app.motion import Motion
from ui.app.qt_words import speak_japanese
from ui.app.second_start import show_first_window
from ui.widgets.help import help_desk
from ui.widgets.icons import program_icon
from ui.widgets.quitting import quit_desk
from ui.widgets.text_size import use_remembered_size

gc.enable()

_FONT: Final = "BIZ UDPGothic"
_FONT_FILES: Final = ("BIZUDPGothic-Regular.ttf", "BIZUDPGothic-Bold.ttf")
_POINTS: Final = 10.0
_LOG_BYTES: Final = 1_000_000
_AGAIN: Final = 10.0
"""Seconds within which the same exception is not reported again: one in painting recurs with every frame."""


def make_application() -> QApplication:
    """The configured QApplication; an existing one is reused."""
    there = QApplication.instance()
    if isinstance(there, QApplication):
        return there
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication([sys.argv[0] if sys.argv else "pia-desktop"])
    app.setOrganizationName("PIA Desktop")
    app.setApplicationName("pia-desktop")
    app.setApplicationDisplayName(_("PIA Desktop"))
    app.setWindowIcon(program_icon())
    Desktop(app)
    Motion(app)
    prepare(app)
    return app


def prepare(app: QApplication) -> None:
    """Set language and fonts of an existing application, such as a test's."""
    if language() == "ja":
        QLocale.setDefault(QLocale(QLocale.Language.Japanese, QLocale.Country.Japan))
        speak_japanese(app)
    if app.platformName() in ("offscreen", "minimal") or not speaks_japanese(app.font()):
        use_own_font(app)
    else:
        keep_font(app)
    use_remembered_size(app)


def speaks_japanese(font: QFont) -> bool:
    """Whether the font itself has Japanese characters.

    What other fonts lend is no answer: Qt takes kana from one and kanji from another, one of them bold.
    """
    drawn = QRawFont.fromFont(font)
    return all(drawn.supportsCharacter(ord(char)) for char in "あア字")


def keep_font(app: QApplication) -> None:
    """Call the font by its own name: one of the fonts for paper, which are loaded while somebody works, could
    come to stand for a name like ``Sans Serif``.
    """
    font = app.font()
    meant = QFontInfo(font).family()
    if meant != font.family():
        font.setFamily(meant)
        app.setFont(font)


def use_own_font(app: QApplication) -> None:
    """Use the bundled font, for a system whose own has no Japanese."""
    for name in _FONT_FILES:
        QFontDatabase.addApplicationFont(str(resource_root() / "fonts" / name))
    font = QFont(_FONT)
    font.setPointSizeF(_POINTS)
    app.setFont(font)


# ---- faults of the program


class FaultReporter(QObject):
    """Logs every uncaught exception and shows one dialog for the first."""

    _caught = Signal(str, object)

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.path = folder / "pia-desktop.log"
        self._shown = False
        self._last: dict[str, float] = {}
        # Queued: the exception may have come from a paint or key event, in the middle of Qt's work.
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Report uncaught exceptions of all threads."""
        sys.excepthook = self.report
        threading.excepthook = self._thread_fault

    def remove(self) -> None:
        """Restore Python's own reporting."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def _thread_fault(self, fault: threading.ExceptHookArgs) -> None:
        if fault.exc_value is not None:
            self.report(fault.exc_type, fault.exc_value, fault.exc_traceback)

    def report(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Log an exception and show it."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        from pia_desktop.fault_report import fault_report

        words = fault_report(error)
        before, self._last[words] = self._last.get(words, -math.inf), time.monotonic()
        if self._last[words] - before < _AGAIN:
            return
        sys.__excepthook__(kind, error, trace)
        self._write(words)
        self._caught.emit(words, error if isinstance(error, UserError) else None)

    def _write(self, words: str) -> None:
        moment = datetime.now().astimezone().isoformat(timespec="seconds")
        with suppress(OSError):  # the dialog is shown even if the log cannot be written
            self.path.parent.mkdir(parents=True, exist_ok=True)
            if self.path.exists() and self.path.stat().st_size > _LOG_BYTES:
                self.path.replace(self.path.with_suffix(".old.log"))
            with self.path.open("a", encoding="utf-8") as log:
                log.write(f"{moment} PIA Desktop {__version__}\n{words}\n")

    def _show(self, words: str, error: UserError | None) -> None:
        """Show a report, or what no part of the program expected and is none of its own faults."""
        if self._shown:
            return
        self._shown = True
        from ui.widgets.dialogs import MessageDialog, show_error

        if error is not None:
            dialog = show_error(QApplication.activeWindow(), error)
            dialog.destroyed.connect(self._dialog_gone)
            return
        dialog = MessageDialog(
            QApplication.activeWindow(),
            _("A fault has occurred in the program."),
            _(
                "What you typed is saved as before; nothing is lost. Close the program and open it again. "
                "Please pass on this report, which also lies in {path}"
            ).format(path=self.path),
            words,
            copying=_("Copy Report"),
            symbol="warning",
        )
        dialog.destroyed.connect(self._dialog_gone)
        dialog.open()

    def _dialog_gone(self) -> None:
        self._shown = False


# ---- running


def show_words(heading: str, words: str) -> None:
    """Show text that would otherwise go to a console, and wait until it is dismissed."""
    make_application()
    from ui.widgets.dialogs import MessageDialog

    MessageDialog(None, heading, details=words.strip(), symbol="warning").exec()


def run_window(cabinet: Path | None, assessment_id: int | None = None, documents: Sequence[Path] = ()) -> int:
    """Open the window and run until it is closed; returns the exit code.

    With ``assessment_id`` that assessment opens directly, and the cabinet's list only on demand.  Without a
    cabinet the last one opens; it takes the documents in.  If this user already has the cabinet open, that
    window is raised instead.
    """
    if cabinet is not None and show_first_window(cabinet, documents):
        return 0
    gc.disable()  # nearly all objects made before the first paint are permanent
    app = make_application()
    reporter = FaultReporter(user_data_dir() / "log")
    reporter.install()
    from ui.app.coordinator import Coordinator
    from ui.app.logout import save_at_logout
    from ui.app.new_day import NewDay
    from ui.context.background import begin_thread

    coordinator = Coordinator()
    save_at_logout(app, coordinator)
    NewDay(app, coordinator)
    help_desk().asked.connect(coordinator.show_help)
    quit_desk().asked.connect(coordinator.quit)
    if cabinet is None:
        coordinator.show_cabinet()
        coordinator.open_last(documents)
    else:
        opened = coordinator.open_cabinet(cabinet)
        if not (opened and assessment_id is not None and coordinator.open_assessment(assessment_id)):
            coordinator.show_cabinet()
        if opened and documents:
            coordinator.come_forward(documents)
    begin_thread(take_away_what_was_left, "left folders")
    gc.freeze()
    collector = Collector()
    code = app.exec()
    coordinator.shut()
    QThreadPool.globalInstance().waitForDone()  # what it was told to stop still says so to objects of ours
    collector.end()
    reporter.remove()
    return code
