"""Connections to a cabinet file: how they are opened, shared by threads, and what their errors mean."""

from __future__ import annotations

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from db.errors import CabinetDamaged, CabinetInUse, from_sqlite
from pia_desktop.i18n import _

if TYPE_CHECKING:
    from sqlalchemy import Connection

BUSY_SECONDS: Final = 5.0
_NETWORK_TYPES: Final = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "9p",
        "afs",
        "ceph",
        "fuse.sshfs",
        "fuse.davfs",
        "fuse.rclone",
        "davfs",
    }
)
_DRIVE_REMOTE: Final = 4


def sqlite_uri(path: PurePath, options: str) -> str:
    """The file as SQLite's URI, with every character that means something there escaped.

    A UNC path gets an empty authority (``file:////server/share``): SQLite refuses any other.
    """
    words = path.as_posix()
    if words.startswith("//?/UNC/"):
        words = "//" + words[len("//?/UNC/") :]
    elif words.startswith("//?/"):
        words = words[len("//?/") :]
    if path.drive and not words.startswith("/"):
        words = "/" + words
    return f"file://{quote(os.fsencode(words), safe='/:')}?{options}"


def connect_raw(path: Path, options: str) -> sqlite3.Connection:
    """A bare connection that runs nothing the file brings along; raises sqlite3.Error.

    ``options`` are those of SQLite's URIs: ``mode=ro``, ``mode=rw``, ``mode=ro&immutable=1``.
    """
    raw = sqlite3.connect(
        sqlite_uri(path, options),
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=BUSY_SECONDS,
    )
    try:
        raw.execute("PRAGMA trusted_schema=OFF")
        raw.execute("PRAGMA cell_size_check=ON")
        raw.execute("PRAGMA mmap_size=0")
        raw.execute("PRAGMA foreign_keys=ON")
    except BaseException:
        raw.close()
        raise
    return raw


@contextmanager
def translated(path: Path, backup: Path | None = None) -> Iterator[None]:
    """Let what SQLite complains of end as a CabinetError that names the file."""
    try:
        yield
    except sqlite3.Error as error:
        known = from_sqlite(error, path, backup)
        if known is None:
            raise
        raise known from error
    except (
        UnicodeDecodeError
    ) as error:  # from the sqlite3 module, where SQLite quotes broken names in a message
        raise CabinetDamaged(path, _("text that is not UTF-8"), backup) from error


class Channel:
    """One connection; its owner sees to it that one thread at a time uses it."""

    def __init__(self, raw: sqlite3.Connection, path: Path) -> None:
        self.raw = raw
        self.path = path
        self._core: Connection | None = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """All that is read inside is of one moment; errors come as CabinetError."""
        with translated(self.path):
            self.raw.execute("BEGIN")
            try:
                yield self.raw
            finally:
                self._roll_back()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """All that is done inside lands together or not at all; errors come as CabinetError."""
        from db.engine import translated_core

        core = self.prepare_to_write()
        with translated_core(self.path):
            try:
                with core.begin():
                    yield core
            finally:
                # SQLAlchemy takes a failed COMMIT for the end of the transaction; SQLite does not.
                self._roll_back()

    def prepare_to_write(self) -> Connection:
        """SQLAlchemy's view of the connection, made when it is first asked for; touches no file."""
        if self._core is None:
            from db.engine import engine_on

            self._core = engine_on(self.raw).connect()
        return self._core

    def _roll_back(self) -> None:
        if self.raw.in_transaction:
            with suppress(sqlite3.Error):
                self.raw.rollback()

    def pragma(self, words: str) -> object:
        """Run one PRAGMA outside any transaction; its first value, if it has one."""
        with translated(self.path):
            row = self.raw.execute(f"PRAGMA {words}").fetchone()
        return row[0] if row else None

    def close(self) -> None:
        """Close it; what the disk says to that no longer matters."""
        if self._core is not None:
            from db.engine import let_go

            let_go(self._core)
        with suppress(sqlite3.Error):
            self.raw.close()


def choose_journal(writer: Channel) -> None:
    """WAL on a disk of this machine; on a network share, where WAL would lose data, a rollback journal."""
    if on_network(writer.path):
        writer.pragma("journal_mode=DELETE")
        return
    with suppress(CabinetInUse):  # somebody is reading just now: the old journal serves as well
        writer.pragma("journal_mode=WAL")


def on_network(path: Path) -> bool:
    """Whether a file lies on a network share, where the shared memory of WAL does not work."""
    if sys.platform == "win32":
        return is_unc(path) or _drive_type(path) == _DRIVE_REMOTE
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return False
    return file_system_of(path, mounts) in _NETWORK_TYPES


def is_unc(path: PurePath) -> bool:
    """Whether a Windows path names a share of a server, ``\\\\server\\share`` or its long form."""
    drive = path.drive
    return drive.startswith("\\\\?\\UNC\\") or (drive.startswith("\\\\") and not drive.startswith("\\\\?\\"))


def file_system_of(path: PurePath, mountinfo: str) -> str:
    """Type of the file system that a path lies on, by Linux's ``/proc/self/mountinfo``; empty if unknown."""
    best, found = -1, ""
    for line in mountinfo.splitlines():
        fields, separator, behind = line.partition(" - ")
        parts = fields.split(" ")
        if not separator or len(parts) < 5:
            continue
        mount = PurePath(_unescaped(parts[4]))
        if path.is_relative_to(mount) and len(mount.parts) >= best:
            best, found = len(mount.parts), behind.split(" ")[0]
    return found


def _unescaped(field: str) -> str:
    for code in ("040", "011", "012", "134"):
        field = field.replace("\\" + code, chr(int(code, 8)))
    return field


def _drive_type(path: PurePath) -> int:
    """What ``GetDriveTypeW`` says of the drive; 0 where there is no Windows to ask."""
    import ctypes

    windows = getattr(ctypes, "windll", None)
    root = path.drive.removeprefix("\\\\?\\") + "\\"
    return int(windows.kernel32.GetDriveTypeW(root)) if windows else 0
