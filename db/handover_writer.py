"""Writes the rows of exports and imports by file, and of everything imported besides contents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Final

from sqlalchemy import BindParameter, Table, bindparam, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from db.annotation_writer import AnnotationWriter, aside_row
from db.bundle import Bundle
from db.contents import shown_pictures
from db.hearing_writer import HearingWriter
from db.piax import PackedVersion
from db.records import Handover, Opinion
from db.schema import (
    assessment,
    council_remark,
    handover,
    handover_picture,
    note,
    opinion,
    round_,
    set_aside,
    stage,
)
from pia_desktop.assessment.node import new_key

_ID: Final[BindParameter[int]] = bindparam("a")
_ADD: Final = insert_or(handover).on_conflict_do_nothing()
_ADD_PICTURE: Final = insert_or(handover_picture).on_conflict_do_nothing()
_FIND: Final = select(handover.c.id).where(
    handover.c.assessment_id == _ID, handover.c.state == bindparam("s")
)
_REMOVE: Final = delete(handover).where(handover.c.id == bindparam("h"))
_FORGET_KNOWN: Final = delete(handover).where(
    handover.c.assessment_id == _ID, handover.c.way == "known", handover.c.at == bindparam("t")
)
_LENT: Final = update(handover).where(handover.c.assessment_id == _ID, handover.c.way == "lent")
_ONE: Final = update(handover).where(handover.c.id == bindparam("h"))
_TAKEN: Final = update(handover).where(
    handover.c.assessment_id == _ID, handover.c.way == "taken", handover.c.ended_at == ""
)
_NOTE_OWNER: Final = select(note.c.assessment_id).where(note.c.id == bindparam("k"))
_OPINION_OWNER: Final = select(opinion.c.assessment_id).where(opinion.c.id == bindparam("k"))
_STATE: Final = update(assessment).where(assessment.c.id == _ID)


class HandoverWriter(AnnotationWriter, HearingWriter):
    """The part of ``Work`` for handovers.  Callers have checked that the assessment exists."""

    def add_handover(
        self, row: Handover, contents: bytes = b"", ours: bytes = b"", result: bytes = b""
    ) -> int:
        """Store an exported or imported state, unless its name is already known; returns its id."""
        fields = {**asdict(row), "contents": contents, "ours": ours, "result": result}
        del fields["id"]
        self._connection.execute(_ADD, fields)
        found = self._connection.execute(_FIND, {"a": row.assessment_id, "s": row.state}).scalar_one()
        return int(found)

    def keep_pictures_of(self, handover_id: int, bundles: Iterable[Bundle]) -> None:
        """Keep the pictures shown by these states for as long as the handover is stored."""
        shown = {digest for one in bundles for digest in shown_pictures(one.snapshot.root)}
        if shown:
            rows = [{"handover_id": handover_id, "digest": digest} for digest in sorted(shown)]
            self._connection.execute(_ADD_PICTURE, rows)

    def set_handover_way(self, handover_id: int, way: str) -> None:
        """Change how a state went out."""
        self._connection.execute(_ONE.values(way=way), {"h": handover_id})

    def remove_handover(self, handover_id: int) -> None:
        """Delete the record of a state that did not go out."""
        self._connection.execute(_REMOVE, {"h": handover_id})

    def end_handover(self, handover_id: int, at: str) -> None:
        """Mark a loan as no longer awaited."""
        self._connection.execute(_ONE.values(ended_at=at), {"h": handover_id})

    def end_loans(self, assessment_id: int, states: Iterable[str], at: str) -> None:
        """Mark the loans with these state names as returned."""
        named = _LENT.where(handover.c.ended_at == "", handover.c.state.in_(list(states)))
        self._connection.execute(named.values(ended_at=at), {"a": assessment_id})

    def give_back(self, assessment_id: int, at: str) -> None:
        """Mark an assessment that was taken in from elsewhere as given back."""
        self._connection.execute(_TAKEN.values(ended_at=at), {"a": assessment_id})

    def undo_end_of_loans(self, assessment_id: int, at: str) -> None:
        """Mark the loans that ended at this moment as out again, and forget the state names that came in
        then.
        """
        named = _LENT.where(handover.c.ended_at == bindparam("t"))
        self._connection.execute(named.values(ended_at=""), {"a": assessment_id, "t": at})
        self._connection.execute(_FORGET_KNOWN, {"a": assessment_id, "t": at})

    def put_annotations(self, assessment_id: int, before: Bundle | None, after: Bundle) -> None:
        """Change all annotations from those of ``before``, the stored ones, to those of ``after``."""
        self._put_notes(assessment_id, before, after)
        if before is None or before.set_asides != after.set_asides:
            self._replace_all(assessment_id, set_aside, [aside_row(one) for one in after.set_asides])
        if before is None or before.remarks != after.remarks:
            rows = [{"key": key, "words": words} for key, words in after.remarks.items()]
            self._replace_all(assessment_id, council_remark, rows)
        if before is None or (before.state, before.rounds) != (after.state, after.rounds):
            self._put_rounds(assessment_id, after)
        self._put_opinions(assessment_id, before.opinions if before else (), after.opinions)
        kept = {(one.round, one.point) for one in after.review_points}
        for gone in before.review_points if before else ():
            if (gone.round, gone.point) not in kept:
                self.put_review_point(assessment_id, replace(gone, verdict="", words=""))
        for point in after.review_points:
            self.put_review_point(assessment_id, point)

    def _put_opinions(self, assessment_id: int, before: Sequence[Opinion], after: Sequence[Opinion]) -> None:
        known = {one.id: one for one in before}
        numbers = {(one.round, one.number) for one in before}
        for one in after:
            had = known.pop(one.id, None)
            if had == one:
                continue
            owner = self._connection.execute(_OPINION_OWNER, {"k": one.id}).scalar()
            key = one.id if owner in (None, assessment_id) else new_key()
            doubled = had is None and (one.round, one.number) in numbers
            number = 0 if doubled else one.number
            self.put_opinion(replace(one, id=key, assessment_id=assessment_id, number=number))
        for gone in known:
            self.remove_opinion(gone)

    def _put_notes(self, assessment_id: int, before: Bundle | None, after: Bundle) -> None:
        known = {one.id: one for one in before.notes} if before else {}
        for one in after.notes:
            if known.pop(one.id, None) != one:
                owner = self._connection.execute(_NOTE_OWNER, {"k": one.id}).scalar()
                key = one.id if owner in (None, assessment_id) else new_key()
                self.put_note(replace(one, id=key, assessment_id=assessment_id))
        for gone in known:
            self.remove_note(gone)

    def _put_rounds(self, assessment_id: int, after: Bundle) -> None:
        self._connection.execute(_STATE.values(state=after.state), {"a": assessment_id})
        rounds = [
            {"number": one.number, "name": one.name, "begun_at": one.begun_at, "state": one.state}
            for one in after.rounds
        ]
        # A single round is not stored as a row.
        self._replace_all(assessment_id, round_, rounds if len(rounds) > 1 else [])
        days = [
            {"round": one.number, "stage": name, "reached_on": day}
            for one in after.rounds
            for name, day in one.stages.items()
        ]
        self._replace_all(assessment_id, stage, days)

    def _replace_all(self, assessment_id: int, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
        own = {"assessment_id": assessment_id}
        self._connection.execute(delete(table).where(table.c.assessment_id == _ID), {"a": assessment_id})
        if rows:
            self._connection.execute(insert(table), [{**row, **own} for row in rows])

    def add_version(self, assessment_id: int, packed: PackedVersion) -> None:
        """Append a version that was closed elsewhere."""
        number = self._newest_version(assessment_id) + 1
        row = {**asdict(packed), "assessment_id": assessment_id, "number": number}
        pictures = row.pop("pictures")
        self._store_version(row, pictures)
