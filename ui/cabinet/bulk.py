"""Operations on several assessments; a failure of one does not stop the others."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QWidget

from db.records import AssessmentInfo
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import Edit, SetAnswer
from pia_desktop.cabinet_lists.assessment_names import numbered_name
from pia_desktop.cabinet_lists.assessment_rows import findings_words
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.i18n import _, ngettext
from pia_desktop.revisions.editions import move_edition, newest_edition
from pia_desktop.rules.rounds import begins_round, day_to_write, round_name
from pia_desktop.rules.stages import Stage, StageDates, day_words, read_stage
from ui.cabinet.finding_counts import count_findings
from ui.context.background import Stopped
from ui.printing.line_jobs import MAX_LISTED, LineJobs
from ui.widgets.dialogs import MessageDialog, show_error

if TYPE_CHECKING:
    from db.cabinet import Cabinet
    from db.transaction import Work
    from ui.context.cabinet_store import CabinetStore

Act = Callable[["Cabinet", AssessmentInfo, Stopped], str]
"""Processes one assessment; returns a remark for the report, or empty.  UserError: it is skipped."""


class BulkTask(NamedTuple):
    """What is done to one assessment or file: its name in the report; what does it, and returns a remark."""

    name: str
    do: Callable[[Cabinet, Stopped], str]


def tasks_of(infos: Sequence[AssessmentInfo], act: Act) -> tuple[BulkTask, ...]:
    """An operation on several assessments."""

    def task(info: AssessmentInfo) -> BulkTask:
        return BulkTask(numbered_name(info), lambda cabinet, stopped: act(cabinet, info, stopped))

    return tuple(map(task, infos))


class LeftOut(UserError):
    """The operation does not apply to an assessment, or should be skipped."""


@dataclass
class BulkReport:
    """Which assessments were processed, and which were skipped and why."""

    done: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    whole: bool = True

    def heading(self, words: str) -> str:
        """One sentence of summary; ``words`` name the operation, e.g. 「状態の変更」."""
        count = len(self.done)
        sentence = ngettext("{what}: {count:,} done", "{what}: {count:,} done", count).format(
            what=words, count=count
        )
        if self.left:
            left = len(self.left)
            sentence += ngettext(", {count:,} left out", ", {count:,} left out", left).format(count=left)
        return sentence if self.whole else _("{told} (stopped)").format(told=sentence)


def run_bulk(
    cabinet: Cabinet,
    tasks: Sequence[BulkTask],
    report: BulkReport,
    stopped: Stopped,
    tell: Callable[[int], None],
) -> BulkReport:
    """Do one task after the other.  For a background thread."""
    for number, (name, do) in enumerate(tasks, 1):
        if stopped():
            report.whole = False
            return report
        try:
            said = do(cabinet, stopped)
        except UserError as error:
            report.left.append(f"{name}：{error.one_line()}")
        else:
            report.done.append(name)
            if said:
                report.said.append(f"{name}：{said}")
        tell(number)
    return report


# ---- what can be done


@dataclass(frozen=True, slots=True)
class StateGiven:
    """The dates of an assessment after a state change; ``begun`` names the new round, if any.

    ``published``: the new 公表日 of the form, None to keep it.
    """

    days: dict[str, str]
    begun: str | None
    published: str | None


def state_given(info: AssessmentInfo, stage: Stage, day: date, *, into_form: bool) -> StateGiven:
    """The result of giving an assessment a state.  Raises LeftOut."""
    now, days = read_stage(info.state), dict(info.stages)
    begun = begins_round(now, stage)
    if stage.position < now.position and not begun:
        raise LeftOut(_("Its state is “{state}” already.").format(state=now.label))
    earlier = StageDates.of(days).day(stage.value)
    if not begun and earlier is not None and earlier > day:
        raise LeftOut(_("It has a later day already: {day}.").format(day=day_words(earlier)))
    days = {} if begun else days
    days[stage.value] = day.isoformat()
    writes = into_form and stage is Stage.PUBLISHED
    published = day_to_write(info.published_on, day) if writes else None
    return StateGiven(days, round_name(day) if begun else None, published)


def set_state(stage: Stage, day: date, *, into_form: bool = False, opened: Collection[int] = ()) -> Act:
    """Set a state with its day; a published assessment that goes back begins a new round.

    ``into_form``: also write the day of publication into the form, in the same transaction, except for
    assessments in ``opened``, whose windows do it.
    """

    def act(cabinet: Cabinet, info: AssessmentInfo, _stopped: Stopped) -> str:
        given = state_given(info, stage, day, into_form=into_form)
        edits: list[tuple[int, Edit]] = []
        if given.published is not None and info.id not in opened:
            item = find_form(info.form, info.version).roles.published_on
            edits.append((info.id, SetAnswer((item,), given.published)))

        def write(work: Work) -> None:
            if given.begun is not None:
                work.begin_round(info.id, given.begun)
            work.set_stages(info.id, stage.value, given.days)

        cabinet.apply_all(edits, jobs=[(info.id, write)])
        return _("a new round was begun: {name}").format(name=given.begun) if given.begun else ""

    return act


def close_version(name: str, day: date) -> Act:
    """Close a version, unless nothing has changed since the last one."""

    def act(cabinet: Cabinet, info: AssessmentInfo, _stopped: Stopped) -> str:
        versions = cabinet.versions(info.id)
        snapshot = cabinet.load(info.id)
        if versions and cabinet.load_version(versions[-1].id).root == snapshot.root:
            raise LeftOut(_("Nothing has changed since version {number}.").format(number=versions[-1].number))
        if versions and versions[-1].closed_on > day.isoformat():
            raise LeftOut(_("Its last version is of a later day."))
        cabinet.close_version(info.id, name, day.isoformat())
        return ""

    return act


def check() -> Act:
    """Check, and store the number of findings."""

    def act(cabinet: Cabinet, info: AssessmentInfo, stopped: Stopped) -> str:
        cabinet.load(info.id)  # raises with the reason if it cannot be read
        counts = count_findings(cabinet, info.id, stopped)
        if counts is None:
            return ""
        if not cabinet.read_only:
            cabinet.apply_all([], jobs=[(info.id, lambda work: work.store_findings(info.id, counts))])
        return findings_words(counts)

    return act


def move_to_newest() -> Act:
    """Move to the form's newest edition, after closing the present state as a version."""

    def act(cabinet: Cabinet, info: AssessmentInfo, _stopped: Stopped) -> str:
        from ui.versions.edition_dialog import kept_name

        snapshot = cabinet.load(info.id)
        newest = newest_edition(snapshot.form)
        if newest is None:
            raise LeftOut(_("It is of the newest edition already."))
        moved = move_edition(snapshot, newest)
        cabinet.replace(info.id, Snapshot(moved.form, moved.root), kept_name(snapshot.form))
        if not moved.dropped:
            return ""
        count = len(moved.dropped)
        words = ngettext(
            "{count:,} answer has no place in the newer edition and stays in the version",
            "{count:,} answers have no place in the newer edition and stay in the version",
            count,
        )
        return words.format(count=count)

    return act


