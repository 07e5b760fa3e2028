"""Commands to archive, trash, restore and delete assessments, and to undo the last such step."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING

from db.records import AssessmentInfo, TakenIn
from pia_desktop.cabinet_lists.assessment_names import info_name
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.i18n import _, ngettext
from ui.cabinet.traces import name_traces
from ui.widgets.dialogs import ask, busy, show_error

if TYPE_CHECKING:
    from db.transaction import Work
    from ui.cabinet.listing import Listing


class Move(Enum):
    """A reversible step on whole assessments."""

    ARCHIVE = "archive"
    BRING_BACK = "bring-back"
    TRASH = "trash"
    RESTORE = "restore"

    @property
    def opposite(self) -> Move:
        """The step that reverses it."""
        return _OPPOSITES[self]

    def mark(self, assessment_id: int, work: Work) -> None:
        """Apply it to one assessment within a transaction."""
        column = "archived_at" if self in (Move.ARCHIVE, Move.BRING_BACK) else "deleted_at"
        work.mark(assessment_id, column, on=self in (Move.ARCHIVE, Move.TRASH))

    def message(self, count: int, name: str) -> str:
        """The message when it is done; ``name`` is the assessment's, if it was a single one."""
        if count == 1:
            pattern = {
                Move.ARCHIVE: _("“{name}” was archived. Ctrl+Z brings it back."),
                Move.BRING_BACK: _("“{name}” is in work again."),
                Move.TRASH: _("“{name}” is in the trash. Ctrl+Z brings it back."),
                Move.RESTORE: _("“{name}” is out of the trash again."),
            }[self]
            return pattern.format(name=name)
        pattern = {
            Move.ARCHIVE: ngettext("{count:,} was archived.", "{count:,} were archived.", count),
            Move.BRING_BACK: ngettext("{count:,} is in work again.", "{count:,} are in work again.", count),
            Move.TRASH: ngettext("{count:,} is in the trash.", "{count:,} are in the trash.", count),
            Move.RESTORE: ngettext(
                "{count:,} is out of the trash again.", "{count:,} are out of the trash again.", count
            ),
        }[self]
        return pattern.format(count=count)


_OPPOSITES = {
    Move.ARCHIVE: Move.BRING_BACK,
    Move.BRING_BACK: Move.ARCHIVE,
    Move.TRASH: Move.RESTORE,
    Move.RESTORE: Move.TRASH,
}


@dataclass(frozen=True, slots=True)
class MovedStep:
    """A step that was done."""

    move: Move
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class TakenStep:
    """A document that was taken in."""

    taken: TakenIn

    @property
    def ids(self) -> tuple[int, ...]:
        """The assessment that was created or changed."""
        return (self.taken.assessment_id,)


class ArchiveCommands:
    """Remembers the steps done, for undo, until another cabinet is shown."""

    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        self.done: list[MovedStep | TakenStep] = []

    def clear_done(self) -> None:
        """Forget the steps: another cabinet is shown."""
        self.done = []

    def move(self, move: Move) -> None:
        """Apply a step to the selected assessments."""
        ids = tuple(info.id for info in self.listing.picked_all())
        names = [info_name(info) for info in self.listing.picked_all()]
        if move is Move.TRASH and not self._close_windows(ids):
            return
        if self._do(move, ids):
            self.done.append(MovedStep(move, ids))
            self.listing.offer()
            self.listing.offer_undo(move.message(len(ids), names[0]))

    def undo(self) -> None:
        if not self.done:
            return
        step = self.done[-1]
        if isinstance(step, TakenStep):
            self._take_back(step.taken)
            return
        known = {info.id for info in self.listing.infos}
        ids = tuple(one for one in step.ids if one in known)
        if step.move.opposite is Move.TRASH and not self._close_windows(ids):
            return
        if self._do(step.move.opposite, ids):
            self.done.pop()
            if step.move.opposite is not Move.TRASH:  # else the list would go to the trash
                self.listing.pick(*ids)
            self.listing.offer()
            self.listing.notify(_("What was done last was undone."))  # in place of the offer to undo it

    def remember_made(self, made: int, words: str) -> None:
        """Offer to undo the making of an assessment, which then lies in the trash."""
        self.done.append(MovedStep(Move.RESTORE, (made,)))
        self.listing.offer()
        self.listing.offer_undo(words)

    def remember_taken(self, taken: TakenIn) -> None:
        """Record a document that was taken in, so that it can be undone."""
        self.done.append(TakenStep(taken))
        self.listing.offer()

    def _take_back(self, taken: TakenIn) -> None:
        store = self.listing.store
        if store is None or store.read_only:
            return
        new = not taken.version_id
        if new and not self._close_windows([taken.assessment_id]):
            return
        self.done.pop()
        try:
            with busy():
                store.take_back(taken)
        except UserError as error:
            show_error(self.listing.widget(), error)
        else:
            self.listing.navigator.follow_taken(taken)
            self.listing.notify(_("What was taken in was taken back."))
        self.listing.offer()

    def _do(self, move: Move, ids: Sequence[int]) -> bool:
        store = self.listing.store
        if store is None or store.read_only:
            return False
        try:
            with busy():
                store.change_all([(one, partial(move.mark, one)) for one in ids])
        except UserError as error:
            show_error(self.listing.widget(), error)
            return False
        return True

    def _close_windows(self, ids: Sequence[int]) -> bool:
        """Close the windows of these assessments; False if one stays because it could not be saved."""
        return self.listing.navigator.close_assessments(ids)

    def purge(self) -> None:
        """Delete the selected assessments permanently, after confirmation."""
        picked = self.listing.picked_all()
        if not picked:
            return
        if len(picked) == 1:
            heading = _("Delete “{name}” for good?").format(name=info_name(picked[0]))
        else:
            heading = ngettext(
                "Delete {count:,} assessment for good?",
                "Delete {count:,} assessments for good?",
                len(picked),
            ).format(count=len(picked))
        ask(
            self.listing.widget(),
            heading,
            _(
                "Its versions, notes, remarks and past answers go with it, and the file of the cabinet holds"
                " no word of it any more. This cannot be taken back."
            ),
            [(_("Delete for Good"), lambda: self._purge_now(picked)), (_("Keep It"), None)],
            careful=True,
        )

    def _purge_now(self, picked: Sequence[AssessmentInfo]) -> None:
        store = self.listing.store
        if store is None:
            return
        gone = {info.id for info in picked}
        clean = True
        try:
            with busy():
                clean = store.purge(gone)
            self.done = [step for step in self.done if not gone & set(step.ids)]
        except UserError as error:
            show_error(self.listing.widget(), error)
            return
        self.listing.offer()
        name_traces(self.listing.widget(), store, self.listing.notify, clean=clean)
