"""What Qt calls may fail, and the window goes on."""

from __future__ import annotations

import importlib
import os
import pkgutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QTextEdit
from pytestqt.qtbot import QtBot

import ui
from tests.ui.shell import dialog, dialogs, free
from ui.app.application import FaultReporter
from ui.widgets.dialog import Dialog
from ui.widgets.overrides import HARMLESS, guarded, overrides_of


def _classes() -> Iterator[type]:
    """Every class of the window, those inside other classes too."""
    for found in pkgutil.walk_packages(ui.__path__, "ui."):
        waiting = [one for one in vars(importlib.import_module(found.name)).values() if isinstance(one, type)]
        while waiting:
            one = waiting.pop()
            if one.__module__ == found.name:
                yield one
                waiting += [inner for inner in vars(one).values() if isinstance(inner, type)]


def test_every_override_of_the_window_is_guarded() -> None:
    found = [(cls, name) for cls in _classes() for name in overrides_of(cls)]
    assert len(found) > 100
    open_ones = [
        f"{cls.__module__}.{cls.__name__}.{name}"
        for cls, name in found
        if not vars(cls)[name].__dict__.get("guarded")
    ]
    assert not open_ones, "put @guarded (ui/widgets/overrides.py) at these classes"


def test_every_dialog_has_the_one_base() -> None:
    dialogs = [cls for cls in _classes() if issubclass(cls, QDialog)]
    assert len(dialogs) > 20
    assert [cls.__name__ for cls in dialogs if not issubclass(cls, Dialog)] == []


def test_an_override_that_answers_something_has_a_harmless_answer() -> None:
    answering = {
        name
        for cls in _classes()
        for name in overrides_of(cls)
        if vars(cls)[name].__annotations__.get("return") != "None"
    }
    assert answering <= HARMLESS.keys()


@guarded
class _Failing(QTextEdit):
    def sizeHint(self) -> QSize:
        raise ValueError("寸法")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        raise KeyError("打鍵")

    def accept_all(self) -> None:
        raise RuntimeError("不明")


def test_what_fails_is_reported_and_answered_without_harm(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    seen: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda _kind, error, _trace: seen.append(error))
    field = _Failing()
    qtbot.addWidget(field)
    assert field.sizeHint() == QSize()
    QTest.keyClick(field, Qt.Key.Key_A)
    assert {type(error) for error in seen} == {ValueError, KeyError}
    with pytest.raises(RuntimeError):  # what Qt never calls fails as everywhere
        field.accept_all()


_ENDS_THE_PROCESS = """
import sys
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit
from ui.widgets.overrides import guarded

app = QApplication([])
sys.excepthook = lambda kind, error, trace: print("told", kind.__name__)

def wrong_arguments():
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImage(1, 1, QImage.Format.Format_RGB32).save(buffer, b"PNG")

@guarded
class Field(QTextEdit):
    def insertFromMimeData(self, source):
        wrong_arguments()
    def event(self, event):
        return super().event(event)
    def keyPressEvent(self, event):
        super().keyPressEvent(event)
        if event.text() == "z":
            wrong_arguments()

field = Field()
field.textChanged.connect(wrong_arguments)
field.show()
QGuiApplication.clipboard().setText("甲")
QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
QTest.keyClick(field, Qt.Key.Key_Z)
app.processEvents()
print("alive")
QGuiApplication.clipboard().clear()
"""


def test_wrong_arguments_inside_nested_overrides_do_not_end_the_process() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _ENDS_THE_PROCESS],
        cwd=Path(ui.__file__).parent.parent,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-1] == "alive"
    assert "told" in done.stdout


def test_a_fault_that_comes_with_every_picture_is_told_once(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reporter = FaultReporter(tmp_path / "log")
    for _time in range(5):
        try:
            raise ValueError("描画")
        except ValueError as fault:
            reporter.report(type(fault), fault, fault.__traceback__)
    assert not dialogs()  # never in the middle of Qt's own work
    qtbot.waitUntil(lambda: len(dialogs()) == 1)
    assert reporter.path.read_text(encoding="utf-8").count("ValueError: …") == 1
    assert capsys.readouterr().err.count("Traceback") == 1
    dialog().close()
    free()


def test_every_clipboard_goes_through_every_field_of_a_process_that_stays_alive(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.ui.clipboard_process", str(tmp_path)],
        cwd=Path(ui.__file__).parent.parent,
        env={**os.environ, "PIA_DESKTOP_HOME": str(tmp_path / "home"), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.stdout.splitlines()[-1:] == ["alive 0"], done.stdout + done.stderr
    assert done.returncode == 0, done.stderr