@dataclass(frozen=True, slots=True)
class _Asked:
    """An operation; ``what`` names it in the report, ``tasks`` gives its tasks when it begins."""

    store: CabinetStore
    what: str
    tasks: Callable[[], Sequence[BulkTask]]


class BulkJobs(LineJobs):
    """Runs bulk operations in the background, one after the other; ``line`` shows progress and a stop
    button.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._stopping = False
        self._waiting: list[_Asked] = []

    def start(self, store: CabinetStore, infos: Sequence[AssessmentInfo], what: str, act: Act) -> None:
        """Start, or queue behind the one that is running; ``what`` names the operation in the report.

        The assessments are taken as they are when it begins.
        """
        ids = tuple(info.id for info in infos)

        def tasks() -> Sequence[BulkTask]:
            fresh = {info.id: info for info in store.infos()}
            return tasks_of([fresh[one] for one in ids if one in fresh], act)

        self._waiting.append(_Asked(store, what, tasks))
        self._go_on()

    def start_tasks(self, store: CabinetStore, what: str, tasks: Sequence[BulkTask]) -> None:
        """The same with tasks of any kind."""
        self._waiting.append(_Asked(store, what, lambda: tasks))
        self._go_on()

    def _go_on(self) -> None:
        """Start the next operation."""
        if self.running or not self._waiting:
            return
        asked = self._waiting.pop(0)
        store = asked.store
        try:
            store.flush()
            tasks = asked.tasks()
        except UserError as error:
            self._failed(error)
            return
        self._stopping = False
        self.line.begin(f"{asked.what}…", len(tasks))
        cabinet = store.cabinet
        self.jobs.begin(
            lambda stopped, tell: run_bulk(
                cabinet, tasks, BulkReport(), lambda: stopped() or self._stopping, tell
            ),
            lambda report: self._ended(asked, report),
            progress=self.line.advance,
            failed=self._failed,
        )

    def stop(self) -> None:
        """Stop after the one at hand; what was done so far is told."""
        self._stopping = True

    def cancel(self) -> None:
        """Stop without a report: the window is closing."""
        self._waiting.clear()
        self._stopping = True
        super().cancel()

    def _failed(self, error: UserError) -> None:
        self.end_line()
        show_error(self.window, error)
        self._go_on()

    def _ended(self, asked: _Asked, report: BulkReport) -> None:
        self.end_line()
        asked.store.list_changed.emit()
        details = [*report.left, *report.said]
        dialog = MessageDialog(
            self.window,
            report.heading(asked.what),
            "\n".join(report.done[:10]) + ("\n…" if len(report.done) > 10 else ""),
            "\n".join(details[:MAX_LISTED]),
            symbol="warning" if report.left else "",
        )
        self.keep_report(dialog)
        dialog.open()
        self._go_on()
