"""Where the program finds what it ships and where it keeps what belongs to the user."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def resource_root() -> Path:
    """The folder ``resources``: beside the package in a checkout, inside the bundle of a frozen build."""
    bundle = getattr(sys, "_MEIPASS", None)
    base = Path(bundle) if bundle else Path(__file__).resolve().parent.parent
    return base / "resources"


def user_data_dir() -> Path:
    """The user's own folder for settings, backups and the crash log; not created here.

    ``PIA_DESKTOP_HOME`` moves it, for a program that runs from a USB stick and for tests.
    """
    moved = os.environ.get("PIA_DESKTOP_HOME")
    if moved:
        return Path(moved)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
        return Path(base) / "PIA Desktop"
    base = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(base) / "pia-desktop"
