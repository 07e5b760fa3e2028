"""The search panel: what it shows, where it leads, and that replacing is one step back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.node import Node
from pia_desktop.assessment.search import Query, find_all
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from pia_desktop.i18n import _, ngettext
from tests.ui.pages import open_session
from tests.ui.shell import let_pass
from ui.assessment.find_panel import FindPanel
from ui.assessment.form_tab import form_tab
from ui.assessment.replacing import AT_ONCE
from ui.assessment.window import AssessmentWindow
from ui.context.session import Session


def filled() -> Session:
    session = open_session("yoshiki4")
    session.set_answer(("cover.title",), "介護保険 System")
    session.set_answer(("I.1.2",), "一行目\n𠮷野 ｓｙｓｔｅｍ と system")
    session.set_answer(("I.1.3",), session.form.item("I.1.3").kind.parse("30万人以上"))
    session.set_answer((FILES, session.file_key, "II.1"), "systemファイル")
    return session


def panel_on(qtbot: QtBot, session: Session, words: str) -> FindPanel:
    panel = FindPanel(session)
    qtbot.addWidget(panel)
    panel.show()
    panel.words.setText(words)
    panel.search()
    return panel


def test_hits_stand_in_the_forms_order_and_are_walked_round(qtbot: QtBot) -> None:
    session = filled()
    panel = panel_on(qtbot, session, "system")
    assert [hit.path[-1] for hit in panel.model.hits] == ["cover.title", "I.1.2", "I.1.2", "II.1"]
    shown: list[str] = []
    panel.hit_requested.connect(lambda hit: shown.append(hit.path[-1]))
    for _step in range(4):
        panel.go_next()
    assert shown == ["I.1.2", "I.1.2", "II.1", "cover.title"]
    panel.go_previous()
    assert shown[-1] == "II.1"


def test_the_options_narrow_the_search(qtbot: QtBot) -> None:
    panel = panel_on(qtbot, filled(), "system")
    panel.fold_width.setChecked(False)
    assert len(panel.model.hits) == 3
    panel.fold_case.setChecked(False)
    assert len(panel.model.hits) == 2


def test_replace_all_is_one_step_and_leaves_choices_alone(qtbot: QtBot) -> None:
    session = filled()
    before, steps = session.root, session.undo_stack.count()
    panel = panel_on(qtbot, session, "system")
    panel.replacement.setText("システム")
    panel.replace_all.click()
    assert session.undo_stack.count() == steps + 1
    assert session.answer(("I.1.2",)) == "一行目\n𠮷野 システム と システム"
    assert panel.model.hits == []
    session.undo_stack.undo()
    assert session.root == before
    panel.words.setText("30万人")
    panel.search()
    assert panel.model.hits == []
    assert not panel.replace_all.isEnabled()


def test_replace_all_leaves_the_record_of_changes_alone_unless_asked(qtbot: QtBot) -> None:
    session = filled()
    changes = session.form.roles.changes
    column = session.form.lists[changes].item_ids[2]
    key = session.add_entry((changes,), node=Node({column: "旧 system の記載"}))
    assert key is not None
    panel = panel_on(qtbot, session, "system")
    assert panel.records.isVisible()
    panel.replacement.setText("KAIGO")
    panel.replace_all.click()
    assert session.answer((changes, key, column)) == "旧 system の記載"
    assert session.answer(("I.1.2",)) == "一行目\n𠮷野 ＫＡＩＧＯ と KAIGO"
    assert "変更箇所" in panel.count.text()
    panel.records.setChecked(True)
    panel.replace_all.click()
    assert session.answer((changes, key, column)) == "旧 KAIGO の記載"


def test_replace_one_takes_the_marked_hit_and_goes_on(qtbot: QtBot) -> None:
    session = filled()
    panel = panel_on(qtbot, session, "system")
    panel.list.setCurrentIndex(panel.model.index(2))
    panel.replacement.setText("端末")
    panel.replace_one.click()
    assert session.answer(("I.1.2",)) == "一行目\n𠮷野 ｓｙｓｔｅｍ と 端末"
    assert len(panel.model.hits) == 3
    assert panel.list.currentIndex().row() == 2


def test_the_list_follows_what_is_typed(qtbot: QtBot) -> None:
    session = filled()
    panel = panel_on(qtbot, session, "system")
    session.set_answer(("cover.title",), "介護保険")
    qtbot.waitUntil(lambda: len(panel.model.hits) == 3)
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: len(panel.model.hits) == 4)


def test_reading_only_finds_and_does_not_replace(qtbot: QtBot) -> None:
    session = filled()
    session.read_only = True
    panel = panel_on(qtbot, session, "system")
    assert panel.model.hits
    assert not panel.replace_one.isEnabled()
    assert not panel.replace_all.isEnabled()
    root = session.root
    QTest.keyClick(panel.replacement, Qt.Key.Key_Return)
    assert session.root is root


def test_in_the_window_a_hit_is_marked_in_its_field(qtbot: QtBot) -> None:
    session = filled()
    window = AssessmentWindow(session, lambda: True, factory=form_tab)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.commands.show_find()
    window.panes.find.panel.words.setText("system")
    window.panes.find.panel.search()
    window.show_hit(window.panes.find.panel.model.hits[2])
    field = QApplication.focusWidget()
    assert isinstance(field, QPlainTextEdit) or hasattr(field, "textCursor")
    assert field.textCursor().selectedText() == "system"  # type: ignore[union-attr]
    assert session.current_path == ("I.1.2",)
    window.commands.show_find()
    assert window.panes.find.panel.words.text() == "system"
    window.panes.find.hide()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert window.page(window.tabs.currentIndex()).isAncestorOf(focus)


def many_rows(count: int) -> Session:
    """An assessment whose table of changes names a system in each of its rows."""
    form = find_form("yoshiki4")
    table = form.roles.changes
    column = form.lists[table].item_ids[2]
    rows = {f"k{i}": Node({column: f"旧System{i}を使う。"}) for i in range(count)}
    root = Node({}, {FILES: {"f": Node()}, table: rows})
    return open_session("yoshiki4", root)


def replacing_many(qtbot: QtBot, count: int) -> tuple[Session, FindPanel]:
    session = many_rows(count)
    panel = panel_on(qtbot, session, "旧System")
    panel.replacement.setText("新システム")
    panel.records.setChecked(True)
    panel.replace_all.click()
    return session, panel


def test_much_is_replaced_beside_the_window_as_one_step(qtbot: QtBot) -> None:
    session, panel = replacing_many(qtbot, 2 * AT_ONCE)
    before = session.root
    assert panel.replace_all.text() == _("Stop Replacing")
    assert not panel.words.isEnabled()
    qtbot.waitUntil(lambda: session.undo_stack.count() == 1)
    assert panel.replace_all.text() == _("Replace All")
    assert panel.words.isEnabled()
    assert panel.model.hits == []
    assert "600" in panel.count.text()
    assert not find_all(session.assessment.snapshot(), Query("旧System"))
    session.undo_stack.undo()
    assert session.root == before
    session.undo_stack.redo()
    assert len(find_all(session.assessment.snapshot(), Query("新システム"))) == 2 * AT_ONCE


def test_how_far_it_has_come_is_told(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(QLabel, "setText", lambda _label, words: told.append(words))
    session, _panel = replacing_many(qtbot, 2 * AT_ONCE)
    qtbot.waitUntil(lambda: session.undo_stack.count() == 1)
    step = 200
    on_the_way = _("Replacing: {done:,} of {count:,} places")
    assert on_the_way.format(done=step, count=2 * AT_ONCE) in told
    assert on_the_way.format(done=2 * step, count=2 * AT_ONCE) in told


def test_replacing_much_is_stopped_and_nothing_has_changed(qtbot: QtBot) -> None:
    for stop in (lambda one: one.replace_all.click(), lambda one: QTest.keyClick(one, Qt.Key.Key_Escape)):
        session, panel = replacing_many(qtbot, 2 * AT_ONCE)
        before = session.root
        stop(panel)
        let_pass(qtbot)
        assert session.root is before
        assert session.undo_stack.count() == 0
        assert panel.replace_all.isEnabled()
        assert panel.words.isEnabled()
        assert panel.isVisible()


def test_what_is_written_meanwhile_is_kept_and_replaced_too(qtbot: QtBot) -> None:
    session, panel = replacing_many(qtbot, 2 * AT_ONCE)
    session.set_answer(("I.1.2",), "旧Systemで受け付ける。")
    qtbot.waitUntil(lambda: session.undo_stack.count() == 2)
    assert session.answer(("I.1.2",)) == "新システムで受け付ける。"
    assert panel.model.hits == []


def test_the_number_told_is_that_of_the_places_that_changed(qtbot: QtBot) -> None:
    """サーバー holds サーバ already, and is left as it is: neither changed nor counted."""
    session = filled()
    session.set_answer(("cover.title",), "サーバ、サーバー、サーバの事務")
    panel = panel_on(qtbot, session, "サーバ")
    panel.replacement.setText("サーバー")
    panel.replace_all.click()
    assert session.answer(("cover.title",)) == "サーバー、サーバー、サーバーの事務"
    told = ngettext("{count:,} place replaced", "{count:,} places replaced", 2).format(count=2)
    assert panel.count.text() == told
    session.undo_stack.undo()
    assert session.answer(("cover.title",)) == "サーバ、サーバー、サーバの事務"
