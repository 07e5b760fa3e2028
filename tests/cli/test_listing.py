"""The list of a cabinet as a file, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from db.cabinet import Cabinet
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.cabinet_lists.assessment_rows import list_heads
from pia_desktop.cabinet_lists.list_facts import department_items
from pia_desktop.cabinet_lists.row_choice import Only
from pia_desktop.cli import main
from pia_desktop.cli.list_choice import COLUMNS, ONLY, STATES
from pia_desktop.forms.catalogue import find_form
from pia_desktop.i18n import _
from pia_desktop.rules.stages import Stage
from tests.db.writing import archive, trash

SECRET = "秘密計画"


@pytest.fixture
def cabinet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four: one whose name is withheld in part, its namesake, one that is archived, one that is deleted."""
    monkeypatch.setenv("PIA_DESKTOP_HOME", str(tmp_path / "home"))
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as made:
        for number in (1, 1, 3, 4):
            title, form = f"{SECRET}の事務{number}", find_form("yoshiki3")
            answers = {
                "cover.number": str(number),
                "cover.title": title,
                department_items()[form.id]: "=市民課",
            }
            made.new(form, Node(dict(answers), {}, {"cover.title": ((0, len(SECRET)),)}))
        archive(made, 3)
        trash(made, 4)
    return path


def cells(path: Path) -> list[list[str]]:
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return [[str(cell) for cell in row if cell != ""] for row in rows]


def names(path: Path) -> list[str]:
    return sorted(cell for row in cells(path) for cell in row if "の事務" in cell)


def test_the_list_is_written_as_the_window_shows_it(cabinet: Path, tmp_path: Path) -> None:
    target = tmp_path / "一覧.xlsx"
    assert main(["list", str(cabinet), "-o", str(target)]) == 0
    assert list(list_heads()) in cells(target)
    assert names(target) == sorted([f"{SECRET}の事務1", f"{SECRET}の事務1（同じ名称の2件目）"])
    assert any("=市民課" in row for row in cells(target))
    assert not any("今日" in cell for row in cells(target) for cell in row)  # wrong from tomorrow on
    assert main(["list", str(cabinet), "-o", str(target), "--archived"]) == 0
    assert f"{SECRET}の事務3" in names(target)
    assert len(names(target)) == 3
    for suffix in (".pdf", ".docx", ".html"):
        assert main(["list", str(cabinet), "-o", str(tmp_path / f"一覧{suffix}")]) == 0


