"""The checks of an open assessment: run once, then updated after each edit, in the background."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from PySide6.QtCore import QObject, Signal

from db.records import FindingCounts, SetAside
from pia_desktop.assessment.edits import Batch, Edit, SetAnswer, SetWithheld
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import CabinetError, UserError
from pia_desktop.forms.model import Form
from pia_desktop.i18n import _
from pia_desktop.packs.model import Pack
from pia_desktop.rules.checks.checker import Checker
from pia_desktop.rules.checks.codes import NO_ANSWER, UNANSWERED, UNREAD
from pia_desktop.rules.checks.finding import Finding, FindingKey, Sorted
from pia_desktop.rules.checks.looking import Looked
from pia_desktop.rules.checks.severity import Severity
from ui.context import marks
from ui.context.annotations import AnnotationStore
from ui.context.background import Jobs
from ui.context.marks import Mark
from ui.context.session import Session
from ui.widgets.timers import single_shot

PANE: Final = "findings"

_PAUSE: Final = 150
"""Milliseconds for which edits are gathered: a burst of typing is checked a few times a second."""

_SHARE: Final = 10
"""How many times as long as a check took it rests: one of a very long answer leaves typing its time."""

_LONGEST_PAUSE: Final = 2_000

_REMEMBER: Final = 5_000
"""Milliseconds after which new counts are kept for the cabinet's list."""

_WEIGHT: Final = {Severity.ERROR: 0, Severity.CONFIRM: 1, Severity.HINT: 2}


def symbol_of(finding: Finding) -> str:
    """The icon of a finding."""
    if finding.code in NO_ANSWER:
        return "missing"
    return {Severity.ERROR: "mistake", Severity.CONFIRM: "confirm", Severity.HINT: "advice"}[finding.severity]


def aside_of(finding: Finding, reason: str) -> SetAside:
    """How a finding that is set aside is stored."""
    return SetAside(*finding.key, reason)


def key_of(aside: SetAside) -> FindingKey:
    """The key of the finding that a stored record refers to."""
    return FindingKey(aside.code, aside.path)


def _unread(path: NodePath, words: str) -> Finding:
    """What a field reports that holds no answer."""
    return Finding(UNREAD, path, (("told", words),), facts=words)


@dataclass(frozen=True, slots=True)
class _FirstRun:
    """Result of the first run: all findings, and what was set aside and counted before."""

    checker: Checker
    asides: tuple[SetAside, ...]
    counts: FindingCounts | None


def _first_run(form: Form, root: Node, keep: AnnotationStore) -> _FirstRun:
    try:
        packs, asides, counts = keep.own_packs(), keep.set_asides(), keep.stored_findings()
    except CabinetError:  # the file is unreachable; the saved-state line says so
        packs, asides, counts = (), (), None
    return _FirstRun(Checker(form, root, packs=packs), asides, counts)


class _Look:
    """A check of what some edits touched: run once, by the thread or by a caller that cannot wait."""

    def __init__(self, checker: Checker, edits: list[Edit], root: Node) -> None:
        self._checker = checker
        self._edits = edits
        self._root = root
        self._lock = threading.Lock()
        self._found: Looked | None = None
        self.milliseconds = 0
        """What it cost."""
        self.moved = any(not isinstance(edit, SetAnswer | SetWithheld) for edit in edits)
        """Whether entries have other names after it."""

    def found(self) -> Looked:
        """Run the check, or wait for the running one; returns its result."""
        with self._lock:
            if self._found is None:
                began = time.thread_time()
                self._found = self._checker.look(Batch(tuple(self._edits)), self._root)
                self.milliseconds = round((time.thread_time() - began) * 1000)
            return self._found


