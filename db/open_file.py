"""An open cabinet file: its two connections, its write lock, and recovery from disk errors."""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from db.backup import copy_database, mode_of
from db.claim import Claim
from db.connect import Channel
from db.errors import (
    CabinetGone,
    CabinetReadOnly,
    CabinetStillOpen,
    CabinetSwapped,
    CabinetUnwritable,
    DiskFull,
    ForReviewOnly,
    InTrash,
    NoSuchAssessment,
)
from db.examine import CHECKED_BELOW
from db.guarded_file import GuardedFile
from db.journals import remove_journals
from db.migrate import PLAN, Plan
from db.opening import Opened, create_empty, open_file
from db.page_check import PageCheck
from db.records import Holder
from db.sqlite_errors import translated
from db.witness import Verdict, sight
from pia_desktop.errors import CabinetError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import Form
from pia_desktop.reasons import system_words

if TYPE_CHECKING:
    from db.transaction import Work


class OpenFile(GuardedFile):
    """An open cabinet's file.  All methods are thread-safe and may raise CabinetError.

    Reading and writing use separate connections, so that reading never waits for a write on a slow disk.
    """

    def __init__(self, opened: Opened, plan: Plan) -> None:
        super().__init__(opened, plan)
        self._forms: dict[int, Form] = {}
        self._faults: dict[int, tuple[int, str]] = {}
        """Why assessments could not be read, with their write counts at the time."""
        self._pages = PageCheck(opened.path)
        self._seen = sight(opened.path)
        self._was_taken, self._was_held = opened.holder is not None, opened.held

    @classmethod
    def create(cls, path: Path) -> Self:
        """Create a new cabinet and open it."""
        create_empty(path, PLAN)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, plan: Plan = PLAN) -> Self:
        """Open a cabinet for writing; for reading if it is in use, write-protected, or ``read_only`` is set.

        The file is checked first (``db.examine``) and left untouched if rejected; a file of an older schema
        is copied beside itself and upgraded.
        """
        return cls(open_file(path, plan, read_only=read_only), plan)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def uid(self) -> str:
        """The cabinet's own id, which its copies share.  May be any text in a file that was tampered with."""
        return self._uid

    @property
    def read_only(self) -> bool:
        """Whether the cabinet is open for reading only."""
        return self._opened.writer is None

    @property
    def read_only_reason(self) -> str:
        """Why it cannot be written, in the user's language; empty if the caller asked for reading only."""
        return self._opened.reason if self.read_only else ""

    @property
    def holder(self) -> Holder | None:
        """Who else has it open for writing; None if nobody does."""
        return self._opened.holder

    # --- while another process writes

    def follow(self) -> bool:
        """For a cabinet open for reading only: whether it has been written to since the last call.

        A file that was replaced, or that is read from a copy, is reopened.  Raises CabinetError.
        """
        with self._read_lock:
            seen = sight(self.path)
            if self._opened.writer is not None or self._closed or seen == self._seen:
                return False
            if seen[0] != self._seen[0] and seen[0] is not None:
                self._open_again()
            self._seen = seen
            return True

    def _open_again(self) -> None:
        opened = open_file(self.path, self._plan, read_only=True)
        if opened.identity.uid != self._uid:
            opened.close()
            raise CabinetSwapped(self.path)
        self._opened.close()
        self._attach(opened)

    def could_write(self) -> bool:
        """Whether a file that was in use when it was opened is free now."""
        if self._closed or not (self._was_taken or (self._was_held and _lets_write(self.path))):
            return False
        return Claim(self.path).is_free()

    # --- reading

    @property
    def mode(self) -> int:
        """The permission bits of the file; those that it had when it was opened, if it is gone."""
        return mode_of(self.path, self._mode)

    def require_elsewhere(self, path: Path) -> Path:
        """The resolved path of a file that a copy may replace.

        Raises CabinetStillOpen for this cabinet's own file, and for one that anybody has open for writing.
        """
        target = path.resolve()
        if target == self.path or _same_file(path, self.path) or not Claim(target).is_free():
            raise CabinetStillOpen(path)
        return target

    def save_copy_to(self, path: Path) -> None:
        """Copy the whole cabinet, as on disk, to another file, which is overwritten unless it is open."""
        target = self.require_elsewhere(path)
        try:
            with self._read_lock:
                self._require_readable()
                copy_database(self._opened.reader.raw, target, self.mode)
        except OSError as error:
            raise CabinetUnwritable(target, system_words(error)) from error
        except sqlite3.Error as error:
            if self._opened.writer is None or self._witness.verdict() is Verdict.OURS:
                raise self._copy_failed(error, target) from error
            self._copy_by_writer(target)

    def _copy_by_writer(self, target: Path) -> None:
        """Copy a vanished file through the writing connection, which on some systems still reaches it."""
        try:
            with self._write_lock:
                assert self._opened.writer is not None
                copy_database(self._opened.writer.raw, target, self.mode)
        except OSError as error:
            raise CabinetUnwritable(target, system_words(error)) from error
        except sqlite3.Error as error:
            raise self._copy_failed(error, target) from error

    def _copy_failed(self, error: sqlite3.Error, target: Path) -> CabinetError:
        if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            return DiskFull(target)
        if self._witness.verdict() is not Verdict.OURS:
            return CabinetGone(self.path)
        return CabinetUnwritable(target, str(error))

    @contextmanager
    def _read(self) -> Iterator[sqlite3.Connection]:
        try:
            with self._read_lock:
                self._require_readable()
                with self._opened.reader.reading() as connection:
                    yield connection
        except CabinetError:
            self._doubt_what_was_read()
            raise
        self._doubt_what_was_read()

    def _require_readable(self) -> None:
        if self._closed:  # a late thread whose window is already closed
            raise CabinetGone(self.path)
        if self._unreadable:
            raise CabinetSwapped(self.path)

    def _doubt_what_was_read(self) -> None:
        """Raise if another program wrote to the file while it was being read."""
        if self._opened.writer is None or self._closed or self._detached or self._witness.unchanged():
            return
        if self._write_lock.acquire(blocking=False):  # otherwise the writer checks this
            try:
                with suppress(CabinetGone, CabinetSwapped):
                    self._require_ours()
            finally:
                self._write_lock.release()
        self._require_readable()

    def check_integrity(self) -> CabinetError | None:
        """Check all pages of a file that was too large to be checked on opening; returns what is wrong.

        Call from a separate thread.  Never blocks writing; ``close`` stops it.
        """
        found = self._pages.run(self._large_path)
        return None if self._detached else found

    def _large_path(self) -> Path | None:
        """Path of the file being read, perhaps a copy; None if there is nothing to check."""
        with self._read_lock, suppress(sqlite3.Error, OSError):
            if not self._unreadable:
                path = Path(self._opened.reader.raw.execute("PRAGMA database_list").fetchone()[2])
                return path if path.stat().st_size >= CHECKED_BELOW else None
        return None

    # --- writing

    def prepare_to_write(self) -> None:
        """Import what writing needs, about 250 ms, so that the first edit does not wait for it.

        Call from an idle thread.  Optional; does not access the file.
        """
        from db import transaction

        del transaction  # imported only for its side effect
        with self._write_lock:
            if self._opened.writer is not None and not self._closed and not self._detached:
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
        """A transaction on an existing assessment.  Raises NoSuchAssessment."""
        with self._write() as work:
            if work.form_of(assessment_id) is None:
                raise NoSuchAssessment(self.path, assessment_id)
            yield work

    @contextmanager
    def _write(self, token: str | None = None) -> Iterator[Work]:
        """A numbered transaction, on a file that was checked to be ours."""
        from db.transaction import Work  # imports SQLAlchemy, which opening and reading do not need

        token = token or uuid.uuid4().hex
        with self._write_lock, self._check_aside():
            writer = self._ready()
            try:
                with writer.writing() as connection:
                    self._require_state(writer)
                    self._doubt = token
                    work = Work(connection)
                    yield work
                    writes = work.count(token, self._in_file or self._uid)
                self._written(token, writes)
            except (NoSuchAssessment, ForReviewOnly, InTrash):
                raise
            except CabinetError as error:
                self._failed(error)
                raise

    def _write_anew(self) -> bool:
        """Rewrite the file without deleted data; returns whether no trace is left in it or beside it.

        A reader in another process keeps old pages in ``-wal`` until the cabinet is closed.
        """
        with self._write_lock, self._check_aside(), self._read_lock, translated(self.path):
            writer = self._ready()
            writer.raw.execute("PRAGMA temp_store=MEMORY")  # what is rewritten lies in no other file
            writer.raw.execute("VACUUM")
            if not self._in_wal:
                self._witness.left([self._in_file])
                self._require_ours()
                return True
            self._checkpoint(writer)
            return not self._behind

    def _check_aside(self) -> AbstractContextManager[None]:
        return nullcontext() if self._in_wal else self._pages.aside()

    def _ready(self) -> Channel:
        if self._opened.writer is None or self._closed:
            raise CabinetReadOnly(self.path)
        if not (self._suspect or self._detached):
            with suppress(CabinetGone):
                self._require_ours()
        if self._suspect or self._detached:
            self._reopen()
        if not self._journal_chosen:
            self._choose_journal(self._opened.writer)
        return self._opened.writer

    def close(self) -> None:
        """Close the cabinet; a closed cabinet is a single file.  Ignores a vanished disk."""
        self._pages.end()
        with self._write_lock, self._read_lock:
            if self._closed:
                return
            with suppress(CabinetError):
                self._tidy()
            self._closed = True
            self._opened.close()

    def _leave_vanished(self, writer: Channel) -> None:
        """Let go of a file that is not at its path any more: it may have been moved or renamed, and what is
        in ``-wal`` only would be left at the old name.

        The connection still reaches it.  Where another lies at the path, or nobody can see what does, nothing
        is touched.
        """
        if self._witness.barred is not None:
            return
        self._opened.reader.close()
        if not (self._behind or self._halfway) or writer.checkpoint("TRUNCATE"):
            remove_journals(self._journals)

    def _tidy(self) -> None:
        writer, verdict = self._opened.writer, self._witness.verdict()
        if writer is None or self._detached:
            return
        if verdict in (Verdict.REPLACED, Verdict.OVERWRITTEN):
            self._detach(verdict)
            return
        if verdict is Verdict.GONE:
            self._leave_vanished(writer)
            return
        if self._changed and not self._suspect:
            with suppress(CabinetError):  # the next closing drops them
                self._drop_unused_pictures(writer)
        self._opened.reader.close()
        writer.pragma("journal_mode=DELETE")

    def _drop_unused_pictures(self, writer: Channel) -> None:
        from db.transaction import Work

        with writer.writing() as connection:
            Work(connection).drop_unused_pictures()
        if self._in_wal:
            self._checkpoint(writer)


def _same_file(one: Path, other: Path) -> bool:
    with suppress(OSError):
        return one.samefile(other)
    return False


def _lets_write(path: Path) -> bool:
    """Whether no other program blocks writing to a file.  This process must hold no lock on it."""
    try:
        path.open("r+b").close()
    except OSError:
        return False
    return True
