"""Writes the rows of hearing opinions and review results."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from sqlalchemy import BindParameter, Connection, bindparam, delete, func, select

from db.codec import path_words
from db.records import Opinion, ReviewPoint
from db.schema import opinion, review_point, upsert
from pia_desktop.moments import now_words

_ID: Final[BindParameter[int]] = bindparam("a")
_ROUND: Final[BindParameter[int]] = bindparam("r")
_LAST_NUMBER: Final = select(func.max(opinion.c.number)).where(
    opinion.c.assessment_id == _ID, opinion.c.round == _ROUND
)
_PUT_OPINION: Final = upsert(
    opinion, "number", "received_on", "path", "gist", "answer", "reflected", "changed_at"
)
_REMOVE_OPINION: Final = delete(opinion).where(opinion.c.id == bindparam("k"))
_PUT_POINT: Final = upsert(review_point, "verdict", "words", "changed_at")
_REMOVE_POINT: Final = delete(review_point).where(
    review_point.c.assessment_id == _ID,
    review_point.c.round == _ROUND,
    review_point.c.point == bindparam("p"),
)


class HearingWriter:
    """The part of ``Work`` for hearings and reviews.  Callers have checked that the assessment exists."""

    _connection: Connection

    def put_opinion(self, one: Opinion) -> None:
        """Insert or update an opinion; a new one without a number gets the next in its round."""
        number = one.number
        if not number:
            found = self._connection.execute(_LAST_NUMBER, {"a": one.assessment_id, "r": one.round})
            number = (found.scalar() or 0) + 1
        moment = one.changed_at or now_words()
        row = {**asdict(one), "number": number, "path": path_words(one.path), "changed_at": moment}
        self._connection.execute(_PUT_OPINION, row)

    def remove_opinion(self, opinion_id: str) -> None:
        """Delete an opinion."""
        self._connection.execute(_REMOVE_OPINION, {"k": opinion_id})

    def put_review_point(self, assessment_id: int, one: ReviewPoint) -> None:
        """Store the result on a point; an empty verdict without words deletes it."""
        if one.verdict or one.words:
            row = {"assessment_id": assessment_id, **asdict(one), "changed_at": now_words()}
            self._connection.execute(_PUT_POINT, row)
        else:
            self._connection.execute(_REMOVE_POINT, {"a": assessment_id, "r": one.round, "p": one.point})
