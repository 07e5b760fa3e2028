"""Copies of a cabinet that are kept without being asked for.

One is made whenever a cabinet is opened for writing and differs from the newest copy: what it held before
the day's work.  Of the copies the newest 5 are kept, beyond them the last one of each of the 14 newest days,
and of each of the 12 newest months.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path
from typing import Final

from db.connect import connect_raw
from db.errors import CabinetDamaged, CabinetUnwritable
from db.examine import Identity, read_identity
from db.sqlite_errors import translated
from pia_desktop.paths import user_data_dir

KEEP_NEWEST: Final = 5
KEEP_DAYS: Final = 14
KEEP_MONTHS: Final = 12
_FORMAT: Final = "%Y-%m-%dT%H-%M-%S"
_NAME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d\.pia")


def backup_folder(path: Path) -> Path:
    """Where the copies of this cabinet lie, in the user's own data folder; not created here."""
    whole = path.resolve()
    mark = hashlib.sha256(os.fsencode(whole)).hexdigest()[:8]
    return user_data_dir() / "backups" / f"{whole.stem[:60]}-{mark}"


def backups_of(path: Path) -> list[Path]:
    """Copies of a cabinet, newest first; their names tell the local time, ``2025-01-31T12-00-00.pia``."""
    try:
        found = list(backup_folder(path).iterdir())
    except OSError:
        return []
    return sorted((file for file in found if _NAME.fullmatch(file.name)), reverse=True)


def newest_backup(path: Path) -> Path | None:
    """The newest copy of a cabinet, for the remedy of a damaged one."""
    return next(iter(backups_of(path)), None)


def copy_database(raw: sqlite3.Connection, target: Path) -> None:
    """Copy an open database to a file, whole or not at all.  Raises sqlite3.Error and OSError.

    The copy is checked before it takes its name, and never needs a second file beside it.
    """
    temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with closing(sqlite3.connect(temporary, isolation_level=None)) as copy:
            raw.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE").fetchone()
            (verdict,) = copy.execute("PRAGMA quick_check(1)").fetchone()
        if verdict != "ok":
            raise sqlite3.DatabaseError(verdict)
        _to_disk(temporary)
        temporary.replace(target)
    finally:
        for ending in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                temporary.with_name(temporary.name + ending).unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def back_up(path: Path, now: datetime | None = None) -> Path | None:
    """Keep a copy of a cabinet, unless the newest one is the same; the path of a new copy.

    To be run in a thread after opening; it reads beside whoever writes.  Raises CabinetError, which the
    caller shows and otherwise ignores: a missing copy never bars work.
    """
    folder = backup_folder(path)
    with translated(path):
        raw = connect_raw(path, "mode=ro")
        try:
            newest = newest_backup(path)
            if newest and _identity(newest) == read_identity(raw, ""):
                return None
            folder.mkdir(parents=True, exist_ok=True)
            target = folder / f"{(now or datetime.now()).strftime(_FORMAT)}.pia"
            with translated(folder):  # what fails from here on is the folder's disk
                copy_database(raw, target)
        except OSError as error:
            raise CabinetUnwritable(folder, error.strerror or str(error)) from error
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", None) is None:
                raise CabinetDamaged(path, str(error), newest_backup(path)) from error
            raise
        finally:
            raw.close()
    for old in superfluous(backups_of(path)):
        with suppress(OSError):
            old.unlink()
    return target


def _identity(path: Path) -> Identity | None:
    try:
        with closing(connect_raw(path, "mode=ro&immutable=1")) as raw:
            return read_identity(raw, "")
    except sqlite3.Error:
        return None


def superfluous(backups: Iterable[Path]) -> list[Path]:
    """Which of the copies, newest first, need not be kept."""
    files = list(backups)
    kept = {*files[:KEEP_NEWEST], *_last_of(files, 10, KEEP_DAYS), *_last_of(files, 7, KEEP_MONTHS)}
    return [file for file in files if file not in kept]


def _last_of(files: list[Path], digits: int, count: int) -> list[Path]:
    """The newest file of each of the newest ``count`` days or months."""
    lead: Callable[[Path], str] = lambda file: file.name[:digits]  # noqa: E731
    newest: dict[str, Path] = {}
    for file in files:
        newest.setdefault(lead(file), file)
    return list(newest.values())[:count]
