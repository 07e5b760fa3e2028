"""Midnight passes while the program stands open, or the clock is set: what is said of days is said anew."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from pia_desktop.forms.catalogue import find_form
from pia_desktop.rules.checks import checker
from tests.ui.shell import MakeCoordinator
from ui.app.coordinator import Coordinator
from ui.app.new_day import NewDay
from ui.cabinet import model
from ui.checks.watch import Watch
from ui.widgets import day_field
from ui.widgets.day_field import DayField

FORM = find_form("yoshiki3")
PLANNED = (FORM.roles.published_on,)
FIRST = date(2026, 3, 31)


class Calendar(date):
    """The calendar, with a day of its own."""

    now = FIRST

    @classmethod
    def today(cls) -> date:  # type: ignore[override]
        return cls.now


@pytest.fixture
def calendar(monkeypatch: pytest.MonkeyPatch) -> type[Calendar]:
    monkeypatch.setattr(Calendar, "now", FIRST)
    for module in (checker, model):
        monkeypatch.setattr(module, "date", Calendar)
    return Calendar


@pytest.fixture
def program(make_coordinator: MakeCoordinator, tmp_path: Path) -> Coordinator:
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        cabinet.new(FORM)
        due = FIRST - timedelta(days=365)
        cabinet.set_stages(1, "published", {"published": due.isoformat()})
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(path)
    coordinator.show_cabinet()
    return coordinator


def watch_of(program: Coordinator, qtbot: QtBot) -> Watch:
    window = program.open_assessment(1)
    assert window is not None
    watch = window.review.watch
    watch.begin()
    qtbot.waitUntil(lambda: watch.ready)
    return watch


def new_day(program: Coordinator, calendar: type[Calendar]) -> NewDay:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return NewDay(app, program, calendar.today)


def test_the_list_says_what_is_overdue_on_the_new_day(program: Coordinator, calendar: type[Calendar]) -> None:
    looking = new_day(program, calendar)
    program.cabinet_window.refresh()

    def overdue() -> list[bool]:
        looking.look()
        return [row.overdue for row in program.cabinet_window.model.shown]

    assert overdue() == [False]
    calendar.now = date(2030, 1, 1)
    assert overdue() == [True]
    calendar.now = FIRST
    assert overdue() == [False], "a clock that went wrong for a while"


def test_the_checks_are_run_again_and_know_what_was_typed_meanwhile(
    program: Coordinator, calendar: type[Calendar], qtbot: QtBot
) -> None:
    looking, watch = new_day(program, calendar), watch_of(program, qtbot)
    watch.catch_up()
    before = watch.open()
    assert before
    calendar.now = FIRST + timedelta(days=1)
    looking.look()
    path = before[0].path
    watch.session.set_answer((FORM.roles.title,), "日付の変わる間に入力した")
    watch.catch_up()
    assert path in {one.path for one in watch.open()}
    with qtbot.waitSignal(watch.changed):
        pass
    assert watch._checker is not None
    assert watch._checker.today == calendar.now
    assert watch._checker.root == watch.session.root
    fresh = checker.Checker(FORM, watch.session.root)
    assert watch.open() == fresh.sorted().open


def test_a_window_that_closes_meanwhile_is_left_alone(
    program: Coordinator, calendar: type[Calendar], qtbot: QtBot
) -> None:
    looking = new_day(program, calendar)
    watch_of(program, qtbot)
    calendar.now = FIRST + timedelta(days=1)
    looking.look()
    looking.look()
    assert program.windows[1].close()
    qtbot.wait(50)
    assert program.windows == {}


def test_a_day_that_is_only_proposed_becomes_the_new_one(
    program: Coordinator, calendar: type[Calendar], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody has decided on, or what was stored that day, stays."""
    monkeypatch.setattr(day_field, "date", calendar)
    window = program.cabinet_window
    proposed, left, typed, stepped, stored = (DayField(None, window) for _field in range(5))
    left.editingFinished.emit()
    QTest.keyClicks(typed, " ")
    QTest.keyClick(stepped, Qt.Key.Key_Up)
    QTest.keyClick(stepped, Qt.Key.Key_Down)
    stored.show_day(FIRST)
    looking = new_day(program, calendar)
    calendar.now = FIRST + timedelta(days=1)
    looking.look()
    assert [one.day for one in (proposed, left)] == [calendar.now] * 2
    assert [one.day for one in (typed, stepped, stored)] == [FIRST] * 3
