"""Reads an assessment's contents from the cabinet, or one answer of it."""

from __future__ import annotations

from db.answer_cache import AnswerCache
from db.backup import newest_backup
from db.codec import CodecFault, decode, owner_of
from db.contents import ContentsFault, read_root
from db.errors import NoSuchAssessment, NoUsableForm, WrongContents
from db.open_file import OpenFile
from db.read_sql import ANSWER, ONE
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import NodePath
from pia_desktop.errors import CabinetError, UserError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.values import Value, drop_forbidden


class Loading(OpenFile):
    """The part of ``Cabinet`` that reads contents."""

    def load(self, assessment_id: int, answer_cache: AnswerCache | None = None) -> Snapshot:
        """Form and contents of an assessment, validated against each other.

        When reading many, pass the same ``answer_cache`` each time, from a single thread.  Raises
        WrongContents, which names the item, if the file holds what the form does not allow.
        """
        form_id = version = title = ""
        edits = 0
        try:
            with self._read() as connection:
                row = connection.execute(ONE, (assessment_id,)).fetchone()
                if row is None:
                    raise NoSuchAssessment(self.path, assessment_id)
                form_id, version, title, edits = row
                form = find_form(form_id, version)
                known = answer_cache.of(form) if answer_cache is not None else None
                found = Snapshot(form, read_root(connection, form, assessment_id, known))
                self._faults.pop(assessment_id, None)
                return found
        except ContentsFault as fault:
            words, backup = drop_forbidden(title)[:80], newest_backup(self.path)
            wrong: WrongContents = WrongContents(self.path, words, fault.item, fault.why, backup)
        except CabinetError:
            raise
        except UserError as error:
            edition = f"{form_id[:40]} {version[:40]}"
            wrong = NoUsableForm(self.path, drop_forbidden(title)[:80], edition, error)
        self._faults[assessment_id] = edits, wrong.in_short
        raise wrong

    def answer(self, assessment_id: int, path: NodePath) -> Value | None:
        """One answer as stored, without loading the form; None if there is none that can be read."""
        with self._read() as connection:
            row = connection.execute(ANSWER, (assessment_id, owner_of(path), path[-1])).fetchone()
        try:
            return decode(row[0]) if row else None
        except CodecFault:
            return None
