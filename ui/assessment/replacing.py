"""Replaces all hits in one assessment as one undo step, in a background thread if there are many."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import groupby
from typing import Final

from PySide6.QtCore import QObject, Signal

from pia_desktop.assessment.assessment import Prepared, Snapshot, prepare
from pia_desktop.assessment.edits import Batch, Edit
from pia_desktop.assessment.rewriting import replace_all, stands_already
from pia_desktop.assessment.search import Hit, Query, find_all
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from ui.context.background import Jobs, Stopped
from ui.context.session import Session

AT_ONCE: Final = 300
"""Up to this many places are replaced synchronously."""

_PORTION: Final = 200
"""Places between two checks of the stop flag."""

Tell = Callable[[tuple[int, int]], None]


@dataclass(frozen=True, slots=True)
class WantedReplacement:
    """A replacement to carry out; ``records``: also in 変更箇所."""

    query: Query
    words: str
    records: bool


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """A computed replacement.  ``step`` is None if nothing changes.  ``left`` counts places of 変更箇所 that
    were skipped.

    ``hits`` are the hits of the same query afterwards.
    """

    step: Prepared | None
    count: int
    left: int
    hits: list[Hit]


def work_out(snapshot: Snapshot, wanted: WantedReplacement, stopped: Stopped, tell: Tell) -> WorkedOut | None:
    """Find all hits and prepare the step; None if stopped.  Raises UserError if a result does not fit its
    item.
    """
    found = find_all(snapshot, wanted.query)
    changes = snapshot.form.roles.changes
    taken = [hit for hit in found if wanted.records or changes not in hit.path]
    edits: list[Edit] = []
    done, portion = 0, list[Hit]()
    for _path, hits in groupby(taken, lambda hit: hit.path):
        portion += hits
        if len(portion) >= _PORTION:
            edits += _edits(snapshot, portion, wanted)
            done, portion = done + len(portion), []
            tell((done, len(taken)))
            if stopped():
                return None
    edits += _edits(snapshot, portion, wanted)
    count = sum(not stands_already(hit, wanted.query, wanted.words) for hit in taken)
    if not edits:
        return WorkedOut(None, count, len(found) - len(taken), found)
    step = prepare(snapshot, Batch(tuple(edits)))
    after = Snapshot(snapshot.form, step.after)
    return WorkedOut(step, count, len(found) - len(taken), find_all(after, wanted.query))


def _edits(snapshot: Snapshot, hits: list[Hit], wanted: WantedReplacement) -> tuple[Edit, ...]:
    batch = replace_all(snapshot, hits, wanted.query, wanted.words)
    return batch.edits if batch is not None else ()


class Replacer(QObject):
    """Carries a replacement out.  Until it is finished nothing changes, and it can be stopped."""

    progressed = Signal(int, int)
    """(places done, all places)."""
    done = Signal(object)
    """Finished, with the ``WorkedOut``."""
    refused = Signal(object)
    """The result does not fit and nothing has changed, with the ``UserError``."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._jobs = Jobs(self)

    @property
    def running(self) -> bool:
        """Whether a replacement is being computed."""
        return self._jobs.running

    def begin(self, wanted: WantedReplacement, expected: int) -> None:
        """Start; in the background if more than a few places are ``expected``."""
        snapshot = self._session.snapshot()
        if expected > AT_ONCE:
            self._jobs.begin(
                partial(work_out, snapshot, wanted),
                partial(self._carry_out, wanted),
                progress=lambda far: self.progressed.emit(*far),
                failed=self.refused.emit,
            )
            return
        try:
            worked_out = work_out(snapshot, wanted, lambda: False, lambda _far: None)
        except UserError as error:
            self.refused.emit(error)
            return
        self._carry_out(wanted, worked_out)

    def stop(self) -> None:
        """Cancel; nothing changes."""
        self._jobs.cancel()

    def _carry_out(self, wanted: WantedReplacement, worked_out: WorkedOut | None) -> None:
        if worked_out is None:
            return
        step = worked_out.step
        if step is not None and self._session.snapshot().root is not step.before:
            self.begin(wanted, AT_ONCE + 1)  # edited meanwhile: compute again
            return
        if step is not None:
            self._session.push_prepared(step)
        self.done.emit(worked_out)
