"""The queue of what is to be written: edits, other work, pictures."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Hashable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from db.cabinet import Jobs, Writes
from pia_desktop.assessment.edits import Batch, Edit, SetAnswer, SetWithheld
from pia_desktop.assessment.node import NodePath
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.values import Picture

if TYPE_CHECKING:
    from db.transaction import Work


class Queue:
    """Queued edits, work and pictures.

    A later answer to an item replaces a queued one in its position; likewise its withheld spans, and work
    with the same key.
    """

    def __init__(self) -> None:
        self._slots: list[tuple[int, Edit] | None] = []
        self._answers: dict[tuple[int, type[Edit], NodePath], int] = {}
        self._jobs: dict[Hashable, tuple[int, Callable[[Work], object]]] = {}
        self.pictures: dict[Picture, bytes] = {}
        self.since = 0.0
        self.through = 0

    def __len__(self) -> int:
        return len(self._slots) - self._slots.count(None) + len(self.pictures) + len(self._jobs)

    @property
    def writes(self) -> Writes:
        """The queued edits, in order."""
        return tuple(slot for slot in self._slots if slot is not None)

    @property
    def jobs(self) -> Jobs:
        """The queued work, in order."""
        return tuple(self._jobs.values())

    def add(self, assessment_id: int, edit: Edit) -> None:
        """Add an edit; it replaces a queued answer to the same item, wherever that is in the queue."""
        if isinstance(edit, Batch):
            for part in edit.edits:
                self.add(assessment_id, part)
            return
        if isinstance(edit, SetAnswer | SetWithheld):
            place = (assessment_id, type(edit), edit.path)
            earlier = self._answers.get(place)
            if earlier is not None:
                self._slots[earlier] = None
            self._answers[place] = len(self._slots)
        self._slots.append((assessment_id, edit))

    def add_job(self, assessment_id: int, job: Callable[[Work], object], key: Hashable) -> None:
        """Add work at the end; it replaces queued work with the same key."""
        key = object() if key is None else key
        self._jobs.pop(key, None)
        self._jobs[key] = (assessment_id, job)

    def taken(self) -> InFlight:
        """Remove everything queued, as one write."""
        return InFlight(self.writes, self.jobs, dict(self.pictures), self.through, uuid.uuid4().hex)


@dataclass(frozen=True, slots=True)
class InFlight:
    """A write in progress.  It keeps its contents and name until it succeeds, so that it takes
    effect once.
    """

    writes: Writes
    jobs: Jobs
    pictures: Mapping[Picture, bytes]
    through: int
    token: str

    def __len__(self) -> int:
        return len(self.writes) + len(self.jobs) + len(self.pictures)

    def without(self, assessment_id: int) -> InFlight:
        """The same under a new name, without what concerns one assessment."""
        return replace(
            self,
            writes=tuple(write for write in self.writes if write[0] != assessment_id),
            jobs=tuple(job for job in self.jobs if job[0] != assessment_id),
            token=uuid.uuid4().hex,
        )


NOTHING: Final = InFlight((), (), {}, 0, "")
