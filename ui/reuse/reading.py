"""Looks for words through all assessments of a cabinet, in a thread, and can be stopped."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from db.records import AssessmentInfo
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.search import Query
from pia_desktop.errors import UserError
from pia_desktop.reuse.everywhere import Found, places
from ui.context.background import letting_the_window_go_first
from ui.widgets.overrides import guarded

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
    query: Query


class _Told(QObject):
    looked = Signal(int, object)
    ended = Signal(int)


@guarded
class _Task(QRunnable):
    def __init__(self, number: int, reading: Reading, told: _Told) -> None:
        super().__init__()
        self.stopped = threading.Event()
        self._number = number
        self._reading = reading
        self._told = told

    def run(self) -> None:
        try:
            with letting_the_window_go_first():
                self._look_through()
        finally:
            self._told.ended.emit(self._number)

    def _look_through(self) -> None:
        count = 0
        for info in self._reading.infos:
            if self.stopped.is_set() or count > MAX_PLACES:
                return
            looked = look_through(self._reading, info)
            count += len(looked.places)
            self._told.looked.emit(self._number, looked)


def look_through(reading: Reading, info: AssessmentInfo) -> Looked:
    """Look through one assessment."""
    try:
        snapshot = reading.known.get(info.id) or reading.load(info.id)
    except UserError as error:
        return Looked(info, None, (), error)
    return Looked(info, snapshot, places(info.id, snapshot, reading.query))


class Reader(QObject):
    """One reading at a time; what a stopped one still has to say is not heard."""

    looked = Signal(object)
    """One more assessment was looked through: ``Looked``."""
    ended = Signal()
    """All were, or enough."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._told = _Told()
        self._told.looked.connect(self._heard)
        self._told.ended.connect(self._ended)
        self._number = 0
        self._task: threading.Event | None = None

    @property
    def running(self) -> bool:
        """Whether a reading is under way."""
        return self._task is not None

    def begin(self, reading: Reading) -> None:
        """Begin a reading in place of the one under way."""
        self.stop()
        self._number += 1
        task = _Task(self._number, reading, self._told)
        self._task = task.stopped
        QThreadPool.globalInstance().start(task)

    def stop(self) -> None:
        """Stop the one under way."""
        if self._task is not None:
            self._task.set()
            self._task = None
            self._number += 1

    def _heard(self, number: int, looked: object) -> None:
        if number == self._number:
            self.looked.emit(looked)

    def _ended(self, number: int) -> None:
        if number == self._number:
            self._task = None
            self.ended.emit()
