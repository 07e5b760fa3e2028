"""The stages of an assessment and what cannot be right about their dates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pia_desktop.rules.stages import (
    STAGE_KEYS,
    Stage,
    StageDates,
    key_label,
    next_stage,
    read_day,
    read_stage,
    stage_findings,
    usual_stages,
)

DAYS = st.dates(date(2014, 1, 1), date(2090, 12, 31))


def test_labels_are_the_official_ones_in_their_order() -> None:
    labels = ["下書き", "意見聴取中", "第三者点検中", "提出済", "公表済", "終了"]
    assert [stage.label for stage in Stage] == labels
    assert sorted(Stage, key=lambda stage: stage.position) == list(Stage)
    assert all(key_label(key) for key in STAGE_KEYS)


def test_only_the_full_assessment_is_heard_and_reviewed_by_rule() -> None:
    assert usual_stages("yoshiki4") == tuple(Stage)
    for form in ("yoshiki2", "yoshiki3"):
        assert set(Stage) - set(usual_stages(form)) == {Stage.HEARING, Stage.REVIEW}


@pytest.mark.parametrize(
    ("assessments", "wanted"),
    [
        ([("yoshiki4", Stage.DRAFT)], Stage.HEARING),
        ([("yoshiki4", Stage.DRAFT), ("yoshiki3", Stage.DRAFT)], Stage.SUBMITTED),
        ([("yoshiki4", Stage.HEARING), ("yoshiki4", Stage.DRAFT)], Stage.REVIEW),
        ([("yoshiki2", Stage.SUBMITTED), ("yoshiki4", Stage.PUBLISHED)], Stage.PUBLISHED),
        ([("yoshiki4", Stage.PUBLISHED), ("yoshiki3", Stage.ENDED)], Stage.DRAFT),
        ([], Stage.DRAFT),
    ],
)
def test_the_stage_that_several_enter_next(assessments: list[tuple[str, Stage]], wanted: Stage) -> None:
    assert next_stage(assessments) is wanted


@pytest.mark.parametrize("value", ["", "none", "Draft"])
def test_an_unknown_state_is_a_draft(value: str) -> None:
    assert read_stage(value) is Stage.DRAFT


@given(st.dictionaries(st.sampled_from(STAGE_KEYS), DAYS.map(date.isoformat)))
def test_dates_survive_the_storage(stored: dict[str, str]) -> None:
    dates = StageDates.of({**stored, "something else": "2024-01-01"})
    assert dates.stored() == stored
    for key in STAGE_KEYS:
        day = dates.day(key)
        assert (day.isoformat() if day else "") == stored.get(key, "")


@pytest.mark.parametrize(
    "words", ["2023-02-29", "令和6年8月30日", "20240830", "2024-W35-5", "0999-01-01", "9999-12-31"]
)
def test_what_is_no_day_is_told(words: str) -> None:
    assert read_day(words) is None
    (finding,) = stage_findings("yoshiki3", StageDates(submitted=words))
    assert finding.key == "submitted"


@given(st.lists(DAYS, min_size=7, max_size=7).map(sorted), st.integers(0, 6), st.integers(0, 6))
def test_only_days_that_run_backwards_are_pointed_out(days: list[date], one: int, other: int) -> None:
    keys = STAGE_KEYS[:7]
    rising = {key: day.isoformat() for key, day in zip(keys, days, strict=True)}
    assert not stage_findings("yoshiki3", StageDates.of(rising))
    swapped = dict(rising)
    swapped[keys[one]], swapped[keys[other]] = swapped[keys[other]], swapped[keys[one]]
    assert bool(stage_findings("yoshiki3", StageDates.of(swapped))) == (days[one] != days[other])


def test_a_finding_names_both_days() -> None:
    (finding,) = stage_findings("yoshiki3", StageDates(submitted="2024-08-30", published="2024-08-01"))
    assert finding.key == "published"
    assert "令和6年8月1日" in finding.message
    assert "令和6年8月30日" in finding.message


@given(DAYS, st.integers(0, 60))
def test_a_hearing_of_the_full_assessment_lasts_30_days(begin: date, days: int) -> None:
    dates = StageDates(hearing=begin.isoformat(), hearing_end=(begin + timedelta(days=days)).isoformat())
    assert bool(stage_findings("yoshiki4", dates)) == (days + 1 < 30)
    assert not stage_findings("yoshiki3", dates)


def test_looking_over_what_is_not_yet_published_is_pointed_out() -> None:
    dates = StageDates(published="2024-08-30", looked_over="2024-08-29")
    assert [finding.key for finding in stage_findings("yoshiki3", dates)] == ["looked_over"]
    assert not stage_findings("yoshiki3", StageDates(looked_over="2024-08-29"))
