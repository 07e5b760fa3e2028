"""Looks for words through all assessments of a cabinet, in a thread, and can be stopped."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal

from db.records import AssessmentInfo
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.errors import UserError
from pia_desktop.reuse.everywhere import Found
from ui.context.background import Jobs, Stopped

MAX_PLACES: Final = 5_000
"""More places than this nobody looks through; longer words are asked for then."""


@dataclass(frozen=True, slots=True)
class Looked:
    """An assessment that was looked through: what it held then, and where the words stand.

    ``error``: it could not be read, and is left out.
    """

    info: AssessmentInfo
    snapshot: Snapshot | None
    places: tuple[Found, ...] = ()
    error: UserError | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What is to be looked through: assessments in order, and what is known of them without the disk."""

    infos: Sequence[AssessmentInfo]
    known: Mapping[int, Snapshot]
    load: Callable[[int], Snapshot]
    find: Callable[[int, Snapshot], tuple[Found, ...]]
    """The places of an assessment."""


def look_through(reading: Reading, info: AssessmentInfo) -> Looked:
    """Look through one assessment."""
    try:
        snapshot = reading.known.get(info.id) or reading.load(info.id)
    except UserError as error:
        return Looked(info, None, (), error)
    return Looked(info, snapshot, reading.find(info.id, snapshot))


def look_through_all(reading: Reading, stopped: Stopped, tell: Callable[[Looked], None]) -> None:
    """Look through all assessments, until there are more places than anybody looks through."""
    count = 0
    for info in reading.infos:
        if stopped() or count > MAX_PLACES:
            return
        looked = look_through(reading, info)
        count += len(looked.places)
        tell(looked)


class Reader(QObject):
    """One reading at a time; what a stopped one still has to say is not heard."""

    looked = Signal(object)
    """One more assessment was looked through: ``Looked``."""
    ended = Signal()
    """All were, or enough."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = Jobs(self)

    @property
    def running(self) -> bool:
        """Whether a reading is under way."""
        return self._jobs.running

    def begin(self, reading: Reading) -> None:
        """Begin a reading in place of the one under way."""
        self.stop()
        self._jobs.begin(
            lambda stopped, tell: look_through_all(reading, stopped, tell),
            self._end,
            told=self.looked.emit,
            failed=self._end,
        )

    def stop(self) -> None:
        """Stop the one under way."""
        self._jobs.cancel()

    def _end(self, _result: object) -> None:
        self.ended.emit()
