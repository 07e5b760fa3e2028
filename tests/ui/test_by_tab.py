"""Tab leads to everything that it may, in windows and panes, and stops nowhere out of sight."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.stage import Stage
from ui.widgets.focus import start


def takes_tab(widget: QWidget) -> bool:
    """Whether Tab is to stop there; of buttons that exclude each other the arrows lead to the others."""
    alone = not isinstance(widget, QAbstractButton) or not widget.autoExclusive()
    by_tab = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
    return alone and bool(by_tab) and widget.isVisible() and widget.isEnabled()


def stops(first: QWidget, key: Qt.Key) -> list[QWidget]:
    """Where a key leads to, one after the other, until it comes to the same again."""
    first.setFocus()
    seen: list[QWidget] = []
    while (now := QApplication.focusWidget()) is not None and now not in seen:
        seen.append(now)
        QTest.keyClick(now, key)
    return seen


def told(widget: QWidget) -> str:
    words = widget.text() if isinstance(widget, QAbstractButton) else widget.accessibleName()
    return f"{type(widget).__name__} {words}"


def test_tab_leads_to_all_of_each_pane_both_ways(stage: Stage, qtbot: QtBot) -> None:
    window = stage.window
    passed_over: list[str] = []
    for pane in window.panes:
        panel = pane.show()
        qtbot.waitUntil(panel.isVisible)
        window.focus_form()
        field = QApplication.focusWidget()
        assert field is not None
        expected = [widget for widget in panel.findChildren(QWidget) if takes_tab(widget)]
        for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            seen = stops(field, key)
            passed_over += [f"{pane.spec.title}: {told(one)}" for one in expected if one not in seen]
        pane.hide()
    assert passed_over == []


def test_tab_stops_nowhere_out_of_sight(stage: Stage) -> None:
    window = stage.window
    window.panes.findings.show()
    window.focus_form()
    field = QApplication.focusWidget()
    assert field is not None
    seen = stops(field, Qt.Key.Key_Tab)
    places = {told(one): QRect(one.mapTo(window, QPoint(0, 0)), one.size()) for one in seen}
    assert [words for words, place in places.items() if not place.intersects(window.rect())] == []


def test_tab_leads_to_the_filters_above_the_list_of_the_cabinet(stage: Stage, qtbot: QtBot) -> None:
    window = stage.coordinator.cabinet_window
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    start(window.full, Qt.FocusReason.OtherFocusReason)
    assert QApplication.focusWidget() is window.table
    expected = [widget for widget in window.full.findChildren(QWidget) if takes_tab(widget)]
    for key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
        seen = stops(window.table, key)
        assert [told(one) for one in expected if one not in seen] == []