class Watch(QObject):
    """The current findings of a session; ``changed`` is emitted when they differ."""

    changed = Signal()

    def __init__(self, session: Session, keep: AnnotationStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._keep = keep
        self._checker: Checker | None = None
        self._reasons: dict[FindingKey, str] = {}
        self._edits: list[Edit] = []
        self._look: _Look | None = None
        self._stored: FindingCounts | None = None
        self._unlisten: Callable[[], None] = lambda: None
        self._begun = False
        self._typed: dict[NodePath, str] = {}
        self._lacking: dict[NodePath, frozenset[NodePath]] = {}
        self._packs_due: tuple[Pack, ...] | None = None
        self._meanwhile: list[Edit] | None = None
        """Edits since a further run of all checks was begun."""
        self._closed = False
        self._sorted: Sorted | None = None
        self._jobs = Jobs(self)
        self._pause = single_shot(self, _PAUSE, self._begin_look)
        self._remember = single_shot(self, _REMEMBER, self.remember)
        keep.follow_packs(self._read_packs)
        keep.follow(self.begin_anew)

    # ---- the first run

    def begin(self) -> None:
        """Run all checks once, in a thread."""
        if self._begun or self._closed:
            return
        self._begun = True
        self._unlisten = self.session.assessment.listen(self._applied)
        form, root, keep = self.session.form, self.session.root, self._keep
        self._jobs.begin(lambda _stopped, _tell: _first_run(form, root, keep), self._take)

    def _take(self, first: _FirstRun) -> None:
        checker, asides, self._stored = first.checker, first.asides, first.counts
        self._reasons = {key_of(aside): aside.reason for aside in asides}
        if self._edits:
            edits, self._edits = self._edits, []
            checker.update(Batch(tuple(edits)), self.session.root)
        if self._packs_due is not None:
            checker.take_packs(self._packs_due)
        checker.set_aside(self._reasons)
        self._checker = checker
        for path in self.session.marks.of(marks.UNREAD):
            self._take_typed(path)
        self.session.marks.changed.connect(self._marked)
        self._tell({finding.path for finding in checker.findings()})

    def begin_anew(self) -> None:
        """Run all checks again, in a thread: a new day has come, or another has set something aside.

        What was found before stands until then.
        """
        if self._checker is None or self._meanwhile is not None or self._closed:
            return
        self.catch_up()
        self._meanwhile = []
        form, root, keep = self.session.form, self.session.root, self._keep
        self._jobs.begin(
            lambda _stopped, _tell: _first_run(form, root, keep), self._take_anew, failed=self._keep_old
        )

    def _keep_old(self, _error: UserError) -> None:
        self._meanwhile = None

    def _take_anew(self, first: _FirstRun) -> None:
        assert self._checker is not None
        before = {finding.path for finding in self._checker.findings()}
        checker, meanwhile = first.checker, self._meanwhile
        self._edits, self._look, self._meanwhile = [], None, None
        if not self.session.may_note:  # what is set aside elsewhere; here nothing is
            self._reasons = {key_of(aside): aside.reason for aside in first.asides}
        if meanwhile:
            checker.update(Batch(tuple(meanwhile)), self.session.root)
        if self._packs_due is not None:
            checker.take_packs(self._packs_due)
        checker.set_aside(self._reasons)
        for path, words in self._typed.items():
            checker.take_typed(path, _unread(path, words))
        self._checker = checker
        self._tell(before | {finding.path for finding in checker.findings()})

    # ---- following

    def _read_packs(self) -> None:
        """Reload the office's packs in the background; during the first run, afterwards."""
        if self._begun and not self._closed:
            self._jobs.begin(lambda _stopped, _tell: self._keep.own_packs(), self._take_packs)

    def _take_packs(self, packs: tuple[Pack, ...]) -> None:
        self._packs_due = packs  # a run of all checks may have used the old ones
        if self._checker is None:
            return
        self.catch_up()
        self._stored = None  # the list's counts were dropped
        self._tell(self._checker.take_packs(packs).paths)

    def _marked(self, path: NodePath) -> None:
        """A number field has become unreadable, or readable again."""
        if not self._closed and self._take_typed(path):
            self._sorted = None
            self.changed.emit()

    def _take_typed(self, path: NodePath) -> bool:
        """Take over what an answer's field reports; returns whether it changed."""
        mark = self.session.marks.mark_of(marks.UNREAD, path)
        words = mark.words if mark is not None else None
        if self._checker is None or words == self._typed.get(path):
            return False
        if words is None:
            del self._typed[path]
            self._checker.take_typed(path, None)
        else:
            self._typed[path] = words
            self._checker.take_typed(path, _unread(path, words))
        return True

    def _forget_typed(self) -> None:
        """Drop reports of fields whose entry is deleted."""
        for path in [path for path in self._typed if self.session.root.find(path[:-1]) is None]:
            self.session.marks.put(marks.UNREAD, path, None)

    def _applied(self, edit: Edit, _inverse: Edit) -> None:
        if self._closed:
            return
        self._edits.append(edit)
        if self._meanwhile is not None:
            self._meanwhile.append(edit)
        self._look_after_pause()

    def _look_after_pause(self) -> None:
        free = self._checker is not None and self._look is None
        if free and self._edits and not self._pause.isActive():
            self._pause.start()

    def _begin_look(self) -> None:
        """Check in the background what the edits so far have touched."""
        look = self._next_look()
        if look is not None:
            self._jobs.begin(
                lambda _stopped, _tell: look.found(),
                lambda _found: self._take_look(look),
                failed=lambda _error: self._drop_look(look),
            )

    def _next_look(self) -> _Look | None:
        if self._checker is not None and self._edits and not self._closed:
            edits, self._edits = self._edits, []
            self._look = _Look(self._checker, edits, self.session.root)
        return self._look

    def _take_look(self, look: _Look) -> None:
        """Apply a check's result.  One runs at a time, each continuing from the previous."""
        if look is not self._look or self._checker is None:
            return  # somebody could not wait for it
        self._look = None
        changed = self._checker.take(look.found())
        self._forget_typed()
        self._pause.setInterval(max(_PAUSE, min(_SHARE * look.milliseconds, _LONGEST_PAUSE)))
        if changed.gone or changed.come or look.moved:
            self._tell(changed.paths)
        self._look_after_pause()

    def _drop_look(self, look: _Look) -> None:
        """Continue after a bug, which is reported separately."""
        if look is self._look:
            self._look = None
            self._look_after_pause()

    def catch_up(self) -> None:
        """Check what the edits so far have touched, and wait for it."""
        self._pause.stop()
        while (look := self._look or self._next_look()) is not None:
            self._take_look(look)

    def _tell(self, paths: Iterable[NodePath]) -> None:
        self._sorted = None
        for path in self._with_lacking(paths):
            self.session.marks.put(PANE, path, self._mark(path))
        self._remember.start()
        self.changed.emit()

    def _with_lacking(self, paths: Iterable[NodePath]) -> Iterator[NodePath]:
        """Paths with changed findings, and the answers that a hardly begun entry lacks, or lacked before."""
        for path in paths:
            yield path
            if len(path) % 2 == 0:
                before = self._lacking.pop(path, frozenset())
                related = (item for finding in self.at(path) for item in finding.related)
                now = frozenset(item for item in related if item[:-1] == path)
                if now:
                    self._lacking[path] = now
                yield from before | now

    def _mark(self, path: NodePath) -> Mark | None:
        found = [one for one in self.at(path) if one.code != UNREAD]  # the field shows that itself
        if not found:
            lacking = path in self._lacking.get(path[:-1], ())
            return Mark(PANE, "missing", _("not yet answered")) if lacking else None
        worst = min(found, key=lambda finding: (_WEIGHT[finding.severity], finding.code == UNANSWERED))
        return Mark(PANE, symbol_of(worst), "\n".join(finding.message for finding in found))

    def stop(self) -> None:
        """Store the counts and stop checking: the window is closing."""
        if not self._closed:
            self.catch_up()
            self.remember()
            self._unlisten()
        self._closed = True
        self._jobs.cancel()
        self._pause.stop()
        self._remember.stop()

    def remember(self) -> None:
        """Store the number of findings, if it has changed."""
        self._remember.stop()
        found = self.counts()
        found[Severity.ERROR] -= len(self._typed)  # unreadable input is lost with the window
        counts = FindingCounts(*(found[severity] for severity in Severity))
        if self.ready and counts != self._stored and not self.session.read_only:
            self._stored = counts
            self._keep.store_findings(counts)

    # ---- reading

    @property
    def ready(self) -> bool:
        """Whether the first run is finished."""
        return self._checker is not None

    def open(self) -> tuple[Finding, ...]:
        """The findings that are not set aside, in form order."""
        return self._as_sorted().open

    def aside(self) -> tuple[tuple[Finding, str], ...]:
        """The findings set aside, each with its reason."""
        return self._as_sorted().aside

    def _as_sorted(self) -> Sorted:
        if self._sorted is None:
            self._sorted = self._checker.sorted() if self._checker else Sorted((), ())
        return self._sorted

    def at(self, path: NodePath) -> tuple[Finding, ...]:
        """The open findings at one path."""
        checker = self._checker
        return tuple(f for f in checker.at(path) if not checker.is_aside(f)) if checker else ()

    def counts(self) -> dict[Severity, int]:
        """Number of open findings by severity."""
        return self._checker.counts() if self._checker else dict.fromkeys(Severity, 0)

    # ---- what can be done about one

    def mend(self, finding: Finding) -> bool:
        """Fix a finding by the edit it offers, as one undo step; False if it is gone or has changed."""
        self.catch_up()
        if self.session.read_only or finding.mend is None or finding not in self.at(finding.path):
            return False
        self.session.end_burst()
        self.session.push(finding.mend)
        self.catch_up()
        return True

    def set_aside(self, finding: Finding, reason: str) -> None:
        """Set a finding aside with a reason, until the facts behind it change."""
        if finding.code == UNREAD:
            return
        self._reasons[finding.key] = reason
        self._keep.put_set_aside(aside_of(finding, reason))
        self._sort_out(finding)

    def take_up(self, finding: Finding) -> None:
        """Reopen a finding that was set aside."""
        self._reasons.pop(finding.key, None)
        stored = aside_of(finding, "")
        self._keep.remove_set_aside(stored.code, stored.path)
        self._sort_out(finding)

    def _sort_out(self, finding: Finding) -> None:
        if self._checker is not None:
            self._checker.set_aside(self._reasons)
            self._tell((finding.path,))
