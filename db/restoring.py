"""Taking assessments over from another cabinet with all that belongs to them: out of a backup, above all."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from db.errors import NoSuchAssessment
from db.open_file import OpenFile


class Restoring(OpenFile):
    """The part of ``Cabinet`` that takes over from a backup."""

    def restore(self, source: OpenFile, assessment_ids: Collection[int]) -> Mapping[int, int]:
        """Put in assessments of another cabinet; their ids here by their ids there.

        Each comes with its versions, the states of all rounds, notes, findings set aside, remarks and past
        answers.  Nothing that is here is touched: one whose id is taken gets another.  All or nothing; the
        caller has seen to it that they can be read (``load``).
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
