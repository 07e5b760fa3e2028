"""Questions before something is lost: Enter, which may be pressed without reading, loses nothing."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

import ui
from pia_desktop.forms.model import FILES
from pia_desktop.i18n import _
from tests.ui.shell import dialog, dialogs
from ui.assessment.window import AssessmentWindow
from ui.form.file_pages import FilePages
from ui.form.page import PartPage

_LOSES = re.compile(
    r"^&?(?:Delete|Erase|Remove|Give Up|Throw|Take It Back|Stop and|Go On$|Move Them|Close &?Without)"
)
"""First words of an answer that loses something for good."""


def _first_choice(call: ast.Call) -> str:
    """The words of the answer that Enter gives unless a question is careful."""
    choices = next((one for one in (*call.args, *(k.value for k in call.keywords)) if _is_list(one)), None)
    texts = [one for one in ast.walk(choices) if isinstance(one, ast.Constant)] if choices else []
    return str(min(texts, key=lambda one: (one.lineno, one.col_offset)).value) if texts else ""


def _is_list(node: ast.expr) -> bool:
    return isinstance(node, ast.List)


def test_enter_never_loses_anything() -> None:
    found, seen = [], 0
    root = Path(ui.__path__[0])
    for file in root.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "ask" and len(node.args) > 2):
                continue
            if _LOSES.match(_first_choice(node)):
                seen += 1
                if not {"careful", "sudden"} & {keyword.arg for keyword in node.keywords}:
                    found.append(f"{file.relative_to(root)}:{node.lineno}")
    assert found == []
    assert seen > len(("file", "past", "round", "rows", "trash"))


@pytest.fixture
def pages(blank_window: AssessmentWindow, qtbot: QtBot) -> FilePages:
    """The files of a form, in sight."""
    window = blank_window
    with qtbot.waitActive(window):
        window.activateWindow()
    per_file = [i for i, part in enumerate(window.tabs.parts) if part and part.per_file]
    window.tabs.setCurrentIndex(per_file[0])
    page = window.page(per_file[0])
    assert isinstance(page, FilePages)
    return page


def button(pages: FilePages, words: str) -> QToolButton:
    return next(one for one in pages.bar.buttons if one.accessibleName() == words)


def test_a_file_that_is_added_has_the_cursor_in_its_name(pages: FilePages, qtbot: QtBot) -> None:
    session = pages.session
    button(pages, _("Add a file")).click()
    key = session.file_key
    assert list(session.root.entries((FILES,)))[-1] == key
    name = (FILES, key, session.form.roles.file_name or "")
    qtbot.waitUntil(lambda: session.current_path == name)
    field = QApplication.focusWidget()
    page = pages.page(key)
    assert isinstance(page, PartPage)
    assert field is not None
    assert page.isAncestorOf(field)
    QTest.keyClicks(field, "abc")
    assert session.answer(name) == "abc"


def test_enter_keeps_a_file_and_removed_it_comes_back_in_sight(
    blank_window: AssessmentWindow, pages: FilePages
) -> None:
    session = pages.session
    button(pages, _("Add a file")).click()
    key = session.file_key
    name = (FILES, key, session.form.roles.file_name or "")
    session.set_answer(name, "消さないファイル")
    button(pages, _("Remove this file…")).click()
    QTest.keyClick(dialog(), Qt.Key.Key_Return)
    assert dialogs() == []
    assert key in session.root.entries((FILES,))
    button(pages, _("Remove this file…")).click()
    dialog().button(_("Remove")).click()
    assert key not in session.root.entries((FILES,))
    blank_window.undo()
    assert session.file_key == key
    assert session.answer(name) == "消さないファイル"
    assert pages.page(key).isVisible()
