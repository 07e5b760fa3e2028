"""The panes beside a form keep their widths, however many steps of the text's size come at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabBar
from pytestqt.qtbot import QtBot

from pia_desktop.forms.catalogue import find_form
from tests.ui.pages import turn
from tests.ui.shell import MakeCoordinator
from ui.assessment.form_tab import form_tab
from ui.assessment.window import AssessmentWindow
from ui.widgets.text_size import SIZES, USUAL, step_text_size, text_size

Layout = tuple[int, dict[str, int]]


@pytest.fixture
def window(make_coordinator: MakeCoordinator, tmp_path: Path) -> Iterator[AssessmentWindow]:
    coordinator = make_coordinator(form_tab)
    assert coordinator.open_cabinet(tmp_path / "台帳.pia", create=True)
    assert coordinator.store is not None
    made = coordinator.open_assessment(coordinator.store.new(find_form("yoshiki4")))
    assert made is not None
    yield made
    step_text_size(0)


def at_rest(window: AssessmentWindow) -> Layout:
    """The widths of the window and of the panes in front, once they stay as they are."""
    found: Layout = (0, {})
    while True:
        QTest.qWait(150)
        now = window.width(), {pane.spec.name: pane.dock.width() for pane in window.panes if pane.seen}
        if now == found:
            return found
        found = now


def step_to(size: int) -> Iterator[None]:
    """Steps to a size, one by one."""
    by = 1 if size > text_size() else -1
    while text_size() != size:
        step_text_size(by)
        yield


@pytest.mark.parametrize("searching", [False, True])
@pytest.mark.parametrize("width", [750, 1280])
def test_all_steps_at_once_and_back_leave_all_as_it_was(
    window: AssessmentWindow, qtbot: QtBot, width: int, searching: bool
) -> None:
    window.resize(width, 700)
    if searching:
        window.panes.find.show()
    qtbot.waitUntil(lambda: window.width() == width)
    before = at_rest(window)
    assert set(before[1]) == {"find" if searching else "outline"}
    for size in (SIZES[-1], USUAL, SIZES[-1]):
        list(step_to(size))
        assert at_rest(window) == (before if size == USUAL else (width, {}))
    step_text_size(0)
    assert at_rest(window) == before


@pytest.mark.parametrize("width", [1366, 2400])
def test_steps_at_once_rest_where_single_ones_do(window: AssessmentWindow, qtbot: QtBot, width: int) -> None:
    window.resize(width, 700)
    qtbot.waitUntil(lambda: window.width() == width)
    at_rest(window)
    single = [at_rest(window) for _step in step_to(150)]
    list(step_to(USUAL))
    at_rest(window)
    list(step_to(150))
    assert at_rest(window) == single[-1]
    back = [at_rest(window) for _step in step_to(USUAL)]
    assert back[:-1] == single[-2::-1]


def test_a_width_that_was_chosen_with_larger_words_is_kept(window: AssessmentWindow, qtbot: QtBot) -> None:
    window.resize(2400, 800)
    qtbot.waitUntil(lambda: window.width() == 2400)
    at_rest(window)
    list(step_to(150))
    at_rest(window)
    dock = window.panes.outline.dock
    window.resizeDocks([dock], [600], Qt.Orientation.Horizontal)
    assert at_rest(window)[1] == {"outline": 600}
    list(step_to(USUAL))
    assert at_rest(window)[1] == {"outline": 400}
    list(step_to(150))
    assert at_rest(window)[1] == {"outline": 600}


def test_the_wheel_over_the_tabs_of_panes_shows_no_other(window: AssessmentWindow) -> None:
    for pane in (window.panes.outline, window.panes.findings):
        pane.show()
    QTest.qWait(50)  # Qt makes the tabs anew
    bars = window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
    several = [bar for bar in bars if bar.count() > 1]
    assert several
    for bar in several:
        bar.setCurrentIndex(0)
        turn(bar)
        assert bar.currentIndex() == 0
