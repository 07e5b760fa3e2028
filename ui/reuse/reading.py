"""Searches all assessments of a cabinet, in a thread that can be stopped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal

from db.records import AssessmentInfo
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.reuse.cabinet_replacement import Found
from ui.context.background import Jobs, Stopped

MAX_PLACES: Final = 5_000
"""More places than anybody can check; the user is asked for a longer search text."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A searched assessment: its contents, and the places found.

    ``error``: it could not be read and is skipped.
    """

    info: AssessmentInfo
    snapshot: Snapshot | None
    places: tuple[Found, ...] = ()
    error: UserError | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What to search: assessments in order, and contents already in memory."""

    infos: Sequence[AssessmentInfo]
    known: Mapping[int, Snapshot]
    load: Callable[[int], Snapshot]
    find: Callable[[int, Snapshot], tuple[Found, ...]]
    """Finds the places in an assessment."""


def look_through(reading: Reading, info: AssessmentInfo) -> Looked:
    """Search one assessment."""
    try:
        snapshot = reading.known.get(info.id) or reading.load(info.id)
    except UserError as error:
        return Looked(info, None, (), error)
    return Looked(info, snapshot, reading.find(info.id, snapshot))


def look_through_all(reading: Reading, stopped: Stopped, tell: Callable[[Looked], None]) -> None:
    """Search all assessments, until there are more places than anybody can check."""
    count = 0
    for info in reading.infos:
        if stopped() or count > MAX_PLACES:
            return
        looked = look_through(reading, info)
        count += len(looked.places)
        tell(looked)


class Reader(QObject):
    """Runs one search at a time; results of a stopped one are dropped."""

    looked = Signal(object)
    """One more assessment was searched: ``Looked``."""
    ended = Signal()
    """All assessments were searched, or enough places found."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = Jobs(self)

    @property
    def running(self) -> bool:
        return self._jobs.running

    def begin(self, reading: Reading) -> None:
        """Start a search, stopping the running one."""
        self.stop()
        self._jobs.begin(
            lambda stopped, tell: look_through_all(reading, stopped, tell),
            self._end,
            progress=self.looked.emit,
            failed=self._end,
        )

    def stop(self) -> None:
        self._jobs.cancel()

    def _end(self, _result: object) -> None:
        self.ended.emit()
