"""Closing a window while a print is being made."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from pia_desktop.i18n import _
from tests.ui.shell import dialog, dialogs, free
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
