"""Where the screen is small, or its scale large, the first window fits, and dialogs scroll above a foot."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from pia_desktop.forms.catalogue import find_form
from tests.ui.shell import MakeCoordinator
from ui.cabinet.welcome import WelcomePage
from ui.new_assessment.threshold_dialog import ThresholdDialog
from ui.widgets.dialog import Dialog
from ui.widgets.text_size import SIZES, step_text_size, text_size

SMALL = QSize(600, 300)


@pytest.fixture(autouse=True)
def _small_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("dialog", "settings"):
        monkeypatch.setattr(f"ui.widgets.{module}.room_on_screen", lambda _window: SMALL)


def shown(qtbot: QtBot, fields: int) -> Dialog:
    """A dialog with so many fields below one another."""
    dialog = Dialog(None, "大きな画面")
    qtbot.addWidget(dialog)
    for _number in range(fields):
        dialog.column.addWidget(QLineEdit(dialog))
    dialog.buttons.add_accept("決定")
    dialog.add_buttons()
    with qtbot.waitActive(dialog):
        dialog.open()
        dialog.activateWindow()
    return dialog


def test_a_dialog_that_is_too_large_scrolls_above_its_foot(qtbot: QtBot) -> None:
    dialog = shown(qtbot, 40)
    assert dialog.size().boundedTo(SMALL) == dialog.size()
    (button,) = dialog.findChildren(QPushButton)
    assert dialog.rect().contains(button.rect().translated(button.mapTo(dialog, button.rect().topLeft())))
    last = dialog.findChildren(QLineEdit)[-1]
    assert last.visibleRegion().isEmpty()
    last.setFocus(Qt.FocusReason.TabFocusReason)
    first = dialog.findChildren(QLineEdit)[0]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Backtab)
    QTest.keyClick(button, Qt.Key.Key_Backtab)
    assert last.hasFocus()
    assert not last.visibleRegion().isEmpty(), "the keyboard brings what it reaches into sight"


def test_one_that_becomes_longer_keeps_to_the_screen(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dialog = ThresholdDialog(window)
    with qtbot.waitExposed(dialog):
        dialog.open()
    dialog._make_room()
    assert dialog.size().boundedTo(SMALL) == dialog.size()


def test_one_that_has_room_is_left_as_it_is(qtbot: QtBot) -> None:
    assert not shown(qtbot, 3).findChildren(QScrollArea)


LARGE_SCALE = QSize(960, 470)
"""What 1920 × 1080 points leave a window at a scale of 200 %, beside the task bar and its own title."""


def test_the_first_window_fits_at_a_scale_of_200_percent(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    window = coordinator.cabinet_window
    coordinator.show_cabinet()
    for _page in range(2):  # where no cabinet is open, and where one is that holds nothing
        window.resize(LARGE_SCALE)
        assert window.size() == LARGE_SCALE
        page = next(one for one in window.findChildren(WelcomePage) if one.isVisible())
        last = page.buttons[-1]
        last.setFocus(Qt.FocusReason.TabFocusReason)
        page.ensureWidgetVisible(last)
        assert last.visibleRegion().boundingRect() == last.rect()
        assert coordinator.open_cabinet(tmp_path / "台帳.pia", create=True)
        QTest.qWait(20)


SMALL_SCREEN = QSize(1280, 700)


def test_the_list_fits_a_small_screen_with_words_of_every_size(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    folder = tmp_path / "総務部総務課の共有の書類" / "特定個人情報保護評価に関する書類"
    folder.mkdir(parents=True)
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(folder / "令和８年度の特定個人情報保護評価の台帳.pia", create=True)
    assert coordinator.store is not None
    coordinator.store.new(find_form("yoshiki3"))
    coordinator.show_cabinet()
    window = coordinator.cabinet_window
    window.resize(SMALL_SCREEN)
    bar = window.full.bar
    boxes = (bar.words, bar.stage, bar.form, bar.grouping, bar.drawer, bar.department, bar.only, bar.views)
    qtbot.waitUntil(lambda: all(box.isVisible() for box in boxes))
    try:
        while text_size() != SIZES[-1]:
            step_text_size(1)
            qtbot.waitUntil(lambda: all(box.visibleRegion().boundingRect() == box.rect() for box in boxes))
            assert window.size() == SMALL_SCREEN
    finally:
        step_text_size(0)
    qtbot.waitUntil(lambda: bar.height() < 3 * bar.words.height())  # two rows again


def test_one_that_is_too_wide_scrolls_with_its_buttons(qtbot: QtBot) -> None:
    dialog = Dialog(None, "幅の広い画面")
    qtbot.addWidget(dialog)
    dialog.setMinimumWidth(2 * SMALL.width())
    dialog.column.addWidget(QLineEdit(dialog))
    for _number in range(5):
        dialog.buttons.add_action("とても長い名前の付いたボタン", dialog.accept)
    dialog.add_buttons()
    with qtbot.waitExposed(dialog):
        dialog.open()
    assert dialog.size().boundedTo(SMALL) == dialog.size()
    last = max(dialog.findChildren(QPushButton), key=lambda one: one.mapTo(dialog, one.rect().topLeft()).x())
    last.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: last.visibleRegion().boundingRect() == last.rect())


def test_one_keeps_to_the_screen_while_its_words_grow(qtbot: QtBot) -> None:
    dialog = shown(qtbot, 6)
    assert not dialog.findChildren(QScrollArea)
    try:
        while text_size() != SIZES[-1]:
            step_text_size(1)
        qtbot.waitUntil(lambda: bool(dialog.findChildren(QScrollArea)))
        qtbot.waitUntil(lambda: dialog.size().boundedTo(SMALL) == dialog.size())
    finally:
        step_text_size(0)
