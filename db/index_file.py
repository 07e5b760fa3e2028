"""The file of a search index: created, checked, recreated if unusable, readable for its user only.

Table ``words`` holds the tokens of each distinct text, ``text`` the paths at which each text occurs.
``given`` holds the last text number assigned, since numbers are never reused, and how often everything was
dropped, which tells a holder of cached numbers that they are void.
"""

from __future__ import annotations

import hashlib
import sqlite3
import threading
import unicodedata
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Final

from db.backup import PRIVATE
from db.cabinet import Cabinet
from db.connect import connect_raw
from db.errors import CabinetDamaged, CabinetUnwritable, from_sqlite
from db.examine import Schema, schema_of
from pia_desktop.assessment.folding import EDITION
from pia_desktop.paths import user_data_dir

_SCHEMA_NUMBER: Final = (int(unicodedata.unidata_version.replace(".", "")) * 100 + EDITION) * 100 + 3
"""Depends on the folding tables and Unicode version, since both determine the tokens."""
_TABLES: Final = (
    """CREATE TABLE seen (
        assessment_id INTEGER PRIMARY KEY,
        edits INTEGER NOT NULL,
        edited_at TEXT NOT NULL,
        form TEXT NOT NULL,
        edition TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE text (
        id INTEGER PRIMARY KEY,
        assessment_id INTEGER NOT NULL,
        path TEXT NOT NULL,
        digest INTEGER NOT NULL,
        number INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX text_assessment ON text (assessment_id)",
    "CREATE INDEX text_number ON text (number)",
    """CREATE TABLE given (
        id INTEGER PRIMARY KEY,
        last INTEGER NOT NULL,
        cleared INTEGER NOT NULL
    ) STRICT""",
    "INSERT INTO given VALUES (1, 0, 0)",
    "CREATE VIRTUAL TABLE words USING fts5 (grams, content='', detail=none, columnsize=0, tokenize='ascii')",
    "INSERT INTO words (words, rank) VALUES ('hashsize', 16777216)",
)
"""The last: so many bytes of tokens are gathered before they are sorted in."""
_KEPT_FILES: Final = 20


class IndexBroken(Exception):
    """The index is unusable and must be recreated."""


class IndexFile:
    """The open index.  One thread at a time uses its connection, holding ``lock``."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lock = threading.RLock()
        self.raw = self._opened()

    def close(self) -> None:
        """Close the file."""
        with self.lock, suppress(sqlite3.Error):
            self.raw.close()

    def start_again(self) -> None:
        """Delete the index and create an empty one."""
        with self.lock:
            self.close()
            self._remove()
            self.raw = self._opened()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A transaction: what is read is consistent, what is written is all or nothing."""
        with self.lock, index_errors(self.path):
            self.raw.execute("BEGIN IMMEDIATE")
            try:
                yield self.raw
                self.raw.execute("COMMIT")
            finally:
                if self.raw.in_transaction:
                    with suppress(sqlite3.Error):
                        self.raw.rollback()

    def _opened(self) -> sqlite3.Connection:
        for _attempt in range(2):
            with suppress(IndexBroken), index_errors(self.path):
                raw = self._connected()
                if raw is not None:
                    return raw
            self._remove()
        raise CabinetUnwritable(self.path, "SQLite FTS5")

    def _connected(self) -> sqlite3.Connection | None:
        """A connection to the file, which is created if missing; None if it is not an index."""
        with suppress(OSError):
            self.path.touch(mode=PRIVATE)
            self.path.chmod(PRIVATE)  # SQLite gives its auxiliary files the same mode
        raw = connect_raw(self.path, "mode=rwc")
        try:
            if not raw.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                _make(raw)
            (number,) = raw.execute("PRAGMA user_version").fetchone()
            if number == _SCHEMA_NUMBER and schema_of(raw) == _expected():
                raw.execute("PRAGMA journal_mode=WAL")
                raw.execute("PRAGMA synchronous=NORMAL")
                return raw
        except BaseException:
            raw.close()
            raise
        raw.close()
        return None

    def _remove(self) -> None:
        for ending in ("", "-wal", "-shm", "-journal"):
            with suppress(OSError):
                self.path.with_name(self.path.name + ending).unlink(missing_ok=True)


@contextmanager
def index_errors(path: Path) -> Iterator[None]:
    """Turn SQLite errors into CabinetError or, if the index itself is unusable, IndexBroken."""
    try:
        yield
    except sqlite3.Error as error:
        known = from_sqlite(error, path)
        if known is None or isinstance(known, CabinetDamaged):
            raise IndexBroken from error
        raise known from error
    except (UnicodeError, ValueError, TypeError, OverflowError) as error:
        # What a broken page gives out as a path, a number or a message of SQLite's own.
        raise IndexBroken from error


def _make(raw: sqlite3.Connection) -> None:
    raw.execute("BEGIN IMMEDIATE")
    for table in _TABLES:
        raw.execute(table)
    raw.execute(f"PRAGMA user_version={_SCHEMA_NUMBER}")
    raw.execute("COMMIT")


@cache
def _expected() -> Schema:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as raw:
        _make(raw)
        return schema_of(raw)


def index_path(cabinet: Cabinet) -> Path:
    """Path of a cabinet's index.  It depends on the cabinet's path too, so that a copy gets its own."""
    name = hashlib.sha256(f"{cabinet.uid}\n{cabinet.path}".encode("utf-8", "surrogateescape")).hexdigest()
    return user_data_dir() / "search" / f"{name[:24]}.index"


def prune(path: Path) -> None:
    """Delete the least recently used indexes."""
    others = [file for file in path.parent.glob("*.index") if file != path]
    others.sort(key=lambda file: file.stat().st_mtime, reverse=True)
    for old in others[_KEPT_FILES:]:
        for ending in ("", "-wal", "-shm"):
            with suppress(OSError):
                old.with_name(old.name + ending).unlink(missing_ok=True)
