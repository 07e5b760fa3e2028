"""定型文: written, found, put in order, deleted with a way back, inserted with their blanks filled."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from db.records import Phrase
from pia_desktop.assessment.node import Node
from pia_desktop.errors import CabinetError
from pia_desktop.forms.catalogue import find_form
from pia_desktop.forms.model import FILES
from tests.ui.shell import MakeCoordinator, dialogs, free, open_reuse
from ui.app.coordinator import Coordinator
from ui.assessment.actions import KEEP_PHRASE
from ui.assessment.form_tab import form_tab
from ui.assessment.window import AssessmentWindow
from ui.reuse.insertion import field_at
from ui.reuse.phrase_dialogs import BlanksDialog, PhraseDialog
from ui.reuse.phrases_tab import PhrasesTab

PATH = ("I.1.2",)
WORDS = "窓口で受け付け、台帳に記録する。"


@pytest.fixture
def coordinator(make_coordinator: MakeCoordinator, tmp_path: Path) -> Coordinator:
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        for _number in range(2):
            cabinet.new(find_form("yoshiki3"), Node({PATH[0]: WORDS}, {FILES: {"k": Node()}}))
    made = make_coordinator(form_tab)
    assert made.open_cabinet(path)
    return made


def opened(qtbot: QtBot, coordinator: Coordinator, number: int = 1) -> tuple[AssessmentWindow, PhrasesTab]:
    window, pane = open_reuse(qtbot, coordinator, number, PATH)
    pane.tabs.setCurrentWidget(pane.phrases)
    return window, pane.phrases


def on_disk(coordinator: Coordinator) -> list[str]:
    assert coordinator.store is not None
    return [phrase.title for phrase in coordinator.store.office.phrases()]


def open_dialog() -> PhraseDialog:
    found = dialogs(PhraseDialog)[0]
    assert isinstance(found, PhraseDialog)
    return found


def test_a_phrase_is_written_and_every_window_has_it(qtbot: QtBot, coordinator: Coordinator) -> None:
    _first, tab = opened(qtbot, coordinator, 1)
    _second, other = opened(qtbot, coordinator, 2)
    QTest.mouseClick(tab.new, Qt.MouseButton.LeftButton)
    dialog = open_dialog()
    assert not dialog.save.isEnabled()
    dialog.words.insertPlainText("点検する。")
    dialog.title.insert("点検")
    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    assert on_disk(coordinator) == ["点検"]
    assert tab.list.count() == other.list.count() == 1
    assert other.preview.toPlainText() == "点検する。"


def test_without_a_title_the_words_begin_the_list(qtbot: QtBot, coordinator: Coordinator) -> None:
    _window, tab = opened(qtbot, coordinator)
    tab.book.add("", "一行目。\n二行目。")
    assert on_disk(coordinator) == ["一行目。 二行目。"]


def test_order_and_deletion_with_a_way_back_last(qtbot: QtBot, coordinator: Coordinator) -> None:
    _window, tab = opened(qtbot, coordinator)
    for title in "あいう":
        tab.book.add(title, f"{title}の文")
    tab.list.setCurrentRow(2)
    QTest.mouseClick(tab.up, Qt.MouseButton.LeftButton)
    assert on_disk(coordinator) == ["あ", "う", "い"]
    current = tab.current()
    assert current is not None
    assert current.title == "う"
    QTest.mouseClick(tab.remove, Qt.MouseButton.LeftButton)
    assert on_disk(coordinator) == ["あ", "い"]
    QTest.mouseClick(tab.put_back, Qt.MouseButton.LeftButton)
    assert on_disk(coordinator) == ["あ", "う", "い"]
    assert not tab.put_back.isVisible()
    tab.list.setCurrentRow(0)
    QTest.mouseClick(tab.edit, Qt.MouseButton.LeftButton)
    dialog = open_dialog()
    dialog.title.setText("か")
    dialog.accept()
    assert on_disk(coordinator) == ["か", "う", "い"]


def test_the_search_finds_title_and_words(qtbot: QtBot, coordinator: Coordinator) -> None:
    _window, tab = opened(qtbot, coordinator)
    tab.book.add("点検", "ログを確認する。")
    tab.book.add("保管", "鍵のかかる棚に置く。")
    for words, count in (("ﾛｸﾞ", 1), ("保管 棚", 1), ("保管 ログ", 0), ("", 2)):
        tab.words.setText(words)
        assert tab.list.count() == count, words


def test_blanks_are_asked_for_and_the_words_go_to_the_cursor_as_one_step(
    qtbot: QtBot, coordinator: Coordinator
) -> None:
    window, tab = opened(qtbot, coordinator)
    tab.book.add("点検", "｛部署｝が｛時期｝に見て、｛部署｝に残す。")
    field = field_at(window, PATH)
    assert field is not None
    cursor = field.textCursor()
    cursor.setPosition(WORDS.index("台帳"))
    field.setTextCursor(cursor)
    steps = window.session.undo_stack.count()
    QTest.mouseClick(tab.insert, Qt.MouseButton.LeftButton)
    dialog = dialogs(BlanksDialog)[0]
    assert isinstance(dialog, BlanksDialog)
    dialog.fields["部署"].insert("税務課")
    assert dialog.preview.toPlainText() == "税務課が｛時期｝に見て、税務課に残す。"
    dialog.accept()
    assert (
        window.session.answer(PATH)
        == "窓口で受け付け、税務課が｛時期｝に見て、税務課に残す。台帳に記録する。"
    )
    assert window.session.undo_stack.count() == steps + 1


def test_a_phrase_without_blanks_goes_in_at_once(qtbot: QtBot, coordinator: Coordinator) -> None:
    window, tab = opened(qtbot, coordinator)
    tab.book.add("同", "なお、")
    field = field_at(window, PATH)
    assert field is not None
    QTest.mouseClick(tab.insert, Qt.MouseButton.LeftButton)
    assert window.session.answer(PATH) == f"なお、{WORDS}"
    assert QApplication.focusWidget() is field


def test_no_phrase_goes_into_a_choice(qtbot: QtBot, coordinator: Coordinator) -> None:
    window, tab = opened(qtbot, coordinator)
    tab.book.add("同", "なお、")
    window.go_to(("I.1.3",))
    tab.insert_current()
    assert window.session.answer(("I.1.3",)) is None
    assert window.notice.text()


def test_what_is_marked_in_the_form_becomes_a_phrase(qtbot: QtBot, coordinator: Coordinator) -> None:
    window, tab = opened(qtbot, coordinator)
    field = field_at(window, PATH)
    assert field is not None
    cursor = field.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(3, cursor.MoveMode.KeepAnchor)
    field.setTextCursor(cursor)
    window.actions_[KEEP_PHRASE].trigger()
    dialog = open_dialog()
    assert dialog.words.toPlainText() == WORDS[:3]
    cursor = dialog.words.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(2, cursor.MoveMode.KeepAnchor)
    dialog.words.setTextCursor(cursor)
    QTest.mouseClick(dialog.blank, Qt.MouseButton.LeftButton)
    dialog.accept()
    assert [phrase.words for phrase in tab.book.phrases] == [f"｛{WORDS[:2]}｝{WORDS[2:3]}"]
    free()


def test_phrases_that_cannot_be_read_are_told_and_never_written_over(
    qtbot: QtBot, coordinator: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert coordinator.store is not None

    def fail() -> tuple[Phrase, ...]:
        raise CabinetError("The stick is gone.", "Put it in again.")

    monkeypatch.setattr(coordinator.store.office, "phrases", fail)
    _window, tab = opened(qtbot, coordinator)
    assert "The stick is gone." in tab.empty.text()
    assert not tab.new.isEnabled()
    monkeypatch.undo()
    _other, second = opened(qtbot, coordinator, 2)
    assert second.new.isEnabled()


def test_words_of_a_phrase_that_another_window_took_out_are_not_lost(
    qtbot: QtBot, coordinator: Coordinator
) -> None:
    _window, tab = opened(qtbot, coordinator)
    _other, elsewhere = opened(qtbot, coordinator, 2)
    tab.book.add("題", "前の語句")
    tab.edit.click()
    asked = open_dialog()
    asked.words.setPlainText("改めた語句")
    elsewhere.remove.click()
    asked.accept()
    assert [one.words for one in elsewhere.book.phrases] == ["改めた語句"]
    assert on_disk(coordinator) == ["題"]
    gone = tab.book.phrases[0]
    tab.book.remove(gone)
    tab.book.move(gone, 1)
    assert tab.book.remove(gone) == 0
