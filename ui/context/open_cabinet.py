"""The cabinet that is open, and the sessions in work on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from db.records import AssessmentInfo

if TYPE_CHECKING:
    from ui.context.cabinet_store import CabinetStore
    from ui.context.session import Session


class OpenCabinet:
    """Owned by the coordinator, which keeps ``sessions`` (by assessment); handed to whoever needs it."""

    def __init__(self, store: CabinetStore) -> None:
        self.store = store
        self.sessions: dict[int, Session] = {}

    def info(self, assessment_id: int) -> AssessmentInfo | None:
        """The cabinet's line about an assessment; None where it is gone.  Raises CabinetError."""
        return next((info for info in self.store.infos() if info.id == assessment_id), None)
