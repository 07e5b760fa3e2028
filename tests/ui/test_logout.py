"""Logging out: all is saved, nothing is asked, and who calls it off goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import SIGNAL, QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from pia_desktop.forms.catalogue import find_form
from tests.ui.shell import MakeCoordinator, dialogs
from ui.app.coordinator import Coordinator
from ui.app.logout import save_all, save_and_shut, save_at_logout
from ui.assessment.form_tab import form_tab
from ui.assessment.window import AssessmentWindow

FORM = find_form("yoshiki4")
DAY = (FORM.roles.published_on,)
"""An answer that is read when its field is left."""


@pytest.fixture
def program(make_coordinator: MakeCoordinator, tmp_path: Path) -> Coordinator:
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        cabinet.new(FORM)
    coordinator = make_coordinator(form_tab)
    assert coordinator.open_cabinet(path)
    return coordinator


def opened(program: Coordinator, qtbot: QtBot) -> AssessmentWindow:
    window = program.open_assessment(1)
    assert window is not None
    with qtbot.waitActive(window):
        window.activateWindow()
    return window


def test_what_stands_in_a_field_is_in_the_one_file(
    program: Coordinator, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(program, qtbot)
    window.go_to(DAY)
    qtbot.waitUntil(lambda: window.session.current_path == DAY)
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, "R7.3.9")
    save_all(program)
    assert dialogs() == []
    assert program.store is not None
    copy = shutil.copyfile(program.store.path, tmp_path / "copy.pia")
    with Cabinet.open(copy) as whole:
        assert whole.load(1).root.answer(DAY) == "令和7年3月9日"
    window.go_to(DAY)
    window.session.set_answer(DAY, "令和7年3月10日")  # it was called off
    assert window.isVisible()


def test_a_cabinet_that_cannot_be_written_bars_no_logout(
    program: Coordinator, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened(program, qtbot)
    assert program.store is not None
    monkeypatch.setattr(program.store, "flush", lambda: False)
    window.session.set_answer(DAY, "令和7年3月9日")
    save_all(program)
    assert dialogs() == []
    assert window.isVisible()


def test_the_system_is_listened_to(program: Coordinator, qapp: QApplication) -> None:
    asks = SIGNAL("commitDataRequest(QSessionManager&)")
    before = qapp.receivers(asks)
    connection = save_at_logout(qapp, program)
    assert qapp.receivers(asks) == before + 1
    QObject.disconnect(connection)
    assert qapp.receivers(asks) == before


def has_cabinet(program: Coordinator) -> bool:
    return program.store is not None


def test_the_cabinet_is_closed_when_the_program_is_then_ended(
    program: Coordinator, qapp: QApplication, qtbot: QtBot
) -> None:
    window, ends = opened(program, qtbot), SIGNAL("aboutToQuit()")
    window.session.set_answer(DAY, "令和7年3月9日")
    before = qapp.receivers(ends)
    assert program.store is not None
    path = program.store.path
    save_and_shut(qapp, program)
    assert has_cabinet(program), "somebody may still call it off"
    assert qapp.receivers(ends) == before + 1
    qapp.aboutToQuit.disconnect(program.shut)
    program.shut()
    assert not has_cabinet(program)
    assert [file.name for file in path.parent.glob(f"{path.name}*")] == [path.name]
    with Cabinet.open(path) as cabinet:
        assert cabinet.load(1).root.answer(DAY) == "令和7年3月9日"
