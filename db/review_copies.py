"""Copies for review: assessments that were borrowed so that only notes and remarks are written."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BindParameter, Connection, bindparam, select

from db.errors import ForReviewOnly
from db.records import line_of
from db.schema import assessment, handover

_ID: Final[BindParameter[int]] = bindparam("a")
_FOR_REVIEW: Final = (
    select(assessment.c.title)
    .join(handover, handover.c.assessment_id == assessment.c.id)
    .where(
        assessment.c.id == _ID,
        handover.c.way == "taken",
        handover.c.scope == "review",
        handover.c.ended_at == "",
    )
)


def require_contents(connection: Connection, assessment_id: int) -> None:
    """Refuse to write contents or versions of a copy for review.  Raises ForReviewOnly."""
    title = connection.execute(_FOR_REVIEW, {"a": assessment_id}).scalar()
    if title is not None:
        raise ForReviewOnly(line_of(title)[:80], assessment_id)
