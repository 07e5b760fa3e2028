"""What all assessments say of one kind of thing, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from db.cabinet import Cabinet
from pia_desktop.assessment.node import Node
from pia_desktop.cli import main
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from tests.db.writing import archive


@pytest.fixture
def cabinet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two assessments that name a contractor in two ways, one of them withheld; and an archived one."""
    monkeypatch.setenv("PIA_DESKTOP_HOME", str(tmp_path / "home"))
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as made:
        for number, name in enumerate(("株式会社日の出", "（株）日の出", "=1+1"), 1):
            marks = {"II.4.e.3": ((0, len(name)),)} if number == 2 else {}
            entry = Node({"II.4.e.3": name}, {}, marks)
            answers = {"cover.number": str(number), "cover.title": f"事務{number}"}
            files = {FILES: {"k": Node({}, {"II.4.e": {"e": entry}})}}
            made.new(find_form("yoshiki3"), Node(dict(answers), files))
        archive(made, 3)
    return path


def test_rows_name_assessment_place_and_words(cabinet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["register", str(cabinet)]) == 0
    assert "contractors" in capsys.readouterr().out
    assert main(["register", str(cabinet), "contractors"]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [(row[0], row[1], row[4]) for row in rows] == [
        ("1", "1", "株式会社日の出"),
        ("2", "2", "（株）日の出"),
    ]
    assert all("委託事項1" in row[3] for row in rows)
    assert main(["register", str(cabinet), "委託先", "--archived", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [one["name"] for one in found] == ["株式会社日の出", "（株）日の出", "=1+1"]
    assert found[0]["path"] == [FILES, "k", "II.4.e", "e", "II.4.e.3"]


def test_the_workbook_holds_words_and_no_formula(cabinet: Path, tmp_path: Path) -> None:
    target = tmp_path / "委託先.xlsx"
    assert main(["register", str(cabinet), "contractors", "--archived", "-o", str(target)]) == 0
    rows = CalamineWorkbook.from_path(target).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows][-3:] == ["株式会社日の出", "（株）日の出", "=1+1"]


def test_nothing_withheld_is_in_the_copy_for_the_public(
    cabinet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["register", str(cabinet), "contractors", "--copy", "public"]) == 0
    assert "（株）日の出" not in capsys.readouterr().out
    target = tmp_path / "委託先.html"
    assert main(["register", str(cabinet), "contractors", "--copy", "public", "-o", str(target)]) == 0
    assert "（株）日の出" not in target.read_text(encoding="utf-8")


def test_names_that_are_nearly_the_same_stand_side_by_side(
    cabinet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["register", str(cabinet), "contractors", "--alike", "--json"]) == 0
    (group,) = json.loads(capsys.readouterr().out)
    assert {one["name"] for one in group["names"]} == {"株式会社日の出", "（株）日の出"}


def test_a_register_that_is_not_there_is_named(cabinet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["register", str(cabinet), "contracters"]) == 2
    assert "contractors" in capsys.readouterr().err


@pytest.mark.parametrize("options", [["-o"], ["contractors", "--alike", "-o"]])
def test_what_would_make_no_file_is_refused(cabinet: Path, tmp_path: Path, options: list[str]) -> None:
    target = tmp_path / "一覧.html"
    assert main(["register", str(cabinet), *options, str(target)]) == 2
    assert not target.exists()


def test_the_registers_there_are_can_be_had_as_json(
    cabinet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["register", str(cabinet), "--json"]) == 0
    assert {"id": "contractors"}.items() <= json.loads(capsys.readouterr().out)[2].items()
