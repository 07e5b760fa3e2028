"""Copies assessments with all their data from another cabinet, above all from a backup."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from db.errors import NoSuchAssessment
from db.loading import Loading
from pia_desktop.assessment.edits import Edit, explicit
from pia_desktop.errors import UserError

if TYPE_CHECKING:
    from db.taking_over import Rows


class Restoring(Loading):
    """The part of ``Cabinet`` that restores from a backup."""

    def restore(self, source: Loading, assessment_ids: Collection[int]) -> Mapping[int, int]:
        """Copy assessments from another cabinet; returns their new ids by their ids there.

        Each brings its versions, rounds, notes, findings set aside, remarks and past answers.  Nothing here
        is changed: an assessment whose id is taken gets a new one, and withholds what the one here does.  All
        or nothing; the caller has checked that they can be read (``load``).
        """
        from db.taking_over import rows_of

        found: dict[int, Rows] = {}
        with source._read() as connection:
            for one in assessment_ids:
                found[one] = rows_of(connection, one)
                if not found[one]["assessment"]:
                    raise NoSuchAssessment(source.path, one)
        marks = {one: self._marks_of_today(source, one) for one in found}
        made: dict[int, int] = {}
        with self._write() as work:
            for one, rows in found.items():
                made[one] = work.take_over(rows)
                edit = marks[one]
                if edit is not None and made[one] != one:
                    work.merge_in(self._form(work, made[one]), made[one], [edit])
        return made

    def _marks_of_today(self, source: Loading, assessment_id: int) -> Edit | None:
        """What withholds in a backup's state what is withheld here today; None if that is nothing, or cannot
        be read.
        """
        from pia_desktop.paper.copies import marked_as
        from pia_desktop.revisions.compare import as_edit, compare

        back = source.load(assessment_id)
        try:
            today = self.load(assessment_id)
        except UserError:
            return None
        edit = as_edit(compare(back, marked_as(back, today)))
        return explicit(back.root, edit) if edit.edits else None
