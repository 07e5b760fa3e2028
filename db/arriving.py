"""Contents taken in from a document: stored with their notes in one transaction, and undone as one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from db.records import STATES, Note, TakenIn, iso_day, line_of
from db.versions import Versions
from pia_desktop.assessment.assessment import Snapshot, check_node
from pia_desktop.assessment.node import new_key
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.errors import UserError
from pia_desktop.i18n import _

if TYPE_CHECKING:
    from db.transaction import Work

Words = tuple[str, str]
"""Kind (``NOTE_KINDS``) and words of a note on the assessment as a whole."""


class Arriving(Versions):
    """The part of ``Cabinet`` for documents.  Each method is all or nothing, notes included."""

    def take_in(
        self, snapshot: Snapshot, pictures: PictureSource | None = None, notes: Iterable[Words] = ()
    ) -> TakenIn:
        """Store contents as a new assessment."""
        check_node(snapshot.form, (), snapshot.root)
        with self._write() as work:
            work.add_pictures(snapshot.root, pictures)
            made = work.add(snapshot.form, snapshot.root)
            return TakenIn(made, notes=_put_notes(work, made, notes))

    def take_in_version(
        self,
        assessment_id: int,
        snapshot: Snapshot,
        name: str,
        closed_on: str,
        state: str | None = None,
        pictures: PictureSource | None = None,
        notes: Iterable[Words] = (),
    ) -> TakenIn:
        """Store contents as a closed version of an assessment, on any ISO day.

        ``state`` is the state they had.  None means "published" if the assessment already has published
        versions, so that the comparison with the last publication can find it by its day.  Raises ValueError
        for an unknown day or state, UserError for another form.
        """
        check_node(snapshot.form, (), snapshot.root)
        if not iso_day(closed_on) or not (state is None or state in STATES):
            raise ValueError(f"no day or no state: {closed_on}, {state}")
        known = {one.state for one in self.versions(assessment_id)}
        was = state or ("published" if "published" in known else STATES[0])
        with self._write_to(assessment_id) as work:
            _check_form(work, assessment_id, snapshot)
            self._check_numbers(assessment_id)
            work.add_pictures(snapshot.root, pictures)
            made = work.close_version(assessment_id, line_of(name), closed_on, snapshot, (), was=was)
            return TakenIn(assessment_id, made.id, notes=_put_notes(work, assessment_id, notes))

    def take_in_place(
        self,
        assessment_id: int,
        snapshot: Snapshot,
        keep_as: str,
        pictures: PictureSource | None = None,
        notes: Iterable[Words] = (),
    ) -> TakenIn:
        """Replace an assessment's contents, after closing the present ones as a version named ``keep_as``."""
        check_node(snapshot.form, (), snapshot.root)
        try:
            with self._write_to(assessment_id) as work:
                _check_form(work, assessment_id, snapshot)
                kept = self._close_version(work, assessment_id, keep_as, date.today().isoformat())
                work.replace(assessment_id, snapshot.form, snapshot.root, pictures)
                made = TakenIn(assessment_id, kept.id, True, _put_notes(work, assessment_id, notes))
                return replace(made, edits=work.edits_of(assessment_id))
        finally:
            self._forms.pop(assessment_id, None)

    def take_back(self, taken: TakenIn) -> None:
        """Undo a ``take_in…``.  Raises UserError if the contents have been edited since."""
        before = self.load_version(taken.version_id) if taken.replaced else None
        try:
            with self._write_to(taken.assessment_id) as work:
                contents = taken.replaced or not taken.version_id
                if contents and work.edits_of(taken.assessment_id) != taken.edits:
                    raise UserError(
                        _("What was taken in has been worked on since then and is not taken back."),
                        _("Delete the assessment, or restore the version that was kept."),
                    )
                if not taken.version_id:
                    work.delete(taken.assessment_id)
                    return
                if before is not None:
                    work.replace(taken.assessment_id, before.form, before.root)
                work.remove_version(taken.version_id)
                for note in taken.notes:
                    work.remove_note(note)
        finally:
            self._forms.pop(taken.assessment_id, None)


def _check_form(work: Work, assessment_id: int, snapshot: Snapshot) -> None:
    there = work.form_of(assessment_id)
    if there is not None and there[0] != snapshot.form.id:
        raise UserError(
            _("The document is of another form ({form}) than assessment {id} of the cabinet.").format(
                form=snapshot.form.id, id=assessment_id
            ),
            _("Take it in as an assessment of its own, or choose another one."),
        )


def _put_notes(work: Work, assessment_id: int, notes: Iterable[Words]) -> tuple[str, ...]:
    """Attach notes to an assessment as a whole; returns their ids."""
    made = [Note(new_key(), assessment_id, (), kind, words) for kind, words in notes if words]
    for note in made:
        work.put_note(note)
    return tuple(note.id for note in made)
