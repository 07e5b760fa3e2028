"""Two states side by side: what is listed, and what is marked on each side."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.assessment import Assessment, blank_root
from pia_desktop.assessment.edits import InsertEntry, SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.forms.catalogue import find_form
from pia_desktop.revisions.compare import Comparison
from tests.ui.history import WORK, assessment_menu, open_history
from tests.ui.shell import MakeCoordinator
from ui.assessment.actions import COMPARE
from ui.comparison.window import CompareWindow
from ui.context.snapshot_source import SnapshotSource
from ui.widgets.passages import PassagesView


@pytest.fixture
def draft() -> Assessment:
    form = find_form("yoshiki3")
    assessment = Assessment(form, blank_root(form))
    assessment.apply(SetAnswer(("I.1.2",), "税務課が申請を受け付け、台帳に記録する。"))
    return assessment


@pytest.fixture
def window(qtbot: QtBot, draft: Assessment) -> CompareWindow:
    old = draft.snapshot()
    draft.apply(SetAnswer(("I.1.2",), "市民課が申請を受け付け、台帳に記録する。"))
    draft.apply(SetAnswer(("I.6.1",), "市民課"))
    draft.apply(InsertEntry(("I.2",), "k1", 0, Node({"I.2.1": "受付システム"})))
    made = CompareWindow(
        "名", [SnapshotSource("第1版", lambda: old), SnapshotSource("下書き", draft.snapshot)], 0, 1
    )
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(made)
    made.show()
    return made


def marked(view: PassagesView) -> str:
    """The words of a side that are marked as changed."""
    words, cursor = "", view.textCursor()
    for position in range(len(view.toPlainText())):
        cursor.setPosition(position + 1)
        style = cursor.charFormat()
        if style.fontUnderline() or style.fontStrikeOut():
            words += view.toPlainText()[position]
    return words


def test_every_change_is_listed_and_only_what_changed_is_marked(window: CompareWindow) -> None:
    assert [line.change is None for line in window.model.lines] == [True, False, False, False]
    assert window.name.text().endswith("②事務の内容")
    assert window.before.toPlainText() == "税務課が申請を受け付け、台帳に記録する。"
    assert marked(window.before) in ("税務", "税務課")
    assert marked(window.after) in ("市民", "市民課")


def test_the_next_change_is_an_entry_and_says_that_it_was_not_there(window: CompareWindow) -> None:
    window.step(1)
    assert "受付システム" in window.after.toPlainText()
    assert marked(window.before) == ""
    window.step(1)
    assert marked(window.after) == "市民課"
    window.step(1)
    assert marked(window.after) == "市民課"


def test_the_other_way_round_and_the_same_twice(window: CompareWindow, qtbot: QtBot) -> None:
    window.old_box.setCurrentIndex(1)
    window.refresh()
    assert window.model.rowCount() == 0
    assert not window.council_button.isEnabled()
    window.new_box.setCurrentIndex(0)
    window.refresh()
    assert marked(window.before) in ("市民", "市民課")


def test_going_to_a_place_names_its_path(window: CompareWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.place_requested) as asked:
        window.show_button.click()
    assert asked.args == [("I.1.2",)]


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_W])
def test_it_closes_by_either_key(qtbot: QtBot, window: CompareWindow, key: Qt.Key) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    modifier = Qt.KeyboardModifier.ControlModifier if key is Qt.Key.Key_W else Qt.KeyboardModifier.NoModifier
    with qtbot.waitSignal(window.closed):
        QTest.keyClick(window.list, key, modifier)


def test_the_draft_is_compared_as_it_is_when_the_window_comes_to_the_front(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    window = open_history(make_coordinator, tmp_path)
    window.actions_[COMPARE].trigger()
    [shown] = assessment_menu(window).opened
    assert isinstance(shown, CompareWindow)
    window.session.set_answer(WORK, "福祉課が受け付ける。")
    asked: list[Comparison] = []
    shown.document_requested.disconnect()
    shown.document_requested.connect(asked.append)
    shown.paper_button.click()
    assert asked[0].new.root is window.session.root
    window.session.add_entry(("I.2",))
    QApplication.sendEvent(shown, QEvent(QEvent.Type.ActivationChange))
    shown.paper_button.click()
    assert asked[1].new.root is window.session.root
    shown.close()


def test_no_row_of_the_list_lies_over_the_next_at_any_width(window: CompareWindow, qtbot: QtBot) -> None:
    shown = window.list
    rows = [shown.model().index(row, 0) for row in range(shown.model().rowCount())]

    def parted() -> bool:
        rects = [shown.visualRect(row) for row in rows]
        return not any(above.intersects(below) for above, below in pairwise(rects))

    assert len(rows) > 1
    for width in (400, 120, 250):
        shown.setFixedWidth(width)
        qtbot.waitUntil(parted)
