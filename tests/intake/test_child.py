"""The child process: it can be stopped, has limits, and leaves nothing behind."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from pia_desktop.errors import ImportRefused, UserError
from pia_desktop.intake import child
from pia_desktop.processes import start
from pia_desktop.processes.limits import Limits

LIMITED = (
    "from pia_desktop.processes.limits import Limits, limit_this_process as limit; limit({limits}); {then}"
)
needs_limits_from_within = pytest.mark.skipif(sys.platform == "win32", reason="the job object limits there")


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "文書.txt"
    path.write_text("評価書番号\t1\n", encoding="utf-8")
    return path


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders go."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def _instead(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr(start, "_program", lambda: [sys.executable, "-c", words])


@needs_limits_from_within
def test_a_hang_is_ended_by_its_own_limit(
    document: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _instead(monkeypatch, LIMITED.format(limits="Limits(1.0)", then="exec('while True: pass')"))
    with pytest.raises(ImportRefused, match="時間がかかりすぎた"):
        child.read_document(document)
    assert list(scratch.iterdir()) == []


@needs_limits_from_within
def test_a_bomb_is_ended_by_its_own_limit(
    document: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _instead(
        monkeypatch, LIMITED.format(limits="Limits(9.0, 400_000_000)", then="print(len(bytearray(10**10)))")
    )
    with pytest.raises(ImportRefused, match="処理が止まりました"):
        child.read_document(document)
    assert list(scratch.iterdir()) == []


def test_a_crash_costs_a_message(document: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _instead(monkeypatch, "import os; os.abort()")
    with pytest.raises(ImportRefused, match="処理が止まりました"):
        child.read_document(document)
    assert list(scratch.iterdir()) == []


def test_it_can_be_stopped_at_any_moment(
    document: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _instead(monkeypatch, "import time; time.sleep(600)")
    reading = child.Reading(document)
    assert not reading.done()
    reading.stop()
    assert reading.process.poll() is not None
    assert list(scratch.iterdir()) == []


def test_one_that_cannot_be_limited_is_ended_and_says_so(
    document: Path, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    children = []

    def refuse(process: subprocess.Popen[bytes], _limits: Limits) -> None:
        children.append(process)
        raise PermissionError("Access is denied")

    _instead(monkeypatch, "import time; time.sleep(600)")
    monkeypatch.setattr(child, "limit_child", refuse)
    with pytest.raises(ImportRefused, match="制限"):
        child.read_document(document)
    assert children[0].poll() is not None
    assert list(scratch.iterdir()) == []


def test_one_that_ended_before_it_was_limited_is_told_of_as_it_ended(
    document: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(process: subprocess.Popen[bytes], _limits: Limits) -> None:
        process.wait()
        raise PermissionError("Access is denied")

    monkeypatch.setattr(child, "limit_child", refuse)
    with pytest.raises(ImportRefused, match="知っている様式"):
        child.read_document(document)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the job object does it there")
def test_it_does_not_outlive_a_program_that_is_killed() -> None:
    child_words = (
        "import time; from pia_desktop.processes.limits import end_with_parent; end_with_parent();"
        " print('there', flush=True); time.sleep(600)"
    )
    parent_words = (
        "import subprocess, sys, time;"
        f" one = subprocess.Popen([sys.executable, '-c', {child_words!r}], stdout=subprocess.PIPE);"
        " one.stdout.readline(); print(one.pid, flush=True); time.sleep(600)"
    )
    with subprocess.Popen([sys.executable, "-c", parent_words], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        status = Path(f"/proc/{int(parent.stdout.readline())}/stat")
        assert status.exists()
        parent.kill()
    until = time.monotonic() + 30
    while status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z":
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="を読み取れません"):
        child.read_document(tmp_path / "ない.xlsx")


def test_a_folder_with_the_name_of_a_document_is_told_as_what_it_is(tmp_path: Path) -> None:
    (tmp_path / "評価書.pdf").mkdir()
    with pytest.raises(UserError, match="フォルダーです"):
        child.read_document(tmp_path / "評価書.pdf")


def test_a_larger_file_has_more_time() -> None:
    assert Limits.of_size(1_000).seconds < Limits.of_size(5_000_000).seconds <= Limits.of_size(10**9).seconds


def test_on_windows_the_interpreter_itself_is_started(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one of a virtual environment would start a second process, which the job object forbids."""
    monkeypatch.setattr(sys, "executable", "venv/python.exe")
    monkeypatch.setattr(sys, "_base_executable", "base/python.exe", raising=False)
    program, environment = start._directly(["venv/python.exe", "-m", "pia_desktop"], windows=True)
    assert program == ["base/python.exe", "-m", "pia_desktop"]
    assert environment["__PYVENV_LAUNCHER__"] == "venv/python.exe"
    program, environment = start._directly(["venv/python.exe"], windows=False)
    assert (program, environment.get("__PYVENV_LAUNCHER__")) == (["venv/python.exe"], None)
