"""Jobs that processes share: each is done once, by one of them or here, whatever becomes of them."""

from __future__ import annotations

import sys
import tempfile
from contextlib import closing
from pathlib import Path

import pytest

from pia_desktop.processes import start
from pia_desktop.processes.crew import Crew, usable_cpus

DOUBLING = (
    "import os, sys; from pathlib import Path; from pia_desktop.processes.crew import serve;"
    " serve(Path(sys.argv[-1]), lambda folder, job: (2 * job, os.getpid()))"
)
DYING_AT_THREE = (
    "import os, sys; from pathlib import Path; from pia_desktop.processes.crew import serve;"
    " serve(Path(sys.argv[-1]), lambda folder, job: os.abort() if job == 3 else (2 * job, os.getpid()))"
)
HERE = 0


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def crew(monkeypatch: pytest.MonkeyPatch, program: str, count: int = 2) -> Crew[int, tuple[int, int]]:
    monkeypatch.setattr(start, "_program", lambda: [sys.executable, "-c", program])
    return Crew(["double"], lambda _folder, job: (2 * job, HERE), count)


def never() -> bool:
    return False


def test_they_do_what_is_given_before_and_meanwhile(monkeypatch: pytest.MonkeyPatch, scratch: Path) -> None:
    with closing(crew(monkeypatch, DOUBLING)) as at_work:
        further = iter(range(3, 10))
        for number in range(3):
            at_work.give(number, number)
        became = {}
        for number, result in at_work.results(never):
            became[number] = result
            for more in further:
                at_work.give(more, more)
                break
    assert {number: doubled for number, (doubled, _by) in became.items()} == {n: 2 * n for n in range(10)}
    assert HERE not in {by for _doubled, by in became.values()}
    assert list(scratch.iterdir()) == []


def test_no_more_are_started_than_there_are_processors_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a machine of many lets the program use one."""
    monkeypatch.setattr("os.cpu_count", lambda: 64)
    monkeypatch.setattr("os.sched_getaffinity", lambda _process: {3}, raising=False)
    monkeypatch.setattr(start, "_program", lambda: [sys.executable, "-c", DOUBLING])
    started: list[int] = []

    def watched(words: list[str]) -> object:
        started.append(len(words))
        raise OSError

    monkeypatch.setattr("pia_desktop.processes.crew.start_ourselves", watched)
    with closing(Crew[int, tuple[int, int]](["double"], lambda _folder, job: (2 * job, HERE))):
        assert usable_cpus() == len(started) == 1


def test_what_a_process_dies_of_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(crew(monkeypatch, DYING_AT_THREE)) as at_work:
        for number in range(6):
            at_work.give(number, number)
        at_work.all_given()
        became = dict(at_work.results(never))
    assert {number: doubled for number, (doubled, _by) in became.items()} == {n: 2 * n for n in range(6)}
    assert became[3] == (6, HERE)


def test_what_cannot_be_passed_on_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device")

    with closing(crew(monkeypatch, DOUBLING)) as at_work:
        at_work.give(1, 1)
        with monkeypatch.context() as disk:
            disk.setattr(Path, "write_bytes", full)
            at_work.give(2, 2)
        became = dict(at_work.results(never))
    assert {number: doubled for number, (doubled, _by) in became.items()} == {1: 2, 2: 4}


def test_nothing_is_told_once_stopped(monkeypatch: pytest.MonkeyPatch, scratch: Path) -> None:
    with closing(crew(monkeypatch, DOUBLING)) as at_work:
        at_work.give(1, 1)
        assert list(at_work.results(lambda: True)) == []
    assert list(scratch.iterdir()) == []
