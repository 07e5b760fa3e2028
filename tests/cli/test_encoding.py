"""--encoding: what is printed can be read where UTF-8 cannot, and nothing is lost without a word."""

from __future__ import annotations

import codecs
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from db.cabinet import Cabinet
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.cli.encoding import MARK
from pia_desktop.forms.catalogue import find_form
from tests.conftest import ROOT

TITLE = "髙﨑 〜 𠮷野の評価書"
"""Of NEC's letters, of a wave that Windows has at another number, of a letter that it does not have."""


@pytest.fixture
def cabinet(tmp_path: Path) -> Path:
    with Cabinet.create(tmp_path / "a.pia") as made:
        made.new(find_form("yoshiki3"), Node({"cover.title": TITLE}))
    return tmp_path / "a.pia"


def run(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "pia_desktop", *map(str, arguments)],
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PIA_DESKTOP_LANG": "ja"},
    )


def test_utf_8_is_what_is_printed_where_nobody_asks(cabinet: Path) -> None:
    plain = run("list", cabinet)
    assert TITLE in plain.stdout.decode("utf-8")
    assert run("list", cabinet, "--encoding", "utf-8").stdout == plain.stdout


def test_with_the_mark_that_excel_wants(cabinet: Path) -> None:
    done = run("list", cabinet, "--encoding=utf-8-sig")
    assert done.stdout == codecs.BOM_UTF8 + run("list", cabinet).stdout
    assert done.stderr == b""


def test_in_windows_code_page_near_characters_stand_for_their_like_and_a_mark_for_what_it_lacks(
    cabinet: Path,
) -> None:
    done = run("list", cabinet, "--encoding", "cp932")
    assert done.returncode == 0
    assert f"髙﨑 ～ {MARK}野の評価書" in done.stdout.decode("cp932")
    told = done.stderr.decode("cp932")
    assert MARK in told
    assert "1" in told
    assert told.count("\n") == 1


def test_json_loses_nothing_in_any_encoding(cabinet: Path) -> None:
    done = run("list", cabinet, "--json", "--encoding", "cp932")
    assert json.loads(done.stdout.decode("cp932"))[0]["title"] == TITLE
    assert done.stderr == b""


@pytest.mark.parametrize("arguments", [("list", "missing.pia"), ("list",), ("forms", "no-form")])
def test_errors_are_in_it_too(arguments: tuple[str, ...]) -> None:
    done = run(*arguments, "--encoding", "cp932")
    assert done.returncode in {1, 2}
    assert done.stderr.decode("cp932") == run(*arguments).stderr.decode("utf-8")


def test_a_list_that_goes_to_a_file_is_in_it(cabinet: Path, tmp_path: Path) -> None:
    with Cabinet.open(cabinet) as opened:
        opened.close_version(1, "一", "2026-04-01")
        opened.apply(1, [SetAnswer(("I.1.2",), "〜を確認する—①")])
    listed = tmp_path / "a.txt"
    done = run("propose-changes", cabinet, 1, "-o", listed, "--encoding", "cp932")
    assert done.returncode == 0, done.stderr.decode("cp932")
    assert "～を確認する―①" in listed.read_text(encoding="cp932")


def test_another_encoding_is_wrong_usage(cabinet: Path) -> None:
    done = run("list", cabinet, "--encoding", "latin-1")
    assert done.returncode == 2
    assert "cp932" in done.stderr.decode("utf-8")
    assert "--encoding" in run("list", "--help").stdout.decode("utf-8")
