"""The office's year: due dates, who has to act, and deadlines of a planned change."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import Enum
from functools import cache
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.definitions.faults import Faults
from pia_desktop.definitions.reader import read_definition
from pia_desktop.i18n import _
from pia_desktop.office.plan import PlanSource
from pia_desktop.office.plan_columns import PLANNED
from pia_desktop.paths import resource_root
from pia_desktop.rules.deadlines import KEEP_PUBLIC_YEARS, DueKind, years_after
from pia_desktop.rules.stages import HEARING_DAYS, Stage, day_words, must_be_heard
from pia_desktop.wareki import leading_date

COUNCIL_SETTING: Final = "council-days"
"""The cabinet setting that holds the council's days."""
_ENDED: Final = re.compile(r"【[^】]*終了[^】]*】\s*$")


class StepKind(Enum):
    """What is to be done; the values are used in JSON and calendar entries."""

    DRAFT_READY = "draft-ready"
    HEARING_BEGINS = "hearing-begins"
    HEARING_ENDS = "hearing-ends"
    MATERIALS = "council-materials"
    COUNCIL = "council"
    HAND_IN = "hand-in"
    CHANGE = "change"
    NAME_ENDED = "name-ended"
    ARCHIVE = "archive"
    HEARING_END = DueKind.HEARING_END.value
    REVIEW = DueKind.REVIEW.value
    REASSESSMENT = DueKind.REASSESSMENT.value
    KEEP_PUBLIC = DueKind.KEEP_PUBLIC.value

    @property
    def label(self) -> str:
        """Its displayed name, in the current language."""
        return {
            StepKind.DRAFT_READY: _("Draft ready"),
            StepKind.HEARING_BEGINS: _("Hearing begins"),
            StepKind.HEARING_ENDS: _("Hearing ends"),
            StepKind.MATERIALS: _("Papers to the council"),
            StepKind.COUNCIL: _("The council sits"),
            StepKind.HAND_IN: _("Handing in"),
            StepKind.CHANGE: _("Planned change"),
            StepKind.NAME_ENDED: _("【…　終了】 behind the name"),
            StepKind.ARCHIVE: _("May be archived"),
        }.get(self) or DueKind(self.value).label


class Waiting(Enum):
    """Who has to act."""

    DEPARTMENT = "department"
    RESIDENTS = "residents"
    COUNCIL = "council"
    OFFICE = "office"

    @property
    def label(self) -> str:
        """Who it is, in the current language."""
        return {
            Waiting.DEPARTMENT: _("The department"),
            Waiting.RESIDENTS: _("The residents"),
            Waiting.COUNCIL: _("The council"),
            Waiting.OFFICE: _("The person in charge"),
        }[self]


@dataclass(frozen=True, slots=True)
class YearStep:
    """A step with its date, who has to act, the rule, and whether it is overdue."""

    source: PlanSource
    kind: StepKind
    on: date
    waiting: Waiting
    reason: str
    late: bool


@dataclass(frozen=True, slots=True)
class YearTimes:
    """The number of days that the steps before a change take."""

    hand_in: int
    after_hearing: int
    materials: int
    draft: int
    before_hearing: int


@cache
def shipped_times() -> YearTimes:
    """The times in ``resources/plan/year.yaml``.  Raises DefinitionError."""
    path = resource_root() / "plan" / "year.yaml"
    faults = Faults(path.name)
    top = read_definition(path.read_text(encoding="utf-8"), faults)
    names = ("hand_in", "after_hearing", "materials", "draft", "before_hearing")
    times = YearTimes(*(top.whole(name, 14) if top is not None else 14 for name in names))
    if top is not None:
        top.close()
    faults.raise_any("file of the times of the year")
    return times


def year_steps(sources: Iterable[PlanSource], councils: Sequence[date], today: date) -> tuple[YearStep, ...]:
    """All steps of all assessments, earliest first."""
    found: list[YearStep] = []
    for source in sources:
        found += [*_dues(source, today), *_worked_back(source, councils, today), *_ended(source, today)]
    return tuple(sorted(found, key=lambda step: (step.on, step.source.id, step.kind.value)))


def waiting_for(source: PlanSource) -> Waiting:
    """Who has to act on an assessment in its present state."""
    return {
        Stage.DRAFT: Waiting.DEPARTMENT,
        Stage.HEARING: Waiting.RESIDENTS,
        Stage.REVIEW: Waiting.COUNCIL,
    }.get(source.stage, Waiting.OFFICE)


def _dues(source: PlanSource, today: date) -> Iterator[YearStep]:
    for due in source.dues(today):
        waiting = Waiting.OFFICE if due.kind is DueKind.KEEP_PUBLIC else waiting_for(source)
        if due.kind is DueKind.REVIEW:
            waiting = Waiting.DEPARTMENT
        yield YearStep(source, StepKind(due.kind.value), due.on, waiting, due.reason, due.overdue)


