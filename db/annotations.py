"""What stands beside an assessment's contents: state and dates, notes, findings set aside; and phrases."""

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
    """The part of ``Cabinet`` for what belongs to an assessment and is not its contents.

    Notes, set-asides, counts and phrases are written by the methods of ``Work``: for a window by way of
    ``Saver.submit_work``, at once by ``Cabinet.apply_all``.
    """

    def set_stages(
        self, assessment_id: int, state: str, stages: Mapping[str, str], new_round: str | None = None
    ) -> None:
        """Set the state and all dates of an assessment's present round, or of a new one of this name.

        A date that is missing or empty is taken out.

        Raises ValueError for a state, stage or day that the storage does not know.
        """
        with self._write_to(assessment_id) as work:
            if new_round is not None:
                work.begin_round(assessment_id, new_round)
            work.set_stages(assessment_id, state, stages)

    def begin_round(self, assessment_id: int, name: str) -> None:
        """Begin a new round, a draft without days; those of the rounds before are kept as they are."""
        with self._write_to(assessment_id) as work:
            work.begin_round(assessment_id, name)

    def take_back_round(self, assessment_id: int) -> None:
        """Take the present round out with its days; the one before goes on.  The first is never taken out."""
        with self._write_to(assessment_id) as work:
            work.take_back_round(assessment_id)

    def notes(self, assessment_id: int) -> tuple[Note, ...]:
        """The notes of an assessment, oldest first.  Words that no editor can have made are evened out."""
        with self._read() as connection:
            rows = connection.execute(NOTES, (assessment_id,)).fetchall()
        return tuple(note_of(*row) for row in rows)

    def all_notes(self) -> tuple[Note, ...]:
        """The notes of all assessments, by assessment and oldest first."""
        with self._read() as connection:
            rows = connection.execute(ALL_NOTES).fetchall()
        return tuple(note_of(*row) for row in rows)

    def set_asides(self, assessment_id: int) -> tuple[SetAside, ...]:
        """The findings of an assessment that were set aside."""
        with self._read() as connection:
            rows = connection.execute(SET_ASIDES, (assessment_id,)).fetchall()
        return set_asides_of(rows)

    def opinions(self, assessment_id: int) -> tuple[Opinion, ...]:
        """The opinions that came in on an assessment, by round and number."""
        with self._read() as connection:
            rows = connection.execute(OPINIONS, (assessment_id,)).fetchall()
        return tuple(opinion_of(*row) for row in rows)

    def review_points(self, assessment_id: int) -> tuple[ReviewPoint, ...]:
        """What was found on the points of view of 審査, by round."""
        with self._read() as connection:
            rows = connection.execute(REVIEW_POINTS, (assessment_id,)).fetchall()
        return tuple(review_point_of(*row) for row in rows)

    # --- remarks for a council

    def council_remarks(self, assessment_id: int) -> dict[str, str]:
        """What was added to 新旧対照表 of an assessment, by the changes that it is about."""
        with self._read() as connection:
            rows = connection.execute(REMARKS, (assessment_id,)).fetchall()
        return {key: drop_forbidden(words) for key, words in rows}

    def put_council_remarks(self, assessment_id: int, remarks: Mapping[str, str]) -> None:
        """Keep these in the place of all that were there."""
        with self._write_to(assessment_id) as work:
            work.put_council_remarks(assessment_id, remarks)

    def phrases(self) -> tuple[Phrase, ...]:
        """The office's own phrases, in their order."""
        with self._read() as connection:
            rows = connection.execute(PHRASES).fetchall()
        return tuple(
            Phrase(key, drop_forbidden(title), drop_forbidden(words), position, moment)
            for key, title, words, position, moment in rows
        )

    def setting(self, name: str) -> str | None:
        """What is set for the whole cabinet under this name."""
        with self._read() as connection:
            row = connection.execute(SETTING, (name,)).fetchone()
        return drop_forbidden(row[0]) if row else None


def set_asides_of(rows: Iterable[tuple[str, str, str, str]]) -> tuple[SetAside, ...]:
    """Stored rows as records; of those whose path cannot be read, none."""
    found = ((code, read_path(path), reason, moment) for code, path, reason, moment in rows)
    return tuple(
        SetAside(drop_forbidden(code), path, drop_forbidden(reason), moment)
        for code, path, reason, moment in found
        if path is not None
    )


Stages = Mapping[int, Mapping[str, str]]
"""Days by round and stage."""


def known_stages(rows: Iterable[tuple[int, int, str, str]]) -> dict[int, dict[int, dict[str, str]]]:
    """The days by assessment, round and stage; what is no stage or no day is left out."""
    found: dict[int, dict[int, dict[str, str]]] = {}
    for assessment_id, number, stage, day in rows:
        if stage in STAGES and iso_day(day):
            found.setdefault(assessment_id, {}).setdefault(number, {})[stage] = day
    return found


def known_rounds(
    rows: Iterable[tuple[int, int, str, str, str]], stages: Mapping[int, Stages]
) -> dict[int, tuple[Round, ...]]:
    """The rounds by assessment, with their days."""
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
    """A stored row as a record; words that no editor can have made are evened out."""
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
    """Stored rows as records; those of a way that is not known are left out."""
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
