"""The thread that writes edits to a cabinet, so that no keystroke waits for the disk.

An edit is on disk within half a second: a batch is written 0.2 s after its first edit.  While writing fails,
edits stay queued, writing is retried, and listeners are told why.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from db.backup import backups_under
from db.cabinet import Cabinet, Jobs, Writes
from db.errors import CabinetUnwritable, ForReviewOnly, NoSuchAssessment, SavingBroken
from db.migrate import PLAN
from db.opening import create_empty
from db.queue import NOTHING, InFlight, Queue
from db.records import Rescued, SaverState
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import Edit
from pia_desktop.assessment.pictures import PictureDict, PictureSource
from pia_desktop.errors import CabinetError
from pia_desktop.forms.values import Picture
from pia_desktop.held import replace_patiently
from pia_desktop.reasons import system_words

if TYPE_CHECKING:
    from db.transaction import Work

DELAY: Final = 0.2
"""Seconds from the first unsaved edit to its writing; leaves the disk 0.3 s of the promised half second."""

FIRST_RETRY: Final = 0.5
LAST_RETRY: Final = 8.0

REST: Final = 1.5
"""Seconds after the last write until the checkpoint, after which the file alone is complete."""

LONGEST_UNREST: Final = 8.0
"""Seconds until the checkpoint during continuous typing."""

BARRED: Final = 1.0
"""Seconds until the next checkpoint where somebody's reading barred the last, typing or not."""

LOOK: Final = 3.0
"""Seconds between checks of the file while nobody types."""


