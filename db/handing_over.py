"""Carrying an assessment to another cabinet in a file, and bringing it back (持ち出し).

The implementation is imported on first use: opening a cabinet does not need it.
"""

from __future__ import annotations

import sqlite3
import uuid
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from db.annotations import handovers_of
from db.read_sql import HANDOVERS, KNOWN_STATE
from db.records import SCOPES, Handover, line_of
from db.versions import Versions
from pia_desktop.errors import UserError
from pia_desktop.moments import MOMENT, now_words

if TYPE_CHECKING:
    from db.bundle_merge import ClashKey
    from db.piax import Parcel
    from db.returning import Returned, Returning, Undone


class HandingOver(Versions):
    """The part of ``Cabinet`` for assessments carried out and brought back."""

    def handovers(self, assessment_id: int) -> tuple[Handover, ...]:
        """Every export and import of an assessment by file, oldest first."""
        with self._read() as connection:
            return handovers_of(connection.execute(HANDOVERS, (assessment_id,)))

    # --- out

    def pack(self, assessment_id: int, path: Path, person: str = "", scope: str = SCOPES[0]) -> Handover:
        """Write an assessment with everything that belongs to it to a file, and record who has it.

        If it was taken in from elsewhere, this gives it back.  The state's name is stored before the file is
        written, and marked as lent afterwards: after a crash between the two nothing appears as lent, and the
        file can still be brought back.  Raises OutputError; then nothing is lent.
        """
        from db.bundle import pack_bundle
        from db.piax import write_parcel
        from pia_desktop.files import write_bytes

        state, moment = uuid.uuid4().hex, now_words()
        row = Handover(0, assessment_id, state, "packing", scope, line_of(person), path.name, moment)
        parcel, borrowed = self._parcel(row)
        contents = pack_bundle(parcel.bundle)
        with self._write_to(assessment_id) as work:
            made = work.add_handover(row, contents)
        try:
            write_bytes(path, write_parcel(parcel, contents))
        except UserError:
            with self._write() as work:
                work.remove_handover(made)
            raise
        way = "lent" if borrowed is None else "returned"
        with self._write() as work:
            work.set_handover_way(made, way)
            work.keep_pictures_of(made, [parcel.bundle])
            if borrowed is not None:
                work.give_back(assessment_id, row.at)
        return replace(row, id=made, way=way)

    def _parcel(self, row: Handover) -> tuple[Parcel, Handover | None]:
        """What is handed over, and by which import it was borrowed from elsewhere, if it was."""
        from db.bundle_rows import packed_versions, read_bundle
        from db.piax import MAX_LINEAGE, Parcel, pictures_for

        with self._read() as connection:
            bundle = read_bundle(self.path, connection, row.assessment_id)
            versions = packed_versions(self.path, connection, row.assessment_id)
            history = handovers_of(connection.execute(HANDOVERS, (row.assessment_id,)))
        borrowed = next((one for one in history if one.way == "taken"), None)
        parcel = Parcel(
            lineage=(*(one.state for one in history[1 - MAX_LINEAGE :]), row.state),
            at=row.at,
            person=row.person,
            scope=row.scope,
            notes_only=borrowed is not None and borrowed.scope == "review",
            bundle=bundle,
            versions=versions,
            pictures=pictures_for(bundle, versions, self),
        )
        return parcel, borrowed

    def end_loan(self, handover_id: int) -> None:
        """Stop waiting for a loan; it can still be brought in if it does come back."""
        with self._write() as work:
            work.end_handover(handover_id, now_words())

    # --- in

    def home_of(self, parcel: Parcel) -> int | None:
        """Id of the assessment in this cabinet that the parcel's was made from; None if there is none."""
        with self._read() as connection:
            for state in reversed(parcel.lineage):
                found = connection.execute(KNOWN_STATE, (state,)).fetchall()
                if found:
                    return int(found[-1][0])
        return None

    def receive(self, parcel: Parcel) -> int:
        """Store a parcel as an assessment of its own, all or nothing; returns its id."""
        from db.returning import check_versions, put_new

        check_versions(parcel.versions, parcel.name)
        with self._write() as work:
            return put_new(work, parcel, now_words())

    def returning(self, parcel: Parcel, assessment_id: int) -> Returning:
        """Preview of bringing a parcel back; changes nothing."""
        from db.returning import read_returning

        with self._read() as connection:
            return read_returning(self.path, connection, parcel, assessment_id)

    def bring_back(
        self,
        parcel: Parcel,
        assessment_id: int,
        take: Collection[ClashKey] = (),
        join: Collection[ClashKey] = (),
    ) -> Returned:
        """Bring a returned parcel in whole; ``take``: clashes where theirs wins, ``join``: both stay.

        Answers that are replaced, and those of theirs that are not taken, are kept as past answers.
        """
        from db.returning import put_return, read_returning

        with self._write_to(assessment_id) as work:
            assert self._opened.writer is not None
            raw = self._opened.writer.raw
            found = read_returning(self.path, raw, parcel, assessment_id)
            return put_return(work, raw, found, take, join, _moment_of_its_own(raw, assessment_id))

    def take_back_return(self, assessment_id: int) -> Undone:
        """Undo the last return, all or nothing, keeping what was changed since.

        Its versions go, too, unless something was built on them.  Raises NothingToTakeBack.
        """
        from db.returning import undo_return

        with self._write_to(assessment_id) as work:
            assert self._opened.writer is not None
            return undo_return(self.path, work, self._opened.writer.raw, assessment_id)


def _moment_of_its_own(raw: sqlite3.Connection, assessment_id: int) -> str:
    """The present moment, or the next that no other return has: it tells what came by this one."""
    taken = {one.at for one in handovers_of(raw.execute(HANDOVERS, (assessment_id,)))}
    moment = datetime.fromisoformat(now_words())
    while (words := moment.strftime(MOMENT)) in taken:
        moment += timedelta(seconds=1)
    return words
