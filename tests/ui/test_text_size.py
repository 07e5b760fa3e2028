"""Larger words on the screen: Ctrl and the wheel, keys, remembered; no value changes, nothing is cut off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from pia_desktop.forms.catalogue import find_form
from tests.ui.shell import MakeCoordinator
from ui.assessment.form_tab import form_tab
from ui.assessment.window import AssessmentWindow
from ui.form.cells import Words
from ui.widgets.sign import Sign
from ui.widgets.text_size import step_text_size, text_size, use_remembered_size


@pytest.fixture
def window(make_coordinator: MakeCoordinator, tmp_path: Path, qtbot: QtBot) -> Iterator[AssessmentWindow]:
    coordinator = make_coordinator(form_tab)
    assert coordinator.open_cabinet(tmp_path / "台帳.pia", create=True)
    assert coordinator.store is not None
    made = coordinator.open_assessment(coordinator.store.new(find_form("yoshiki4")))
    assert made is not None
    made.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: seen_box(made) is not None)
    yield made
    step_text_size(0)


def seen_box(window: AssessmentWindow) -> QComboBox | None:
    """The first box of the page that is on the screen; a page is built and placed piece by piece."""
    boxes = window.current_page().findChildren(QComboBox)
    return next((box for box in boxes if box.isVisible() and not box.visibleRegion().isEmpty()), None)


def turn(window: AssessmentWindow, over: QWidget, by: int, *, ctrl: bool = True) -> None:
    """Turn the wheel as the system tells it: to the window, at the middle of one of its widgets."""
    at = QPointF(over.mapTo(window, over.rect().center()))
    handle = window.windowHandle()
    assert handle is not None
    control, none = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.NoModifier
    event = QWheelEvent(
        at, QPointF(window.mapToGlobal(at.toPoint())), QPoint(), QPoint(0, 120 * by),
        Qt.MouseButton.NoButton, control if ctrl else none, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(handle, event)


def needed_height(label: Words) -> int:
    flags = int(Qt.TextFlag.TextWordWrap)
    return QFontMetrics(label.font()).boundingRect(label.contentsRect(), flags, label.text()).height()


def heights_at_rest(page: QWidget) -> dict[Words, int]:
    """How high the words of a page are when it is built and placed; on a busy machine that takes a while."""
    found: dict[Words, int] = {}
    while True:
        QTest.qWait(200)
        before, found = found, {label: label.minimumHeight() for label in page.findChildren(Words)}
        if found and found == before:
            return found


def test_ctrl_and_the_wheel_change_the_size_and_no_value(window: AssessmentWindow, qtbot: QtBot) -> None:
    box = seen_box(window)
    assert box is not None
    before = (box.currentIndex(), window.session.root)
    usual = window.font().pointSizeF()
    turn(window, box, 1)
    assert text_size() == 110
    qtbot.waitUntil(lambda: window.font().pointSizeF() == pytest.approx(usual * 1.1))
    turn(window, box, -2)
    assert text_size() == 90
    turn(window, box, -1, ctrl=False)
    assert text_size() == 90
    assert (box.currentIndex(), window.session.root) == before


def test_the_words_of_the_form_are_whole_at_every_size_and_come_back(
    window: AssessmentWindow, qtbot: QtBot
) -> None:
    page = window.current_page()
    before = heights_at_rest(page)
    for _step in range(4):
        step_text_size(1)
    QTest.qWait(50)
    assert text_size() == 175
    for label in page.findChildren(Words):
        if label.isVisible():
            assert needed_height(label) <= label.height() + 1, label.text()
    step_text_size(0)
    qtbot.waitUntil(
        lambda: all(
            abs(label.minimumHeight() - height) <= height // 8 + 2 for label, height in before.items()
        )
    )


def test_lists_to_choose_from_need_what_they_would_had_the_size_never_been_another(
    make_coordinator: MakeCoordinator, tmp_path: Path, qtbot: QtBot
) -> None:
    def boxes(name: str) -> list[QComboBox]:
        coordinator = make_coordinator(form_tab)
        assert coordinator.open_cabinet(tmp_path / name, create=True)
        assert coordinator.store is not None
        coordinator.store.new(find_form("yoshiki4"))
        coordinator.show_cabinet()
        window = coordinator.cabinet_window
        qtbot.waitUntil(lambda: any(box.isVisible() for box in window.findChildren(QComboBox)))
        return window.findChildren(QComboBox)

    def sizes(boxes: list[QComboBox]) -> list[QSize]:
        return [size for box in boxes for size in (box.sizeHint(), box.minimumSizeHint())]

    usual = sizes(boxes("小.pia"))
    for _step in range(3):
        step_text_size(1)
    larger = boxes("大.pia")
    assert sizes(larger) != usual
    step_text_size(0)
    qtbot.waitUntil(lambda: sizes(larger) == usual)


def test_a_sign_is_as_large_as_its_words_at_every_size(window: AssessmentWindow, qtbot: QtBot) -> None:
    def widths() -> set[int]:
        return {sign.pixmap().width() for sign in window.findChildren(Sign)}

    usual = widths()
    assert usual
    while text_size() != 200:
        step_text_size(1)
    qtbot.waitUntil(lambda: min(widths()) > max(usual))
    step_text_size(0)
    qtbot.waitUntil(lambda: widths() == usual)


def test_words_of_a_page_that_was_hidden_meanwhile_are_whole(window: AssessmentWindow) -> None:
    page = window.current_page()
    window.tabs.setCurrentIndex(2)
    for by in (1, 1, 1, 1, -1, -1):
        step_text_size(by)
        QTest.qWait(20)
    window.tabs.setCurrentIndex(1)
    QTest.qWait(50)
    seen = [label for label in page.findChildren(Words) if label.isVisible()]
    assert seen
    for label in seen:
        assert label.minimumHeight() == needed_height(label) + 2, label.text()
        assert label.height() >= label.minimumHeight(), label.text()


def test_numbers_and_marks_of_the_tree_grow_with_its_words(window: AssessmentWindow) -> None:
    tree = window.panes.outline.show().tree
    numbers, mark = tree.columnWidth(1), tree.iconSize()
    while text_size() != 200:
        step_text_size(1)
    assert tree.columnWidth(1) >= tree.sizeHintForColumn(1)
    assert tree.columnWidth(1) > numbers
    assert tree.iconSize().height() > mark.height()


def test_the_tree_grows_with_its_words_and_comes_back(window: AssessmentWindow, qtbot: QtBot) -> None:
    window.resize(2400, 800)
    dock = window.panes.outline.dock
    qtbot.waitUntil(lambda: window.width() == 2400 and dock.width() > 0)
    before = dock.width()
    while text_size() != 150:
        step_text_size(1)
    qtbot.waitUntil(lambda: abs(dock.width() - before * 1.5) < 8)
    step_text_size(0)
    qtbot.waitUntil(lambda: abs(dock.width() - before) < 8)


def test_the_tree_leaves_the_form_its_room_and_comes_back(window: AssessmentWindow, qtbot: QtBot) -> None:
    window.resize(1600, 700)
    dock = window.panes.outline.dock
    qtbot.waitUntil(lambda: window.width() == 1600 and dock.width() > 0)
    window.resizeDocks([dock], [400], Qt.Orientation.Horizontal)
    qtbot.waitUntil(lambda: dock.width() == 400)
    while text_size() != 150:
        step_text_size(1)
    qtbot.waitUntil(lambda: dock.width() == 1600 // 3)
    step_text_size(0)
    qtbot.waitUntil(lambda: dock.width() == 400)


def test_a_width_kept_with_larger_words_is_one_for_them(
    make_coordinator: MakeCoordinator, tmp_path: Path, qtbot: QtBot
) -> None:
    coordinator = make_coordinator(form_tab)
    assert coordinator.open_cabinet(tmp_path / "台帳.pia", create=True)
    assert coordinator.store is not None
    number = coordinator.store.new(find_form("yoshiki4"))

    def opened() -> AssessmentWindow:
        made = coordinator.open_assessment(number)
        assert made is not None
        made.resize(2400, 800)
        qtbot.waitUntil(lambda: made.width() == 2400 and made.panes.outline.dock.width() > 0)
        return made

    window = opened()
    before = window.panes.outline.dock.width()
    try:
        while text_size() != 150:
            step_text_size(1)
        qtbot.waitUntil(lambda: abs(window.panes.outline.dock.width() - before * 1.5) < 8)
        window.close()
    finally:
        step_text_size(0)
    again = opened()
    qtbot.waitUntil(lambda: abs(again.panes.outline.dock.width() - before) < 16)


def test_a_font_that_the_application_was_given_later_stays(
    window: AssessmentWindow, qapp: QApplication
) -> None:
    before = qapp.font()
    given = QFont("Monospace", 12)
    use_remembered_size(qapp)
    try:
        qapp.setFont(given)
        step_text_size(1)
        assert qapp.font().family() == "Monospace"
        assert qapp.font().pointSizeF() == pytest.approx(13.2)
        step_text_size(0)
        assert qapp.font().family() == "Monospace"
        assert qapp.font().pointSizeF() == pytest.approx(12.0)
    finally:
        qapp.setFont(before)


def test_the_size_is_remembered(window: AssessmentWindow, tmp_path: Path) -> None:
    step_text_size(1)
    assert "size=110" in (tmp_path / "home" / "window.ini").read_text(encoding="utf-8")


def test_the_preview_keeps_its_own_zoom(window: AssessmentWindow) -> None:
    panel = window.panes.preview.show()
    QTest.qWait(50)
    panel.view.setFocus()
    before = panel.view.zoom
    QTest.keyClick(panel.view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert text_size() == 100
    assert panel.view.zoom != before
    turn(window, panel.view, 1)
    assert text_size() == 100
