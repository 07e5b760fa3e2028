"""Passes edits to the saver, and its progress back as a signal."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from db.records import Rescued, SaverState
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import Edit
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import CabinetError
from pia_desktop.forms.values import Picture
from pia_desktop.i18n import _
from ui.context.background import begin_thread
from ui.widgets.settings import keeps_copies

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from db.saver import Saver
    from db.transaction import Work


_log = logging.getLogger("pia_desktop")
_PATIENCE = 3.0
"""Seconds that closing waits at most for a backup to let go of the cabinet: its disk may be gone."""


def _back_up(path: Path, ended: Callable[[], bool]) -> None:
    from db.backup import back_up

    try:
        back_up(path, ended=ended)
    except CabinetError as error:  # a failed backup must not stop the work
        _log.warning("no backup: %s", error.one_line())


@dataclass(frozen=True, slots=True)
class SavedState:
    """What the saved-state line shows: saved at a time, edits pending, or why saving fails.

    ``part_beside``: saved, but not all of it in the one file.
    """

    pending: int = 0
    saved_at: datetime | None = None
    error: CabinetError | None = None
    read_only: bool = False
    part_beside: CabinetError | None = None


class CabinetSaving(QObject):
    """An open cabinet and its saver, which writes in the background."""

    state_changed = Signal(object)
    """Progress of saving, a ``SavedState``.  Emitted in the GUI thread."""
    list_changed = Signal()
    """Assessments were added, removed or renamed."""
    packs_changed = Signal()
    """The office's own packs may have changed."""
    damaged = Signal(object)
    """The file is damaged, with the ``CabinetError``.  Emitted in the GUI thread."""
    followed = Signal()
    """Somebody else has written to a cabinet that is open for reading only."""
    freed = Signal()
    """A cabinet that was in use elsewhere can be opened for writing now."""
    _told = Signal(object)

    def __init__(self, cabinet: Cabinet, saver: Saver | None = None) -> None:
        super().__init__()
        self.cabinet = cabinet
        """For background jobs and the search index; windows use the store."""
        self.state = SavedState(read_only=cabinet.read_only)
        self._told.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self._saver = saver
        self._submitted = 0
        self._together: list[tuple[int, Edit]] | None = None
        self._looking: threading.Thread | None = None
        self._copying: threading.Thread | None = None
        self._closing = threading.Event()

    def start(self) -> None:
        """Start the saver, unless the cabinet is read-only."""
        from db.saver import Saver

        if not self.cabinet.read_only and self._saver is None:
            self._saver = Saver(self.cabinet, on_state=self.tell)

    def prepare(self) -> None:
        """Import what writing needs, in the background, so that the first edit need not wait."""
        if self._saver is not None:
            self._saver.prepare()

    def back_up(self) -> None:
        """Make a backup in a thread, unless backups are turned off on this terminal."""
        if not self.read_only and keeps_copies():
            self._copying = begin_thread(partial(_back_up, self.path, self._closing.is_set), "back up")

    def check(self) -> None:
        """In a thread, check a file that was too large to be checked on opening."""
        begin_thread(self._check, "check")

    def check_soon(self) -> None:
        """Check soon whether another program has changed the file; returns at once."""
        if self._saver is not None:
            self._saver.check_soon()
        elif self._looking is None or not self._looking.is_alive():
            self._looking = begin_thread(self._follow, "follow")

    def _follow(self) -> None:
        with suppress(RuntimeError):  # the window is gone
            try:
                if self.cabinet.follow():
                    self.followed.emit()
            except CabinetError as error:
                self.damaged.emit(error)
            if self.cabinet.could_write():
                self.freed.emit()

    def _check(self) -> None:
        found = self.cabinet.check_integrity()
        if found is not None:
            with suppress(RuntimeError):  # the window is gone
                self.damaged.emit(found)

    @property
    def path(self) -> Path:
        return self.cabinet.path

    @property
    def read_only(self) -> bool:
        return self.cabinet.read_only

    def tell(self, state: SaverState) -> None:
        """Receive a state on the saver's thread, and pass it to the GUI thread."""
        self._told.emit(state)

    def _take(self, state: object) -> None:
        """Show a state, unless it is older than the newest submitted edit."""
        assert isinstance(state, SaverState)
        pending = max(state.pending, int(state.saved_through < self._submitted))
        at = self.state.saved_at if pending or state.error else datetime.now()
        self.state = SavedState(pending, at, state.error, part_beside=state.part_beside)
        self.state_changed.emit(self.state)

    def _queued(self, number: int) -> None:
        self._submitted = number
        if not self.state.pending:
            self.state = replace(self.state, pending=1)
            self.state_changed.emit(self.state)

    # ---- edits

    def submit(self, assessment_id: int, edit: Edit) -> None:
        """Save an edit of an assessment; returns at once."""
        assert self._saver is not None
        if self._together is not None:
            self._together.append((assessment_id, edit))
        else:
            self._queued(self._saver.submit(assessment_id, edit))

    @contextmanager
    def together(self, *jobs: Callable[[Work], object]) -> Iterator[None]:
        """Whatever is submitted inside is written in one transaction, all or nothing.

        ``jobs`` run in it after the edits.
        """
        assert self._together is None
        held = self._together = []
        try:
            yield
        finally:
            self._together = None
            if (held or jobs) and self._saver is not None:
                self._queued(self._saver.submit_all(held, [(0, job) for job in jobs]))

    def put_picture(self, data: bytes, picture: Picture) -> None:
        """Store a picture, before an answer shows it."""
        assert self._saver is not None
        self._queued(self._saver.put_picture(data, picture))

    def submit_work(
        self, assessment_id: int, job: Callable[[Work], None], key: Hashable | None = None
    ) -> None:
        """Write annotations of an assessment (0: the whole cabinet); returns at once.

        Of waiting work with the same ``key`` only the latest runs.
        """
        assert self._saver is not None
        self._queued(self._saver.submit_work(assessment_id, job, key))

    def picture(self, digest: str) -> bytes | None:
        """The bytes of a picture, queued or stored."""
        return self._saver.picture(digest) if self._saver else self.cabinet.picture(digest)

    def flush(self) -> bool:
        """Wait until everything is on disk; False if it cannot be saved."""
        return self._saver is None or self._saver.flush()

    @contextmanager
    def changing(self) -> Iterator[Cabinet]:
        """The cabinet, for one change of its list; waits for edits first and emits ``list_changed`` after."""
        self.settle()
        try:
            yield self.cabinet
        finally:
            self.list_changed.emit()

    def settle(self) -> None:
        """Wait until all edits are on disk.  Raises CabinetError if they cannot be saved."""
        if not self.flush():
            error = self._saver.state.error if self._saver is not None else None
            raise error or CabinetError(
                _("What you typed last is not on the disk yet."), _("Wait a moment and try again.")
            )

    def rescue(self, path: Path, opened: Mapping[int, Snapshot]) -> Rescued:
        """Write everything, saved or not, to another cabinet; ``opened`` is by id.

        Raises CabinetError.
        """
        if self._saver is None:
            self.cabinet.save_copy_to(path)
            return Rescued(path, whole=True)
        return self._saver.rescue(path, opened)

    def close(self, *, give_up: bool = False) -> bool:
        """Stop the saver and close the file; False if edits are unsaved, and everything stays open.

        ``give_up``: close anyway.
        """
        if self._saver is not None and not self._saver.close():
            if not give_up:
                return False
            self._saver.abandon()
        self._closing.set()
        if self._copying is not None:
            self._copying.join(_PATIENCE)  # who still reads when the file is closed keeps its -wal beside it
        self.cabinet.close()
        return True
