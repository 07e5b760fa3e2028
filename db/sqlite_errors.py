"""Turns SQLite errors into errors that name the cabinet's file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from db.errors import CabinetDamaged, FindsBackup, from_sqlite, no_backup
from pia_desktop.i18n import _


@contextmanager
def translated(path: Path, backup: FindsBackup = no_backup) -> Iterator[None]:
    """Turn SQLite errors into a CabinetError that names the file."""
    try:
        yield
    except sqlite3.Error as error:
        known = from_sqlite(error, path, backup)
        if known is None:
            raise
        raise known from error
    except UnicodeDecodeError as error:  # raised where SQLite quotes a broken name in a message
        raise CabinetDamaged(path, _("text that is not UTF-8"), backup()) from error
