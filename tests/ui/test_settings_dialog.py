"""The settings: fonts that the next print and the open previews use, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QThreadPool
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.forms.catalogue import find_form
from pia_desktop.i18n import chosen_language
from pia_desktop.paper.fontchain import users_fonts
from pia_desktop.paper.printing import layout_assessment
from pia_desktop.paper.style import Face, Style
from tests.paper.test_fontchain import GAIJI, forget_fonts, make_font
from tests.ui.shell import MakeCoordinator, dialog, dialogs, free
from ui.app.settings_dialog import SettingsDialog
from ui.assessment.actions import PREVIEW, SETTINGS
from ui.widgets.settings import print_scale


@pytest.fixture(autouse=True)
def fresh(qapp: QApplication) -> Iterator[None]:
    forget_fonts()
    yield
    QThreadPool.globalInstance().waitForDone()
    free()
    forget_fonts()


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def opened(parent: QWidget) -> SettingsDialog:
    found = SettingsDialog(parent)
    found.open()
    return found


def test_what_is_saved_comes_back(qtbot: QtBot, parent: QWidget, tmp_path: Path) -> None:
    font = make_font(tmp_path / "外字.ttf", GAIJI)
    found = opened(parent)
    found.add_font(font)
    assert "外字.ttf" in found.cover.text()
    found.body.setCurrentIndex(1)
    found.scale.setCurrentIndex(1)
    found.language.setCurrentIndex(1)
    with qtbot.waitSignal(found.fonts_changed):
        found.save.click()
    assert users_fonts().files == (font,)
    assert users_fonts().mincho
    assert print_scale() == 1.2
    assert chosen_language() == "en"
    again = opened(parent)
    assert again.files() == (font,)
    assert (again.body.currentIndex(), again.scale.currentIndex(), again.language.currentIndex()) == (1, 1, 1)
    again.fonts.setCurrentRow(0)
    again.remove.click()
    again.save.click()
    assert users_fonts().files == ()
    assert users_fonts().mincho


def test_a_cancelled_change_changes_nothing(qtbot: QtBot, parent: QWidget, tmp_path: Path) -> None:
    before = users_fonts()
    found = opened(parent)
    found.add_font(make_font(tmp_path / "a.ttf", GAIJI))
    found.body.setCurrentIndex(1)
    with qtbot.assertNotEmitted(found.fonts_changed):
        found.reject()
    assert users_fonts() == before


@pytest.mark.parametrize("content", [b"", b"no font at all", b"\x00\x01\x00\x00" + b"\xff" * 80, None])
def test_a_bad_font_is_refused_with_its_reason(
    qtbot: QtBot, parent: QWidget, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "壊れた.ttf"
    if content is not None:
        path.write_bytes(content)
    found = opened(parent)
    found.add_font(path)
    assert path.name in dialog().heading
    dialog().close()
    assert found.files() == ()
    found.reject()


def test_a_font_that_went_away_is_listed_and_named(qtbot: QtBot, parent: QWidget, tmp_path: Path) -> None:
    font = make_font(tmp_path / "a.ttf", GAIJI)
    first = opened(parent)
    first.add_font(font)
    first.save.click()
    font.rename(tmp_path / "b.ttf")
    found = opened(parent)
    found.fonts.setCurrentRow(0)
    assert found.files() == (font,)
    assert "a.ttf" in found.cover.text()
    found.body.setCurrentIndex(1)
    found.save.click()
    assert "a.ttf" in dialog().heading
    dialog().close()
    found.remove.click()
    found.save.click()
    assert users_fonts().files == ()


def test_the_body_is_set_in_mincho_and_headings_are_not(qapp: QApplication, parent: QWidget) -> None:
    found = opened(parent)
    found.body.setCurrentIndex(1)
    found.save.click()
    form = find_form("yoshiki3")
    snapshot = Snapshot(form, Node({"cover.title": "明朝の評価書"}))
    layout = layout_assessment(snapshot, style=Style(fonts=users_fonts()))
    faces = {run.face for page in layout.pages for run in page.runs()}
    assert faces == {Face.MINCHO, Face.BOLD}


def test_open_previews_follow(qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path) -> None:
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        cabinet.new(find_form("yoshiki3"), Node({"cover.title": f"{GAIJI}野市"}))
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(path)
    window = coordinator.open_assessment(1)
    assert window is not None
    window.actions_[PREVIEW].trigger()
    qtbot.waitUntil(lambda: window.panes.preview.made)
    preview = window.panes.preview.panel
    qtbot.waitUntil(lambda: preview.view.layout_ is not None, timeout=20_000)
    assert preview.missing.isVisible()
    window.actions_[SETTINGS].trigger()
    (found,) = dialogs(SettingsDialog)
    assert isinstance(found, SettingsDialog)
    found.add_font(make_font(tmp_path / "a.ttf", GAIJI))
    found.save.click()
    qtbot.waitUntil(lambda: not preview.missing.isVisible(), timeout=20_000)
    layout = preview.view.layout_
    assert layout is not None
    assert layout.fonts == users_fonts()
