"""Decides whether a file is a cabinet before any statement of ours could run code stored in it.

Never changes the file or creates another beside it.
"""

from __future__ import annotations

import re
import sqlite3
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from db.errors import CabinetDamaged, CabinetNotFound, FindsBackup, NotACabinet, from_system
from db.read_sql import IDENTITY
from db.table_sql import ALEMBIC_TABLE, APPLICATION_ID, CABINET_TABLE
from pia_desktop.dataclass import dataclass
from pia_desktop.held import patiently
from pia_desktop.i18n import _

MAGIC: Final = b"SQLite format 3\0"
MAX_SIZE: Final = 16 << 30
CHECKED_BELOW: Final = 4 << 20
"""From this size on, pages are checked only after opening, so that opening stays fast."""
_SUPER_JOURNAL: Final = bytes.fromhex("d9d505f920a163d7")
_WORD: Final = re.compile(r'"([a-z_]+)"')
_SPACE: Final = re.compile(r"\s+")

Schema = Mapping[str, tuple[str, str]]
"""Type and SQL of everything in a file, by name."""


@dataclass(frozen=True, slots=True)
class Header:
    """Facts from the file's first bytes.  ``wal``: it was last written in WAL mode."""

    size: int
    wal: bool


@dataclass(frozen=True, slots=True)
class Identity:
    """Which cabinet this is and in which state: schema revision, uid, write count, latest write."""

    revision: str
    uid: str
    writes: int
    last_write: str

    @property
    def write_name(self) -> str:
        """Name of the latest write; empty if there was none."""
        return self.last_write.partition(".")[0]

    @property
    def write_base(self) -> str:
        """Name of the write that the file held when the latest began; empty if that was not stored."""
        return self.last_write.partition(".")[2]


def look_at(path: Path) -> Header:
    """Read the file's header without SQLite.  Raises CabinetError if it is not a cabinet."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise NotACabinet(path, _("it is not a file"))
        head = patiently(lambda: _head(path))
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise CabinetNotFound(path) from error
    except OSError as error:
        raise from_system(path, error) from error
    if not found.st_size:
        raise NotACabinet(path, _("it is empty"))
    if not head.startswith(MAGIC):
        raise NotACabinet(path, _("it is of another kind"))
    if len(head) < 100 or found.st_size > MAX_SIZE:
        raise CabinetDamaged(path, _("its size is wrong"))
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise NotACabinet(path, _("another program made it"))
    return Header(found.st_size, wal=2 in head[18:20])


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(100)


def leftovers(path: Path) -> list[Path]:
    """Files that a crashed process left beside the cabinet and that SQLite needs for reading it."""
    beside = [path.with_name(path.name + ending) for ending in ("-wal", "-journal")]
    found = [file for file in beside if file.is_file() and file.stat().st_size > 0]
    for file in found:
        with file.open("rb") as stream:
            stream.seek(max(0, file.stat().st_size - 8))
            # A super-journal makes SQLite delete the file it names; this program never writes one.
            if file.name.endswith("-journal") and stream.read() == _SUPER_JOURNAL:
                raise NotACabinet(path, _("the journal beside it is not from this program"))
    return found


def schema_of(raw: sqlite3.Connection) -> Schema:
    """The file's whole schema, with white space and optional quotes normalized."""
    rows = raw.execute("SELECT type, name, sql FROM sqlite_master")
    return {name: (kind, _plain(sql or "")) for kind, name, sql in rows}


def cabinet_table_is_ours(raw: sqlite3.Connection) -> bool:
    """Whether the identity table can be read without running foreign code."""
    row = raw.execute("SELECT type, sql FROM sqlite_master WHERE name = 'cabinet'").fetchone()
    return row is not None and row[0] == "table" and _plain(row[1] or "") == _plain(CABINET_TABLE)


def _plain(sql: str) -> str:
    spaced = _SPACE.sub(" ", _WORD.sub(r"\1", sql))
    return spaced.replace("( ", "(").replace(" )", ")").replace(" ,", ",").strip()


def examine(
    raw: sqlite3.Connection, path: Path, size: int, expected: Callable[[str], Schema], backup: FindsBackup
) -> Identity:
    """Check an open file without changing it.

    First that its schema is exactly ``expected`` for its revision, so that no foreign trigger, view, virtual
    table, generated column or index expression can run; then, if the file is small, all pages and indexes
    (larger files: ``check_table``).  Raises CabinetError and sqlite3.Error.
    """
    schema = schema_of(raw)
    for name, (kind, sql) in schema.items():
        if kind not in ("table", "index") or sql.upper().startswith("CREATE VIRTUAL"):
            raise _foreign(path, kind, name)
    if schema.get("alembic_version") != ("table", _plain(ALEMBIC_TABLE)):
        raise NotACabinet(path, _("it has no version"))
    versions = raw.execute("SELECT version_num FROM alembic_version").fetchall()
    if len(versions) != 1 or not isinstance(versions[0][0], str):
        raise NotACabinet(path, _("it has no version"))
    revision = versions[0][0]
    wanted = expected(revision)
    for name, (kind, sql) in schema.items():
        if wanted.get(name) != (kind, sql):
            raise _foreign(path, kind, name)
    for name in wanted:
        if name not in schema:
            raise NotACabinet(path, _("its table “{name}” is missing").format(name=name))
    if size < CHECKED_BELOW:
        (verdict,) = raw.execute("PRAGMA integrity_check(1)").fetchone()
        if verdict != "ok":
            raise CabinetDamaged(path, short_verdict(verdict), backup())
    identity = read_identity(raw, revision)
    if identity is None:
        raise CabinetDamaged(path, _("it has lost its name"), backup())
    return identity


def check_table(raw: sqlite3.Connection, name: str) -> str:
    """What is wrong with the pages of a table and its indexes; empty if nothing is."""
    (verdict,) = raw.execute(f'PRAGMA integrity_check("{name}")').fetchone()
    return "" if verdict == "ok" else short_verdict(verdict)


def short_verdict(verdict: object) -> str:
    """The last line of SQLite's verdict, shortened for a message."""
    return (str(verdict).splitlines() or [""])[-1][:120]


def read_identity(raw: sqlite3.Connection, revision: str) -> Identity | None:
    """The single row of the table ``cabinet``; None if it is missing or there are several."""
    match raw.execute(IDENTITY).fetchmany(2):
        case [(str(uid), int(writes), str(last_write))]:
            return Identity(revision, uid, writes, last_write)
    return None


def _foreign(path: Path, kind: str, name: str) -> NotACabinet:
    short = "".join(c for c in name if c.isprintable())[:40]
    return NotACabinet(
        path, _("it holds a {kind} “{name}” that is not from this program").format(kind=kind, name=short)
    )
