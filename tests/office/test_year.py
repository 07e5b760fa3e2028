"""The year is worked back from the planned day: the hearing, the council, handing in before it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest

from pia_desktop.assessment.node import Node
from pia_desktop.documents.table import cell_text
from pia_desktop.documents.year import year_document
from pia_desktop.forms.catalogue import find_form
from pia_desktop.office.plan import PlanSource
from pia_desktop.office.year import (
    StepKind,
    Waiting,
    YearStep,
    ended_title,
    kept_days,
    office_days,
    read_days,
    shipped_times,
    year_steps,
)
from pia_desktop.office.year_events import year_events
from pia_desktop.rules.calendar import calendar_text
from pia_desktop.rules.stages import Stage, StageDates

TODAY = date(2026, 11, 26)
CHANGE = date(2027, 10, 1)
COUNCILS = (date(2027, 3, 3), date(2027, 7, 7), date(2027, 11, 10))
NO_DAYS = StageDates()


def source(
    form: str = "yoshiki4",
    *,
    stage: Stage = Stage.DRAFT,
    dates: StageDates = NO_DAYS,
    planned: str = "令和9年10月1日",
    title: str = "介護保険の事務",
) -> PlanSource:
    cells = {"planned": planned} if planned else {}
    root = Node({"cover.number": "7", "cover.title": title})
    return PlanSource(1, find_form(form), root, stage, dates, (), cells)


def days(one: PlanSource, councils: tuple[date, ...] = COUNCILS) -> Mapping[StepKind, YearStep]:
    return {step.kind: step for step in year_steps([one], councils, TODAY)}


def test_a_full_assessment_needs_hearing_council_and_handing_in_before_the_change() -> None:
    found, times = days(source()), shipped_times()
    assert found[StepKind.CHANGE].on == CHANGE
    assert found[StepKind.HAND_IN].on < CHANGE
    assert found[StepKind.COUNCIL].on == date(2027, 7, 7)
    ends, begins = found[StepKind.HEARING_ENDS].on, found[StepKind.HEARING_BEGINS].on
    assert (ends - begins).days + 1 == 30
    assert ends <= found[StepKind.COUNCIL].on - timedelta(days=times.after_hearing)
    assert found[StepKind.MATERIALS].on < found[StepKind.COUNCIL].on
    assert found[StepKind.DRAFT_READY].on < begins
    assert found[StepKind.COUNCIL].waiting is Waiting.COUNCIL
    assert not any(step.late for step in found.values())


def test_without_a_day_of_the_council_it_is_said() -> None:
    step = days(source(), ())[StepKind.COUNCIL]
    assert step.on == CHANGE - timedelta(days=shipped_times().hand_in)
    assert step.reason != days(source())[StepKind.COUNCIL].reason


def test_other_forms_need_no_hearing_and_no_council() -> None:
    found = days(source("yoshiki3"))
    assert found.keys() == {StepKind.CHANGE, StepKind.HAND_IN, StepKind.DRAFT_READY}


@pytest.mark.parametrize(
    ("stage", "gone"),
    [
        (Stage.HEARING, {StepKind.DRAFT_READY, StepKind.HEARING_BEGINS}),
        (
            Stage.REVIEW,
            {StepKind.DRAFT_READY, StepKind.HEARING_BEGINS, StepKind.HEARING_ENDS, StepKind.MATERIALS},
        ),
    ],
)
def test_what_the_state_shows_to_be_done_is_gone(stage: Stage, gone: set[StepKind]) -> None:
    assert days(source()).keys() - days(source(stage=stage)).keys() == gone


def test_once_it_is_handed_in_only_the_change_is_left_and_an_old_publication_does_not_count() -> None:
    now = days(source(stage=Stage.SUBMITTED, dates=StageDates(submitted="2027-08-01")))
    assert now.keys() == {StepKind.CHANGE}
    old = days(source(stage=Stage.PUBLISHED, dates=StageDates(published="2025-08-01")))
    assert StepKind.HAND_IN in old


def test_without_a_planned_day_only_what_is_due_stands() -> None:
    one = source(planned="", stage=Stage.PUBLISHED, dates=StageDates(published="2025-08-01"))
    found = days(one)
    assert found.keys() == {StepKind.REVIEW, StepKind.REASSESSMENT}
    assert found[StepKind.REVIEW].late
    assert found[StepKind.REVIEW].waiting is Waiting.DEPARTMENT


def test_an_ended_work_has_it_in_its_name_and_is_put_away_after_three_years() -> None:
    dates = StageDates(ended="2026-03-31")
    one = source(stage=Stage.ENDED, dates=dates)
    assert days(one).keys() == {StepKind.NAME_ENDED, StepKind.KEEP_PUBLIC}
    title = ended_title(one.title, date(2026, 3, 31))
    assert title == "介護保険の事務【令和8年3月31日　終了】"
    assert ended_title(title, TODAY) == title
    assert days(source(stage=Stage.ENDED, dates=dates, title=title)).keys() == {StepKind.KEEP_PUBLIC}
    long_ago = source(stage=Stage.ENDED, dates=StageDates(ended="2023-03-31"), title=title)
    assert days(long_ago).keys() == {StepKind.ARCHIVE}


def test_days_of_the_council_are_read_in_any_way_of_writing_and_kept() -> None:
    found, odd = read_days("R9.7.7\n令和9年3月3日（水）、2027/11/10\n未定")
    assert found == list(COUNCILS)
    assert odd == ["未定"]
    assert office_days(kept_days(found)) == COUNCILS
    assert office_days(None) == office_days("{") == office_days('["x", 3]') == ()


def events(planned: str, stamp: datetime) -> dict[str, tuple[date, int]]:
    steps = year_steps([source(planned=planned)], COUNCILS, TODAY)
    made = year_events(steps, {1: "made 1"}, {1: ("7", "事務;,\n")})
    read = icalendar.Calendar.from_ical(calendar_text(made, stamp))
    return {
        str(event["UID"]): (event.decoded("DTSTART"), int(event.decoded("SEQUENCE")))
        for event in read.walk("VEVENT")
    }


def test_a_step_that_moves_is_the_same_event_with_a_higher_sequence() -> None:
    first = events("令和9年10月1日", datetime(2026, 11, 26, 9, 0, tzinfo=UTC))
    later = events("令和9年9月1日", datetime(2026, 11, 26, 9, 1, tzinfo=UTC))
    assert first.keys() == later.keys()
    moved = [uid for uid in first if first[uid][0] != later[uid][0]]
    assert moved
    assert all(later[uid][1] > first[uid][1] for uid in first)


def test_the_paper_stands_month_by_month() -> None:
    steps = year_steps([source()], COUNCILS, TODAY)
    rows = [(step.on, (str(step.on), step.kind.label, "7", "事務", "", step.reason)) for step in steps]
    document = year_document(rows, ["令和8年11月26日"])
    assert document.groups[-1].heading == "令和9年10月"
    assert cell_text(document.groups[-1].rows[-1].cells[0]) == "2027-10-01"
