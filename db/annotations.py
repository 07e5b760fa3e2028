"""What stands beside an assessment's contents: state and dates, notes, findings set aside; and phrases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from db.codec import read_path
from db.open_file import OpenFile
from db.read_sql import NOTES, PHRASES, SET_ASIDES, SETTING
from db.records import NOTE_KINDS, STAGES, FindingCounts, Note, Phrase, SetAside, iso_day
from pia_desktop.assessment.node import Path as NodePath
from pia_desktop.forms.values import drop_forbidden


class Keeping(OpenFile):
    """The part of ``Cabinet`` for what belongs to an assessment and is not its contents.

    What is written here for a window goes by way of ``Saver.submit_work``, with the same methods of ``Work``.
    """

    def set_stages(self, assessment_id: int, state: str, stages: Mapping[str, str]) -> None:
        """Set the state and all dates of an assessment; a date that is missing or empty is taken out.

        Raises ValueError for a state, stage or day that the storage does not know.
        """
        with self._write_to(assessment_id) as work:
            work.set_stages(assessment_id, state, stages)

    def archive(self, assessment_id: int, archived: bool = True) -> None:
        """Put an assessment away, or back."""
        with self._write_to(assessment_id) as work:
            work.mark(assessment_id, "archived_at", on=archived)

    def trash(self, assessment_id: int) -> None:
        """Delete an assessment with a way back (``untrash``); nothing of it is lost until ``delete``."""
        with self._write_to(assessment_id) as work:
            work.mark(assessment_id, "deleted_at", on=True)

    def untrash(self, assessment_id: int) -> None:
        """Take a deleted assessment back, under the same id."""
        with self._write_to(assessment_id) as work:
            work.mark(assessment_id, "deleted_at", on=False)

    def store_findings(self, assessment_id: int, counts: FindingCounts | None) -> None:
        """Remember how many findings the checks had, for the list; None for unchecked."""
        with self._write_to(assessment_id) as work:
            work.store_findings(assessment_id, counts)

    # --- notes

    def notes(self, assessment_id: int) -> tuple[Note, ...]:
        """The notes of an assessment, oldest first.  Words that no editor can have made are evened out."""
        with self._read() as connection:
            rows = connection.execute(NOTES, (assessment_id,)).fetchall()
        return tuple(_note(*row) for row in rows)

    def put_note(self, note: Note) -> None:
        """Store a note, new or changed, under its id."""
        with self._write_to(note.assessment_id) as work:
            work.put_note(note)

    def remove_note(self, note_id: str) -> None:
        """Take a note out; one that is not there is no error."""
        with self._write() as work:
            work.remove_note(note_id)

    # --- findings set aside

    def set_asides(self, assessment_id: int) -> tuple[SetAside, ...]:
        """The findings of an assessment that were set aside."""
        with self._read() as connection:
            rows = connection.execute(SET_ASIDES, (assessment_id,)).fetchall()
        return set_asides_of(rows)

    def put_set_aside(self, assessment_id: int, found: SetAside) -> None:
        """Set a finding aside, or change the reason."""
        with self._write_to(assessment_id) as work:
            work.put_set_aside(assessment_id, found)

    def remove_set_aside(self, assessment_id: int, code: str, path: NodePath) -> None:
        """Take a finding up again; one that was not set aside is no error."""
        with self._write() as work:
            work.remove_set_aside(assessment_id, code, path)

    # --- for all assessments

    def phrases(self) -> tuple[Phrase, ...]:
        """The office's own phrases, in their order."""
        with self._read() as connection:
            rows = connection.execute(PHRASES).fetchall()
        return tuple(
            Phrase(key, drop_forbidden(title), drop_forbidden(words), position, moment)
            for key, title, words, position, moment in rows
        )

    def put_phrase(self, phrase: Phrase) -> None:
        """Store a phrase, new or changed, under its id."""
        with self._write() as work:
            work.put_phrase(phrase)

    def remove_phrase(self, phrase_id: str) -> None:
        """Take a phrase out; one that is not there is no error."""
        with self._write() as work:
            work.remove_phrase(phrase_id)

    def setting(self, name: str) -> str | None:
        """What is set for the whole cabinet under this name."""
        with self._read() as connection:
            row = connection.execute(SETTING, (name,)).fetchone()
        return drop_forbidden(row[0]) if row else None

    def put_setting(self, name: str, value: str) -> None:
        """Set something for the whole cabinet."""
        with self._write() as work:
            work.put_setting(name, value)


def set_asides_of(rows: Iterable[tuple[str, str, str, str]]) -> tuple[SetAside, ...]:
    """Stored rows as records; of those whose path cannot be read, none."""
    found = ((code, read_path(path), reason, moment) for code, path, reason, moment in rows)
    return tuple(
        SetAside(drop_forbidden(code), path, drop_forbidden(reason), moment)
        for code, path, reason, moment in found
        if path is not None
    )


def known_stages(rows: Iterable[tuple[int, str, str]]) -> dict[int, dict[str, str]]:
    """The days by assessment and stage; what is no stage or no day is left out."""
    found: dict[int, dict[str, str]] = {}
    for assessment_id, stage, day in rows:
        if stage in STAGES and iso_day(day):
            found.setdefault(assessment_id, {})[stage] = day
    return found


def _note(
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
) -> Note:
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
    )
