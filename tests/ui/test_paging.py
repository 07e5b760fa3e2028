"""Page Down and Page Up turn the page of the form, whatever field has the focus, and change no answer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pia_desktop.exchange.interchange import read_file
from pia_desktop.forms.catalogue import all_forms
from pia_desktop.forms.model import Form
from pia_desktop.paths import resource_root
from tests.ui.pages import open_page, open_session, path_of, turn
from ui.form.file_pages import FilePages
from ui.form.page import PartPage
from ui.form.texts import GrowingText
from ui.widgets.unscrolled import DropDown, NumberField

DOWN, UP = Qt.Key.Key_PageDown, Qt.Key.Key_PageUp


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def cursor_on_view(page: PartPage) -> bool:
    field = focused()
    place = field.rect()
    if isinstance(field, GrowingText):
        place = field.cursorRect()
    return (
        page.viewport().rect().intersects(QRect(field.mapTo(page.viewport(), place.topLeft()), place.size()))
    )


@pytest.fixture
def page(qtbot: QtBot) -> PartPage:
    """A long page of a sample."""
    sample = read_file(resource_root() / "samples" / "yoshiki4.json")
    page = open_page(qtbot, open_session(sample.form, sample.root), "III")
    page.enter()
    QTest.qWait(300)
    return page


@pytest.mark.parametrize("form", all_forms(), ids=lambda form: form.edition)
def test_no_field_changes_its_answer(qtbot: QtBot, form: Form) -> None:
    session = open_session(form)
    for item_id in form.places:
        path_of(session, item_id)
    before, steps = session.root, session.undo_stack.count()
    for part in (None, *form.all_parts):
        page = open_page(qtbot, session, part.id if part else None)
        for editor in page.registry.editors.values():
            for field in (editor.focus_target(), *editor.findChildren(QWidget)):
                if field.isVisible() and field.focusPolicy() & Qt.FocusPolicy.TabFocus:
                    field.setFocus()
                    QTest.keyClick(field, DOWN)
                    QTest.keyClick(field, UP)
    assert session.root is before
    assert session.undo_stack.count() == steps


def test_it_goes_through_the_whole_page_and_back_with_the_cursor_on_view(page: PartPage) -> None:
    bar, height = page.scroll_bar(), page.viewport().height()
    places = [bar.value()]
    while bar.value() < bar.maximum():
        QTest.keyClick(focused(), DOWN)
        assert 0 < bar.value() - places[-1] < height, "a line was passed over"
        assert cursor_on_view(page)
        places.append(bar.value())
    QTest.keyClick(focused(), DOWN)
    last = focused()
    QTest.keyClick(last, DOWN)
    assert focused() is last
    while bar.value() > bar.minimum():
        before = bar.value()
        QTest.keyClick(focused(), UP)
        assert before > bar.value()
        assert cursor_on_view(page)


def test_what_is_typed_then_stands_where_one_looks(page: PartPage) -> None:
    QTest.keyClick(focused(), DOWN)
    before = page.scroll_bar().value()
    QTest.keyClicks(focused(), "x")
    assert abs(page.scroll_bar().value() - before) < page.viewport().height() // 4
    assert page.session.undo_stack.count() <= 1


def test_from_the_files_it_turns_the_page_and_stays_with_the_file(qtbot: QtBot) -> None:
    sample = read_file(resource_root() / "samples" / "yoshiki3.json")
    session = open_session(sample.form, sample.root)
    page = open_page(qtbot, session, "II")
    tab = page.parentWidget()
    while not isinstance(tab, FilePages):
        assert tab is not None
        tab = tab.parentWidget()
    tab.bar.chooser.setFocus()
    key = session.file_key
    QTest.keyClick(tab.bar.chooser, DOWN)
    assert session.file_key == key
    assert page.scroll_bar().value() > 0


@pytest.mark.parametrize("make", [DropDown, NumberField])
def test_nobody_changes_a_value_by_scrolling_over_it(
    qtbot: QtBot, make: type[DropDown] | type[NumberField]
) -> None:
    field = make()
    qtbot.addWidget(field)
    if isinstance(field, DropDown):
        field.addItems([str(number) for number in range(30)])
        field.setCurrentIndex(9)
    else:
        field.setValue(9)
    field.show()
    field.setFocus()
    before = field.currentIndex() if isinstance(field, DropDown) else field.value()
    for key in (DOWN, UP, DOWN):
        QTest.keyClick(field, key)
    turn(field)
    assert (field.currentIndex() if isinstance(field, DropDown) else field.value()) == before
