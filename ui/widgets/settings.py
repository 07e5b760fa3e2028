"""What the window remembers of itself: places, sizes, recent cabinets.  An INI file, never the registry."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, QSettings, QSize
from PySide6.QtWidgets import QMainWindow, QWidget

from pia_desktop.paths import is_portable, program_folder, user_data_dir
from ui.widgets.reachable import folder_at_hand

_LAYOUT: Final = 2
"""Raise it when docks or tool bars change, so that an old layout is not put over new ones."""

_MAX_RECENT: Final = 8
_FRAME: Final = 40
"""Room for a window's title bar, in device-independent pixels."""


def settings() -> QSettings:
    """The user's settings; unreadable or missing ones are empty."""
    return QSettings(str(user_data_dir() / "window.ini"), QSettings.Format.IniFormat)


def remember_place(window: QWidget, name: str) -> None:
    """Keep a window's size, place and docks."""
    kept = settings()
    kept.setValue(f"{name}/geometry", window.saveGeometry())
    if isinstance(window, QMainWindow):
        kept.setValue(f"{name}/docks", window.saveState(_LAYOUT))


def restore_place(window: QWidget, name: str) -> bool:
    """Put a window where it was; False where nothing is known.  Qt keeps it on a screen that exists."""
    kept = settings()
    geometry, docks = kept.value(f"{name}/geometry"), kept.value(f"{name}/docks")
    if isinstance(docks, QByteArray) and isinstance(window, QMainWindow):
        window.restoreState(docks, _LAYOUT)
    return isinstance(geometry, QByteArray) and window.restoreGeometry(geometry)


def room_on_screen(window: QWidget) -> QSize:
    """What the screen has room for beside its task bar and the window's title bar."""
    return window.screen().availableSize() - QSize(0, _FRAME)


def first_size(window: QWidget, width: int, height: int) -> None:
    """Give a window a size that its screen has room for."""
    window.resize(QSize(width, height).boundedTo(room_on_screen(window)))


def recent_cabinets() -> list[Path]:
    """The cabinets that were opened last, the newest first.

    Whether they are there is not looked at: a server that does not answer would hold up the window.
    """
    kept = settings().value("recent", [])
    names = [kept] if isinstance(kept, str) else kept if isinstance(kept, list) else []
    return [_on_this_stick(name) for name in names if isinstance(name, str) and name]


def remember_cabinet(path: Path) -> None:
    """Put a cabinet at the head of the recent ones."""
    path = path.absolute()
    others = [other for other in recent_cabinets() if other != path]
    settings().setValue("recent", [_kept_name(name) for name in [path, *others][:_MAX_RECENT]])


def _kept_name(path: Path) -> str:
    """How a cabinet is remembered: one on the stick of a portable program by its way from there.

    The stick is another drive, or another place, on the next terminal.
    """
    stick = program_folder().parent
    if is_portable() and path.is_relative_to(stick):
        return path.relative_to(stick).as_posix()
    return str(path)


def _on_this_stick(name: str) -> Path:
    path = Path(name)
    return path if path.is_absolute() or not is_portable() else program_folder().parent / path


def last_folder() -> Path:
    """Where files were last chosen from; at first, or where that does not answer, the user's own folder."""
    kept = settings().value("folder", "")
    folder = Path(kept) if isinstance(kept, str) and kept else None
    return folder if folder is not None and folder_at_hand(folder) else Path.home()


def remember_folder(folder: Path) -> None:
    """Begin the next file dialog here."""
    settings().setValue("folder", str(folder))


def print_scale() -> float:
    """How much larger than usual was printed last: 1 or 1.2."""
    try:
        return float(str(settings().value("print/scale", 1.0)))
    except ValueError:
        return 1.0


def repeats_labels() -> bool:
    """Whether labels were said again on further pages (（続き）) when something was printed last."""
    return str(settings().value("print/continued", "no")) == "yes"


def remember_print(scale: float, *, continued: bool) -> None:
    """Print as large as this at first from now on, with labels said again or not."""
    kept = settings()
    kept.setValue("print/scale", scale)
    kept.setValue("print/continued", "yes" if continued else "no")


def opens_last_cabinet() -> bool:
    """Whether the cabinet that was open last is opened again at the start."""
    return str(settings().value("open_last", "yes")) != "no"


def open_last_cabinet(wanted: bool) -> None:
    """Open it from the next start on, or show the first page."""
    settings().setValue("open_last", "yes" if wanted else "no")


def keeps_copies() -> bool:
    """Whether this terminal keeps backups of cabinets and indexes of their words."""
    return str(settings().value("copies", "kept")) != "none"


def keep_copies(kept: bool) -> None:
    """Keep them from now on, or none any more; those that are there stay."""
    settings().setValue("copies", "kept" if kept else "none")
