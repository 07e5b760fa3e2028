"""Reads and stores a window's annotations of its assessment: set-asides, notes, counts."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, TypeVar

from db.records import AssessmentInfo, FindingCounts, Note, Opinion, ReviewPoint, SetAside
from pia_desktop.assessment.node import NodePath

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from db.transaction import Work
    from pia_desktop.packs.model import Pack
    from ui.context.cabinet_store import CabinetStore


_Read = TypeVar("_Read")


class AnnotationStore:
    """The annotations of one assessment, stored through the cabinet's saver like edits.

    Writing returns at once; reading is thread-safe and raises CabinetError.  Without a cabinet (``store``
    None) nothing is stored or read.
    """

    def __init__(self, store: CabinetStore | None, assessment_id: int) -> None:
        self._store = store
        self._id = assessment_id

    def set_asides(self) -> tuple[SetAside, ...]:
        """The findings that were set aside."""
        return self._store.set_asides(self._id) if self._store else ()

    def put_set_aside(self, found: SetAside) -> None:
        """Set a finding aside, or change the reason."""
        self._submit(lambda work: work.put_set_aside(self._id, found), "aside", found.code, found.path)

    def remove_set_aside(self, code: str, path: NodePath) -> None:
        """No longer set a finding aside."""
        self._submit(lambda work: work.remove_set_aside(self._id, code, path), "aside", code, path)

    def own_packs(self) -> tuple[Pack, ...]:
        """The packs (changes of names) that the office has entered."""
        return self._store.office.packs() if self._store else ()

    def follow_packs(self, callback: Callable[[], None]) -> None:
        """Call ``callback``, a QObject's method, when the packs may have changed."""
        if self._store is not None:
            self._store.packs_changed.connect(callback)

    def follow(self, callback: Callable[[], None]) -> None:
        """Call ``callback``, a QObject's method, when the writer of a cabinet that is only read has saved."""
        if self._store is not None:
            self._store.followed.connect(callback)

    def notes(self) -> tuple[Note, ...]:
        """The notes and remarks, oldest first."""
        return self._read(lambda cabinet: cabinet.notes(self._id))

    def put_note(self, note: Note) -> None:
        """Store a note, new or changed."""
        self._submit(lambda work: work.put_note(note), "note", note.id)

    def remove_note(self, note_id: str) -> None:
        self._submit(lambda work: work.remove_note(note_id), "note", note_id)

    def round_number(self) -> int:
        """The number of the current round."""
        info = self._info()
        return info.rounds[-1].number if info is not None and info.rounds else 1

    def opinions(self) -> tuple[Opinion, ...]:
        """The opinions received, by round and number."""
        return self._read(lambda cabinet: cabinet.opinions(self._id))

    def put_opinion(self, opinion: Opinion) -> None:
        """Store an opinion, new or changed."""
        self._submit(lambda work: work.put_opinion(opinion), "opinion", opinion.id)

    def remove_opinion(self, opinion_id: str) -> None:
        self._submit(lambda work: work.remove_opinion(opinion_id), "opinion", opinion_id)

    def review_points(self) -> tuple[ReviewPoint, ...]:
        """What was found on each point of view of 審査, by round."""
        return self._read(lambda cabinet: cabinet.review_points(self._id))

    def put_review_point(self, found: ReviewPoint) -> None:
        key = ("point", found.round, found.point)
        self._submit(lambda work: work.put_review_point(self._id, found), *key)

    def stored_findings(self) -> FindingCounts | None:
        """The counts in the cabinet's list; None if never counted."""
        info = self._info()
        return info.findings if info is not None else None

    def store_findings(self, counts: FindingCounts | None) -> None:
        """Store the counts for the cabinet's list, without refreshing that."""
        self._submit(lambda work: work.store_findings(self._id, counts), "findings")

    def _read(self, read: Callable[[Cabinet], tuple[_Read, ...]]) -> tuple[_Read, ...]:
        """What is stored, with what was written a moment ago."""
        if self._store is None:
            return ()
        self._store.flush()
        return read(self._store.cabinet)

    def _info(self) -> AssessmentInfo | None:
        infos = self._store.infos() if self._store else ()
        return next((info for info in infos if info.id == self._id), None)

    def _submit(self, job: Callable[[Work], None], *key: Hashable) -> None:
        if self._store is not None:
            self._store.submit_work(self._id, job, (self._id, *key))
