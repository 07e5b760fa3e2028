"""The clerk's own cells of the plan and its versions: kept, read again, and gone with their assessments."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from db.records import Note
from db.transaction import Work
from pia_desktop.assessment.assessment import blank_root
from pia_desktop.cabinet_lists.plan_sources import plan_sources
from pia_desktop.forms.model import Form
from tests.db.making import files_with
from tests.db.writing import archive, trash, write


def put_note(note: Note, work: Work) -> None:
    work.put_note(note)


SECRET = "計画から消えるべき語句"


def test_cells_and_versions_come_back_and_go_with_the_assessment(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        for title in ("甲", "乙"):
            cabinet.new(form, blank_root(form).with_answer((form.roles.title,), title))
        write(cabinet, lambda work: work.put_plan_cell(1, "remarks", SECRET), 1)
        write(cabinet, lambda work: work.put_plan_cell(2, "remarks", "備考"), 2)
        write(cabinet, lambda work: work.put_plan_cell(2, "planned", "令和9年4月1日"), 2)
        write(cabinet, lambda work: work.put_plan_cell(2, "planned", ""), 2)
        write(
            cabinet,
            lambda work: work.close_plan(
                "令和8年度", "2026-04-01", ["番号", "名"], [(1, ("1", SECRET)), (2, ("2", "乙"))]
            ),
        )
        with pytest.raises(ValueError, match="4月"):
            write(cabinet, lambda work: work.close_plan("x", "4月", [], []))
    with Cabinet.open(path) as cabinet:
        assert cabinet.plan_cells() == {1: {"remarks": SECRET}, 2: {"remarks": "備考"}}
        (version,) = cabinet.plan_versions()
        assert (version.name, version.heads) == ("令和8年度", ("番号", "名"))
        assert cabinet.plan_version_rows(version.id) == ((1, ("1", SECRET)), (2, ("2", "乙")))
        assert cabinet.purge([1])
        assert cabinet.plan_cells() == {2: {"remarks": "備考"}}
        assert cabinet.plan_version_rows(version.id) == ((2, ("2", "乙")),)
        assert not any(SECRET.encode() in data for data in files_with(path).values())


def test_sources_are_those_in_work_with_their_cells(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        for number in range(4):
            root = blank_root(form).with_answer((form.roles.number,), str(number))
            cabinet.new(form, root)
        archive(cabinet, 3)
        trash(cabinet, 4)
        write(cabinet, lambda work: work.put_plan_cell(2, "remarks", "備考"), 2)
        cabinet.set_stages(2, "published", {"published": "2026-04-01"})
        first, second = plan_sources(cabinet)
        assert (first.number, second.number) == ("0", "1")
        assert second.cells == {"remarks": "備考"}
        assert second.dates.published == "2026-04-01"


def test_the_notes_of_all_assessments_are_read_at_once(path: Path, form: Form) -> None:
    with Cabinet.create(path) as cabinet:
        for number in (1, 2):
            cabinet.new(form)
            note = Note(f"n{number}", number, (), "remark", f"指摘{number}")
            write(cabinet, partial(put_note, note), number)
        assert [(one.assessment_id, one.words) for one in cabinet.all_notes()] == [(1, "指摘1"), (2, "指摘2")]


@pytest.mark.parametrize(
    ("closed_at", "day"), [("2026-04-02T01:00:00Z", "2026-04-02"), ("いつか", "1970-01-01")]
)
def test_a_version_without_a_day_bears_the_one_on_which_it_was_closed(
    path: Path, form: Form, closed_at: str, day: str
) -> None:
    """What another program has written there is no reason to end."""
    with Cabinet.create(path) as cabinet:
        cabinet.new(form)
        write(cabinet, lambda work: work.close_plan("令和8年度", "2026-04-01", ["番号"], [(1, ("1",))]))
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE plan_version SET closed_on = '[[]]', closed_at = ?", (closed_at,))
    with Cabinet.open(path) as cabinet:
        assert [one.closed_on for one in cabinet.plan_versions()] == [day]
