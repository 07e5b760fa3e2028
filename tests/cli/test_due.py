"""The command that says what falls due, on a real cabinet."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from db.cabinet import Cabinet
from db.records import STAGES, STATES
from pia_desktop.assessment.node import Node
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.rules.stages import STAGE_KEYS, Stage
from pia_desktop.wareki import ParsedDate
from tests.cli.running import Run
from tests.db.writing import archive, trash, write

LAST_YEAR = date.today() - timedelta(days=400)
LONG_AGO = date.today() - timedelta(days=6 * 366)


@pytest.fixture
def cabinet(tmp_path: Path) -> Path:
    """Three assessments: one a year old, one of six years ago, one not published."""
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as made:
        for title, published in (
            ("去年;の,事務", ParsedDate.of(LAST_YEAR).wareki()),
            ("昔の事務", ParsedDate.of(LONG_AGO).wareki()),
            ("これからの事務", "未定"),
        ):
            answers = {"cover.number": "7", "cover.title": title, "cover.published_on": published}
            made.new(find_form("yoshiki3"), Node(dict(answers), {FILES: {"k": Node()}}))
    return path


def test_the_storage_keeps_what_the_rules_read() -> None:
    assert set(STAGE_KEYS) == set(STAGES)
    assert tuple(stage.value for stage in Stage) == STATES


def test_rows_come_earliest_first_with_what_is_overdue(run: Run, cabinet: Path) -> None:
    code, out, _err = run("due", cabinet)
    assert code == 0
    rows = [line.split("\t") for line in out.splitlines()]
    assert [row[4] for row in rows] == ["昔の事務", "昔の事務", "去年;の,事務", "去年;の,事務"]
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert [bool(row[1]) for row in rows] == [True, True, True, False]


def test_states_and_their_days_count_and_what_is_deleted_does_not(run: Run, cabinet: Path) -> None:
    begun, looked_over = date.today() - timedelta(days=3), date.today() - timedelta(days=10)
    with Cabinet.open(cabinet) as opened:
        opened.set_stages(1, "published", {"looked_over": looked_over.isoformat()})
        trash(opened, 2)
        days = {"hearing": begun.isoformat(), "hearing_end": (begun + timedelta(days=40)).isoformat()}
        opened.set_stages(3, "hearing", days)
    found = json.loads(run("due", cabinet, "--json")[1])
    assert [(one["id"], one["kind"], one["overdue"]) for one in found] == [
        (3, "hearing-end", False),
        (1, "review", False),
        (1, "reassessment", False),
    ]
    assert found[0]["on"] == days["hearing_end"]
    with Cabinet.open(cabinet) as opened:
        opened.set_stages(1, "ended", {"ended": date.today().isoformat()})
        archive(opened, 1)
    kinds = {one["id"]: one["kind"] for one in json.loads(run("due", cabinet, "--json")[1])}
    assert kinds == {3: "hearing-end", 1: "keep-public"}


def test_json_says_the_same(run: Run, cabinet: Path) -> None:
    code, out, _err = run("due", cabinet, "--json")
    assert code == 0
    found = json.loads(out)
    assert [(one["id"], one["kind"], one["overdue"]) for one in found] == [
        (2, "review", True),
        (2, "reassessment", True),
        (1, "review", True),
        (1, "reassessment", False),
    ]
    assert all(one["reason"] and one["title"] for one in found)


def test_the_calendar_names_the_same_events_each_time(run: Run, cabinet: Path, tmp_path: Path) -> None:
    target = tmp_path / "期限.ics"
    assert run("due", cabinet, "--ics", "-o", target) == (0, "", "")
    code, out, _err = run("due", cabinet, "--ics")
    assert code == 0

    def events(text: bytes) -> list[Any]:
        calendar: Any = icalendar.Calendar.from_ical(text)
        return [found for found in calendar.subcomponents if found.name == "VEVENT"]

    assert target.read_bytes().endswith(b"END:VCALENDAR\r\n")
    written, printed = events(target.read_bytes()), events(out.encode("utf-8"))
    assert [one["UID"] for one in written] == [one["UID"] for one in printed]
    assert len({one["UID"] for one in written}) == 4
    assert [one["DTSTART"].dt for one in written] == sorted(one["DTSTART"].dt for one in written)
    assert "去年;の,事務" in str(written[-1]["SUMMARY"])


@pytest.mark.parametrize("arguments", [("--ics", "--json"), ("-o", "x.ics"), ("--json", "-o", "x.ics")])
def test_wrong_usage(run: Run, cabinet: Path, arguments: tuple[str, ...]) -> None:
    code, _out, err = run("due", cabinet, *arguments)
    assert code == 2
    assert "due" in err


def test_the_cabinet_itself_is_never_overwritten(run: Run, cabinet: Path) -> None:
    before = cabinet.read_bytes()
    code, _out, err = run("due", cabinet, "--ics", "-o", cabinet)
    assert code == 1
    assert err.count("\n") == 1
    assert cabinet.read_bytes() == before


def test_in_a_new_round_what_the_last_one_owes_is_still_owed(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "回.pia"
    with Cabinet.create(path) as made:
        made.new(find_form("yoshiki3"), Node({"cover.title": "二回目の事務"}, {FILES: {"k": Node()}}))
        made.set_stages(1, "published", {"published": LAST_YEAR.isoformat()})
        before = run("due", path, "--json")[1]
        write(made, lambda work: work.begin_round(1, "令和9年度"), 1)
    after = run("due", path, "--json")[1]
    kinds = [[(one["kind"], one["on"], one["overdue"]) for one in json.loads(out)] for out in (before, after)]
    assert kinds[0] == kinds[1] != []


def test_the_list_tells_what_is_put_away(run: Run, cabinet: Path) -> None:
    with Cabinet.open(cabinet) as made:
        archive(made, 1)
        trash(made, 2)
    rows = [line.split("\t")[-1] for line in run("list", cabinet)[1].splitlines()]
    assert len(set(rows)) == 3
    assert rows[0].startswith(rows[2])
