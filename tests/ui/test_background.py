"""Work beside the window gives way to it, and leaves Python as it was."""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable
from functools import partial

import pytest
from PySide6.QtCore import QObject, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.exceptions import capture_exceptions
from pytestqt.qtbot import QtBot

from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from pia_desktop.paper.collector import collect_due, gc_suspended
from tests.ui.shell import let_pass
from ui.app.garbage import Collector
from ui.context.background import Jobs, LatestOnly, WorkFault, begin_thread, yielding_to_gui
from ui.widgets.timers import once_standing


def test_whichever_work_ends_first_the_usual_time_is_back_when_all_has_ended() -> None:
    usual = sys.getswitchinterval()
    one, other = threading.Event(), threading.Event()

    def work(end: threading.Event) -> None:
        with yielding_to_gui():
            assert end.wait(10)

    threads = [threading.Thread(target=work, args=(end,)) for end in (one, other)]
    for thread in threads:
        thread.start()
    while sys.getswitchinterval() == usual:
        pass
    one.set()
    threads[0].join()
    assert sys.getswitchinterval() < usual
    other.set()
    threads[1].join()
    assert sys.getswitchinterval() == pytest.approx(usual)


def test_work_that_fails_gives_the_usual_time_back() -> None:
    usual = sys.getswitchinterval()
    with pytest.raises(ZeroDivisionError), yielding_to_gui():
        raise ZeroDivisionError
    assert sys.getswitchinterval() == pytest.approx(usual)


def test_where_memory_is_short_it_is_told_as_that_and_is_no_fault_of_the_program(qtbot: QtBot) -> None:
    jobs, failed = Jobs(), list[UserError]()

    def work(_stopped: Callable[[], bool], _tell: Callable[[int], None]) -> None:
        raise MemoryError

    with capture_exceptions() as faults:
        jobs.begin(work, lambda _result: None, failed=failed.append)
        qtbot.waitUntil(lambda: len(failed) == 1)
    assert faults == []
    assert failed[0].message == _("There is not enough memory.")
    assert failed[0].remedy
    assert not jobs.running


def test_work_is_heard_of_in_the_windows_thread(qtbot: QtBot) -> None:
    jobs, heard = Jobs(), list[object]()
    own = threading.get_ident()

    def work(_stopped: Callable[[], bool], tell: Callable[[int], None]) -> bool:
        tell(1)
        tell(2)
        return threading.get_ident() != own

    def hear(what: object) -> None:
        heard.append((what, threading.get_ident() == own))

    jobs.begin(work, hear, progress=hear)
    assert jobs.running
    qtbot.waitUntil(lambda: not jobs.running)
    assert heard == [(1, True), (2, True), (True, True)]


def test_what_was_cancelled_is_stopped_and_not_heard(qtbot: QtBot) -> None:
    jobs, heard, over = Jobs(), list[object](), threading.Event()

    def work(stopped: Callable[[], bool], tell: Callable[[str], None]) -> str:
        while not stopped():
            pass
        tell("too late")
        over.set()
        return "too late"

    jobs.begin(work, heard.append, progress=heard.append)
    jobs.cancel()
    assert not jobs.running
    other = Jobs()
    other.begin(lambda _stopped, _tell: over.wait(0) or "done", heard.append)
    qtbot.waitUntil(lambda: not other.running)
    let_pass(qtbot)
    assert heard in (["done"], [True])


def test_what_goes_wrong_in_the_world_is_told_from_faults_of_the_program(qtbot: QtBot) -> None:
    jobs, failed = Jobs(), list[UserError]()

    def world(_stopped: object, _tell: object) -> None:
        raise UserError("the stick is gone", "put it in")

    def fault(_stopped: object, _tell: object) -> None:
        raise ZeroDivisionError

    with capture_exceptions() as reported:
        for work in (world, fault):
            jobs.begin(work, lambda _result: None, failed=failed.append)
            qtbot.waitUntil(lambda: not jobs.running)
    assert [type(error) for error in failed] == [UserError, WorkFault]
    assert "ZeroDivisionError" in failed[1].message
    assert [kind for kind, _error, _trace in reported] == [ZeroDivisionError]


@pytest.mark.parametrize(("each", "expected"), [(False, [3]), (True, [1, 3])])
def test_of_what_waits_only_the_newest_is_done(qtbot: QtBot, each: bool, expected: list[int]) -> None:
    owner, heard, go = QObject(), list[int](), threading.Event()
    latest = LatestOnly[int](owner, heard.append, each=each)

    def first() -> int:
        assert go.wait(10)
        return 1

    latest.request(first)
    latest.request(lambda: 2)
    latest.request(lambda: 3)
    go.set()
    qtbot.waitUntil(lambda: not latest.running)
    assert heard == expected
    latest.request(lambda: 4)
    latest.cancel()
    let_pass(qtbot)
    assert heard == expected


