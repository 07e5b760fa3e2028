"""F1 opens the manual at the very place, beside whatever is open."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.errors import CabinetError, ImportRefused
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import ANNEX_TITLE, ANNEXES
from tests.ui.shell import MakeCoordinator, dialog, dialogs
from tests.ui.spoken import misnamed
from ui.app.coordinator import Coordinator
from ui.app.manual_window import ManualWindow
from ui.assessment.window import AssessmentWindow
from ui.new_assessment.dialog import NewDialog
from ui.widgets.dialogs import show_error, tell
from ui.widgets.focus import first_field, last_focus
from ui.widgets.help import help_desk


@pytest.fixture
def coordinator(make_coordinator: MakeCoordinator) -> Iterator[Coordinator]:
    made = make_coordinator()
    help_desk().asked.connect(made.show_help)
    yield made
    help_desk().asked.disconnect(made.show_help)
    for window in manuals():
        window.close()


def manuals() -> list[ManualWindow]:
    return [w for w in QApplication.topLevelWidgets() if isinstance(w, ManualWindow) and w.isVisible()]


def press_f1(qtbot: QtBot, widget: QWidget) -> str:
    """What the manual shows after F1 there."""
    with qtbot.waitActive(widget):
        widget.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is widget)
    QTest.keyClick(widget, Qt.Key.Key_F1)
    [window] = manuals()
    return window.heading.text()


def test_f1_leads_to_the_dialog_it_is_pressed_in(coordinator: Coordinator, qtbot: QtBot) -> None:
    start = coordinator.cabinet_window
    start.show()
    qtbot.waitExposed(start)
    assert press_f1(qtbot, start) == "このソフトでできること"
    NewDialog(start, lambda _form: None).open()
    [opened] = dialogs(NewDialog)
    assert press_f1(qtbot, opened) == "新しい評価書を始める"
    assert opened.isVisible(), "the dialog is still there"
    opened.close()


@pytest.mark.parametrize(
    ("error", "title"),
    [
        (CabinetError("開けません。"), "台帳が開けない・保存できない"),
        (ImportRefused("読めません。"), "ファイルが取り込めない"),
    ],
)
def test_f1_in_a_message_leads_to_its_class_of_error(
    coordinator: Coordinator, qtbot: QtBot, error: CabinetError, title: str
) -> None:
    coordinator.cabinet_window.show()
    show_error(coordinator.cabinet_window, error)
    assert press_f1(qtbot, dialog()) == title
    dialog().close()


def test_f1_in_a_message_without_an_error_is_about_what_asks(coordinator: Coordinator, qtbot: QtBot) -> None:
    start = coordinator.cabinet_window
    start.show()
    NewDialog(start, lambda _form: None).open()
    [opened] = dialogs(NewDialog)
    message = tell(opened, "作りました。", "")
    assert press_f1(qtbot, message) == "新しい評価書を始める"
    message.close()
    opened.close()


def test_topics_are_searched_as_people_read_them(coordinator: Coordinator, qtbot: QtBot) -> None:
    coordinator.show_help([])
    [window] = manuals()
    with qtbot.waitActive(window):
        window.activateWindow()
    window.words.setText("ＵＳＢ")
    window.words.returnPressed.emit()
    assert window.heading.text() == "設定"
    window.words.setText("どこにもない言葉")
    assert window.heading.text() == "設定", "what is read stays"
    assert "「どこにもない言葉」は見つかりません" in window.nothing.text()
    assert window.nothing.isVisible()
    window.words.clear()
    assert not misnamed(window)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not manuals()


def test_the_booklet_is_saved_where_the_user_says(
    make_coordinator: MakeCoordinator, chosen: list[Path | None], tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    coordinator.show_help([])
    [window] = manuals()
    chosen.append(tmp_path / "手引き.pdf")
    window.booklet.click()
    assert (tmp_path / "手引き.pdf").read_bytes().startswith(b"%PDF")
    dialog().close()
    window.close()


def test_a_click_on_the_tab_of_a_pane_enters_it_so_that_f1_is_about_it(
    coordinator: Coordinator, qtbot: QtBot, tmp_path: Path
) -> None:
    assert coordinator.open_cabinet(tmp_path / "台帳.pia", create=True)
    assert coordinator.store is not None
    window = coordinator.open_assessment(coordinator.store.new(find_form("yoshiki4")))
    assert isinstance(window, AssessmentWindow)
    window.panes.outline.show()
    panel = window.panes.findings.show()
    QTest.qWait(50)  # Qt makes the tabs anew
    window.focus_form()
    title = window.panes.findings.spec.title
    bars = window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
    tabs = [(bar, index) for bar in bars for index in range(bar.count()) if bar.tabText(index) == title]
    [(bar, index)] = tabs
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(index).center())
    qtbot.waitUntil(lambda: last_focus(panel) is QApplication.focusWidget())
    assert press_f1(qtbot, window) == "点検"


def at(window: AssessmentWindow, path: NodePath) -> bool:
    return window.session.current_path == path


def test_f1_at_an_item_leads_to_what_the_manual_says_of_its_kind(
    coordinator: Coordinator, qtbot: QtBot, tmp_path: Path
) -> None:
    root = Node(
        {"I.1.1": "国保の事務"},
        {"I.2": {"s": Node({"I.2.1": "国保システム"})}, ANNEXES: {"a": Node({ANNEX_TITLE: "一覧"})}},
    )
    assert coordinator.open_cabinet(tmp_path / "台帳.pia", create=True)
    assert coordinator.store is not None
    window = coordinator.open_assessment(coordinator.store.new(find_form("yoshiki4"), root))
    assert isinstance(window, AssessmentWindow)
    for path, title in (
        (("I.1.1",), "欄に記入する"),
        (("I.2", "s", "I.2.1"), "委託事項・提供先・システムなどを増やす"),
        (("A1.figure",), "図・別添の文と図"),
        ((ANNEXES, "a", ANNEX_TITLE), "別紙を付ける"),
    ):
        window.session.item_requested.emit(path)
        qtbot.waitUntil(partial(at, window, path))
        assert press_f1(qtbot, window) == title
    panel = window.panes.findings.show()
    inside = first_field(panel)
    assert inside is not None
    inside.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is inside)
    assert press_f1(qtbot, window) == "点検"
    window.close()
