"""記載のてびき beside the form: it follows the cursor, leads to items, and fills only what is empty."""

from __future__ import annotations

from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.node import NodePath
from pia_desktop.forms.catalogue import all_forms
from pia_desktop.forms.model import FILES
from pia_desktop.guidance import entries, guidance_for
from tests.ui.pages import open_session, path_of, words_on
from tests.ui.shell import FakeFiles
from ui.assessment.actions import BOOKLET
from ui.assessment.window import AssessmentWindow
from ui.context.session import Session
from ui.guidance.pane import GuidancePane, path_to
from ui.widgets.two_line_rows import KEY_ROLE


def pane_on(qtbot: QtBot, session: Session) -> GuidancePane:
    pane = GuidancePane(session)
    qtbot.addWidget(pane)
    pane.resize(400, 700)
    pane.show()
    return pane


def test_it_follows_the_cursor_from_item_to_item_and_into_lists(qtbot: QtBot) -> None:
    session = open_session("yoshiki4")
    pane = pane_on(qtbot, session)
    assert "カーソル" in words_on(pane) or "cursor" in words_on(pane)
    for item_id in ("I.1.2", "II.1", "I.2.1"):
        session.enter_item(path_of(session, item_id))
        said = guidance_for(session.form, item_id)
        shown = words_on(pane)
        for text in (said.what, said.example, said.rule, *said.look):
            assert text in shown, item_id


def test_the_example_goes_into_an_empty_answer_as_one_step_and_into_no_other(qtbot: QtBot) -> None:
    session = open_session("yoshiki4")
    pane = pane_on(qtbot, session)
    session.enter_item(("I.1.2",))
    steps = session.undo_stack.count()
    assert pane.page.insert.isVisible()
    QTest.mouseClick(pane.page.insert, Qt.MouseButton.LeftButton)
    assert session.answer(("I.1.2",)) == guidance_for(session.form, "I.1.2").example
    assert session.undo_stack.count() == steps + 1
    assert not pane.page.insert.isEnabled()
    session.undo_stack.undo()
    assert session.answer(("I.1.2",)) is None
    assert pane.page.insert.isEnabled()


@pytest.mark.parametrize("item_id", ["I.1.3", "cover.published_on"])
def test_a_choice_or_a_date_takes_no_example_but_it_can_be_copied(qtbot: QtBot, item_id: str) -> None:
    session = open_session("yoshiki4")
    pane = pane_on(qtbot, session)
    session.enter_item((item_id,))
    assert not pane.page.insert.isVisible()
    QTest.mouseClick(pane.page.copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == guidance_for(session.form, item_id).example


def test_nothing_is_put_where_one_may_only_read(qtbot: QtBot) -> None:
    session = open_session("yoshiki4", read_only=True)
    pane = pane_on(qtbot, session)
    session.enter_item(("I.1.2",))
    assert not pane.page.insert.isEnabled()


def test_a_search_lists_items_and_enter_leads_to_the_first(qtbot: QtBot) -> None:
    session = open_session("yoshiki4")
    pane = pane_on(qtbot, session)
    asked: list[NodePath] = []
    session.item_requested.connect(asked.append)
    pane.words.setFocus()
    pane.words.insert("再委託")
    QTest.keyClick(pane.words, Qt.Key.Key_Return)
    assert pane.hits.count() > 3
    assert len(asked) == 1
    assert pane.hits.item(0).data(KEY_ROLE).guidance.what in words_on(pane.page)
    QTest.mouseClick(pane.back, Qt.MouseButton.LeftButton)
    assert pane.hits.isVisible()
    QTest.keyClick(pane.words, Qt.Key.Key_Escape)
    assert pane.words.text() == ""
    pane.words.insert("どこにも書いていない言葉")
    pane.search()
    assert pane.hits.count() == 0


def test_every_hit_leads_somewhere_in_a_blank_assessment_and_in_a_filled_one(qtbot: QtBot) -> None:
    for form in all_forms():
        session = open_session(form)
        for entry in entries(form):
            path = path_to(session, entry.id)
            assert session.root.find(path[:-1]) is not None, entry.id
        for list_id, spec in form.lists.items():
            if spec.scope and list_id != FILES:
                assert path_to(session, spec.item_ids[0])[-1] == list_id
                key = session.add_entry(path_to(session, list_id))
                assert path_to(session, spec.item_ids[0])[-2:] == (key, spec.item_ids[0])


def test_of_several_entries_the_one_at_the_cursor_is_meant(qtbot: QtBot) -> None:
    session = open_session("yoshiki4")
    path = path_of(session, "I.2.1")
    second = session.add_entry(path[:-2])
    assert second
    session.enter_item((*path[:-2], second, "I.2.1"))
    assert path_to(session, "I.2.2") == (*path[:-2], second, "I.2.2")


def test_the_booklet_is_made_from_the_menu(qtbot: QtBot, tmp_path: Path) -> None:
    target = tmp_path / "てびき.pdf"
    session = open_session("yoshiki2")
    window = AssessmentWindow(session, lambda: True, files=FakeFiles([target]))
    qtbot.addWidget(window)
    window.show()
    window.actions_[BOOKLET].trigger()
    qtbot.waitUntil(lambda: window.pdf.report is not None)
    document = pypdfium2.PdfDocument(target)
    words = "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "")
    said = guidance_for(session.form, next(iter(session.form.places)))
    assert said.rule.replace("\n", "")[:12] in words
    report = window.pdf.report
    assert report is not None
    report.findChildren(QPushButton)[-1].click()


def test_page_down_leaves_the_focus_where_tab_leads(qtbot: QtBot) -> None:
    session = open_session("yoshiki4")
    pane = pane_on(qtbot, session)
    pane.resize(260, 240)
    session.enter_item(path_of(session, "II.1"))
    qtbot.waitUntil(lambda: pane.page.verticalScrollBar().maximum() > 0)
    pane.page.what.setFocus()
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        focus = pane.page.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)
        assert pane.page.focusWidget().focusPolicy() & Qt.FocusPolicy.TabFocus
