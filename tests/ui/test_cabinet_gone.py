"""The stick with the cabinet is pulled before an action: it does what it can, or says so in a message."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import Any

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db.errors import CabinetGone
from db.open_file import OpenFile
from tests.ui.stage import Stage
from tests.ui.test_actions import EXPECTED, ROWS, window_of
from ui.widgets.actions import Action


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.words)
def test_a_cabinet_that_cannot_be_read_is_no_fault_of_the_program(
    stage: Stage, row: Action[Any], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    expectation = EXPECTED[row](stage)
    next(expectation)
    window = window_of(stage, row)
    QTest.qWait(20)
    window.actions_.refresh()

    def gone(_file: OpenFile) -> AbstractContextManager[object]:
        raise CabinetGone(stage.path)

    with monkeypatch.context() as pulled, qtbot.captureExceptions() as faults:
        pulled.setattr(OpenFile, "_read", gone)
        window.actions_[row].trigger()
        QTest.qWait(50)
    assert faults == []
