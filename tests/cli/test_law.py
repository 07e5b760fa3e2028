"""The command that carries a change of law through all assessments, on a real cabinet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from pia_desktop.forms.catalogue import find_form
from pia_desktop.packs.loader import SETTING, own_pack, packs_text
from tests.cli.running import Run, answers_at, five
from tests.db.writing import write
from tests.packs.places import ARTICLE, BEPPYO

PATH = ("I.1.2",)
OLD = "番号法第19条第7号 別表第二の27の項"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """1, 2: the old reference stands there, in 2 in its record too; 3: archived; 4: ended; 5: a near miss."""
    place = five(tmp_path / "台帳.pia", PATH[0], OLD, "番号法第19条第70号", recorded=OLD)
    with Cabinet.open(place) as cabinet:
        cabinet.set_stages(4, "ended", {"ended": "2024-01-01"})
    return place


def test_the_packs_are_listed_with_those_of_the_office(run: Run, path: Path) -> None:
    pack = own_pack("ka", "課の統合", date(2026, 4, 1), "office", [("住民課", "市民課")])
    with Cabinet.open(path) as cabinet:
        write(cabinet, lambda work: work.put_setting(SETTING, packs_text([pack])), 1)
    code, out, _err = run("law", path)
    assert code == 0
    assert out.startswith("ka\t")
    assert ARTICLE in out
    assert run("law", path, "ka")[0] == 0


def test_it_lists_then_replaces_and_is_taken_back(run: Run, path: Path, tmp_path: Path) -> None:
    before = answers_at(path, PATH)
    code, out, _err = run("law", path, ARTICLE)
    rows = [line.split("\t") for line in out.splitlines() if "\t" in line]
    assert code == 0
    assert [(row[0], bool(row[3])) for row in rows] == [("1", True), ("2", True), ("2", False)]
    assert answers_at(path, PATH) == before
    report = tmp_path / "記録.html"
    assert run("law", path, ARTICLE, "--apply", "--rows", "-o", report)[0] == 0
    new = OLD.replace("第7号", "第8号")
    assert answers_at(path, PATH) == [new, new, OLD, OLD, "番号法第19条第70号"]
    text = report.read_text(encoding="utf-8")
    assert "番号法第19条第8号" in text
    assert "事務4（終了した事務）" in text
    form = find_form("yoshiki3")
    with Cabinet.open(path) as cabinet:
        row = next(iter(cabinet.load(1).root.entries((form.roles.changes,)).values()))
        assert "事後" in row.answers.values()
        assert any("重要な変更" in str(value) for value in row.answers.values())
    assert run("replace", path, "--undo")[0] == 0
    assert answers_at(path, PATH) == before
    assert run("law", path, ARTICLE, "--apply", "--ended", "--records")[0] == 0
    assert answers_at(path, PATH)[3] == new


def test_what_stays_open_is_told(run: Run, path: Path) -> None:
    _code, out, _err = run("law", path, BEPPYO)
    assert "主務省令第2条の表の項番号は確認してください。" in out


def test_what_is_mistyped_changes_nothing(run: Run, path: Path, tmp_path: Path) -> None:
    before = answers_at(path, PATH)
    assert run("law", path, "nothing-like-it")[0] == 1
    assert run("law", path, "--apply")[0] == 2
    own = tmp_path / "own.yaml"
    own.write_text("id: x\n", encoding="utf-8")
    code, _out, err = run("law", path, own, "--apply")
    assert (code, err.count("\n")) == (1, 1)
    assert run("law", path, ARTICLE, "--apply", "-o", path)[0] == 1
    assert answers_at(path, PATH) == before
