"""Reads departments and open remarks for the list, in the background."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from db.records import AssessmentInfo
from pia_desktop.cabinet_lists.assessment_rows import Facts
from pia_desktop.cabinet_lists.list_facts import read_facts
from ui.context.background import LatestOnly

if TYPE_CHECKING:
    from ui.context.open_cabinet import OpenCabinet


class FactsReader(QObject):
    """Reads what has changed; ``read`` is emitted with the facts by assessment id."""

    read = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._cabinet: OpenCabinet | None = None
        self._departments: dict[int, tuple[int, str]] = {}
        self._latest: LatestOnly[dict[int, Facts]] = LatestOnly(self, self.read.emit)

    def show_cabinet(self, cabinet: OpenCabinet | None) -> None:
        """Switch to another cabinet, or to none."""
        self._latest.cancel()
        self._departments = {}
        self._cabinet = cabinet

    def request(self, infos: Sequence[AssessmentInfo]) -> None:
        """Read the facts of these assessments."""
        if self._cabinet is not None and infos:
            cabinet, known = self._cabinet.store.cabinet, self._departments
            self._latest.request(lambda: read_facts(cabinet, infos, known))

    def cancel(self) -> None:
        """Emit nothing more."""
        self._latest.cancel()
