"""Counts the findings of assessments whose counts are missing in the cabinet's list, one by one."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QThreadPool, Signal

from db.cabinet import Cabinet
from db.errors import NoSuchAssessment, WrongContents
from db.records import AssessmentInfo, FindingCounts
from pia_desktop import __version__
from pia_desktop.errors import CabinetError, UserError
from pia_desktop.packs.loader import kept_packs
from pia_desktop.rules.checks.checker import Checker
from pia_desktop.rules.checks.severity import Severity
from ui.checks.watch import key_of
from ui.context.annotations import AnnotationStore
from ui.context.background import Jobs, Stopped
from ui.context.cabinet_store import CabinetStore
from ui.widgets.timers import single_shot

COUNTED_BY: Final = "findings-counted-by"
"""Setting of a cabinet: the version of the program whose checks counted all of it."""

_REST: Final = 50
"""Pause between two assessments in milliseconds, in which the window can use the cabinet."""

_GATHER: Final = 400
"""Milliseconds for which counts are collected, as each update may reorder a list sorted by them."""

_WAIT: Final = 5_000
"""Milliseconds to wait for the thread on closing."""


def count_findings(cabinet: Cabinet, assessment_id: int, stopped: Stopped) -> FindingCounts | None:
    """Check an assessment as its window would, minus findings set aside; None if it cannot be opened."""
    try:
        snapshot = cabinet.load(assessment_id)
    except (NoSuchAssessment, WrongContents):  # its line says so instead of counts
        return None
    reasons = {key_of(aside): aside.reason for aside in cabinet.set_asides(assessment_id)}
    packs = kept_packs(cabinet.setting)
    if stopped():
        return None
    found = Checker(snapshot.form, snapshot.root, reasons=reasons, packs=packs).counts()
    return FindingCounts(*(found[severity] for severity in Severity))


class CountJobs(QObject):
    """Counts the findings in one cabinet, most recently edited assessment first.

    An assessment is counted if the list has no counts for it, if it was edited (by an import, say) since this
    object first saw it, whenever the office's packs change, and once by each version of the program; never
    while it is open in a window, which counts by itself.  In a read-only cabinet the counts are kept in
    memory.
    """

    counted = Signal(object)
    """New ``FindingCounts`` by assessment id."""

    def __init__(self, store: CabinetStore, opened: Container[int], parent: QObject | None = None) -> None:
        """Raises CabinetError."""
        outdated = store.setting(COUNTED_BY) != __version__  # before anything is made that would stay
        super().__init__(parent)
        self._outdated = outdated
        self._store = store
        self._opened = opened
        self._known: dict[int, int] = {}
        self._counts: dict[int, tuple[int, FindingCounts]] = {}
        self._fresh: dict[int, FindingCounts] = {}
        self._waiting: list[AssessmentInfo] = []
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._jobs = Jobs(self, self._pool)
        self._rest = single_shot(self, _REST, self._next)
        self._gather = single_shot(self, _GATHER, self._show)
        store.state_changed.connect(self._saved)
        store.packs_changed.connect(self._forget)

    # ---- the list

    def fill(self, infos: Sequence[AssessmentInfo]) -> tuple[AssessmentInfo, ...]:
        """The list with counts that are known but not yet stored; missing ones are counted soon."""
        waiting = []
        for info in infos:
            if info.trashed or info.id in self._opened:
                continue
            if info.findings is not None and not self._outdated:
                self._known.setdefault(info.id, info.edits)
            if self._known.get(info.id) != info.edits:
                waiting.append(info)
        self._waiting = sorted(waiting, key=lambda info: info.edited_at)
        if self._waiting and not self._jobs.running:
            self._rest.start()
        return tuple(self._filled(info) for info in infos)

    def _filled(self, info: AssessmentInfo) -> AssessmentInfo:
        edits, counts = self._counts.get(info.id, (-1, None))
        return replace(info, findings=counts) if edits == info.edits else info

    # ---- one by one

    def _next(self) -> None:
        while self._waiting and not self._jobs.running:
            info = self._waiting.pop()
            if info.id not in self._opened:
                self._begin(info)

    def _begin(self, info: AssessmentInfo) -> None:
        cabinet = self._store.cabinet
        self._jobs.begin(
            lambda stopped, _tell: count_findings(cabinet, info.id, stopped),
            lambda counts: self._take(info, counts),
            failed=lambda error: self._failed(info, error),
        )

    def _failed(self, info: AssessmentInfo, error: UserError) -> None:
        if isinstance(error, CabinetError):  # the disk is gone: the next read or write reports it
            self._go_on()
        else:
            self._take(info, None)

    def _go_on(self) -> None:
        if self._waiting:
            self._rest.start()

    def _take(self, info: AssessmentInfo, counts: FindingCounts | None) -> None:
        self._go_on()
        if not self._waiting:
            self._all_counted()
        if info.id in self._opened:
            return
        self._known[info.id] = info.edits
        self._waiting = [one for one in self._waiting if (one.id, one.edits) != (info.id, info.edits)]
        if counts is None:
            self._store.list_changed.emit()  # the list says now that it cannot be read, or is gone
        elif counts != info.findings:
            self._counts[info.id] = info.edits, counts
            self._fresh[info.id] = counts
            if not self._gather.isActive():
                self._gather.start()
            if not self._store.read_only:
                AnnotationStore(self._store, info.id).store_findings(counts)

    def _all_counted(self) -> None:
        """Remember by which program, so that its next start need not count again."""
        if self._outdated and not self._store.read_only:
            self._store.submit_work(0, lambda work: work.put_setting(COUNTED_BY, __version__), COUNTED_BY)
        self._outdated = False

    def _show(self) -> None:
        fresh, self._fresh = self._fresh, {}
        self.counted.emit(fresh)

    def _saved(self, _state: object) -> None:
        """Drop counts that are on disk: the list has them, and a window may change them."""
        if not self._store.read_only and not self._store.state.pending:
            self._counts.clear()

    def _forget(self) -> None:
        """Count everything again: the packs have changed."""
        self.pause()
        self._known.clear()
        self._counts.clear()

    def pause(self) -> None:
        """Stop, and wait for the thread; the next ``fill`` resumes."""
        self._jobs.cancel()
        self._rest.stop()
        self._pool.waitForDone(_WAIT)
        self._waiting = []

    def stop(self) -> None:
        """Stop for good: the cabinet is no longer shown."""
        self.pause()
        self._gather.stop()
        self._store.state_changed.disconnect(self._saved)
        self._store.packs_changed.disconnect(self._forget)
        self.deleteLater()
