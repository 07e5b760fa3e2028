"""Where a window keeps what stands beside the contents of its assessment: set-asides, notes, counts."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Protocol

from db.records import FindingCounts, Note, SetAside
from pia_desktop.assessment.node import Path

if TYPE_CHECKING:
    from db.transaction import Work
    from ui.context.cabinet_store import CabinetStore


class BesideStore(Protocol):
    """What is kept of one assessment beside its contents.  Writing returns at once.

    Reading may be done from any thread and raises CabinetError.
    """

    def set_asides(self) -> tuple[SetAside, ...]:
        """The findings that were set aside."""
        ...

    def put_set_aside(self, found: SetAside) -> None:
        """Set a finding aside, or change the reason."""
        ...

    def remove_set_aside(self, code: str, path: Path) -> None:
        """Take a finding up again."""
        ...

    def notes(self) -> tuple[Note, ...]:
        """The notes and remarks, oldest first."""
        ...

    def put_note(self, note: Note) -> None:
        """Keep a note, new or changed."""
        ...

    def remove_note(self, note_id: str) -> None:
        """Take a note out."""
        ...

    def stored_findings(self) -> FindingCounts | None:
        """How many findings the cabinet's list tells of; None where they were never counted."""
        ...

    def store_findings(self, counts: FindingCounts | None) -> None:
        """Keep how many findings there are, for the cabinet's list."""
        ...


class CabinetBeside:
    """Keeps all that in the cabinet, by way of its saver, as the edits go."""

    def __init__(self, store: CabinetStore, assessment_id: int) -> None:
        self._store = store
        self._id = assessment_id

    def set_asides(self) -> tuple[SetAside, ...]:
        return self._store.cabinet.set_asides(self._id)

    def put_set_aside(self, found: SetAside) -> None:
        self._submit(lambda work: work.put_set_aside(self._id, found), "aside", found.code, found.path)

    def remove_set_aside(self, code: str, path: Path) -> None:
        self._submit(lambda work: work.remove_set_aside(self._id, code, path), "aside", code, path)

    def notes(self) -> tuple[Note, ...]:
        return self._store.cabinet.notes(self._id)

    def put_note(self, note: Note) -> None:
        self._submit(lambda work: work.put_note(note), "note", note.id)

    def remove_note(self, note_id: str) -> None:
        self._submit(lambda work: work.remove_note(note_id), "note", note_id)

    def stored_findings(self) -> FindingCounts | None:
        infos = self._store.cabinet.list()
        return next((info.findings for info in infos if info.id == self._id), None)

    def store_findings(self, counts: FindingCounts | None) -> None:
        self._submit(lambda work: work.store_findings(self._id, counts), "findings")

    def _submit(self, job: Callable[[Work], None], *key: Hashable) -> None:
        self._store.submit_work(self._id, job, (self._id, *key))


class MemoryBeside:
    """Keeps all that for as long as the window is open: for an assessment that is in no cabinet."""

    def __init__(self) -> None:
        self.asides: dict[tuple[str, Path], SetAside] = {}
        self.kept: dict[str, Note] = {}
        self.counts: FindingCounts | None = None

    def set_asides(self) -> tuple[SetAside, ...]:
        return tuple(self.asides.values())

    def put_set_aside(self, found: SetAside) -> None:
        self.asides[found.code, found.path] = found

    def remove_set_aside(self, code: str, path: Path) -> None:
        self.asides.pop((code, path), None)

    def notes(self) -> tuple[Note, ...]:
        return tuple(self.kept.values())

    def put_note(self, note: Note) -> None:
        self.kept[note.id] = note

    def remove_note(self, note_id: str) -> None:
        self.kept.pop(note_id, None)

    def stored_findings(self) -> FindingCounts | None:
        return self.counts

    def store_findings(self, counts: FindingCounts | None) -> None:
        self.counts = counts
