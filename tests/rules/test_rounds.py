"""Rounds: what begins one, and that the days of an earlier one go on being owed."""

from datetime import date

import pytest

from pia_desktop.rules.deadlines import DueKind, due_dates
from pia_desktop.rules.rounds import begins_round, newly_published, round_name
from pia_desktop.rules.stages import Stage, StageDates, stage_findings

LAST = StageDates(submitted="2025-10-01", published="2025-11-26")
TODAY = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 4, 1), "令和8年度"),
        (date(2027, 3, 31), "令和8年度"),
        (date(2019, 4, 30), "平成31年度"),
        (date(2019, 3, 31), "平成30年度"),
    ],
)
def test_a_round_is_called_after_its_fiscal_year(day: date, name: str) -> None:
    assert round_name(day) == name


def test_a_round_begins_where_what_was_published_is_worked_on_again() -> None:
    begun = {(now, then) for now in Stage for then in Stage if begins_round(now, then)}
    before = (Stage.DRAFT, Stage.HEARING, Stage.REVIEW, Stage.SUBMITTED)
    assert begun == {(now, then) for now in (Stage.PUBLISHED, Stage.ENDED) for then in before}


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("令和8年11月26日", date(2026, 11, 26)),
        ("令和7年11月26日", None),
        ("令和6年8月30日", None),
        ("令和8年11月", None),
        ("未定", None),
        ("", None),
    ],
)
def test_the_form_tells_of_a_new_publication_by_a_later_day_alone(words: str, day: date | None) -> None:
    assert newly_published(words, [LAST]) == day
    assert newly_published(words, [StageDates()]) is None


def test_in_a_new_round_the_last_publication_is_still_owed() -> None:
    found = due_dates("yoshiki4", "", Stage.DRAFT, StageDates(), TODAY, [LAST])
    assert [(due.kind, due.on, due.overdue) for due in found] == [
        (DueKind.REVIEW, date(2026, 11, 26), True),
        (DueKind.REASSESSMENT, date(2030, 11, 26), False),
    ]
    planned = due_dates("yoshiki4", "令和9年3月1日", Stage.DRAFT, StageDates(), TODAY, [LAST])
    assert [due.on for due in planned] == [due.on for due in found]
    done = StageDates(published="2026-11-20")
    again = due_dates("yoshiki4", "", Stage.PUBLISHED, done, TODAY, [LAST])
    assert [due.on for due in again] == [date(2027, 11, 20), date(2031, 11, 20)]


def test_a_look_over_in_an_earlier_round_still_counts() -> None:
    earlier = StageDates(published="2025-11-26", looked_over="2026-10-01")
    found = due_dates("yoshiki4", "", Stage.DRAFT, StageDates(), TODAY, [earlier])
    assert found[0].on == date(2027, 10, 1)


def test_a_publication_that_does_not_lie_after_the_last_one_is_told() -> None:
    for day, odd in (("2025-11-26", True), ("2024-01-01", True), ("2025-11-27", False)):
        found = stage_findings("yoshiki3", StageDates(published=day), date(2025, 11, 26))
        assert ([one.key for one in found] == ["published"]) is odd
