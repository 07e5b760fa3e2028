"""Each round of an assessment has days of its own."""

from pathlib import Path

import pytest

from db.cabinet import Cabinet
from pia_desktop.assessment.assessment import blank_root
from pia_desktop.forms.model import Form
from tests.db.writing import write


@pytest.fixture
def cabinet(path: Path, form: Form) -> Cabinet:
    made = Cabinet.create(path)
    made.new(form, blank_root(form))
    made.set_stages(1, "published", {"submitted": "2025-09-01", "published": "2025-11-26"})
    return made


def test_a_new_round_begins_with_empty_days_and_keeps_the_old_ones(cabinet: Cabinet) -> None:
    (info,) = cabinet.list()
    assert (info.round, info.rounds) == (1, ())
    write(cabinet, lambda work: work.begin_round(1, "令和8年度"), 1)
    (info,) = cabinet.list()
    assert (info.state, info.round, dict(info.stages)) == ("draft", 2, {})
    first, second = info.rounds
    assert (first.number, first.name, first.state) == (1, "", "published")
    assert dict(first.stages) == {"submitted": "2025-09-01", "published": "2025-11-26"}
    assert first.begun_at == info.created_at
    assert (second.name, second.state, dict(second.stages)) == ("令和8年度", "", {})


def test_days_that_are_set_are_those_of_the_present_round(cabinet: Cabinet) -> None:
    write(cabinet, lambda work: work.begin_round(1, "令和8年度"), 1)
    cabinet.set_stages(1, "published", {"published": "2026-11-26"})
    write(cabinet, lambda work: work.begin_round(1, "令和9年度"), 1)
    cabinet.set_stages(1, "review", {"review": "2027-05-01"})
    (info,) = cabinet.list()
    assert [dict(one.stages) for one in info.rounds] == [
        {"submitted": "2025-09-01", "published": "2025-11-26"},
        {"published": "2026-11-26"},
        {"review": "2027-05-01"},
    ]
    assert [one.state for one in info.rounds] == ["published", "published", ""]


def test_a_round_is_taken_back_and_the_one_before_goes_on(cabinet: Cabinet) -> None:
    before = cabinet.list()[0]
    cabinet.take_back_round(1)
    assert cabinet.list()[0] == before
    write(cabinet, lambda work: work.begin_round(1, "令和8年度"), 1)
    cabinet.set_stages(1, "submitted", {"submitted": "2026-09-01"})
    cabinet.take_back_round(1)
    (info,) = cabinet.list()
    assert (info.state, dict(info.stages)) == ("published", dict(before.stages))
    write(cabinet, lambda work: work.begin_round(1, "もう一度"), 1)
    assert dict(cabinet.list()[0].stages) == {}


def test_a_copy_begins_with_a_first_round(cabinet: Cabinet) -> None:
    write(cabinet, lambda work: work.begin_round(1, "令和8年度"), 1)
    copy = cabinet.copy(1)
    info = next(one for one in cabinet.list() if one.id == copy)
    assert (info.rounds, dict(info.stages), info.state) == ((), {}, "draft")
