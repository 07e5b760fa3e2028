"""What windows remember: geometry, recent cabinets, choices.  An INI file, never the registry."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QSettings, QSize, QTimer
from PySide6.QtWidgets import QMainWindow, QWidget

from pia_desktop.paths import is_portable, program_folder, user_data_dir
from ui.widgets.reachable import folder_at_hand
from ui.widgets.side_dock import SideDock
from ui.widgets.theme import em

_LAYOUT: Final = 2
"""Increase it when docks or tool bars change, so that an old layout is not applied."""

_MAX_RECENT: Final = 8
_FRAME: Final = 40
"""Room for a window's title bar, in device-independent pixels."""


def settings() -> QSettings:
    """The user's settings; empty if missing or unreadable."""
    return QSettings(str(user_data_dir() / "window.ini"), QSettings.Format.IniFormat)


def remember_place(window: QWidget, name: str) -> None:
    """Save a window's geometry and docks."""
    kept = settings()
    kept.setValue(f"{name}/geometry", window.saveGeometry())
    if isinstance(window, QMainWindow):
        kept.setValue(f"{name}/docks", window.saveState(_LAYOUT))
        kept.setValue(f"{name}/em", em(window))


def restore_place(window: QWidget, name: str) -> bool:
    """Restore a window's geometry; False if none is saved.  Qt keeps it on an existing screen."""
    kept = settings()
    geometry, docks = kept.value(f"{name}/geometry"), kept.value(f"{name}/docks")
    if isinstance(docks, QByteArray) and isinstance(window, QMainWindow):
        window.restoreState(docks, _LAYOUT)
        ratio = _larger_since(kept.value(f"{name}/em"), window)
        if ratio != 1:  # once it is shown, which is when docks take their widths
            QTimer.singleShot(0, window, lambda: _grow_docks(window, ratio))
    return isinstance(geometry, QByteArray) and window.restoreGeometry(geometry)


def _larger_since(before: object, window: QWidget) -> float:
    """How much larger the words are than when the widths of docks were kept."""
    words = str(before)
    return em(window) / int(words) if words.isdecimal() and int(words) else 1.0


def _grow_docks(window: QMainWindow, ratio: float) -> None:
    for dock in window.findChildren(SideDock):
        dock.grow(ratio)


def room_on_screen(window: QWidget) -> QSize:
    """The size available on the screen, without task bar and title bar."""
    return window.screen().availableSize() - QSize(0, _FRAME)


def first_size(window: QWidget, width: int, height: int) -> None:
    """Set a window's initial size, limited to the screen."""
    window.resize(QSize(width, height).boundedTo(room_on_screen(window)))


def recent_cabinets() -> list[Path]:
    """Recently opened cabinets, newest first.

    Does not check whether they exist: an unreachable server would block the window.
    """
    kept = settings().value("recent", [])
    names = [kept] if isinstance(kept, str) else kept if isinstance(kept, list) else []
    return [_on_this_stick(name) for name in names if isinstance(name, str) and name]


def remember_cabinet(path: Path) -> None:
    """Move a cabinet to the front of the recent ones."""
    path = path.absolute()
    others = [other for other in recent_cabinets() if other != path]
    settings().setValue("recent", [_kept_name(name) for name in [path, *others][:_MAX_RECENT]])


def _kept_name(path: Path) -> str:
    """The stored form of a cabinet's path: relative if it is on the stick of a portable installation.

    The stick has another drive letter or mount point on the next terminal.
    """
    stick = program_folder().parent
    if is_portable() and path.is_relative_to(stick):
        return path.relative_to(stick).as_posix()
    return str(path)


def _on_this_stick(name: str) -> Path:
    path = Path(name)
    return path if path.is_absolute() or not is_portable() else program_folder().parent / path


def last_folder() -> Path:
    """The last used folder; the home folder if there is none or it does not answer."""
    kept = settings().value("folder", "")
    folder = Path(kept) if isinstance(kept, str) and kept else None
    return folder if folder is not None and folder_at_hand(folder) else Path.home()


def remember_folder(folder: Path) -> None:
    """Start the next file dialog here."""
    settings().setValue("folder", str(folder))


def print_scale() -> float:
    """Text scale of the last print: 1 or 1.2."""
    try:
        return float(str(settings().value("print/scale", 1.0)))
    except ValueError:
        return 1.0


def repeats_labels() -> bool:
    """Whether the last print repeated labels on continuation pages (（続き）)."""
    return str(settings().value("print/continued", "no")) == "yes"


def remember_print(scale: float, *, continued: bool) -> None:
    """Store scale and repeated labels as defaults of the next print."""
    kept = settings()
    kept.setValue("print/scale", scale)
    kept.setValue("print/continued", "yes" if continued else "no")


def opens_last_cabinet() -> bool:
    """Whether the last cabinet is reopened at start-up."""
    return str(settings().value("open_last", "yes")) != "no"


def open_last_cabinet(wanted: bool) -> None:
    """Set whether the last cabinet is reopened at start-up."""
    settings().setValue("open_last", "yes" if wanted else "no")


def keeps_copies() -> bool:
    """Whether this terminal stores backups and search indexes."""
    return str(settings().value("copies", "kept")) != "none"


def keep_copies(kept: bool) -> None:
    """Set whether they are stored; existing ones stay."""
    settings().setValue("copies", "kept" if kept else "none")
