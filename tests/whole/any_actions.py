"""Acts at random over the whole program: keys, clicks, words, menus, dialogs, clipboard, sizes of windows.

Nothing may end in a fault, and what the windows show at the end is what the cabinet holds.  Each run has a
folder of its own, with a log of what was done; a run in which nothing happens for a minute is stuck.

    python -m tests.whole.any_actions [--seed N] [--keep FOLDER] [SECONDS]
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import random
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Final

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa*=false;default.warning=false")

from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, Qt, QTimer
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QDesktopServices,
    QGuiApplication,
    QImage,
    QInputMethodEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractScrollArea, QDialog, QMenu, QWidget

from db.cabinet import Cabinet
from pia_desktop.exchange.interchange import read_file
from pia_desktop.paths import resource_root
from ui.app.application import make_application
from ui.app.coordinator import Coordinator

SECONDS: Final = 60.0
_PAUSE: Final = 4
_STUCK: Final = 60.0
_FOUND, _STUCK_CODE = 1, 4
_OPENS: Final = 0.03
"""How often an assessment is opened, so that not all is done in the list."""
_KEYS: Final = (
    *(Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Escape),
    *(Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End),
    *(Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Delete, Qt.Key.Key_Backspace),
    *(Qt.Key.Key_F1, Qt.Key.Key_F2, Qt.Key.Key_F3, Qt.Key.Key_F8, Qt.Key.Key_F11),
)
_CHORDS: Final = (
    *(Qt.Key.Key_A, Qt.Key.Key_C, Qt.Key.Key_V, Qt.Key.Key_X, Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_F),
)
_WORDS: Final = ("あ", "法令。", "R6.8.30", "12", "１,２００", "A", "\n", "第19条第8号", "①", "𠮷")
_COPIED: Final = ("a\tb\nc\td\n", '"①…\n②"', "<b>x</b>", "⽅⽇", "")


class RandomFiles:
    """Chooses files as it likes, or none."""

    def __init__(self, rng: random.Random, folder: Path) -> None:
        self._rng = rng
        self._folder = folder
        self._documents = sorted((resource_root() / "samples").glob("*.json"))

    def open_path(self, _parent: QWidget | None, _title: str, kinds: str) -> Path | None:
        """A sample, or a cabinet where one is wanted."""
        found = sorted(self._folder.glob("*.pia")) if ".pia" in kinds else self._documents
        return self._rng.choice([*found, None])

    def open_paths(self, parent: QWidget | None, title: str, kinds: str) -> list[Path]:
        """One of them."""
        path = self.open_path(parent, title, kinds)
        return [path] if path else []

    def save_path(
        self, _parent: QWidget | None, _title: str, _suggested: str, _kinds: str, suffix: str
    ) -> Path | None:
        """One of a few names: now and then a file is replaced."""
        return self._rng.choice([None, self._folder / f"{self._rng.randrange(5)}{suffix}"])

    def folder(self, _parent: QWidget | None, _title: str) -> Path | None:
        """One folder."""
        return self._rng.choice([None, self._folder])


class RandomUser:
    """Somebody who does whatever can be done in whatever can be seen."""

    def __init__(self, seed: int, folder: Path, seconds: float) -> None:
        self._rng = random.Random(seed)
        self._folder = folder
        self._until = time.monotonic() + seconds
        self._log = (folder / "log.txt").open("w", encoding="utf-8", buffering=1)
        self._depth = 0
        self.acts = 0
        self.faults: list[str] = []
        self._app = make_application()
        self._app.setQuitOnLastWindowClosed(False)
        self._cabinet = folder / "台帳.pia"
        _fill(self._cabinet)
        sys.excepthook = self.fault
        threading.excepthook = lambda found: self.fault(found.exc_type, found.exc_value, found.exc_traceback)
        self.coordinator = Coordinator(files=RandomFiles(self._rng, folder))
        self.coordinator.open_cabinet(self._cabinet)
        self.coordinator.cabinet_window.show()
        self._ways: list[tuple[int, Callable[[QWidget, QWidget], None]]] = [
            (28, self._click),
            (17, self._press),
            (20, self._write),
            (7, self._press_chord),
            (22, self._trigger),
            (2, self._close),
            (2, self._resize),
            (2, self._copy),
        ]

    def fault(
        self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Note a fault, with what was done before it."""
        words = "".join(traceback.format_exception(kind, error, trace))
        self.faults.append(words)
        self._log.write(f"FAULT\n{words}")

    def run(self) -> None:
        """Act until the time is over, then compare windows and file."""
        QTimer.singleShot(_PAUSE, self._next)
        while time.monotonic() < self._until:
            self._app.exec()
        store = self.coordinator.store
        if store is not None:
            store.flush()
            for number, window in self.coordinator.windows.items():
                if window.session.root != store.cabinet.load(number).root:
                    self.faults.append(f"the window of {number} shows what is not in the file")

    def _next(self) -> None:
        """Act once.  Acts may open event loops of their own, in which this goes on."""
        if time.monotonic() > self._until:
            for widget in self._app.topLevelWidgets():
                if isinstance(widget, QDialog | QMenu):
                    widget.close()
            if not self._depth:
                self._app.exit()
                return
        QTimer.singleShot(_PAUSE, self._next)
        self.acts += 1
        self._depth += 1
        try:
            if time.monotonic() < self._until:
                self._act()
        except Exception:  # noqa: BLE001 (whatever it is, it is what is looked for)
            self.fault(*_raised())
        finally:
            self._depth -= 1

    def _act(self) -> None:
        base = self._app.activePopupWidget() or self._app.activeModalWidget()
        if base is None and self._rng.random() < _OPENS:
            self._open()
            return
        seen = [one for one in self._app.topLevelWidgets() if one.isVisible() and not isinstance(one, QMenu)]
        if base is None and not seen:
            self.coordinator.cabinet_window.show()
            return
        base = base or self._rng.choice(seen)
        parts = [one for one in base.findChildren(QWidget) if one.isVisible() and one.isEnabled()]
        weights, ways = zip(*self._ways, strict=True)
        (way,) = self._rng.choices(ways, weights)
        way(base, self._rng.choice(parts) if parts else base)

    def _say(self, what: str, widget: QWidget, more: object = "") -> None:
        name = widget.accessibleName() or widget.objectName()
        words = widget.text() if isinstance(widget, QAbstractButton) else ""
        self._log.write(f"{what} {type(widget).__name__} {name} {words} {more!r}\n")

    def _open(self) -> None:
        store = self.coordinator.store
        if store is None:
            self.coordinator.open_cabinet(self._cabinet)
            return
        kept = [info.id for info in store.cabinet.list() if not info.trashed]
        if kept:
            self.coordinator.open_assessment(self._rng.choice(kept))

    def _click(self, _base: QWidget, part: QWidget) -> None:
        target = part.viewport() if isinstance(part, QAbstractScrollArea) else part
        at = QPoint(*(self._rng.randrange(max(1, size)) for size in (target.width(), target.height())))
        way = self._rng.randrange(8)
        self._say("click", part, way)
        if way == 0:  # the menu of a right click, as the system asks for it
            reason = QContextMenuEvent.Reason.Mouse
            QCoreApplication.postEvent(target, QContextMenuEvent(reason, at, target.mapToGlobal(at)))
        elif way == 1:
            QTest.mouseDClick(target, Qt.MouseButton.LeftButton, pos=at)
        else:
            held = self._rng.choice([*_NONE * 5, Qt.KeyboardModifier.ControlModifier, _SHIFT])
            QTest.mouseClick(target, Qt.MouseButton.LeftButton, held, at)

    def _press(self, _base: QWidget, part: QWidget) -> None:
        target = self._app.focusWidget() or part
        key = self._rng.choice(_KEYS)
        held = self._rng.choice([*_NONE * 4, Qt.KeyboardModifier.ControlModifier, _SHIFT, _ALT])
        self._say("press", target, (key, held))
        QTest.keyClick(target, key, held)

    def _press_chord(self, _base: QWidget, part: QWidget) -> None:
        target = self._app.focusWidget() or part
        key = self._rng.choice(_CHORDS)
        self._say("press with Ctrl", target, key)
        QTest.keyClick(target, key, Qt.KeyboardModifier.ControlModifier)

    def _write(self, _base: QWidget, part: QWidget) -> None:
        target = self._app.focusWidget() or part
        words = self._rng.choice(_WORDS)
        self._say("write", target, words)
        composed = self._rng.random() < 0.3
        event = QInputMethodEvent(words if composed else "", [])
        event.setCommitString("" if composed else words)
        QCoreApplication.sendEvent(target, event)

    def _trigger(self, base: QWidget, _part: QWidget) -> None:
        actions = base.actions() if isinstance(base, QMenu) else base.findChildren(QAction)
        actions = [one for one in actions if one.isEnabled() and one.isVisible() and not one.isSeparator()]
        if actions:
            action = self._rng.choice(actions)
            self._say("trigger", base, action.text())
            action.trigger()
            if isinstance(base, QMenu):
                base.close()

    def _close(self, base: QWidget, _part: QWidget) -> None:
        self._say("close", base)
        base.close()

    def _resize(self, base: QWidget, _part: QWidget) -> None:
        self._say("resize", base)
        base.resize(self._rng.randrange(500, 1800), self._rng.randrange(400, 1100))

    def _copy(self, _base: QWidget, _part: QWidget) -> None:
        words = self._rng.choice(_COPIED)
        data = QMimeData()
        if words:
            data.setText(words)
        else:
            picture = QImage(30, 20, QImage.Format.Format_RGB32)
            picture.fill(Qt.GlobalColor.darkYellow)
            data.setImageData(picture)
        self._log.write(f"copied {words!r}\n")
        QGuiApplication.clipboard().setMimeData(data)