class Saver:
    """Writes to one cabinet that is open for writing.  All methods are thread-safe.

    ``on_state`` is called after every attempt, on the writing thread.
    """

    def __init__(self, cabinet: Cabinet, on_state: Callable[[SaverState], None] | None = None) -> None:
        self._cabinet = cabinet
        self._on_state = on_state
        self._changed = threading.Condition()
        self._writing = threading.RLock()  # held while the file is touched
        self._queue = Queue()
        self._in_flight: InFlight | None = None
        self._landed_pictures: dict[Picture, bytes] = {}  # in case the file is overwritten
        self._submitted = 0
        self._saved_through = 0
        self._error: CabinetError | None = None
        self._part_beside: CabinetError | None = None
        self._failures = 0  # attempts in a row
        self._attempts = 0  # ever begun, writes and checks
        self._failed_attempt = 0  # the number of the last that failed
        self._retry_at = 0.0
        self._urgent = False
        self._wanted = False  # ``prepare`` was called
        self._rest_at = time.monotonic() + LOOK
        self._unrest_since = 0.0
        self._looks_wanted = self._looks_done = 0
        self._stopping = False
        self._broken = False  # through a bug; the thread has ended
        self._thread = threading.Thread(target=self._run, name="saver", daemon=True)
        self._thread.start()

    # --- for the window

    def submit(self, assessment_id: int, edit: Edit) -> int:
        """Queue an edit that was applied in memory; returns its number.  Never waits for the disk."""
        with self._changed:
            self._queue.add(assessment_id, edit)
            return self._queued()

    def submit_all(self, writes: Writes, jobs: Jobs = ()) -> int:
        """Queue edits of several assessments and other work, to be written all or nothing.

        Returns the number of the last.
        """
        with self._changed:
            for assessment_id, edit in writes:
                self._queue.add(assessment_id, edit)
            for assessment_id, job in jobs:
                self._queue.add_job(assessment_id, job, None)
            return self._queued()

    def submit_work(
        self, assessment_id: int, job: Callable[[Work], None], key: Hashable | None = None
    ) -> int:
        """Queue work on an assessment's annotations (id 0: the whole cabinet); returns its number.

        It runs after the edits queued with it, in the same transaction.  Of queued work with the same ``key``
        only the latest runs.  Never waits for the disk.
        """
        with self._changed:
            self._queue.add_job(assessment_id, job, key)
            return self._queued()

    def put_picture(self, data: bytes, described: Picture) -> int:
        """Queue a picture, before the answer that shows it; returns its number.  Never waits for the disk."""
        with self._changed:
            self._queue.pictures[described] = data
            return self._queued()

    def prepare(self) -> None:
        """Import what writing needs, on the saver's thread, ahead of time.  Optional."""
        with self._changed:
            self._wanted = True
            self._changed.notify_all()

    def picture(self, digest: str) -> bytes | None:
        """The bytes of a picture, queued or stored."""
        with self._changed:
            waiting = (*self._queue.pictures.items(), *(self._in_flight or NOTHING).pictures.items())
        for described, data in waiting:
            if described.digest == digest:
                return data
        return self._cabinet.picture(digest)

    @property
    def state(self) -> SaverState:
        """The progress of saving."""
        with self._changed:
            waiting = len(self._queue) + len(self._in_flight or NOTHING)
            return SaverState(self._saved_through, waiting, self._error, self._part_beside)

    def check_soon(self) -> None:
        """Have the file checked and checkpointed soon."""
        with self._changed:
            self._looks_wanted += 1
            self._changed.notify_all()

    def flush(self, timeout: float = 5.0) -> bool:
        """Write now; returns whether everything submitted so far is on disk, in a file that is still ours.

        False after ``timeout`` seconds, or as soon as an attempt fails that began after the call: what barred
        an earlier one may be over.
        """
        end = time.monotonic() + timeout
        with self._changed:
            goal, begun = self._submitted, self._attempts
            self._urgent = True
            self.check_soon()
            look = self._looks_wanted
            while self._saved_through < goal or self._looks_done < look:
                left = end - time.monotonic()
                if left <= 0 or self._failed_attempt > begun or self._broken or self._stopping:
                    return False
                self._changed.wait(left)
            return self._failed_attempt <= begun

    def close(self, timeout: float = 5.0) -> bool:
        """Write what is queued and end the thread; False if that fails, and the saver keeps running."""
        if not self.flush(timeout):
            return False
        self.abandon()
        return True

    def abandon(self) -> None:
        """End the thread without writing what is queued: after a rescue, or when the user gives it up."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def rescue(self, path: Path, opened: Mapping[int, Snapshot] | None = None) -> Rescued:
        """Write unsaved data to another file, which is overwritten unless it is open.

        The file is a copy of the cabinet with the queued edits, if the cabinet can still be read; otherwise a
        new cabinet of the ``opened`` assessments (by id) as they are in memory.  The queue is kept for its
        own file.  Raises CabinetError.
        """
        self._cabinet.require_elsewhere(path)
        with self._writing:
            with self._changed:
                in_flight, waiting = self._in_flight or NOTHING, self._queue.taken()
            try:
                self._cabinet.save_copy_to(path)
            except CabinetError:
                if not opened:
                    raise
                pictures = {**self._landed_pictures, **in_flight.pictures, **waiting.pictures}
                self._write_opened(path, opened, pictures)
                return Rescued(path, whole=False)
            with Cabinet.open(path) as copy:
                for part in (in_flight, waiting):
                    if part:
                        copy.apply_all(part.writes, part.pictures, part.token, part.jobs)
            return Rescued(path, whole=True)

    # --- the thread

    def _queued(self) -> int:
        self._submitted += 1
        self._queue.through = self._submitted
        if not self._queue.since:
            self._queue.since = time.monotonic()
            self._changed.notify_all()
        return self._submitted

    def _run(self) -> None:
        try:
            if self._await_work():
                # Before there is an edit, or while the first one waits for its time anyway.
                self._cabinet.prepare_to_write()
                self._write_on()
        except BaseException:
            self._broken = True
            self._failed(SavingBroken(self._cabinet.path))
            raise

    def _await_work(self) -> bool:
        """Wait until there is, or soon will be, an edit; False at the end."""
        while True:
            with self._changed:
                while not (self._wanted or self._stopping or self._due() is not None or self._check_is_due()):
                    self._changed.wait(self._rest_at - time.monotonic())
                if self._stopping or self._wanted or self._due() is not None:
                    return not self._stopping
            self._rest()

    def _write_on(self) -> None:
        while (batch := self._next_batch()) is not None:
            if batch is NOTHING:
                self._rest()
                continue
            try:
                with self._writing:
                    self._cabinet.apply_all(batch.writes, batch.pictures, batch.token, batch.jobs)
            except (NoSuchAssessment, ForReviewOnly) as gone:
                self._drop(batch, gone.assessment_id)
            except CabinetError as error:
                self._failed(error)
            else:
                self._landed(batch)

    def _next_batch(self) -> InFlight | None:
        """Wait for the next batch and its time; None at the end, NOTHING when it is time to check
        the file.
        """
        with self._changed:
            while not self._stopping:
                due = self._due()
                now = time.monotonic()
                if due is not None and (self._urgent or due <= now):
                    self._urgent = False
                    return self._take()
                if due is None:
                    self._urgent = False
                if self._check_is_due():
                    return NOTHING
                self._changed.wait(self._wake_at() - now)
        return None

    def _due(self) -> float | None:
        if self._in_flight is not None:
            return self._retry_at
        return self._queue.since + DELAY if self._queue.since else None

    def _check_is_due(self) -> bool:
        """Whether it is time to check the file; a failing write does that by itself."""
        wanted = self._looks_done < self._looks_wanted
        return self._in_flight is None and (wanted or self._rest_at <= time.monotonic())

    def _wake_at(self) -> float:
        due = self._due()
        if self._in_flight is not None:
            return self._retry_at
        return self._rest_at if due is None else min(self._rest_at, due)

    def _rest(self) -> None:
        with self._changed:
            look = self._looks_wanted
            self._attempts += 1
        try:
            with self._writing:
                self._cabinet.check_and_checkpoint()
        except CabinetError as error:
            self._failed(error)
        else:
            self._checked()
        with self._changed:
            now = time.monotonic()
            if self._cabinet.barred:
                self._rest_at, self._unrest_since = now + BARRED, now + BARRED - LONGEST_UNREST
            else:
                self._rest_at, self._unrest_since = now + LOOK, 0.0
            self._looks_done = look
            self._changed.notify_all()

    def _checked(self) -> None:
        """Note that the file is ours, and whether it is complete; earlier errors are over."""
        beside = self._cabinet.part_beside
        with self._changed:
            told = self._error is None and (beside is None) == (self._part_beside is None)
            self._error, self._failures, self._part_beside = None, 0, beside
        if not told:
            self._tell()

    def _take(self) -> InFlight:
        self._attempts += 1
        if self._in_flight is None:
            queue, self._queue = self._queue, Queue()
            self._in_flight = queue.taken()
        return self._in_flight

    def _landed(self, batch: InFlight) -> None:
        with self._changed:
            self._saved_through, self._in_flight = batch.through, None
            self._landed_pictures.update(batch.pictures)
            self._error, self._failures = None, 0
            now = time.monotonic()
            self._unrest_since = self._unrest_since or now
            self._rest_at = min(now + REST, self._unrest_since + LONGEST_UNREST)
            self._changed.notify_all()
        self._tell()

    def _failed(self, error: CabinetError) -> None:
        with self._changed:
            self._error = error
            self._retry_at = time.monotonic() + min(FIRST_RETRY * 2**self._failures, LAST_RETRY)
            self._failures = min(self._failures + 1, 10)
            self._failed_attempt = self._attempts
            self._changed.notify_all()
        self._tell()

    def _drop(self, batch: InFlight, assessment_id: int) -> None:
        """Drop the edits of an assessment that cannot take them; the others are written at once."""
        with self._changed:
            self._in_flight = batch.without(assessment_id)
            self._retry_at = 0.0

    def _tell(self) -> None:
        if self._on_state:
            self._on_state(self.state)

    def _write_opened(
        self, path: Path, opened: Mapping[int, Snapshot], pictures: Mapping[Picture, bytes]
    ) -> None:
        temporary = path.with_name(f".{path.name[:40]}.rescue")
        with suppress(OSError):
            temporary.unlink()
        here = PictureDict({described.digest: data for described, data in pictures.items()})
        source = _WithBackups(here, self._cabinet.uid)
        try:
            create_empty(temporary, PLAN)
            temporary.chmod(self._cabinet.mode)
            with Cabinet.open(temporary) as target:
                for snapshot in opened.values():
                    target.new(snapshot.form, snapshot.root, source)
            replace_patiently(temporary, path)
        except OSError as error:
            raise CabinetUnwritable(path, system_words(error)) from error
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)


class _WithBackups:
    """Pictures of a source, else from the cabinet's backups; the digest identifies them."""

    def __init__(self, here: PictureSource, uid: str) -> None:
        self._here = here
        self._uid = uid

    def picture(self, digest: str) -> bytes | None:
        """The bytes of a picture; None if no source has them."""
        found = self._here.picture(digest)
        for backup in () if found is not None else backups_under(self._uid):
            with suppress(CabinetError), Cabinet.open(backup, read_only=True) as copy:
                found = copy.picture(digest)
            if found is not None:
                break
        return found
