"""An open file that may be replaced under us: the checks before, during and after each write.

Another program may replace the file or its contents.  Once that is detected, nothing more is written to it,
and the files this program kept beside it are removed.
"""

from __future__ import annotations

import shutil
import threading
from contextlib import nullcontext, suppress
from pathlib import Path

from db.backup import mode_of
from db.connect import Channel
from db.errors import (
    CabinetDamaged,
    CabinetGone,
    CabinetInUse,
    CabinetSwapped,
    CabinetTooNew,
    CabinetUnreadable,
    CabinetUnwritable,
    DiskFull,
    NotACabinet,
    PartBeside,
)
from db.examine import CHECKED_BELOW, Identity, read_identity
from db.held_whole import held_whole
from db.journals import JournalPlaces, find_journals, remove_journals
from db.migrate import Plan
from db.network_share import choose_journal
from db.opening import Opened, open_file
from db.witness import Look, Verdict, Witness, peek
from pia_desktop.errors import CabinetError
from pia_desktop.reasons import system_words


class GuardedFile:
    """The part of an open cabinet that checks its file."""

    def __init__(self, opened: Opened, plan: Plan) -> None:
        self._plan = plan
        self._uid = opened.identity.uid
        self._doubt = ""  # the write that may or may not have been committed
        self._suspect = False
        self._detached = False  # the file is no longer ours
        self._unreadable = False  # what was read is no longer in the file
        self._changed = False
        self._mixed_perhaps = False  # written to since the last check
        self.part_beside: PartBeside | None = None
        """Why the file alone does not hold everything, although writing has paused."""
        self._closed = False
        self._read_lock = threading.RLock()
        self._write_lock = threading.RLock()
        self._attach(opened)

    def _attach(self, opened: Opened) -> None:
        """Start working with a newly opened file, in the state described by ``opened``."""
        self._opened = opened
        self._mode = mode_of(opened.path)
        self._writes, self._last = opened.identity.writes, opened.identity.write_name
        self._in_file = self._last
        self._behind: list[str] = []  # writes that may be in -wal only
        if opened.writer and (found := peek(opened.path)) and found.write_name != self._last:
            self._in_file, self._behind = found.write_name, [self._last]
        # A file that was not closed is in WAL mode already.
        self._journals: JournalPlaces = find_journals(opened.path) if opened.writer else {}
        self._witness = Witness(opened.path, self._uid, opened.place)
        self._witness.left([self._in_file])
        self._journal_chosen = self._in_wal = False
        self._halfway = not opened.whole  # the last checkpoint failed, or wrote some pages only
        if self._halfway:
            self._behind = [self._last]
            self._witness.left_halfway()

    @property
    def path(self) -> Path:
        """Path of the file."""
        return self._opened.path

    # --- writing

    def _choose_journal(self, writer: Channel) -> None:
        choose_journal(writer)
        self._in_wal = writer.pragma("journal_mode") == "wal"
        if self._in_wal:
            # Only where it is asked whether the file is ours is anything brought into it.
            writer.pragma("wal_autocheckpoint=0")
            # From its first look on, reading bars the writer's end from bringing in what -wal holds.
            with self._read_lock:
                self._opened.reader.pragma("user_version")
            self._journals = find_journals(self.path)
        self._journal_chosen = True
        if not self._halfway:
            self._witness.left([self._in_file])
        self._require_ours()

    def _require_state(self, writer: Channel) -> None:
        """Within a transaction: check that the file is ours and unchanged.  Raises CabinetSwapped."""
        verdict = self._witness.verdict()
        if verdict is Verdict.GONE:
            raise self._gone()
        found = read_identity(writer.raw, "")
        if verdict is not Verdict.OURS or found is None or not self._continues(found):
            raise CabinetSwapped(self.path)
        self._writes, self._last = found.writes, found.write_name

    def _continues(self, found: Identity) -> bool:
        """Whether this is the state last written, or that of the write in doubt."""
        state = (found.writes, found.write_name)
        return found.uid == self._uid and state in (
            (self._writes, self._last),
            (self._writes + 1, self._doubt),
        )

    def _written(self, token: str, writes: int) -> None:
        """Check the file after a write: writing to a replaced, unlinked or moved file raises no error by
        itself.
        """
        if not self._in_wal:
            self._witness.left([token])
        self._require_ours()
        self._writes, self._last, self._doubt, self._changed = writes, token, "", True
        if self._in_wal:
            self._behind.append(token)
        else:
            self._in_file, self._mixed_perhaps = token, True

    def _failed(self, error: CabinetError) -> None:
        """Find out whether a write failed because the file is no longer ours.  Raises CabinetError."""
        self._suspect = self._suspect or isinstance(error, CabinetGone | CabinetUnwritable | CabinetDamaged)
        if not self._in_wal:
            self._witness.left([self._in_file, self._doubt])
        verdict = self._witness.verdict()
        if isinstance(error, CabinetSwapped):
            self._detach(verdict)
        elif verdict in (Verdict.REPLACED, Verdict.OVERWRITTEN):
            self._detach(verdict)
            raise CabinetSwapped(self.path) from error

    # --- checkpoints and checks

    @property
    def barred(self) -> bool:
        """Whether the file alone does not hold everything because somebody read at the last checkpoint."""
        return bool(self._behind) and self.part_beside is None

    def check_and_checkpoint(self) -> None:
        """When writing has paused: check that the file is ours, and checkpoint the ``-wal`` file.

        Raises CabinetError where the file is gone, barred or another's; one that reappears in its last state
        is opened again.
        """
        with self._write_lock:
            if self._opened.writer is None or self._closed:
                return
            if self._suspect or self._detached:
                self._reopen()
            # With a rollback journal another program may have written while a write of ours was landing.
            self._require_ours(thoroughly=self._mixed_perhaps)
            self._mixed_perhaps = False
            self.part_beside = None
            self._mode = mode_of(self.path, self._mode)
            if self._behind:
                try:
                    self._checkpoint(self._opened.writer)
                except (CabinetUnwritable, DiskFull):  # -wal keeps it for the next time
                    self.part_beside = PartBeside(self.path)
                except CabinetInUse:
                    pass

    def _checkpoint(self, writer: Channel) -> None:
        """Checkpoint ``-wal`` into the file, as far as readers allow, without waiting for them.

        In two steps, because SQLite syncs the disk between the ownership check and the first page it writes:
        first the pages without a sync, then sync, then truncate ``-wal``.  If a reader bars some pages, the
        next checkpoint goes on from there.
        """
        self._require_room()
        names = [self._in_file, *self._behind]
        if not self._halfway:
            self._witness.left(names)
        waits = writer.pragma("busy_timeout")
        writer.pragma("busy_timeout=0")
        writer.pragma("synchronous=OFF")
        try:
            image = self._image(writer)
            if not self._write_pages(writer):
                return
            self._witness.left(names)
            self._require_ours(thoroughly=True, image=image)
            self._opened.to_disk()
            writer.pragma("synchronous=FULL")
            if writer.checkpoint("TRUNCATE"):
                self._behind = []
            self._in_file = self._witness.name
            self._witness.left([self._in_file] if not self._behind else names)
            self._require_ours()
        finally:
            if not self._detached:
                self._put_back(writer, f"busy_timeout={waits}", "synchronous=FULL")

    def _put_back(self, writer: Channel, *settings: str) -> None:
        """Restore settings of the connection; where that fails, the next write opens a new one."""
        try:
            for setting in settings:
                writer.pragma(setting)
        except CabinetError:
            self._suspect = True
            raise

    def _write_pages(self, writer: Channel) -> bool:
        """Write the pages of ``-wal`` into the file; returns whether all of them.

        Some of them are no state that was ever written: the file is then readable with ``-wal`` only.  The
        question whose file it is comes last before the pages: what another program writes between the two
        is mixed with them.
        """
        if not self._read_lock.acquire(blocking=False):
            return False  # this program's own reading would bar some
        try:
            with held_whole(self.path) if self._grows(writer) else nullcontext():
                self._require_ours()
                self._bring_in(writer)
        finally:
            self._read_lock.release()
        return not self._halfway

    @staticmethod
    def _image(writer: Channel) -> bytes | None:
        """What a small file will be.  Were it made of pages of two states, each page might fit the others."""
        return writer.image() if _length(writer) < CHECKED_BELOW else None

    def _grows(self, writer: Channel) -> bool:
        """Whether the file will be as long as it is, or longer: held, SQLite cannot make it shorter."""
        look = Look.at(self.path)
        return look is not None and _length(writer) >= look.size

    def _bring_in(self, writer: Channel) -> None:
        before = Look.at(self.path)
        self._halfway = True
        try:
            if writer.checkpoint("PASSIVE"):
                self._halfway = False
            else:
                self._witness.left_halfway()
        except CabinetError:
            after = Look.at(self.path)
            if before and after and after.size >= before.size:  # another program has truncated it
                self._witness.left_halfway()
            else:
                self._halfway = False
            raise

    def _require_room(self) -> None:
        """Check for disk space: a checkpoint that fails half-way leaves a file unreadable without its
        ``-wal``.
        """
        with suppress(OSError):
            wal = self.path.with_name(self.path.name + "-wal").stat().st_size
            if shutil.disk_usage(self.path.parent).free < wal:
                raise DiskFull(self.path)

    def _require_ours(self, *, thoroughly: bool = False, image: bytes | None = None) -> None:
        """Raise CabinetGone or CabinetSwapped if the file is no longer ours, after detaching from it."""
        verdict = self._witness.verdict(thoroughly=thoroughly, image=image)
        if verdict is Verdict.GONE:
            self._suspect = True
            raise self._gone()
        if verdict is not Verdict.OURS:
            self._detach(verdict)
            raise CabinetSwapped(self.path)

    def _gone(self) -> CabinetGone:
        barred = self._witness.barred
        if barred is not None:
            return CabinetUnreadable(self.path, system_words(barred))
        return CabinetGone(self.path)

    def _detach(self, verdict: Verdict) -> None:
        """Detach from a file that is no longer ours, leaving nothing of ours beside it.

        If ours was replaced, the reader can still reach it, to show and save its contents elsewhere.  If
        another program writes to it through SQLite, the files beside it are in use and stay.
        """
        if self._detached:
            return
        self._detached = True
        if self._opened.writer is not None:
            self._opened.writer.close()  # an open reader blocks the checkpoint
        if verdict is Verdict.OVERWRITTEN:
            with self._read_lock:
                self._unreadable = True
                self._opened.reader.close()
            self._opened.release()
        # Half-way, what looks like another's may be ours, and readable with what lies beside it.
        if verdict is Verdict.REPLACED or (verdict is Verdict.OVERWRITTEN and not self._halfway):
            remove_journals(self._journals)
        if self._opened.claim:
            self._opened.claim.release()

    def _reopen(self) -> None:
        """Reopen a file that had vanished or failed, if it is the same one in the same state.

        The old connections stay open until then: they may be the only access to an unlinked file.
        """
        if not self.path.exists():
            raise CabinetGone(self.path)
        self._suspect = True
        found = peek(self.path)
        known = {self._last, self._doubt, *([] if self._detached else [self._in_file, *self._behind])}
        if found is None and self._detached:
            raise CabinetSwapped(self.path)
        # Opening may change a file of an older schema: it must be ours before.
        if found is not None and (found.uid != self._uid or found.write_name not in known):
            self._detach(self._witness.verdict())
            raise CabinetSwapped(self.path)
        if self._opened.claim:
            self._opened.claim.release()
        try:
            opened = open_file(self.path, self._plan, read_only=False)
        except (NotACabinet, CabinetTooNew) as error:
            self._detach(self._witness.verdict())
            raise CabinetSwapped(self.path) from error
        if opened.writer is None or not self._continues(opened.identity):
            opened.close()
            raise self._not_taken_up(opened)
        with self._read_lock:
            old = self._opened
            self._attach(opened)
            self._suspect = self._unreadable = self._detached = False
            old.claim = None
            old.close()

    def _not_taken_up(self, opened: Opened) -> CabinetError:
        if opened.writer is not None:
            return CabinetSwapped(self.path)
        if opened.holder is not None:
            return CabinetInUse(self.path, opened.holder)
        return CabinetUnwritable(self.path, opened.reason)


def _length(channel: Channel) -> int:
    """Bytes of all pages as a connection reads them."""
    pages, page_size = (int(str(channel.pragma(words))) for words in ("page_count", "page_size"))
    return pages * page_size
