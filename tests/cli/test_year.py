"""The office's year from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import icalendar
import pytest

from db.cabinet import Cabinet
from pia_desktop.assessment.node import Node
from pia_desktop.cli import main
from pia_desktop.forms.catalogue import find_form
from pia_desktop.office.year import COUNCIL_SETTING, kept_days, read_days
from tests.db.writing import write


def test_the_year_is_told_and_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIA_DESKTOP_HOME", str(tmp_path / "home"))
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        title = "秘密計画の事務"
        cabinet.new(find_form("yoshiki4"), Node({"cover.title": title}, {}, {"cover.title": ((0, 4),)}))
        write(cabinet, lambda work: work.put_plan_cell(1, "planned", "令和20年4月1日"), 1)
        cabinet.set_setting({COUNCIL_SETTING: kept_days(read_days("R20.2.3")[0])})
    assert main(["year", str(path), "--json"]) == 0
    found = {one["kind"]: one for one in json.loads(capsys.readouterr().out)}
    assert found["council"]["on"] == "2038-02-03"
    assert found["change"]["title"] == title
    for suffix in (".ics", ".pdf", ".xlsx"):
        target = tmp_path / f"予定{suffix}"
        assert main(["year", str(path), "-o", str(target), "--copy", "public"]) == 0
        assert target.is_file()
    text = (tmp_path / "予定.ics").read_text(encoding="utf-8")
    assert "秘密計画" not in text
    assert len(icalendar.Calendar.from_ical(text).walk("VEVENT")) == len(found)


def test_a_refused_name_is_told_that_a_calendar_can_be_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "台帳.pia"
    Cabinet.create(path).close()
    assert main(["year", str(path), "-o", str(tmp_path / "予定.json")]) == 1
    assert ".ics" in capsys.readouterr().err
    assert not (tmp_path / "予定.json").exists()
