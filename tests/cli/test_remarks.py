"""The reviewers' remarks on all assessments, from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from db.records import Note
from pia_desktop.assessment.node import Node
from pia_desktop.cli import main
from pia_desktop.forms.catalogue import find_form
from pia_desktop.i18n import _
from tests.db.writing import archive, write
from tests.outputs.tokens import words_in

SECRET = "秘密計画"
SHORT = "7"


@pytest.fixture
def cabinet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the first withholds, remarks on the others say; it bears none itself.  The third is archived."""
    monkeypatch.setenv("PIA_DESKTOP_HOME", str(tmp_path / "home"))
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as made:
        hidden = {"I.1.2": ((0, 4), (5, 6))}
        made.new(
            find_form("yoshiki3"), Node({"cover.title": "一", "I.1.2": f"{SECRET}と{SHORT}"}, {}, hidden)
        )
        for number in (2, 3):
            made.new(find_form("yoshiki3"), Node({"cover.number": str(number), "cover.title": "=二"}))
        for key, owner, where, done in (
            ("a", 2, ("I.1.1",), False),
            ("b", 2, (), True),
            ("c", 2, ("X.9.9",), False),
            ("d", 3, (), False),
        ):
            words = f"{SECRET}への指摘{key}{SHORT}"
            note = Note(key, owner, where, "remark", words, "審査会", f"{SECRET}の回答", done=done)
            write(made, lambda work, note=note: work.put_note(note), owner)  # type: ignore[misc]
        write(made, lambda work: work.put_note(Note("e", 2, (), "note", "付箋")), 2)
        archive(made, 3)
    return path


def told(capsys: pytest.CaptureFixture[str], *arguments: object) -> list[dict[str, object]]:
    assert main(["remarks", *map(str, arguments), "--json"]) == 0
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
    return found


def test_the_open_ones_are_told_and_all_on_wish(cabinet: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = told(capsys, cabinet)
    assert (first["id"], first["number"], first["title"], first["item"]) == (2, "2", "=二", "I.1.1")
    assert first["remark"] == f"{SECRET}への指摘a{SHORT}"
    assert (first["author"], first["done"]) == ("審査会", False)
    assert second["place"] == _("(an item that is gone)")
    assert [one["done"] for one in told(capsys, cabinet, "--all")] == [False, True, False]
    assert main(["remarks", str(cabinet)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[4] for line in lines] == [f"{SECRET}への指摘{key}{SHORT}" for key in "ac"]
    assert main(["remarks", str(cabinet), "--all"]) == 0
    assert [line.split("\t")[-1] for line in capsys.readouterr().out.splitlines()] == ["未", "済", "未"]


def test_they_are_written_for_a_purpose(cabinet: Path, tmp_path: Path) -> None:
    for suffix in (".pdf", ".xlsx", ".docx", ".html"):
        for copy in ("submission", "public"):
            for options in ([], ["--all"]):
                target = tmp_path / f"{copy}{len(options)}{suffix}"
                assert main(["remarks", str(cabinet), "-o", str(target), "--copy", copy, *options]) == 0
                words = words_in(target)
                assert (SECRET in words) is (copy == "submission")
                assert (f"への指摘b{SHORT}" in words) is bool(options)
                assert ("指摘の一覧" in words) is bool(options)
                assert ("未対応の指摘" in words) is (not options)


def test_what_one_withholds_a_remark_on_another_does_not_say_either(
    cabinet: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, _second = told(capsys, cabinet, "--copy", "public")
    assert first["remark"] == f"【非公表】への指摘a{SHORT}"  # a lone number of another tells nothing
    assert main(["remarks", str(cabinet), "--all", "--copy", "public"]) == 0
    assert SECRET not in capsys.readouterr().out


def test_a_name_that_says_what_is_withheld_is_asked_about(
    cabinet: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Cabinet.open(cabinet) as opened:
        answers = {"I.1.1": SECRET, "cover.title": f"{SECRET}の事務"}
        made = opened.new(find_form("yoshiki3"), Node(dict(answers), {}, {"I.1.1": ((0, 4),)}))
    assert main(["remarks", str(cabinet), "--copy", "public"]) == 0  # nothing is said of it
    with Cabinet.open(cabinet) as opened:
        write(opened, lambda work: work.put_note(Note("f", made, (), "remark", "根拠は何か")), made)
    capsys.readouterr()
    target = tmp_path / "指摘.html"
    asked = ["remarks", str(cabinet), "--copy", "public", "-o", str(target)]
    assert main(asked) == 4
    assert f"［{SECRET}］の事務" in capsys.readouterr().err
    assert not target.exists()
    assert main([*asked, "--leave-known"]) == 0
    assert f"{SECRET}の事務" in target.read_text(encoding="utf-8")


def test_what_does_not_go_together_is_said(cabinet: Path, tmp_path: Path) -> None:
    assert main(["remarks", str(cabinet), "--json", "-o", "x.pdf"]) == 2
    assert main(["remarks", str(cabinet), "-o", str(tmp_path / "指摘.csv")]) == 1
    assert main(["remarks", str(cabinet), "-o", str(cabinet)]) == 1
    assert main(["remarks", str(tmp_path / "ない.pia")]) == 1
