"""The text that is read first leads from the folder to a printed form, and says how the folder is checked."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from pia_desktop import distribution as papers
from pia_desktop.paths import PORTABLE_MARKS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for a stick with its papers, without any program in it."""
    papers.write_papers(tmp_path, [], [], "0.0.0")
    return tmp_path


def words(folder: Path) -> str:
    return (folder / papers.FIRST_WORDS).read_text(encoding="utf-8-sig")


def test_who_uses_a_stick_is_sent_there_before_the_first_start(folder: Path) -> None:
    text = words(folder)
    stick = "USBメモリーで使う"
    assert (
        text.index(f"「{stick}」を先に")
        < text.index("ダブルクリックすると画面が開きます")
        < text.index(f"■ {stick}")
    )
    assert f"半角の {PORTABLE_MARKS[0]} にして" in text


def test_the_first_steps_stand_in_their_order(folder: Path) -> None:
    steps = ("新しい台帳", "新しい評価書", "様式を選び", "記入します", "点検", "印刷")
    _before, _heading, text = words(folder).partition("\n  1. ")
    places = [text.index(step) for step in steps]
    assert places == sorted(places)


def test_the_line_for_linux_checks_the_folder(folder: Path) -> None:
    [line] = [line.strip() for line in words(folder).splitlines() if line.strip().startswith("sha256sum ")]
    assert line == f"sha256sum --check --quiet {papers.DIGESTS}"
    if shutil.which("sha256sum") is None:
        pytest.skip("sha256sum is not there")
    assert subprocess.run(line.split(), cwd=folder, check=False).returncode == 0
    (folder / papers.LICENCES / "LGPL-3.0.txt").write_text("別の文", encoding="utf-8")
    done = subprocess.run(line.split(), cwd=folder, check=False, capture_output=True)
    assert done.returncode != 0
    assert b"LGPL-3.0.txt" in done.stdout
