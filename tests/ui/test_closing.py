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
from tests.ui.shell import dialog, dialogs, free
from ui.context.cabinet_store import CabinetStore
from ui.printing.closing import may_close
from ui.widgets.dialogs import MessageDialog


class Work:
    """Something that is being made."""

    def __init__(self) -> None:
        self.running = True

    def cancel(self) -> None:
        self.running = False


def shown(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


def test_the_question_goes_when_the_print_is_finished(qtbot: QtBot) -> None:
    window = shown(qtbot)
    work, closed = Work(), list[bool]()
    assert not may_close(window, [None, work], lambda: closed.append(True))
    question = dialog()
    assert isinstance(question, MessageDialog)
    work.running = False
    qtbot.waitUntil(lambda: not dialogs(MessageDialog))
    assert not closed
    assert may_close(window, [work], window.close)
    free()


def test_work_that_is_stopped_lets_the_window_close(qtbot: QtBot) -> None:
    window = shown(qtbot)
    work, closed = Work(), list[bool]()
    assert not may_close(window, [work], lambda: closed.append(True))
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
