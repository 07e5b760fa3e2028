"""計画管理書 from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from pia_desktop.assessment.node import Node
from pia_desktop.cli import main
from pia_desktop.forms.catalogue import find_form
from pia_desktop.outputs.readers import read_output
from tests.db.writing import write


def test_the_plan_is_told_checked_and_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIA_DESKTOP_HOME", str(tmp_path / "home"))
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        form = find_form("yoshiki3")
        answers = {"cover.number": "7", "cover.title": "甲　重点項目評価書", "I.1.1": "秘密の事務"}
        cabinet.new(form, Node(dict(answers), {}, {"I.1.1": ((0, 5),)}))
        cabinet.new(form, Node({"cover.title": "番号なし"}))
        write(cabinet, lambda work: work.put_plan_cell(1, "remarks", "所管替えの予定"), 1)
    assert main(["plan", str(path), "--json"]) == 0
    first, second = json.loads(capsys.readouterr().out)
    assert (first["ids"], first["number"], first["work"]) == ([1], "7", "秘密の事務")
    assert first["remarks"] == "所管替えの予定"
    assert second["number"] == ""
    assert main(["plan", str(path), "--check", "--json"]) == 0
    assert [(one["id"], one["column"]) for one in json.loads(capsys.readouterr().out)] == [(2, "number")]
    for suffix in (".pdf", ".xlsx", ".docx", ".html"):
        target = tmp_path / f"計画管理書{suffix}"
        assert main(["plan", str(path), "-o", str(target), "--copy", "public"]) == 0
        words = "".join("".join(one.text for one in read_output(target, suffix)).split())
        assert "所管替えの予定" in words
        assert "秘密の事務" not in words
    assert main(["plan", str(path), "-o", str(path)]) == 1
