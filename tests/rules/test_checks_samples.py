"""What the two real assessments yield, the documentation of the codes, and the command."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from db.records import SetAside
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.cli import main
from pia_desktop.exchange.interchange import read_file, write_document
from pia_desktop.packs.loader import SETTING, own_pack, packs_text
from pia_desktop.rules.checks.checker import Checker
from pia_desktop.rules.checks.finding import Finding
from pia_desktop.rules.checks.reference import with_table
from pia_desktop.rules.checks.severity import Severity
from tests.db.writing import write
from tests.rules.checks_cases import changed, sample

TODAY = date(2025, 4, 1)
Run = Callable[..., tuple[int, str, str]]


def findings_of(path: Path) -> list[tuple[str, str, Finding]]:
    """Each finding with its code and the id at which it stands."""
    read = read_file(path)
    return [(f.code, f.path[-1], f) for f in Checker(read.form, read.root, TODAY).findings()]


def test_all_known_contradictions_of_the_focused_sample_are_found(samples: Path) -> None:
    found = {(code, item) for code, item, _finding in findings_of(samples / "tochigi.json")}
    assert ("C211", "II.1") in found  # the file's name has a number in Ⅱ.1 and none in Ⅰ.3
    assert ("C311", "III.5.none") in found  # 行っていない, and Ⅲ.5 is filled in
    assert ("C317", "II.2.4.main") in found  # reasons for what is not ticked
    (reasons,) = [f for c, _i, f in findings_of(samples / "tochigi.json") if c == "C317"]
    assert reasons.facts == str(["個人番号", "4情報（氏名、性別、生年月日、住所）", "その他住民票関係情報"])


def test_the_mistakes_of_the_focused_sample_are_beyond_dispute(samples: Path) -> None:
    """Ⅰ.1, Ⅱ.6 and one 「対策は十分か」 are not in the source; the rest is a known contradiction."""
    errors = [(c, i) for c, i, f in findings_of(samples / "tochigi.json") if f.severity is Severity.ERROR]
    missing = {"I.1.1", "I.1.2", "I.1.3", "II.6", "III.6.r2.enough"}
    assert set(errors) == {*(("C101", item) for item in missing), ("C311", "III.5.none")}


def test_the_mistakes_of_the_larger_sample_are_answers_that_its_source_lacks(samples: Path) -> None:
    found = findings_of(samples / "setagaya-kaigo.json")
    errors = [(code, item) for code, item, f in found if f.severity is Severity.ERROR]
    assert {code for code, _item in errors} == {"C101"}
    lost = ("I.1.", "I.3", "I.4.1", "A1.figure", "II.3.", "II.4", "II.5", "II.5.p.")
    assert all(item.startswith(lost) for _code, item in errors)
    assert Counter(code for code, _item, _f in found)["C104"] == 3  # 提供先1 to 3 stand empty


def test_what_a_reader_of_the_larger_sample_would_look_at_again(samples: Path) -> None:
    found = Counter(code for code, _item, _f in findings_of(samples / "setagaya-kaigo.json"))
    assert found["C410"] == 1  # a Wednesday called 金
    assert found["C507"] == 2  # 事後, of the day after next, on which others were changed 事前
    assert found["C509"] == 0
    assert found["C610"] == 1  # a row that breaks off in …環境の破壊等を
    assert found["C503"] >= 1
    assert found["C505"] == 1
    assert found["C630"] >= 19


def test_a_documented_code_is_a_code_that_is_there(root: Path) -> None:
    page = (root / "docs" / "checks.md").read_text(encoding="utf-8")
    assert with_table(page) == page, "python -m pia_desktop.rules.checks.reference"


# ---- the command


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    def one(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        captured = capsysbinary.readouterr()
        return code, captured.out.decode("utf-8"), captured.err.decode("utf-8")

    return one


@pytest.fixture
def cabinet(tmp_path: Path, run: Run) -> Path:
    """Assessment 1 without mistakes, assessment 2 with one."""
    form, root = sample("yoshiki3")
    path = tmp_path / "台帳.pia"
    for number, changes in enumerate(({}, {"II.4.count": 9, "II.7": "番号法別表第二"})):
        document = tmp_path / f"{number}.json"
        snapshot = Snapshot(form, changed(form, root, changes))
        document.write_text(write_document(snapshot, PictureDict()), encoding="utf-8")
        assert run("import", path, document)[0] == 0
    return path


def test_the_command_says_by_its_exit_code_whether_there_is_a_mistake(cabinet: Path, run: Run) -> None:
    assert run("check", cabinet, 1)[:2] == (0, "")
    code, out, _err = run("check", cabinet, 2)
    assert code == 3
    lines = [line.split("\t") for line in out.splitlines()]
    assert [line[:2] for line in lines] == [["C201", "誤り"], ["C630", "助言"]]
    assert "委託の有無" in lines[0][2]


def test_the_command_shows_the_severities_that_are_asked_for(cabinet: Path, run: Run) -> None:
    code, out, _err = run("check", cabinet, 2, "--severity", "hint,confirm", "--json")
    assert code == 3
    (shown,) = json.loads(out)
    assert (shown["code"], shown["severity"], shown["path"][-1]) == ("C630", "hint", "II.7")
    assert run("check", cabinet, 1, "--severity", "serious")[0] == 2


def test_a_mistake_that_was_set_aside_is_none(cabinet: Path, run: Run) -> None:
    with Cabinet.open(cabinet) as held:
        snapshot = held.load(2)
        (mistake,) = [f for f in Checker(snapshot.form, snapshot.root).findings() if f.code == "C201"]
        write(
            held,
            lambda work: work.put_set_aside(2, SetAside(mistake.key.code, mistake.key.path, "別紙に続く。")),
            2,
        )
    code, out, _err = run("check", cabinet, 2)
    assert (code, [line.split("\t")[0] for line in out.splitlines()]) == (0, ["C630"])
    shown = json.loads(run("check", cabinet, 2, "--json")[1])
    assert [one["set_aside"] for one in shown] == ["別紙に続く。", None]


def test_the_command_knows_the_packs_of_the_office(cabinet: Path, run: Run) -> None:
    before = run("check", cabinet, 1)[1]
    pack = own_pack("own-1", "システムの名称", date(2024, 4, 1), "wording", [("個人番号", "個人ナンバー")])
    with Cabinet.open(cabinet) as held:
        write(held, lambda work: work.put_setting(SETTING, packs_text([pack])))
    found = run("check", cabinet, 1)[1]
    assert before == ""
    assert {line.split("\t")[0] for line in found.splitlines()} == {"C630"}
    assert "個人ナンバー" in found


def test_every_finding_has_a_printed_path() -> None:
    form, root = sample("yoshiki4")
    root = changed(form, root, {"+I.2": {}, "II.4.count": 9, "+A3.changes": {"変更日": "令和6年8月1日"}})
    for finding in Checker(form, root, TODAY).findings():
        assert printed_path(form, finding.path, root)
        assert all(printed_path(form, path, root) for path in finding.related)