def _worked_back(source: PlanSource, councils: Sequence[date], today: date) -> Iterator[YearStep]:
    """The steps before a planned change; none without a date, or once it is submitted."""
    planned = leading_date(source.cells.get(PLANNED, ""))
    change = planned.earliest() if planned is not None else None
    if change is None or source.stage.position >= Stage.ENDED.position:
        return
    times = shipped_times()
    steps = [(StepKind.CHANGE, change, Waiting.DEPARTMENT, _("As planned"))]
    hand_in = change - timedelta(days=times.hand_in)
    if not _handed_in_for(source, change):
        reason = _("Before the change on {day} (指針: 重要な変更は事前)").format(day=day_words(change))
        steps.append((StepKind.HAND_IN, hand_in, Waiting.OFFICE, reason))
        if must_be_heard(source.form.id):
            steps += _heard(hand_in, councils, times)
        else:
            reason = _("{count} days before handing in").format(count=times.draft)
            ready = hand_in - timedelta(days=times.draft)
            steps.append((StepKind.DRAFT_READY, ready, Waiting.DEPARTMENT, reason))
    for kind, day, waiting, reason in steps:
        if not _passed(source, kind):
            yield YearStep(source, kind, day, waiting, reason, day < today)


_Step = tuple[StepKind, date, Waiting, str]


def _heard(hand_in: date, councils: Sequence[date], times: YearTimes) -> Iterator[_Step]:
    """The steps of 様式４ before submission: the council's last meeting in time, the hearing before it."""
    sits = max((day for day in councils if day <= hand_in), default=None)
    council = sits or hand_in
    reason = (
        _("The last day of the council before handing in")
        if sits is not None
        else _("No day of the council before {day} is known; enter its days").format(day=day_words(hand_in))
    )
    yield StepKind.COUNCIL, council, Waiting.COUNCIL, reason
    reason = _("{count} days before the council").format(count=times.materials)
    papers = council - timedelta(days=times.materials)
    yield StepKind.MATERIALS, papers, Waiting.OFFICE, reason
    ends = papers - timedelta(days=times.after_hearing)
    begins = ends - timedelta(days=HEARING_DAYS - 1)
    reason = _("{count} days for the opinions before the papers go to the council")
    reason = reason.format(count=times.after_hearing)
    yield StepKind.HEARING_ENDS, ends, Waiting.RESIDENTS, reason
    yield StepKind.HEARING_BEGINS, begins, Waiting.OFFICE, _("The hearing lasts 30 days or more")
    reason = _("{count} days before the hearing").format(count=times.before_hearing)
    yield StepKind.DRAFT_READY, begins - timedelta(days=times.before_hearing), Waiting.DEPARTMENT, reason


def _handed_in_for(source: PlanSource, change: date) -> bool:
    """Whether this round was submitted for this change, rather than a publication years ago."""
    if source.stage not in (Stage.SUBMITTED, Stage.PUBLISHED):
        return False
    day = source.dates.day("submitted") or source.dates.day("published")
    return day is None or change - timedelta(days=366) <= day


def _passed(source: PlanSource, kind: StepKind) -> bool:
    """Whether the state shows that a step is done."""
    behind = {
        StepKind.DRAFT_READY: Stage.HEARING,
        StepKind.HEARING_BEGINS: Stage.HEARING,
        StepKind.HEARING_ENDS: Stage.REVIEW,
        StepKind.MATERIALS: Stage.REVIEW,
        StepKind.COUNCIL: Stage.SUBMITTED,
    }.get(kind)
    reached = source.stage.position
    in_round = source.stage in (Stage.HEARING, Stage.REVIEW, Stage.SUBMITTED)
    return behind is not None and in_round and reached >= behind.position


def _ended(source: PlanSource, today: date) -> Iterator[YearStep]:
    """The steps after the end of an operation: 【…　終了】 after its name, and archiving after
    three years.
    """
    if source.stage is not Stage.ENDED:
        return
    ended = source.dates.day("ended")
    if not _ENDED.search(source.title):
        reason = _("The name of an ended work says so (様式の記載要領)")
        day = ended or today
        yield YearStep(source, StepKind.NAME_ENDED, day, Waiting.OFFICE, reason, day < today)
    if ended is not None and years_after(ended, KEEP_PUBLIC_YEARS) < today:
        reason = _("It was public for three years after {day}").format(day=day_words(ended))
        on = years_after(ended, KEEP_PUBLIC_YEARS) + timedelta(days=1)
        yield YearStep(source, StepKind.ARCHIVE, on, Waiting.OFFICE, reason, late=False)


def ended_title(title: str, ended: date) -> str:
    """評価書名 of an operation that has ended; unchanged if it already says so."""
    return title if _ENDED.search(title) else f"{title}【{day_words(ended)}　終了】"


# ---- the council's days


def read_days(words: str) -> tuple[list[date], list[str]]:
    """The valid dates in lines or words, in order, and the invalid ones."""
    days, odd = set(), []
    for piece in re.split(r"[\n,、;]+", words):
        found = leading_date(piece.strip()) if piece.strip() else None
        day = found.to_date() if found is not None else None
        if day is not None:
            days.add(day)
        elif piece.strip():
            odd.append(piece.strip())
    return sorted(days), odd


def kept_days(days: Iterable[date]) -> str:
    """The days in the form that ``office_days`` reads."""
    return json.dumps([day.isoformat() for day in days])


def office_days(kept: str | None) -> tuple[date, ...]:
    """The stored days of the council; invalid ones are skipped."""
    try:
        raw = json.loads(kept) if kept else []
    except (ValueError, RecursionError):
        return ()
    found = []
    for one in raw if isinstance(raw, list) else []:
        try:
            found.append(date.fromisoformat(one))
        except (TypeError, ValueError):
            continue
    return tuple(sorted(found))
