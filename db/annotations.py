"""Reads and stores what is attached to an assessment: state, dates, notes, findings set aside;
and phrases.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from db.codec import read_path
from db.open_file import OpenFile
from db.read_sql import ALL_NOTES, NOTES, OPINIONS, PHRASES, REMARKS, REVIEW_POINTS, SET_ASIDES, SETTING
from db.records import (
    NOTE_KINDS,
    SCOPES,
    STAGES,
    STATES,
    WAYS,
    Handover,
    Note,
    Opinion,
    Phrase,
    ReviewPoint,
    Round,
    SetAside,
    iso_day,
    line_of,
)
from pia_desktop.forms.values import drop_forbidden


class StoredAnnotations(OpenFile):
    """The part of ``Cabinet`` for everything that belongs to an assessment but is not its contents.

    Notes, set-asides, counts and phrases are written by methods of ``Work``: by windows through
    ``Saver.submit_work``, or immediately through ``Cabinet.apply_all``.
    """

    def set_stages(
        self, assessment_id: int, state: str, stages: Mapping[str, str], new_round: str | None = None
    ) -> None:
        """Set the state and all dates of the current round, or of a new round named ``new_round``.

        A missing or empty date is removed.

        Raises ValueError for an unknown state, stage or day.
        """
        with self._write_to(assessment_id) as work:
            if new_round is not None:
                work.begin_round(assessment_id, new_round)
            work.set_stages(assessment_id, state, stages)

    def take_back_round(self, assessment_id: int) -> None:
        """Remove the current round and its dates; the previous one becomes current.  The first is never
        removed.
        """
        with self._write_to(assessment_id) as work:
            work.take_back_round(assessment_id)

    def notes(self, assessment_id: int) -> tuple[Note, ...]:
        """The notes of an assessment, oldest first.  Characters that no editor can have entered
        are removed.
        """
        with self._read() as connection:
            rows = connection.execute(NOTES, (assessment_id,)).fetchall()
        return tuple(note_of(*row) for row in rows)

    def all_notes(self) -> tuple[Note, ...]:
        """The notes of all assessments, by assessment, oldest first."""
        with self._read() as connection:
            rows = connection.execute(ALL_NOTES).fetchall()
        return tuple(note_of(*row) for row in rows)

    def set_asides(self, assessment_id: int) -> tuple[SetAside, ...]:
        """The findings of an assessment that were set aside."""
        with self._read() as connection:
            rows = connection.execute(SET_ASIDES, (assessment_id,)).fetchall()
        return set_asides_of(rows)

    def opinions(self, assessment_id: int) -> tuple[Opinion, ...]:
        """The opinions received on an assessment, by round and number."""
        with self._read() as connection:
            rows = connection.execute(OPINIONS, (assessment_id,)).fetchall()
        return tuple(opinion_of(*row) for row in rows)

    def review_points(self, assessment_id: int) -> tuple[ReviewPoint, ...]:
        """What was found on each point of view of 審査, by round."""
        with self._read() as connection:
            rows = connection.execute(REVIEW_POINTS, (assessment_id,)).fetchall()
        return tuple(review_point_of(*row) for row in rows)

    # --- remarks for a council

    def council_remarks(self, assessment_id: int) -> dict[str, str]:
        """The remarks added to the 新旧対照表 of an assessment, by the change they belong to."""
        with self._read() as connection:
            rows = connection.execute(REMARKS, (assessment_id,)).fetchall()
        return {key: drop_forbidden(words) for key, words in rows}

    def put_council_remarks(self, assessment_id: int, remarks: Mapping[str, str]) -> None:
        """Replace all remarks for a council by these."""
        with self._write_to(assessment_id) as work:
            work.put_council_remarks(assessment_id, remarks)

    def phrases(self) -> tuple[Phrase, ...]:
        """The office's own phrases, in list order."""
        with self._read() as connection:
            rows = connection.execute(PHRASES).fetchall()
        return tuple(
            Phrase(key, drop_forbidden(title), drop_forbidden(words), position, moment)
            for key, title, words, position, moment in rows
        )

    def setting(self, name: str) -> str | None:
        """The value of a setting of the whole cabinet; None if it was never set."""
        with self._read() as connection:
            row = connection.execute(SETTING, (name,)).fetchone()
        return drop_forbidden(row[0]) if row else None


def set_asides_of(rows: Iterable[tuple[str, str, str, str]]) -> tuple[SetAside, ...]:
    """Stored rows as records; rows with an unreadable path are skipped."""
    found = ((code, read_path(path), reason, moment) for code, path, reason, moment in rows)
    return tuple(
        SetAside(drop_forbidden(code), path, drop_forbidden(reason), moment)
        for code, path, reason, moment in found
        if path is not None
    )


Stages = Mapping[int, Mapping[str, str]]
"""Days by round and stage."""


def known_stages(rows: Iterable[tuple[int, int, str, str]]) -> dict[int, dict[int, dict[str, str]]]:
    """Dates by assessment, round and stage; rows with an unknown stage or an invalid day are skipped."""
    found: dict[int, dict[int, dict[str, str]]] = {}
    for assessment_id, number, stage, day in rows:
        if stage in STAGES and iso_day(day):
            found.setdefault(assessment_id, {}).setdefault(number, {})[stage] = day
    return found


def known_rounds(
    rows: Iterable[tuple[int, int, str, str, str]], stages: Mapping[int, Stages]
) -> dict[int, tuple[Round, ...]]:
    """Rounds by assessment, with their dates."""
    found: dict[int, list[Round]] = {}
    for assessment_id, number, name, begun_at, state in rows:
        words = drop_forbidden(name).replace("\n", " ")
        days = stages.get(assessment_id, {}).get(number, {})
        one = Round(number, words, drop_forbidden(begun_at), state if state in STATES else "", days)
        found.setdefault(assessment_id, []).append(one)
    return {assessment_id: tuple(rounds) for assessment_id, rounds in found.items()}


def note_of(
    key: str,
    assessment_id: int,
    path: str,
    kind: str,
    words: str,
    author: str,
    answer: str,
    done: int,
    created_at: str,
    changed_at: str,
    number: int,
    version: int,
) -> Note:
    """A stored row as a record; characters that no editor can have entered are removed."""
    return Note(
        key,
        assessment_id,
        read_path(path) or (),
        kind if kind in NOTE_KINDS else NOTE_KINDS[0],
        drop_forbidden(words),
        drop_forbidden(author).replace("\n", " "),
        drop_forbidden(answer),
        bool(done),
        created_at,
        changed_at,
        number,
        version,
    )


def handovers_of(rows: Iterable[tuple[Any, ...]]) -> tuple[Handover, ...]:
    """Stored rows as records; rows with an unknown ``way`` are skipped."""
    found = (
        Handover(
            key,
            assessment_id,
            state,
            way,
            scope if scope in SCOPES else SCOPES[0],
            line_of(person),
            line_of(file),
            line_of(at),
            line_of(ended_at),
        )
        for key, assessment_id, state, way, scope, person, file, at, ended_at in rows
    )
    return tuple(one for one in found if one.way in WAYS)


def review_point_of(round_number: int, *words: str) -> ReviewPoint:
    """A stored row as a record."""
    return ReviewPoint(round_number, *map(drop_forbidden, words))


def opinion_of(
    key: str, assessment_id: int, round_number: int, number: int, day: str, path: str, *words: str
) -> Opinion:
    """A stored row as a record."""
    where = read_path(path) or ()
    said = [drop_forbidden(one) for one in words]
    return Opinion(key, assessment_id, round_number, number, drop_forbidden(day), where, *said)
