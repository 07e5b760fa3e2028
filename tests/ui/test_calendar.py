"""The calendar beside a day: opened by key and mouse, in words of the Japanese calendar."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QTableView
from pytestqt.qtbot import QtBot

from tests.ui.pages import editor_of, open_page, open_session
from ui.form.editor import DateEditor
from ui.widgets.calendar import CalendarPopup
from ui.widgets.day_field import DayField

ALT = Qt.KeyboardModifier.AltModifier


def popups() -> list[CalendarPopup]:
    shown = QApplication.topLevelWidgets()
    return [one for one in shown if isinstance(one, CalendarPopup) and one.isVisible()]


def popup() -> CalendarPopup:
    [found] = popups()
    return found


def days(shown: CalendarPopup) -> QTableView:
    view = shown.month.findChild(QTableView)
    assert isinstance(view, QTableView)
    return view


@pytest.fixture
def field(qtbot: QtBot) -> DayField:
    made = DayField(date(2019, 4, 30), None)  # type: ignore[arg-type]
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_day_is_chosen_by_keyboard_alone(field: DayField) -> None:
    QTest.keyClick(field, Qt.Key.Key_Down, ALT)
    shown = popup()
    assert "平成31年" in shown.heading.text() or "令和元年" in shown.heading.text()
    assert "2019" in shown.heading.text()
    QTest.keyClick(days(shown), Qt.Key.Key_Right)
    QTest.keyClick(days(shown), Qt.Key.Key_Return)
    assert field.text() == "令和元年5月1日"


def test_escape_leaves_the_day_as_it_is(field: DayField) -> None:
    field.open_calendar()
    QTest.keyClick(days(popup()), Qt.Key.Key_Escape)
    assert field.day == date(2019, 4, 30)
    assert popups() == []


def test_months_and_years_are_gone_through_up_to_the_ends(field: DayField) -> None:
    field.open_calendar()
    shown = popup()
    shown.go(12)
    assert "令和2年4月" in shown.heading.text()
    shown.go(-1)
    assert "令和2年3月" in shown.heading.text()
    shown.go(-12 * 200)
    assert "令和2年3月" in shown.heading.text()
    names = [
        one.accessibleName() or one.text() for one in shown.findChildren(QAbstractButton) if one.isVisible()
    ]
    assert all(names)
    assert len(set(names)) == len(names)


def test_what_is_no_day_opens_at_today_and_a_field_that_only_reads_opens_none(field: DayField) -> None:
    field.setText("そのうち")
    field.open_calendar()
    assert popup().month.yearShown() == date.today().year
    popup().close()
    field.setReadOnly(True)
    field.open_calendar()
    assert popups() == []


def test_a_date_of_the_form_is_one_step_of_undo(qtbot: QtBot) -> None:
    session = open_session("yoshiki4")
    page = open_page(qtbot, session, None)
    path = (session.form.roles.published_on,)
    editor = editor_of(page, path)
    assert isinstance(editor, DateEditor)
    session.set_answer(path, "令和6年8月30日")
    editor.calendar.click()
    shown = popup()
    assert shown.month.selectedDate().day() == 30
    shown.go(1)
    QTest.keyClick(days(shown), Qt.Key.Key_Return)
    assert session.answer(path) == "令和6年9月30日"
    session.undo_stack.undo()
    assert session.answer(path) == "令和6年8月30日"
