"""The open cabinet and its sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import AssessmentInfo

if TYPE_CHECKING:
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
