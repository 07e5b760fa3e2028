"""Copies assessments with all their data from another cabinet, above all from a backup."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from db.errors import NoSuchAssessment
from db.open_file import OpenFile


class Restoring(OpenFile):
    """The part of ``Cabinet`` that restores from a backup."""

    def restore(self, source: OpenFile, assessment_ids: Collection[int]) -> Mapping[int, int]:
        """Copy assessments from another cabinet; returns their new ids by their ids there.

        Each brings its versions, rounds, notes, findings set aside, remarks and past answers.  Nothing here
        is changed: an assessment whose id is taken gets a new one.  All or nothing; the caller has checked
        that they can be read (``load``).
        """
        from db.taking_over import rows_of

        found = {}
        with source._read() as connection:
            for one in assessment_ids:
                found[one] = rows_of(connection, one)
                if not found[one]["assessment"]:
                    raise NoSuchAssessment(source.path, one)
        with self._write() as work:
            return {one: work.take_over(rows) for one, rows in found.items()}
