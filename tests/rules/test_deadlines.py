"""What falls due, held to the rules and to the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.rules.deadlines import DueDate, DueKind, due_dates, next_due, published_day, years_after
from pia_desktop.rules.stages import Stage, StageDates

DAYS = st.dates(date(2014, 1, 1), date(2090, 12, 31))
TODAY = date(2025, 4, 1)


def due(
    words: str = "",
    state: Stage = Stage.PUBLISHED,
    form: str = "yoshiki4",
    today: date = TODAY,
    **days: str,
) -> dict[DueKind, DueDate]:
    found = due_dates(form, words, state, StageDates(**days), today)
    assert list(found) == sorted(found, key=lambda one: one.on)
    assert len({one.kind for one in found}) == len(found)
    return {one.kind: one for one in found}


@pytest.mark.parametrize(
    ("begin", "years", "end"),
    [
        ("2024-08-30", 1, "2025-08-30"),
        ("2024-08-30", 5, "2029-08-30"),
        ("2024-02-29", 1, "2025-02-28"),
        ("2024-02-29", 4, "2028-02-29"),
        ("2024-02-28", 1, "2025-02-28"),
        ("2023-02-28", 1, "2024-02-29"),
        ("2024-12-31", 3, "2027-12-31"),
    ],
)
def test_spans_of_years_end_as_the_civil_code_counts_them(begin: str, years: int, end: str) -> None:
    assert years_after(date.fromisoformat(begin), years) == date.fromisoformat(end)


@given(DAYS, st.integers(1, 5))
def test_a_span_of_years_has_as_many_days_as_the_calendar(begin: date, years: int) -> None:
    end = years_after(begin, years)
    assert 365 * years <= (end - begin).days <= 365 * years + 2
    assert years_after(begin + timedelta(days=1), years) >= end


def test_a_published_assessment_owes_a_look_each_year_and_another_one_in_five() -> None:
    found = due("令和6年8月30日")
    assert {kind: one.on for kind, one in found.items()} == {
        DueKind.REVIEW: date(2025, 8, 30),
        DueKind.REASSESSMENT: date(2029, 8, 30),
    }
    assert all("令和6年8月30日" in one.reason for one in found.values())


@given(DAYS, DAYS)
def test_it_is_overdue_when_the_day_has_passed(published: date, today: date) -> None:
    for one in due(published.isoformat(), today=today).values():
        assert one.overdue == (today > one.on)


def test_a_look_puts_off_the_next_look_alone() -> None:
    found = due("令和4年4月1日", looked_over="2025-03-31")
    assert found[DueKind.REVIEW].on == date(2026, 3, 31)
    assert "令和7年3月31日" in found[DueKind.REVIEW].reason
    assert found[DueKind.REASSESSMENT].on == date(2027, 4, 1)


@pytest.mark.parametrize("looked_over", ["2022-03-31", "2025-05-01", "未定"])
def test_a_look_before_publication_or_to_come_does_not_count(looked_over: str) -> None:
    assert due("令和4年4月1日", looked_over=looked_over)[DueKind.REVIEW].on == date(2023, 4, 1)


@pytest.mark.parametrize(
    ("words", "published", "expected"),
    [
        ("未定", "", None),
        ("", "", None),
        ("令和6年2月30日", "", None),
        ("未定", "2024-08-30", date(2024, 8, 30)),
        ("平成27年6月", "", date(2015, 6, 1)),
        ("Ｒ６．８．３０", "2024-07-01", date(2024, 8, 30)),
        ("令和6年7月1日", "2024-08-30", date(2024, 8, 30)),
        ("令和9年4月1日", "2024-08-30", date(2024, 8, 30)),
        ("令和9年4月1日", "", date(2027, 4, 1)),
        ("令和6年8月30日", "2024-02-31", date(2024, 8, 30)),
    ],
)
def test_the_day_of_publication(words: str, published: str, expected: date | None) -> None:
    assert published_day(words, [StageDates(published=published)], TODAY) == expected
    assert bool(due(words, published=published)) == (expected is not None)


@pytest.mark.parametrize("state", [Stage.DRAFT, Stage.HEARING, Stage.REVIEW, Stage.SUBMITTED])
def test_what_was_published_stays_due_while_it_is_done_again(state: Stage) -> None:
    assert DueKind.REASSESSMENT in due("令和2年4月1日", state)


@given(DAYS, st.integers(0, 60))
def test_a_hearing_ends_after_30_days_or_as_planned_later(begin: date, days: int) -> None:
    planned = begin + timedelta(days=days)
    found = due(state=Stage.HEARING, hearing=begin.isoformat(), hearing_end=planned.isoformat())
    end = found[DueKind.HEARING_END].on
    assert (end - begin).days + 1 >= 30
    assert end == (planned if days + 1 >= 30 else begin + timedelta(days=29))
    open_end = due(state=Stage.HEARING, hearing=begin.isoformat())
    assert open_end[DueKind.HEARING_END].on == begin + timedelta(days=29)


def test_a_hearing_that_no_rule_asks_for_ends_as_planned() -> None:
    begin, end = "2025-03-20", "2025-04-02"
    found = due(form="yoshiki3", state=Stage.HEARING, hearing=begin, hearing_end=end)
    assert found[DueKind.HEARING_END].on == date(2025, 4, 2)
    assert not due(form="yoshiki3", state=Stage.HEARING, hearing=begin)
    assert not due(state=Stage.REVIEW, hearing=begin, hearing_end=end)


def test_after_the_end_it_is_kept_public_for_three_years_and_nothing_else_is_owed() -> None:
    found = due("令和2年4月1日", Stage.ENDED, ended="2024-02-29")
    assert {kind: one.on for kind, one in found.items()} == {DueKind.KEEP_PUBLIC: date(2027, 2, 28)}
    assert not due("令和2年4月1日", Stage.ENDED, ended="2021-03-31")
    assert not due("令和2年4月1日", Stage.ENDED)


def test_the_next_is_the_earliest_overdue_or_not() -> None:
    found = due_dates("yoshiki4", "令和2年4月1日", Stage.PUBLISHED, StageDates(), TODAY)
    assert next_due(found) == found[0]
    assert found[0].overdue
    assert next_due(()) is None


def test_the_last_years_that_a_form_can_mean() -> None:
    assert due("2199-12-31", today=date(2199, 12, 31))[DueKind.REASSESSMENT].reason