_NONE: Final = [Qt.KeyboardModifier.NoModifier]
_SHIFT: Final = Qt.KeyboardModifier.ShiftModifier
_ALT: Final = Qt.KeyboardModifier.AltModifier


def _raised() -> tuple[type[BaseException], BaseException | None, TracebackType | None]:
    kind, error, trace = sys.exc_info()
    return kind or Exception, error, trace


def _fill(path: Path) -> None:
    """A cabinet with the samples, each with a closed version."""
    with Cabinet.create(path) as cabinet:
        for sample in sorted((resource_root() / "samples").glob("*.json")):
            found = read_file(sample)
            number = cabinet.new(found.form, found.root, found.pictures)
            cabinet.close_version(number, "第1版", "2026-03-31")


def _watch(user: RandomUser, folder: Path) -> None:
    """End a run in which nothing is done any more."""
    done = -1
    while done != user.acts:
        done = user.acts
        time.sleep(_STUCK)
    with (folder / "stuck.txt").open("w") as file:
        faulthandler.dump_traceback(file, all_threads=True)
    print(f"stuck after {done:,} acts: {folder}", flush=True)
    os._exit(_STUCK_CODE)


def main() -> int:
    """Run, and tell the faults."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("seconds", nargs="?", type=float, default=SECONDS)
    options.add_argument("--seed", type=int, default=random.randrange(10**6))
    options.add_argument("--keep", type=Path, default=None, metavar="FOLDER")
    chosen = options.parse_args()
    folder = (chosen.keep or Path(tempfile.mkdtemp(prefix="any-actions-"))).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(PIA_DESKTOP_HOME=str(folder / "home"), HOME=str(folder), PIA_DESKTOP_LANG="ja")
    os.chdir(folder)
    faulthandler.enable((folder / "crash.txt").open("w"))
    QDesktopServices.openUrl = staticmethod(lambda _url: True)  # type: ignore[method-assign]
    user = RandomUser(chosen.seed, folder, chosen.seconds)
    threading.Thread(target=_watch, args=(user, folder), daemon=True).start()
    user.run()
    print(f"seed {chosen.seed}: {user.acts:,} acts, {len(user.faults)} faults, {folder}", flush=True)
    for fault in user.faults:
        print(fault)
    os._exit(_FOUND if user.faults else 0)  # windows are open, and threads at work


if __name__ == "__main__":
    sys.exit(main())
