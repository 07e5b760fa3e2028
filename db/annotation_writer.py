"""Writes the rows that are not contents: states, versions, notes, findings set aside, phrases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Final

from sqlalchemy import BindParameter, Connection, bindparam, delete, func, insert, select, update

from db.codec import path_words
from db.contents import role_words, shown_pictures
from db.records import (
    NOTE_KINDS,
    REMARK_KIND,
    STAGES,
    STATES,
    FindingCounts,
    Note,
    Phrase,
    SetAside,
    VersionInfo,
    iso_day,
)
from db.review_copies import require_contents
from db.schema import (
    assessment,
    council_remark,
    note,
    phrase,
    round_,
    set_aside,
    setting,
    stage,
    upsert,
    version,
    version_picture,
)
from db.version_blob import pack
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import NodePath
from pia_desktop.moments import now_words

_ID: Final[BindParameter[int]] = bindparam("a")
_UPDATE: Final = update(assessment).where(assessment.c.id == _ID)
_UNCOUNTED: Final = update(assessment).values(findings_error=None, findings_confirm=None, findings_hint=None)
_STATE_NOW: Final = select(assessment.c.state, assessment.c.title).where(assessment.c.id == _ID)
_ROUND: Final[BindParameter[int]] = bindparam("r")
_PRESENT_ROUND: Final = select(func.max(round_.c.number)).where(round_.c.assessment_id == _ID)
_BEGUN: Final = select(assessment.c.created_at, assessment.c.state).where(assessment.c.id == _ID)
_ADD_ROUND: Final = insert(round_)
_END_ROUND: Final = update(round_).where(round_.c.assessment_id == _ID, round_.c.number == _ROUND)
_STATE_OF_ROUND: Final = select(round_.c.state).where(
    round_.c.assessment_id == _ID, round_.c.number == _ROUND
)
_REMOVE_ROUND: Final = delete(round_).where(round_.c.assessment_id == _ID, round_.c.number == _ROUND)
_CLEAR_STAGES: Final = delete(stage).where(stage.c.assessment_id == _ID, stage.c.round == _ROUND)
_ADD_STAGE: Final = insert(stage)
_NEWEST: Final = select(func.max(version.c.number)).where(version.c.assessment_id == _ID)
_ADD_VERSION: Final = insert(version)
_REMOVE_VERSION: Final = delete(version).where(version.c.id == bindparam("k"))
_ADD_PICTURE: Final = insert(version_picture)
_PUT_NOTE: Final = upsert(note, "path", "kind", "words", "author", "answer", "done", "changed_at", "number")
_NUMBER_OF: Final = select(note.c.number).where(note.c.id == bindparam("k"))
_LAST_NUMBER: Final = select(func.max(note.c.number)).where(note.c.assessment_id == _ID)
_REMOVE_NOTE: Final = delete(note).where(note.c.id == bindparam("k"))
_PUT_ASIDE: Final = upsert(set_aside, "reason")
_REMOVE_ASIDE: Final = delete(set_aside).where(
    set_aside.c.assessment_id == _ID,
    set_aside.c.code == bindparam("c"),
    set_aside.c.path == bindparam("p"),
)
_CLEAR_REMARKS: Final = delete(council_remark).where(council_remark.c.assessment_id == _ID)
_ADD_REMARK: Final = insert(council_remark)
_PUT_PHRASE: Final = upsert(phrase, "title", "words", "position", "changed_at")
_REMOVE_PHRASE: Final = delete(phrase).where(phrase.c.id == bindparam("k"))
_PUT_SETTING: Final = upsert(setting, "value")


class AnnotationWriter:
    """The part of ``Work`` that writes annotations.  Callers have checked that the assessment exists."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set_stages(self, assessment_id: int, state: str | None, stages: Mapping[str, str] | None) -> None:
        """Set the state and all dates of the current round; None leaves them unchanged.

        Raises ValueError for an unknown state, stage or day.
        """
        if state is not None:
            if state not in STATES:
                raise ValueError(f"no state: {state}")
            self._connection.execute(_UPDATE.values(state=state), {"a": assessment_id})
        if stages is None:
            return
        days = {name: day for name, day in stages.items() if day}
        if not days.keys() <= set(STAGES) or not all(map(iso_day, days.values())):
            raise ValueError(f"no stages: {stages}")
        number = self._round(assessment_id)
        self._connection.execute(_CLEAR_STAGES, {"a": assessment_id, "r": number})
        if days:
            rows = [
                {"assessment_id": assessment_id, "round": number, "stage": name, "reached_on": day}
                for name, day in days.items()
            ]
            self._connection.execute(_ADD_STAGE, rows)

    def _round(self, assessment_id: int) -> int:
        """The number of the current round."""
        return int(self._connection.execute(_PRESENT_ROUND, {"a": assessment_id}).scalar() or 1)

    def begin_round(self, assessment_id: int, name: str) -> None:
        """Begin a new round, as a draft without dates."""
        created_at, state = self._connection.execute(_BEGUN, {"a": assessment_id}).one()
        number = self._connection.execute(_PRESENT_ROUND, {"a": assessment_id}).scalar()
        if number is None:
            number = 1
            first = {"assessment_id": assessment_id, "number": 1, "name": "", "begun_at": created_at}
            self._connection.execute(_ADD_ROUND, {**first, "state": state})
        else:
            self._connection.execute(_END_ROUND.values(state=state), {"a": assessment_id, "r": number})
        row = {"assessment_id": assessment_id, "number": number + 1, "name": name, "begun_at": now_words()}
        self._connection.execute(_ADD_ROUND, {**row, "state": ""})
        self._connection.execute(_UPDATE.values(state=STATES[0]), {"a": assessment_id})

    def take_back_round(self, assessment_id: int) -> None:
        """Remove the current round, unless it is the first; the previous round becomes current again."""
        number = self._round(assessment_id)
        if number <= 1:
            return
        before = {"a": assessment_id, "r": number - 1}
        state = self._connection.execute(_STATE_OF_ROUND, before).scalar()
        if state in STATES:
            self._connection.execute(_UPDATE.values(state=state), {"a": assessment_id})
        self._connection.execute(_END_ROUND.values(state=""), before)
        for statement in (_CLEAR_STAGES, _REMOVE_ROUND):
            self._connection.execute(statement, {"a": assessment_id, "r": number})

    def put_council_remarks(self, assessment_id: int, remarks: Mapping[str, str]) -> None:
        """Replace all remarks for a council by these."""
        self._connection.execute(_CLEAR_REMARKS, {"a": assessment_id})
        rows = [
            {"assessment_id": assessment_id, "key": key, "words": words} for key, words in remarks.items()
        ]
        if rows:
            self._connection.execute(_ADD_REMARK, rows)

    def mark(self, assessment_id: int, column: str, *, on: bool) -> None:
        """Set ``column`` (``archived_at`` or ``deleted_at``) to the present time, or clear it."""
        self._connection.execute(_UPDATE.values({column: now_words() if on else ""}), {"a": assessment_id})

    def store_findings(self, assessment_id: int, counts: FindingCounts | None) -> None:
        """Store the finding counts of an assessment; None if they are not known."""
        values = {
            "findings_error": counts.error if counts else None,
            "findings_confirm": counts.confirm if counts else None,
            "findings_hint": counts.hint if counts else None,
        }
        self._connection.execute(_UPDATE.values(values), {"a": assessment_id})

    def clear_findings(self) -> None:
        """Drop all stored finding counts: the rules have changed, so they must be counted again."""
        self._connection.execute(_UNCOUNTED)

    def close_version(
        self,
        assessment_id: int,
        name: str,
        closed_on: str,
        snapshot: Snapshot,
        set_asides: Iterable[SetAside],
        *,
        was: str | None = None,
    ) -> VersionInfo:
        """Store contents as the next version of an assessment.

        ``was`` is the state of those contents where they are not what the assessment holds now.  Raises
        ForReviewOnly.
        """
        require_contents(self._connection, assessment_id)
        contents, digest = pack(snapshot.root, set_asides)
        state, title = self._connection.execute(_STATE_NOW, {"a": assessment_id}).one()
        if was is not None:
            state, title = was, role_words(snapshot.form, snapshot.root)["title"]
        row: dict[str, object] = {
            "assessment_id": assessment_id,
            "number": self._newest_version(assessment_id) + 1,
            "name": name,
            "closed_on": closed_on,
            "closed_at": now_words(),
            "state": state,
            "form": snapshot.form.id,
            "edition": snapshot.form.version,
            "title": title,
        }
        stored = {**row, "digest": digest, "contents": contents}
        key = self._store_version(stored, shown_pictures(snapshot.root))
        return VersionInfo(id=key, **row)  # type: ignore[arg-type]

    def _store_version(self, row: Mapping[str, object], pictures: Iterable[str]) -> int:
        """Insert a version, which keeps the pictures with these digests; returns its id."""
        key = self._connection.execute(_ADD_VERSION, row).inserted_primary_key
        assert key is not None
        uses = [{"version_id": key[0], "digest": digest} for digest in pictures]
        if uses:
            self._connection.execute(_ADD_PICTURE, uses)
        return int(key[0])

    def remove_version(self, version_id: int) -> None:
        """Remove a version that came from a document.  No other version is ever removed on its own."""
        self._connection.execute(_REMOVE_VERSION, {"k": version_id})

    def put_note(self, one: Note) -> None:
        """Insert or update a note.  Raises ValueError for an unknown kind."""
        if one.kind not in NOTE_KINDS:
            raise ValueError(f"no kind of note: {one.kind}")
        moment = now_words()
        row = {
            **asdict(one),
            "path": path_words(one.path),
            "done": int(one.done),
            "created_at": one.created_at or moment,
            "changed_at": one.changed_at or moment,
            "number": self._number_of(one),
            "version": one.version or self._newest_version(one.assessment_id),
        }
        self._connection.execute(_PUT_NOTE, row)

    def _number_of(self, one: Note) -> int:
        """The number of a remark: its own, or the next free one; 0 for a note that is not and never was a
        remark.
        """
        known = int(one.number or self._connection.execute(_NUMBER_OF, {"k": one.id}).scalar() or 0)
        if known or one.kind != REMARK_KIND:
            return known
        return int(self._connection.execute(_LAST_NUMBER, {"a": one.assessment_id}).scalar() or 0) + 1

    def _newest_version(self, assessment_id: int) -> int:
        return int(self._connection.execute(_NEWEST, {"a": assessment_id}).scalar() or 0)

    def remove_note(self, note_id: str) -> None:
        """Delete a note."""
        self._connection.execute(_REMOVE_NOTE, {"k": note_id})

    def put_set_aside(self, assessment_id: int, found: SetAside) -> None:
        """Set a finding aside, or change the reason."""
        self._connection.execute(_PUT_ASIDE, {"assessment_id": assessment_id, **aside_row(found)})

    def remove_set_aside(self, assessment_id: int, code: str, path: NodePath) -> None:
        """No longer set a finding aside."""
        self._connection.execute(_REMOVE_ASIDE, {"a": assessment_id, "c": code, "p": path_words(path)})

    def put_phrase(self, one: Phrase) -> None:
        """Insert or update a phrase."""
        self._connection.execute(_PUT_PHRASE, {**asdict(one), "changed_at": one.changed_at or now_words()})

    def remove_phrase(self, phrase_id: str) -> None:
        """Delete a phrase."""
        self._connection.execute(_REMOVE_PHRASE, {"k": phrase_id})

    def put_setting(self, name: str, value: str) -> None:
        """Store a setting of the whole cabinet."""
        self._connection.execute(_PUT_SETTING, {"name": name, "value": value})


def aside_row(one: SetAside) -> dict[str, object]:
    """The row of a finding set aside, without its assessment."""
    return {**asdict(one), "path": path_words(one.path), "created_at": one.created_at or now_words()}
