"""The command ``read``: a child process reads, the outcome is interchange, a refusal is one line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pia_desktop.cli import main
from pia_desktop.forms.catalogue import find_form
from tests.intake.layouts import many_cells, tsv

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "samples" / "yoshiki2.json"


def test_a_workbook_becomes_the_interchange_it_was_made_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.loads(SAMPLE.read_text(encoding="utf-8"))
    book, out, report = tmp_path / "評価書.xlsx", tmp_path / "out.json", tmp_path / "report.json"
    many_cells(find_form(document["form"], document["version"]), document, book)
    assert main(["read", str(book), "-o", str(out), "--report", str(report)]) == 0
    assert out.read_bytes() == SAMPLE.read_bytes()
    told = json.loads(report.read_text(encoding="utf-8"))
    assert told["form"] == "yoshiki2"
    assert (told["doubts"], told["left_over"], told["not_found"]) == ([], [], [])
    assert capsys.readouterr().out.startswith("yoshiki2 令和6年10月")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("名.xlsx", b"PK\x03\x04 no archive"),
        ("名.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("名.png", b"\x89PNG\r\n\x1a\n"),
        ("名.txt", "これは評価書ではない。\n".encode()),
    ],
)
def test_what_cannot_be_read_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, data: bytes
) -> None:
    path, out = tmp_path / name, tmp_path / "out.json"
    path.write_bytes(data)
    assert main(["read", str(path), "-o", str(out)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert name in said.err
    assert said.err.count("\n") == 1
    assert not out.exists()


def test_a_document_without_a_word_of_the_form_is_refused_though_the_form_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It would be an empty assessment, and a cabinet would have it without a word."""
    path, cabinet = tmp_path / "名簿.txt", tmp_path / "台帳.pia"
    path.write_text("".join(f"職員{number}\t{number}号室\n" for number in range(40)), encoding="utf-8")
    assert main(["read", str(path), "--form", "yoshiki2", "-o", str(tmp_path / "out.json")]) == 1
    assert main(["import", str(cabinet), str(path), "--form", "yoshiki2"]) == 1
    assert path.name in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [path]


def test_an_edition_that_is_not_known_is_read_as_the_nearest_and_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = find_form("yoshiki4")
    path, out, report = tmp_path / "旧.tsv", tmp_path / "out.json", tmp_path / "report.json"
    tsv(form, {"values": {"cover.number": "7"}, "files": [{}]}, path)
    path.write_text(
        path.read_text(encoding="utf-8").replace("平成30年５月", "平成26年４月"), encoding="utf-8"
    )
    assert main(["read", str(path), "-o", str(out), "--report", str(report)]) == 0
    assert json.loads(report.read_text(encoding="utf-8"))["named_edition"] == "平成26年4月"
    assert json.loads(out.read_text(encoding="utf-8"))["values"] == {"cover.number": "7"}
    assert "平成26年4月" in capsys.readouterr().out


def test_the_source_is_never_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "名.txt"
    path.write_text("評価書", encoding="utf-8")
    assert main(["read", str(path), "-o", str(path)]) == 1
    assert path.read_text(encoding="utf-8") == "評価書"
    assert capsys.readouterr().err
