"""Opens connections to a cabinet file and shares them between threads."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from db.sqlite_errors import translated

if TYPE_CHECKING:
    from sqlalchemy import Connection

BUSY_SECONDS: Final = 5.0


def sqlite_uri(path: PurePath, options: str) -> str:
    """The file as an SQLite URI, with all special characters escaped.

    A UNC path gets an empty authority (``file:////server/share``), the only form SQLite accepts.
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
    """A plain connection on which no code stored in the file can run.  Raises sqlite3.Error.

    ``options`` are URI parameters of SQLite: ``mode=ro``, ``mode=rw``, ``mode=ro&immutable=1``.
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


class Channel:
    """One connection; its owner ensures that only one thread uses it at a time."""

    def __init__(self, raw: sqlite3.Connection, path: Path) -> None:
        self.raw = raw
        self.path = path
        self._connection: Connection | None = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A read transaction: everything read inside is consistent.  Errors become CabinetError."""
        with translated(self.path):
            self.raw.execute("BEGIN")
            try:
                yield self.raw
            finally:
                self._roll_back()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A write transaction: all or nothing.  Errors become CabinetError."""
        from db.engine import translated_sqlalchemy

        connection = self.prepare_to_write()
        with translated_sqlalchemy(self.path):
            try:
                with connection.begin():
                    yield connection
            finally:
                # After a failed COMMIT SQLAlchemy considers the transaction over; SQLite keeps it open.
                self._roll_back()

    def prepare_to_write(self) -> Connection:
        """The SQLAlchemy connection, created on first use; does not access the file."""
        if self._connection is None:
            from db.engine import engine_on

            self._connection = engine_on(self.raw).connect()
        return self._connection

    def _roll_back(self) -> None:
        if self.raw.in_transaction:
            with suppress(sqlite3.Error):
                self.raw.rollback()

    def pragma(self, words: str) -> object:
        """Run one PRAGMA outside any transaction; returns its first value, if any."""
        with translated(self.path):
            row = self.raw.execute(f"PRAGMA {words}").fetchone()
        return row[0] if row else None

    def checkpoint(self, mode: str) -> bool:
        """Checkpoint ``-wal``; returns whether the file holds all of it.  Modes: PASSIVE, TRUNCATE.

        While another connection reads an older state, pages that have changed since stay in ``-wal`` alone.
        """
        with translated(self.path):
            busy, frames, written = self.raw.execute(f"PRAGMA wal_checkpoint({mode})").fetchone()
        return not busy and frames == written

    def image(self) -> bytes:
        """All pages as this connection reads them, those of ``-wal`` among them."""
        with translated(self.path):
            return self.raw.serialize()

    def close(self) -> None:
        """Close the connection, ignoring errors of the disk."""
        if self._connection is not None:
            from db.engine import close_quietly

            close_quietly(self._connection)
            self._connection = None
        with suppress(sqlite3.Error):
            self.raw.close()
