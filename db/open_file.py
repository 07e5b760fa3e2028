"""An open cabinet file: its two connections, its claim, and what happens when the disk fails under them."""

from __future__ import annotations

import sqlite3
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from db.backup import copy_database, newest_backup
from db.connect import Channel, connect_raw
from db.errors import (
    CabinetDamaged,
    CabinetExists,
    CabinetGone,
    CabinetInUse,
    CabinetReadOnly,
    CabinetSwapped,
    CabinetUnwritable,
    DiskFull,
    NoSuchAssessment,
)
from db.examine import CHECKED_BELOW, check_table
from db.migrate import PLAN, Plan
from db.network_share import choose_journal
from db.opening import Opened, create_empty, open_file, place_of
from db.records import Holder
from db.sqlite_errors import translated
from pia_desktop.errors import CabinetError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import Form

if TYPE_CHECKING:
    from db.transaction import Work


_CHECK_ATTEMPTS: Final = 300
_CHECK_PAUSE: Final = 0.2


class OpenFile:
    """An open cabinet's file.  Every method may be called from any thread and raises CabinetError.

    Reading and writing have a connection each, so that reading never waits for a slow disk's write.
    """

    def __init__(self, opened: Opened, plan: Plan) -> None:
        self._opened = opened
        self._plan = plan
        self._forms: dict[int, Form] = {}
        self._uid = opened.identity.uid
        self._writes = opened.identity.writes
        self._doubt = ""  # the write of which it is not known whether it landed
        self._suspect = False
        self._journal_chosen = False
        self._changed = False
        self._closed = False
        self._read_lock = threading.RLock()
        self._write_lock = threading.RLock()
        self._check_lock = threading.Lock()
        self._check: sqlite3.Connection | None = None
        self._check_barred = threading.Event()  # while somebody writes
        self._in_wal = False
        self._closing = False

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make a new cabinet and open it."""
        create_empty(path, PLAN)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, plan: Plan = PLAN) -> Self:
        """Open a cabinet, for writing unless someone has it, its place is write-protected or one asks.

        The file is checked first (``db.examine``) and left as it was where it is refused; one of an older
        schema is copied beside itself and upgraded.
        """
        return cls(open_file(path, plan, read_only=read_only), plan)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The file."""
        return self._opened.path

    @property
    def uid(self) -> str:
        """The cabinet's own name, which its copies share; whatever the file says."""
        return self._uid

    @property
    def read_only(self) -> bool:
        """Whether nothing can be written."""
        return self._opened.writer is None

    @property
    def read_only_reason(self) -> str:
        """Why nothing can be written, in the user's language; empty where one asked for it."""
        return self._opened.reason if self.read_only else ""

    @property
    def holder(self) -> Holder | None:
        """Who else has it open for writing; None where nobody does."""
        return self._opened.holder

    # --- reading

    def save_copy_to(self, path: Path) -> None:
        """Copy the whole cabinet, as it is on disk, to another file, which is replaced if it is there."""
        target = path.resolve()
        if target == self.path:
            raise CabinetExists(path)
        try:
            with self._read_lock:
                copy_database(self._opened.reader.raw, target)
        except OSError as error:
            raise CabinetUnwritable(target, error.strerror or str(error)) from error
        except sqlite3.Error as error:
            if self._opened.writer is None or self._in_place():
                raise self._copy_failed(error, target) from error
            self._copy_by_writer(target)

    def _copy_by_writer(self, target: Path) -> None:
        """Copy a file that has vanished: on some systems the connection that wrote it still reaches it."""
        try:
            with self._write_lock:
                assert self._opened.writer is not None
                copy_database(self._opened.writer.raw, target)
        except OSError as error:
            raise CabinetUnwritable(target, error.strerror or str(error)) from error
        except sqlite3.Error as error:
            raise self._copy_failed(error, target) from error

    def _copy_failed(self, error: sqlite3.Error, target: Path) -> CabinetError:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            return DiskFull(target)
        if not self._in_place():
            return CabinetGone(self.path)
        return CabinetUnwritable(target, str(error))

    @contextmanager
    def _read(self) -> Iterator[sqlite3.Connection]:
        with self._read_lock, self._opened.reader.reading() as connection:
            yield connection

    # --- checking a large file

    def check_integrity(self) -> CabinetError | None:
        """Check all pages of a file that was too large to be checked while it was opened; what is wrong.

        For a thread of its own.  It never keeps anyone from writing: on a network share, where reading and
        writing bar each other, it gives way and goes on later.  ``close`` ends it.
        """
        path = self._checked_path()
        if path is None:
            return None
        with self._check_lock:
            try:
                with translated(path, newest_backup(self.path)):
                    self._check = connect_raw(path, "mode=ro")
                    return self._check_tables(self._check)
            except CabinetDamaged as damage:
                return damage
            except CabinetError:  # the disk is away: that is told by whoever reads or writes next
                return None
            finally:
                if self._check is not None:
                    self._check.close()
                    self._check = None

    def _checked_path(self) -> Path | None:
        """The file that is read, which may be a copy; None where there is nothing to check."""
        with self._read_lock:
            if self._closing:
                return None
            with suppress(sqlite3.Error):
                path = Path(self._opened.reader.raw.execute("PRAGMA database_list").fetchone()[2])
                with suppress(OSError):
                    return path if path.stat().st_size >= CHECKED_BELOW else None
        return None

    def _check_tables(self, raw: sqlite3.Connection) -> CabinetError | None:
        names = [row[0] for row in raw.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in names:
            for _attempt in range(_CHECK_ATTEMPTS):
                if self._closing:
                    return None
                if self._check_barred.is_set():
                    time.sleep(_CHECK_PAUSE)
                    continue
                try:
                    wrong = check_table(raw, name)
                except sqlite3.OperationalError as error:
                    if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_INTERRUPT:
                        raise
                    continue
                if wrong:
                    return CabinetDamaged(self.path, wrong, newest_backup(self.path))
                break
        return None

    @contextmanager
    def _check_aside(self) -> Iterator[None]:
        """Keep the check from reading, where that would bar writing: without WAL."""
        if self._in_wal:
            yield
            return
        self._check_barred.set()
        try:
            self._interrupt_check()
            yield
        finally:
            self._check_barred.clear()

    def _interrupt_check(self) -> None:
        check = self._check
        with suppress(sqlite3.Error):  # it may have ended this moment
            if check is not None:
                check.interrupt()

    def _end_check(self) -> None:
        self._closing = True
        while not self._check_lock.acquire(timeout=0.05):
            self._interrupt_check()
        self._check_lock.release()

    # --- writing

    def prepare_to_write(self) -> None:
        """Load what writing needs, a quarter of a second's work, so that the first edit finds it loaded.

        For a thread that has nothing else to do.  Touches no file; writing works without it as well.
        """
        from db import transaction

        del transaction  # only loaded here; whoever writes names it
        with self._write_lock:
            if self._opened.writer is not None and not self._closed:
                self._opened.writer.prepare_to_write()

    def _form(self, work: Work, assessment_id: int) -> Form:
        if assessment_id not in self._forms:
            found = work.form_of(assessment_id)
            if found is None:
                raise NoSuchAssessment(self.path, assessment_id)
            self._forms[assessment_id] = find_form(*found)
        return self._forms[assessment_id]

    @contextmanager
    def _write_to(self, assessment_id: int) -> Iterator[Work]:
        """A transaction on an assessment that is there.  Raises NoSuchAssessment."""
        with self._write() as work:
            if work.form_of(assessment_id) is None:
                raise NoSuchAssessment(self.path, assessment_id)
            yield work

    @contextmanager
    def _write(self, token: str | None = None) -> Iterator[Work]:
        """A transaction that counts itself, on a file that is known to be still there."""
        from db.transaction import Work  # brings SQLAlchemy, which opening and reading do without

        token = token or uuid.uuid4().hex
        with self._write_lock, self._check_aside():
            writer = self._ready()
            self._doubt = token
            try:
                with writer.writing() as connection:
                    work = Work(connection)
                    yield work
                    writes = work.count(token)
                # A file that was unlinked or moved away takes the write without a complaint.
                if not self._in_place():
                    raise CabinetGone(self.path)
            except (CabinetGone, CabinetUnwritable, CabinetDamaged):
                self._suspect = True
                raise
            self._writes, self._doubt, self._changed = writes, "", True

    def _ready(self) -> Channel:
        if self._opened.writer is None or self._closed:
            raise CabinetReadOnly(self.path)
        if self._suspect or not self._in_place():
            self._reopen()
        if not self._journal_chosen:
            choose_journal(self._opened.writer)
            self._in_wal = self._opened.writer.pragma("journal_mode") == "wal"
            self._journal_chosen = True
        return self._opened.writer

    def _in_place(self) -> bool:
        try:
            return place_of(self.path) == self._opened.place
        except CabinetError:
            return False

    def _reopen(self) -> None:
        """Take up again a file that had vanished or failed, if it is the same in the same state.

        The old connections stay until then: they may be the only way to what an unlinked file still holds.
        """
        try:
            place_of(self.path)
        except CabinetError as error:
            raise CabinetGone(self.path) from error
        self._suspect = True
        if self._opened.claim:
            self._opened.claim.release()
        opened = open_file(self.path, self._plan, read_only=False)
        found = opened.identity
        same = found.writes == self._writes or (
            found.writes == self._writes + 1 and found.last_write == self._doubt
        )
        if opened.writer is None or found.uid != self._uid or not same:
            opened.close()
            raise (
                CabinetInUse(self.path, opened.holder) if opened.writer is None else CabinetSwapped(self.path)
            )
        with self._read_lock:
            opened, self._opened = self._opened, opened
            opened.claim = None
            opened.close()
        self._suspect = self._journal_chosen = self._in_wal = False

    def close(self) -> None:
        """Close it; at rest a cabinet is one file again.  A disk that has vanished is no error here."""
        self._end_check()
        with self._write_lock, self._read_lock:
            if self._closed:
                return
            self._closed = True
            with suppress(CabinetError):
                if self._opened.writer and self._changed and self._in_place() and not self._suspect:
                    from db.transaction import Work

                    with self._opened.writer.writing() as connection:
                        Work(connection).forget_pictures()
                    self._opened.writer.pragma("wal_checkpoint(TRUNCATE)")
            self._opened.reader.close()
            with suppress(CabinetError):
                if self._opened.writer:
                    self._opened.writer.pragma("journal_mode=DELETE")
            self._opened.close()
