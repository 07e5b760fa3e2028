"""The versions of one open assessment, and operations on them, independent of any window."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from db.records import AssessmentInfo, VersionInfo
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import Batch
from pia_desktop.assessment.version_names import own_name
from pia_desktop.i18n import _
from ui.context.cabinet_store import CabinetStore
from ui.context.session import Session

if TYPE_CHECKING:
    from pia_desktop.rules.stages import Stage

_KEPT: Final = 4
"""Versions whose contents stay in memory."""


def version_title(info: VersionInfo) -> str:
    """Number and name of a version, as shown wherever one is chosen or read."""
    return (
        _("Version {number}  {name}")
        .format(number=info.number, name=own_name(info.number, info.name))
        .strip()
    )


class VersionStore(QObject):
    """Reads versions from the cabinet and closes new ones.  Methods raise CabinetError.

    ``versions`` are oldest first.  A version is closed from what is on disk, so the saver is flushed first.
    """

    changed = Signal()
    """A version was closed."""

    def __init__(self, session: Session, store: CabinetStore, assessment_id: int, parent: QObject) -> None:
        super().__init__(parent)
        self.session = session
        self.store = store
        self.assessment_id = assessment_id
        self._infos: tuple[VersionInfo, ...] | None = None
        self._contents: dict[int, Snapshot] = {}
        store.followed.connect(self.refresh)

    # ---- reading

    @property
    def versions(self) -> tuple[VersionInfo, ...]:
        """All versions, oldest first."""
        if self._infos is None:
            self._infos = self.store.versions(self.assessment_id)
        return self._infos

    @property
    def published(self) -> VersionInfo | None:
        """The last published version or, if there is none, the last closed one."""
        from pia_desktop.rules.stages import Stage, read_stage

        shown = [one for one in self.versions if read_stage(one.state) is Stage.PUBLISHED]
        found = shown or list(self.versions)
        return found[-1] if found else None

    def load(self, version_id: int) -> Snapshot:
        """Form and contents of a version."""
        if version_id not in self._contents:
            while len(self._contents) >= _KEPT:
                del self._contents[next(iter(self._contents))]
            self._contents[version_id] = self.store.load_version(version_id)
        return self._contents[version_id]

    def draft(self) -> Snapshot:
        """The current contents, including pending input."""
        return self.session.snapshot()

    def info(self) -> AssessmentInfo | None:
        """The list's line for the assessment."""
        infos = self.store.infos()
        return next((one for one in infos if one.id == self.assessment_id), None)

    def same_as_draft(self, *, newest_alone: bool = False) -> VersionInfo | None:
        """The newest version equal to the draft; None if there is none."""
        draft = self.draft()
        for info in reversed(self.versions[-1:] if newest_alone else self.versions):
            kept = self.load(info.id)
            if kept.form.edition == draft.form.edition and kept.root == draft.root:
                return info
        return None

    def before(self, info: VersionInfo) -> VersionInfo | None:
        """The preceding version by day."""
        earlier = list(takewhile(lambda one: one.id != info.id, self.versions))
        return earlier[-1] if earlier else None

    # ---- writing

    def write_out(self) -> None:
        """Wait until all edits are on disk.  Raises CabinetError if they cannot be saved."""
        self.session.complete()
        self.store.settle()

    def close_version(self, name: str, day: date, stage: Stage | None = None) -> VersionInfo:
        """Close the draft as a version; ``stage``, if given, becomes its state on that day.

        A published assessment that goes back (handed in again, say) begins a new round with that day alone.
        """
        from pia_desktop.rules.rounds import begins_round, round_name
        from pia_desktop.rules.stages import read_stage

        self.write_out()
        state = stages = new_round = None
        if stage is not None:
            known = self.info()
            reached = {stage.value: day.isoformat()}
            if known is not None and begins_round(read_stage(known.state), stage):
                new_round = round_name(day)
            elif known is not None:
                reached = {**known.stages, **reached}
            state, stages = stage.value, reached
        made = self.store.close_version(self.assessment_id, name, day.isoformat(), state, stages, new_round)
        self.refresh()
        return made

    def restore_edition(self, info: VersionInfo, keep_as: str) -> None:
        """Replace the draft by a version in its own edition.  What the draft withholds stays withheld."""
        from pia_desktop.paper.copies import marked_as

        self.replace(marked_as(self.load(info.id), self.draft()), keep_as)

    def replace(self, snapshot: Snapshot, keep_as: str) -> None:
        """Replace the draft's contents; the old ones become a version.  All or nothing."""
        self.write_out()
        self.store.replace(self.assessment_id, snapshot, keep_as=keep_as)
        self.refresh()

    def refresh(self) -> None:
        self._infos = None
        self.session.tell_versions(len(self.versions))
        self.changed.emit()

    # ---- a draft from a version

    def restoring(self, info: VersionInfo) -> tuple[Batch, int]:
        """The edit that turns the draft into a version, and how many answers have no place in it.

        A version of an older edition is first moved to the draft's edition.  What the draft withholds stays
        withheld.
        """
        from pia_desktop.paper.copies import marked_as
        from pia_desktop.revisions.compare import as_edit, compare
        from pia_desktop.revisions.editions import move_edition

        draft, wanted, dropped = self.draft(), self.load(info.id), 0
        if wanted.form.edition != draft.form.edition:
            moved = move_edition(wanted, draft.form)
            wanted, dropped = replace(wanted, form=moved.form, root=moved.root), len(moved.dropped)
        return as_edit(compare(draft, marked_as(wanted, draft))), dropped

    def restore(self, info: VersionInfo, keep_as: str) -> bool:
        """Turn the draft into a version, as one undo step.

        The draft is first closed as a version named ``keep_as``, unless a version equals it; returns whether
        one was closed.
        """
        kept = self.same_as_draft() is None
        if kept:
            self.close_version(keep_as, date.today())
        edit, _dropped = self.restoring(info)
        if edit.edits:
            self.session.end_burst()
            self.session.push(edit)
        return kept