class _EndRecorder(QObject):
    """Tells in which thread it ends."""

    def __init__(self, ended_in: list[int]) -> None:
        super().__init__()
        self.timer = QTimer(self)
        self.timer.start(60_000)
        weakref.finalize(self, lambda: ended_in.append(threading.get_ident()))

    def use(self, go: threading.Event) -> None:
        """What a thread does with it."""
        assert go.wait(60)

    def fail(self, go: threading.Event) -> None:
        """The same, in vain."""
        self.use(go)
        raise UserError("the stick is gone", "put it in")


def _in_a_job(work: Callable[[], None], jobs: Jobs) -> None:
    jobs.begin(lambda _stopped, _tell: work(), lambda _result: None)


def _in_a_thread(work: Callable[[], None], _jobs: Jobs) -> None:
    begin_thread(work, "test")


@pytest.mark.parametrize("cancelled", [False, True])
@pytest.mark.parametrize(
    ("begin", "what"),
    [(_in_a_job, _EndRecorder.use), (_in_a_job, _EndRecorder.fail), (_in_a_thread, _EndRecorder.use)],
)
def test_what_work_refers_to_ends_in_the_windows_thread(
    qtbot: QtBot,
    cancelled: bool,
    begin: Callable[[Callable[[], None], Jobs], None],
    what: Callable[[_EndRecorder, threading.Event], None],
) -> None:
    ended_in, go, jobs = list[int](), threading.Event(), Jobs()
    begin(partial(what, _EndRecorder(ended_in), go), jobs)
    if cancelled:
        jobs.cancel()
    del jobs
    go.set()
    qtbot.waitUntil(lambda: bool(ended_in), timeout=60_000)
    assert ended_in == [threading.get_ident()]


def test_garbage_with_timers_ends_in_the_windows_thread_whoever_makes_the_objects(qtbot: QtBot) -> None:
    ended_in, jobs = list[int](), Jobs()

    def work(_stopped: object, _tell: object) -> int:
        return len([[number] for number in range(200_000)])  # enough for the collector to look, were it on

    told = _EndRecorder(ended_in)
    told.itself = told  # type: ignore[attr-defined]
    del told
    jobs.begin(work, lambda _result: None)
    QThreadPool.globalInstance().waitForDone(60_000)
    assert not ended_in
    qtbot.waitUntil(lambda: not jobs.running, timeout=60_000)
    for _look in range(200):  # it may have grown old by now: the oldest are looked at seldom
        made = [[number] for number in range(1_000)]
        collect_due()
        del made
    assert ended_in == [threading.get_ident()]


def test_a_thread_that_outlives_the_window_destroys_nothing_of_it(qapp: QApplication) -> None:
    ended_in = list[int]()
    gc.enable()  # as Python is before there is a window
    collector = Collector()
    collector.end()
    told = _EndRecorder(ended_in)
    told.itself = told  # type: ignore[attr-defined]
    del told
    thread = begin_thread(lambda: [[number] for number in range(200_000)], "late")
    thread.join(60)
    assert not ended_in
    gc.collect()
    assert ended_in == [threading.get_ident()]


def test_the_collector_waits_until_a_layout_is_through() -> None:
    made = [[number] for number in range(2_000)]
    before = gc.get_count()[0]
    with gc_suspended():
        collect_due()
        assert gc.get_count()[0] >= before > gc.get_threshold()[0]
    collect_due()
    assert gc.get_count()[0] < before
    assert not gc.isenabled()
    assert made


def test_what_follows_the_making_of_a_window_counts_from_when_it_stands(qtbot: QtBot) -> None:
    window = QObject()
    timer = once_standing(window, 60_000, lambda: None)
    assert not timer.isActive()
    QApplication.processEvents()
    assert timer.isActive()


ENDING = """
import sys, time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ui.app import application
from ui.app.coordinator import Coordinator
from ui.context.background import Jobs, begin_thread

def begin(coordinator):
    coordinator.jobs = Jobs()
    coordinator.jobs.begin(lambda _stopped, _tell: time.sleep(0.5), lambda _found: None)
    begin_thread(lambda: time.sleep(0.7), "one that nobody waits for")
    QTimer.singleShot(0, QApplication.quit)

Coordinator.show_cabinet = begin
Coordinator.open_last = lambda _coordinator, _documents: None
code = application.run_window(None)
del application
sys.exit(code)
"""


def test_the_program_ends_in_silence_while_work_is_under_way() -> None:
    ended = subprocess.run([sys.executable, "-c", ENDING], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
