"""The open cabinet and its sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.errors import ForReviewOnly
from db.records import AssessmentInfo

if TYPE_CHECKING:
    from pia_desktop.assessment.edits import Edit
    from ui.context.cabinet_store import CabinetStore
    from ui.context.session import Session


class OpenCabinet:
    """Store and sessions (by assessment id), owned by the coordinator and passed to windows."""

    def __init__(self, store: CabinetStore) -> None:
        self.store = store
        self.sessions: dict[int, Session] = {}

    def info(self, assessment_id: int) -> AssessmentInfo | None:
        """The list's line for an assessment; None if it is deleted.  Raises CabinetError."""
        return next((info for info in self.store.infos() if info.id == assessment_id), None)

    def edit(self, assessment_id: int, edit: Edit) -> None:
        """Edit contents, in their window if it is open.  Raises ForReviewOnly, CabinetError."""
        info = self.info(assessment_id)
        if info is not None:
            require_contents(info)
        session = self.sessions.get(assessment_id)
        if session is not None:
            session.push(edit)
        else:
            self.store.submit(assessment_id, edit)


def require_contents(info: AssessmentInfo) -> None:
    """Refuse to edit the contents of a copy for review before anything is queued.  Raises ForReviewOnly."""
    if info.for_review:
        raise ForReviewOnly(info.title, info.id)