def test_the_public_reads_nothing_of_it_that_is_withheld(
    cabinet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "一覧.xlsx"
    assert main(["list", str(cabinet), "-o", str(target), "--copy", "public"]) == 0
    assert names(target) == ["【非公表】の事務1"] * 2
    with Cabinet.open(cabinet) as opened:
        left = {"I.1.1": "保護計画の推進", "cover.title": "保護計画の推進に関する事務"}
        opened.new(find_form("yoshiki3"), Node(dict(left), {}, {"I.1.1": ((0, 7),)}))
    target.unlink()
    assert main(["list", str(cabinet), "-o", str(target), "--copy", "public"]) == 4
    assert "［保護計画の推進］" in capsys.readouterr().err
    assert not target.exists()
    assert main(["list", str(cabinet), "-o", str(target), "--copy", "public", "--leave-known"]) == 0
    assert "保護計画の推進に関する事務" in [cell for row in cells(target) for cell in row]


def test_what_does_not_go_together_is_said(
    cabinet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for wrong in (["--json", "-o", "x.pdf"], ["--archived"], ["--copy", "public"], ["--copy", "draft"]):
        assert main(["list", str(cabinet), *wrong]) == 2
    assert main(["list", str(cabinet), "-o", str(tmp_path / "一覧.csv")]) == 1
    assert main(["list", str(cabinet), "-o", str(cabinet)]) == 1
    capsys.readouterr()
    assert main(["list", str(cabinet), "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 4


def told(capsys: pytest.CaptureFixture[str], cabinet: Path, *options: str) -> list[int]:
    """The assessments that the command tells of, in its order."""
    assert main(["list", str(cabinet), *options]) == 0
    return [int(line.split("\t")[0]) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (("--state", "published"), [2]),
        (("--form", "yoshiki4"), []),
        (("--department", "=市民課", "--sort", "number"), [1, 2, 3, 4]),
        (("--department", "市民", "--sort", "number"), [1, 2, 3, 4]),
        (("--words", "事務 同じ名称"), [2]),
        (("--only", "overdue"), [2]),
        (("--only", "unchecked", "--state", "draft", "--sort", "name"), [1, 3, 4]),
        (("--sort", "number", "--reverse"), [4, 3, 1, 2]),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_it_tells_of_what_the_filter_bar_would_show(
    cabinet: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], found: list[int]
) -> None:
    with Cabinet.open(cabinet) as made:
        made.set_stages(2, "published", {"published": "2020-04-01"})
    assert told(capsys, cabinet, *options) == found


def test_the_file_holds_what_is_chosen_in_its_order(cabinet: Path, tmp_path: Path) -> None:
    with Cabinet.open(cabinet) as made:
        made.set_stages(2, "published", {"published": "2020-04-01"})
    target = tmp_path / "一覧.xlsx"
    chosen = ["--archived", "--department", "=市民課", "--sort", "state", "--reverse"]
    assert main(["list", str(cabinet), "-o", str(target), *chosen]) == 0
    order = [cell for row in cells(target) for cell in row if "の事務" in cell]
    assert order[0] == f"{SECRET}の事務1（同じ名称の2件目）"
    assert len(order) == 3
    assert main(["list", str(cabinet), "-o", str(target), "--only", "overdue"]) == 0
    assert names(target) == [f"{SECRET}の事務1（同じ名称の2件目）"]


@pytest.mark.parametrize("wrong", [("--reverse",), ("--state", "gone"), ("--sort", "colour")])
def test_what_cannot_be_chosen_is_told(cabinet: Path, wrong: tuple[str, ...]) -> None:
    assert main(["list", str(cabinet), *wrong]) == 2


def test_a_form_that_there_is_not_is_told(cabinet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", str(cabinet), "--form", "yoshiki9"]) == 1
    assert "yoshiki9" in capsys.readouterr().err


def test_a_department_that_is_none_or_may_be_several_is_told(
    cabinet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = find_form("yoshiki3")
    with Cabinet.open(cabinet) as made:
        made.apply(2, [SetAnswer((department_items()[form.id],), "市民税課")])
    assert main(["list", str(cabinet), "--department", "市民"]) == 2
    assert "市民税課" in capsys.readouterr().err
    assert main(["list", str(cabinet), "--department", "消防"]) == 2
    assert "=市民課" in capsys.readouterr().err
    assert told(capsys, cabinet, "--department", "税課") == [2]


def test_every_column_and_choice_of_the_window_has_its_word() -> None:
    assert len(COLUMNS) == len(list_heads())
    assert set(STATES) == {stage.value for stage in Stage}
    assert {*ONLY, Only.ALL.value} == {only.value for only in Only}


def test_what_is_archived_or_deleted_is_told_apart(cabinet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", str(cabinet)]) == 0
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines() if "の事務" in line}
    told = {
        words: [number for number, line in lines.items() if words.format(state=Stage.DRAFT.label) in line]
        for words in (_("{state} (archived)"), _("{state} (in the trash)"))
    }
    assert list(told.values()) == [["3"], ["4"]]
    assert sorted(lines) == ["1", "2", "3", "4"]
    assert main(["list", str(cabinet), "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    apart = [(bool(one["archived_at"]), bool(one["deleted_at"])) for one in listed]
    assert apart == [(False, False), (False, False), (True, False), (False, True)]
