"""Locations of bundled resources and of the user's data."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

PORTABLE_MARKS: Final = ("portable", "portable.txt", "portable.txt.txt")
"""A file or folder of this name beside the program keeps everything in its folder.

The other names are what Explorer makes of the one before where it hides the endings of names.
"""

PORTABLE_FOLDER: Final = "portable-data"
"""Not the name of any shipped folder, so that unpacking a newer release leaves it alone."""


def resource_root() -> Path:
    """The folder ``resources``: beside the package in a checkout, in the bundle of a frozen build."""
    bundle = getattr(sys, "_MEIPASS", None)
    base = Path(bundle) if bundle else Path(__file__).resolve().parent.parent
    return base / "resources"


def program_folder() -> Path:
    """The folder of the program's executable; in a checkout, the checkout."""
    if getattr(sys, "frozen", False):
        return Path(sys.executable).absolute().parent
    return Path(__file__).resolve().parent.parent


def is_portable() -> bool:
    """Whether the program keeps its data in its own folder, as on a USB stick."""
    folder = program_folder()
    return any((folder / name).exists() for name in PORTABLE_MARKS)


def user_data_dir() -> Path:
    """The user's folder for settings, backups and the crash log; not created here.

    ``PIA_DESKTOP_HOME`` overrides it; for a portable program it is in the program's folder.
    """
    moved = os.environ.get("PIA_DESKTOP_HOME")
    if moved:
        return Path(moved)
    if is_portable():
        return program_folder() / PORTABLE_FOLDER
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
        return Path(base) / "PIA Desktop"
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "pia-desktop"
