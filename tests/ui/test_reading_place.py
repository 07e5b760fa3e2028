"""What is read stays where it is on the screen when a pane opens beside it or the words become larger."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.node import NodePath
from pia_desktop.exchange.interchange import read_file
from pia_desktop.paths import resource_root
from tests.ui.pages import open_page, open_session
from ui.form.page import PartPage
from ui.form.texts import GrowingText
from ui.widgets.steady_area import SteadyArea
from ui.widgets.text_size import step_text_size, use_remembered_size

WIDE, NARROW, HEIGHT = 1100, 640, 800

Change = Callable[[PartPage], None]


def narrow(page: PartPage) -> None:
    page.window().resize(NARROW, HEIGHT)


def larger_words(page: PartPage) -> None:
    step_text_size(1)


@pytest.fixture(autouse=True)
def _usual_size(qapp: QApplication) -> Iterator[None]:
    use_remembered_size(qapp)
    yield
    step_text_size(0)


def at_rest(page: PartPage) -> None:
    """Wait until the page has kept its height and its place for a while."""
    before = None
    while before != (now := (page.content().height(), page.scroll_bar().value())):
        before = now
        QTest.qWait(500)


def seen(page: PartPage) -> list[NodePath]:
    return [path for path in page.registry.editors if page.sees(path)]


def top_of(page: PartPage, field: QWidget) -> int:
    return field.mapTo(page.viewport(), QPoint(0, 0)).y()


@pytest.fixture
def page(qtbot: QtBot) -> PartPage:
    """A long page of a sample with many words."""
    sample = read_file(resource_root() / "samples" / "yoshiki4.json")
    return open_page(qtbot, open_session(sample.form, sample.root), "III")


def by_height(page: PartPage) -> list[NodePath]:
    editors = page.registry.editors
    return sorted(editors, key=lambda path: editors[path].mapTo(page.content(), QPoint(0, 0)).y())


@pytest.mark.parametrize("change", [narrow, larger_words])
@pytest.mark.parametrize("share", [0.4, 0.9])
def test_the_field_with_the_cursor_stays_where_it_is(
    qtbot: QtBot, page: PartPage, change: Change, share: float
) -> None:
    paths = by_height(page)
    path = paths[int(len(paths) * share)]
    at_rest(page)
    assert page.show_item(path)
    at_rest(page)
    field = page.registry.editors[path].focus_target()
    before, height = top_of(page, field), page.content().height()
    change(page)
    qtbot.waitUntil(lambda: page.content().height() != height)
    at_rest(page)
    assert top_of(page, field) == pytest.approx(before, abs=field.fontMetrics().height())


@pytest.mark.parametrize("change", [narrow, larger_words])
def test_without_a_cursor_on_view_the_line_at_the_top_stays(
    qtbot: QtBot, page: PartPage, change: Change
) -> None:
    at_rest(page)
    bar = page.scroll_bar()
    bar.setValue(bar.maximum() * 2 // 3)
    paths, height = seen(page), page.content().height()
    assert paths
    change(page)
    qtbot.waitUntil(lambda: page.content().height() != height)
    at_rest(page)
    assert set(seen(page)) & set(paths[:3]), "what was on view is scrolled away"


def test_a_cursor_that_a_lower_window_would_hide_stays_on_view(page: PartPage) -> None:
    at_rest(page)
    field = next(
        editor.focus_target()
        for path in by_height(page)[30:]
        if isinstance((editor := page.registry.editors[path]).focus_target(), GrowingText)
        and editor.focus_target().isEnabled()
    )
    field.setFocus()
    page.scroll_bar().setValue(field.mapTo(page.content(), QPoint(0, 0)).y() - HEIGHT + 2 * field.height())
    assert top_of(page, field) > HEIGHT // 2
    page.window().resize(WIDE, HEIGHT // 2)
    at_rest(page)
    assert 0 <= top_of(page, field) < page.viewport().height()


def test_who_scrolls_meanwhile_is_not_brought_back(page: PartPage) -> None:
    at_rest(page)
    assert page.show_item(by_height(page)[40])
    at_rest(page)
    page.window().resize(NARROW, HEIGHT)
    bar = page.scroll_bar()
    bar.triggerAction(bar.SliderAction.SliderToMinimum)
    at_rest(page)
    assert bar.value() == bar.minimum()


class _SlowRounds(SteadyArea):
    """Something above the field grows in rounds, each of which takes longer than the area usually waits."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        self.above, self.field, below = QWidget(inside), QWidget(inside), QWidget(inside)
        for widget, height in ((self.above, 400), (self.field, 40), (below, 4000)):
            widget.setFixedHeight(height)
            column.addWidget(widget)
        self.setWidget(inside)

    def fields(self) -> list[QWidget]:
        return [self.field]

    def grow(self, rounds: int) -> None:
        time.sleep(0.15)
        self.above.setFixedHeight(self.above.height() + 300)
        if rounds > 1:
            QTimer.singleShot(0, lambda: self.grow(rounds - 1))


def test_the_place_is_kept_over_rounds_that_take_long(qtbot: QtBot) -> None:
    area = _SlowRounds()
    qtbot.addWidget(area)
    area.resize(400, 300)
    area.show()
    area.verticalScrollBar().setValue(380)
    before = area.field.mapTo(area.viewport(), QPoint(0, 0)).y()
    area.hold()
    area.grow(4)
    qtbot.waitUntil(lambda: area.above.height() == 1600)
    QTest.qWait(300)
    assert area.field.mapTo(area.viewport(), QPoint(0, 0)).y() == before
