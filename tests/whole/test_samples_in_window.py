"""Whole assessments go through the window and come out as they went in."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from pia_desktop.exchange.interchange import read_file, write_document
from pia_desktop.paths import resource_root
from tests.conftest import SAMPLES
from ui.app.coordinator import Coordinator
from ui.assessment.window import AssessmentWindow
from ui.form.file_pages import FilePages
from ui.form.page import PartPage
from ui.form.texts import GrowingText

DOCUMENTS = [
    *sorted((resource_root() / "samples").glob("*.json")),
    *(SAMPLES / name for name in ("tochigi.json", "setagaya-kaigo.json")),
]
FIELDS = 12
"""Fields typed into on each page; all of them would only take longer."""


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_window_edit_undo_close_reopen_changes_nothing(
    qtbot: QtBot, document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not document.is_file():
        pytest.skip("the real samples are not beside this repository")
    monkeypatch.setenv("PIA_DESKTOP_HOME", str(tmp_path / "home"))
    path = tmp_path / "台帳.pia"
    found = read_file(document)
    with Cabinet.create(path) as cabinet:
        assessment_id = cabinet.new(found.form, found.root, found.pictures)
        before = cabinet.load(assessment_id)
    coordinator = Coordinator()
    assert coordinator.open_cabinet(path)
    window = coordinator.open_assessment(assessment_id)
    assert window is not None
    edit_every_page(window)
    stack = window.session.undo_stack
    edited = window.session.root
    assert stack.count() > FIELDS
    while stack.can_undo():
        stack.undo()
    assert window.session.root == before.root
    while stack.can_redo():
        stack.redo()
    assert window.session.root == edited
    while stack.can_undo():
        stack.undo()
    window.close()
    QApplication.processEvents()
    coordinator.shut()
    with Cabinet.open(path) as cabinet:
        after = cabinet.load(assessment_id)
        assert after.root == before.root
        assert write_document(after, cabinet) == document.read_text(encoding="utf-8")


def edit_every_page(window: AssessmentWindow) -> None:
    for index in range(window.tabs.count()):
        window.tabs.setCurrentIndex(index)
        page = window.page(index)
        assert isinstance(page, PartPage | FilePages)
        page.build_all()
        QApplication.processEvents()
        for field in page.findChildren(GrowingText)[:FIELDS]:
            QTest.keyClicks(field, "xy")
        for box in [box for box in page.findChildren(QCheckBox) if box.isEnabled()][:FIELDS]:
            box.click()
        for combo in page.findChildren(QComboBox)[1:FIELDS]:
            QTest.keyClick(combo, "2")  # type: ignore[call-overload]  # the stubs miss the character


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_looking_at_every_page_sends_no_edit(
    qtbot: QtBot, document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not document.is_file():
        pytest.skip("the real samples are not beside this repository")
    monkeypatch.setenv("PIA_DESKTOP_HOME", str(tmp_path / "home"))
    found = read_file(document)
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        assessment_id = cabinet.new(found.form, found.root, found.pictures)
    coordinator = Coordinator()
    assert coordinator.open_cabinet(path)
    window = coordinator.open_assessment(assessment_id)
    assert window is not None
    for editor_path in list(window.session.form.places):
        window.session.item_requested.emit((editor_path,))
    for index in range(window.tabs.count()):
        window.tabs.setCurrentIndex(index)
        page = window.page(index)
        assert isinstance(page, PartPage | FilePages)
        page.build_all()
        QApplication.processEvents()
        for field in page.findChildren(GrowingText):
            field.setFocus()
    assert window.session.undo_stack.count() == 0
    window.close()
    coordinator.shut()
