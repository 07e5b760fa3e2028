"""Fills the findings column of the cabinet's list in the background, once the list is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject

from pia_desktop.errors import CabinetError
from ui.widgets.timers import single_shot

if TYPE_CHECKING:
    from db.records import AssessmentInfo
    from ui.cabinet.finding_counts import CountJobs
    from ui.cabinet.model import CabinetModel
    from ui.context.open_cabinet import OpenCabinet

COUNT_AFTER: Final = 5_000
"""Milliseconds after a cabinet is shown; the counting code is imported only then."""


class Counting(QObject):
    """Counts for one list window, in whichever cabinet it shows."""

    def __init__(self, model: CabinetModel) -> None:
        super().__init__(model)
        self._model = model
        self._cabinet: OpenCabinet | None = None
        self._jobs: CountJobs | None = None
        self._timer = single_shot(self, COUNT_AFTER, self._begin)

    def show_cabinet(self, cabinet: OpenCabinet | None) -> None:
        """Switch to another cabinet, or to none."""
        self.pause()
        if self._jobs is not None:
            self._jobs.stop()
            self._jobs = None
        self._cabinet = cabinet

    def fill(self, infos: tuple[AssessmentInfo, ...]) -> tuple[AssessmentInfo, ...]:
        """The list with counts that are known but not yet stored; missing ones are counted soon."""
        if self._jobs is not None:
            return self._jobs.fill(infos)
        if self._cabinet is not None and not self._timer.isActive():
            self._timer.start()
        return infos

    def pause(self) -> None:
        """Stop at once; the next ``fill`` resumes."""
        self._timer.stop()
        if self._jobs is not None:
            self._jobs.pause()

    def _begin(self) -> None:
        from ui.cabinet.finding_counts import CountJobs

        if self._cabinet is None or self._jobs is not None:
            return
        try:
            self._jobs = CountJobs(self._cabinet.store, self._cabinet.sessions, self)
        except CabinetError:  # whoever reads the list next says so; counting begins after that
            return
        self._jobs.counted.connect(self._model.show_counts)
        self._jobs.fill(self._model.infos)
