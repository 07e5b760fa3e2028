"""No English in the dialogs of Qt that a Japanese window opens."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.programs import needs_a_printer
from ui.app.application import prepare

ENGLISH = re.compile("[A-Za-z]{4,}")
NO_WORDS = {"filename", "printerName"}
"""Fields that show names."""


def _words(dialog: QWidget) -> Iterator[str]:
    for widget in dialog.findChildren(QWidget):
        if widget.objectName() in NO_WORDS:
            continue
        yield widget.toolTip()
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        elif isinstance(widget, QGroupBox):
            yield widget.title()
        elif isinstance(widget, QLineEdit):
            yield widget.placeholderText()


@pytest.fixture(autouse=True)
def own_font_again(qapp: QApplication) -> Iterator[None]:
    """The application's font is that of the other tests afterwards."""
    before = qapp.font()
    yield
    qapp.setFont(before)


@pytest.mark.parametrize("mode", QFileDialog.FileMode)
def test_the_dialog_for_files_speaks_japanese(
    qapp: QApplication, qtbot: QtBot, mode: QFileDialog.FileMode
) -> None:
    prepare(qapp)
    dialog = QFileDialog(None, "開く")
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(mode)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    assert [words for words in _words(dialog) if ENGLISH.search(words)] == []


@needs_a_printer
def test_the_dialog_for_printing_speaks_japanese(qapp: QApplication, qtbot: QtBot) -> None:
    prepare(qapp)
    printer = QPrinter()
    dialog = QPrintDialog(printer)
    qtbot.addWidget(dialog)
    assert [words for words in _words(dialog) if ENGLISH.search(words)] == []


def test_the_menus_of_fields_speak_japanese(qapp: QApplication, qtbot: QtBot) -> None:
    prepare(qapp)
    for field in (QLineEdit(), QTextEdit()):
        qtbot.addWidget(field)
        menu = field.createStandardContextMenu()
        words = [action.text().partition("\t")[0] for action in menu.actions()]
        menu.deleteLater()
        assert [one for one in words if ENGLISH.search(one)] == []
