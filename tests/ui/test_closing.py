"""Closing while something else is going on: a print, a backup."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from db.connect import connect_raw
from pia_desktop.forms.catalogue import find_form
from pia_desktop.i18n import _
from tests.ui.history import open_history, versions_of
from tests.ui.shell import MakeCoordinator, coordinator_of, dialog, dialogs, free, newest
from ui.app.coordinator import Coordinator
from ui.assessment.actions import COUNCIL, OPINIONS
from ui.cabinet.actions import DUES, OPEN_REMARKS, PLAN, REGISTERS, YEAR
from ui.changes.council_dialog import CouncilDialog
from ui.comparison.window import CompareWindow
from ui.context.cabinet_store import CabinetStore
from ui.hearing.opinions_dialog import OpinionsDialog
from ui.office.office_window import OfficeWindow
from ui.printing.closing import may_close
from ui.printing.line_jobs import LineJobs
from ui.printing.table_jobs import TableJobs
from ui.stages.due_dialog import DueDialog
from ui.widgets.dialogs import MessageDialog


class Work(LineJobs):
    """Something that is being made for a window."""

    going = True

    @property
    def running(self) -> bool:
        return self.going

    def cancel(self) -> None:
        self.going = False


def shown(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def test_the_question_goes_when_the_print_is_finished(qtbot: QtBot) -> None:
    window = shown(qtbot)
    work, closed = Work(window), list[bool]()
    assert not may_close(window, lambda: closed.append(True))
    question = dialog()
    assert isinstance(question, MessageDialog)
    work.cancel()
    qtbot.waitUntil(lambda: not dialogs(MessageDialog))
    assert not closed
    assert may_close(window, window.close)
    free()


def test_work_that_is_stopped_lets_the_window_close(qtbot: QtBot) -> None:
    window = shown(qtbot)
    work, closed = Work(window), list[bool]()
    assert not may_close(window, lambda: closed.append(True))
    dialog().button(_("Stop and Close")).click()
    assert closed == [True]
    assert not work.running
    free()


def test_a_cabinet_that_is_closed_while_it_is_copied_is_one_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()

    def copies_long(path: Path, ended: Callable[[], bool]) -> None:
        with closing(connect_raw(path, "mode=ro")) as raw:
            raw.execute("BEGIN")
            raw.execute("SELECT 1 FROM sqlite_master").fetchone()
            begun.set()
            while not ended():
                time.sleep(0.001)

    monkeypatch.setattr("db.backup.back_up", copies_long)
    path = tmp_path / "台帳.pia"
    Cabinet.create(path).close()
    store = CabinetStore(Cabinet.open(path))
    store.start()
    store.new(find_form("yoshiki2"))
    store.back_up()
    assert begun.wait(60)
    assert store.close()
    assert [file.name for file in tmp_path.glob("台帳.pia*")] == [path.name]


def at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever has jobs is making something, until it is stopped."""
    stopped = set[LineJobs]()

    def stop(one: LineJobs) -> None:
        stopped.add(one)

    monkeypatch.setattr(LineJobs, "running", property(lambda one: one not in stopped))
    monkeypatch.setattr(LineJobs, "cancel", stop)


def asked_and_kept(shown: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closing asks; what is kept open stays, what is stopped closes."""
    assert shown.isVisible()
    with monkeypatch.context() as patched:
        at_work(patched)
        shown.close()
        dialog().button(_("Keep Open")).click()
        free()
        assert shown.isVisible()
        shown.close()
        dialog().button(_("Stop and Close")).click()
        assert not shown.isVisible()
    free()


def test_quitting_goes_on_once_what_bars_it_is_stopped_and_ends_where_it_is_not(
    make_coordinator: MakeCoordinator, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        for _number in range(2):
            cabinet.new(find_form("yoshiki2"))
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(path)
    coordinator.show_cabinet()
    for number in (1, 2):
        window = coordinator.open_assessment(number)
        assert window is not None
        assert window.pdf is not None
    with monkeypatch.context() as patched:
        at_work(patched)
        coordinator.quit()
        dialog().button(_("Keep Open")).click()
        qtbot.waitUntil(lambda: not dialogs(MessageDialog))
        qtbot.wait(20)
        assert len(coordinator.windows) == 2
        coordinator.quit()
        for _window in range(2):
            qtbot.waitUntil(lambda: len(dialogs(MessageDialog)) == 1)
            dialog().button(_("Stop and Close")).click()
        qtbot.waitUntil(lambda: not coordinator.windows)
    qtbot.waitUntil(lambda: not coordinator.cabinet_window.isVisible())
    free()


OFFICE = (PLAN, OPEN_REMARKS, REGISTERS, YEAR)


@pytest.mark.parametrize("number", range(len(OFFICE)), ids=["plan", "remarks", "registers", "year"])
def test_a_window_of_the_office_asks(
    make_coordinator: MakeCoordinator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    window = coordinator_of(open_history(make_coordinator, tmp_path)).cabinet_window
    window.show()
    window.actions_[OFFICE[number]].trigger()
    asked_and_kept(newest(OfficeWindow), monkeypatch)


def test_a_comparison_and_the_dialogs_that_make_files_ask(
    make_coordinator: MakeCoordinator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_history(make_coordinator, tmp_path)
    versions_of(window).compare(versions_of(window).version_store.versions[0], None)
    asked_and_kept(newest(CompareWindow), monkeypatch)
    for action, kind in ((COUNCIL, CouncilDialog), (OPINIONS, OpinionsDialog)):
        window.actions_[action].trigger()
        asked_and_kept(newest(kind), monkeypatch)
    cabinet_window = coordinator_of(window).cabinet_window
    cabinet_window.show()
    cabinet_window.actions_[DUES].trigger()
    asked_and_kept(newest(DueDialog), monkeypatch)


def test_the_windows_of_a_cabinet_ask_for_their_tables_too(
    make_coordinator: MakeCoordinator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_history(make_coordinator, tmp_path)
    assert window.review.tables.running is False
    asked_and_kept(window, monkeypatch)
    cabinet_window = coordinator_of(window).cabinet_window
    cabinet_window.show()
    TableJobs(cabinet_window)  # as a list being saved has them
    asked_and_kept(cabinet_window, monkeypatch)


def test_another_cabinet_is_opened_once_it_is_settled_what_the_list_is_still_making(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    first, second = tmp_path / "甲.pia", tmp_path / "乙.pia"
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(first, create=True)
    coordinator.show_cabinet()
    work = Work(coordinator.cabinet_window)
    assert not coordinator.open_cabinet(second, create=True)
    assert (path_of(coordinator), work.running) == (first, True)
    dialog().button(_("Stop and Open It")).click()
    assert (path_of(coordinator), work.running) == (second, False)


def test_quitting_asks_first_what_the_list_is_still_making(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        cabinet.new(find_form("yoshiki2"))
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(path)
    coordinator.show_cabinet()
    assert coordinator.open_assessment(1)
    work = Work(coordinator.cabinet_window)
    coordinator.quit()
    dialog().button(_("Keep Open")).click()
    assert (list(coordinator.windows), work.running) == ([1], True)
    coordinator.quit()
    dialog().button(_("Stop and Close")).click()
    qtbot.waitUntil(lambda: not coordinator.windows and not work.running)


def path_of(coordinator: Coordinator) -> Path | None:
    return coordinator.store.path if coordinator.store is not None else None
