"""Copying and pasting through the real clipboard, which anyone can fill."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.pictures import check_picture
from pia_desktop.forms.model import FILES
from pia_desktop.forms.values import Figure
from pia_desktop.i18n import _, ngettext
from tests.strategies import png
from tests.ui.pages import MemoryStore, open_session
from tests.ui.shell import dialog
from ui.form.entry_commands import EntryCommands
from ui.reuse.clipboard import (
    MIME,
    PasteDialog,
    answer_paths,
    copy_paths,
    paste,
    read_clip,
    section_at,
)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    QGuiApplication.clipboard().clear()
    made.show()
    return made


def test_an_entry_goes_into_another_form_as_one_step(window: QWidget) -> None:
    source, target = open_session("yoshiki4"), open_session("yoshiki3")
    key = source.add_entry((FILES, source.file_key, "II.4.e"))
    assert key
    path = (FILES, source.file_key, "II.4.e", key, "II.4.e.1")
    source.set_answer(path, "保守")
    source.enter_item(path)
    entry = EntryCommands(source).entry()
    assert entry == (path[:-2], key)
    assert copy_paths(source, [(*entry[0], entry[1])])
    assert "保守" in QGuiApplication.clipboard().text()
    shown = paste(target, window)
    assert isinstance(shown, PasteDialog)
    assert target.undo_stack.count() == 0
    shown.accept()
    entries = target.root.entries((FILES, target.file_key, "II.4.e"))
    assert [node.answers for node in entries.values()] == [{"II.4.e.1": "保守"}]
    target.undo_stack.undo()
    assert not target.root.entries((FILES, target.file_key, "II.4.e"))


def test_cancelling_pastes_nothing(window: QWidget) -> None:
    source, target = open_session("yoshiki4"), open_session("yoshiki4")
    source.set_answer(("cover.title",), "甲")
    source.enter_item(("cover.title",))
    assert copy_paths(source, answer_paths(source))
    shown = paste(target, window)
    assert shown is not None
    shown.reject()
    assert target.root.empty


def test_what_stands_there_already_is_not_said_to_fit(window: QWidget) -> None:
    source, target = open_session("yoshiki4"), open_session("yoshiki4")
    for session in (source, target):
        session.set_answer(("cover.title",), "甲")
    source.enter_item(("cover.title",))
    assert copy_paths(source, answer_paths(source))
    shown = paste(target, window)
    assert shown is not None
    assert shown.plan.edit is None
    same = ngettext("{count:,} stands here already.", "{count:,} stand here already.", 1)
    assert same.format(count=1) in [label.text() for label in shown.findChildren(QLabel)]
    shown.reject()


def test_pictures_come_along(window: QWidget) -> None:
    data = png(5, 4)
    picture = check_picture(data, "図", "流れ")
    source, target = open_session("yoshiki4"), open_session("yoshiki4")
    source.store.put_picture(data, picture)
    source.set_answer(("A1.figure",), Figure.of("説明", (picture,)))
    source.enter_item(("A1.figure",))
    assert copy_paths(source, section_at(source))
    shown = paste(target, window)
    assert shown is not None
    shown.accept()
    assert target.answer(("A1.figure",)) == Figure.of("説明", (picture,))
    assert isinstance(target.store, MemoryStore)
    assert target.store.pictures[picture.digest] == data


def test_a_whole_file_is_added_as_a_new_one(window: QWidget) -> None:
    source, target = open_session("yoshiki4"), open_session("yoshiki4")
    source.set_answer((FILES, source.file_key, "II.1"), "国保ファイル")
    assert copy_paths(source, [(FILES, source.file_key)], as_file=True)
    shown = paste(target, window)
    assert shown is not None
    shown.accept()
    names = [node.answers.get("II.1") for node in target.root.entries((FILES,)).values()]
    assert names == [None, "国保ファイル"]


def test_nothing_to_copy_and_nothing_to_paste(window: QWidget) -> None:
    session = open_session("yoshiki4")
    assert not copy_paths(session, [("cover.title",)])
    assert read_clip() is None
    assert paste(session, window) is None
    dialog().close()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"form": "yoshiki4"}',
        '{"form": "yoshiki4", "version": "平成30年5月", "values": {"cover.title": 5, "x": []}}'.encode(),
        b'{"form": "yoshiki9", "version": "", "values": {}}',
    ],
    ids=["empty", "bytes", "deep", "no version", "wrong types", "unknown form"],
)
def test_a_hostile_clipboard_gets_a_message_and_changes_nothing(window: QWidget, data: bytes) -> None:
    session = open_session("yoshiki4")
    root = session.root
    mime = QMimeData()
    mime.setData(MIME, QByteArray(data))
    QGuiApplication.clipboard().setMimeData(mime)
    assert paste(session, window) is None
    message = dialog()
    assert message.heading
    message.close()
    assert session.root is root


def test_after_pasting_the_first_place_is_shown_and_how_many_were_pasted(window: QWidget) -> None:
    source, target = open_session("yoshiki4"), open_session("yoshiki4")
    words, shown = list[str](), list[object]()
    target.taken_out.connect(words.append)
    target.item_requested.connect(shown.append)
    source.set_answer(("I.1.1",), "国保")
    source.set_answer(("I.1.2",), "資格の管理")
    assert copy_paths(source, [("I.1.1",), ("I.1.2",)])
    dialog_ = paste(target, window)
    assert dialog_ is not None
    dialog_.accept()
    assert shown == [("I.1.1",)]
    told = ngettext("{count:,} piece was pasted.", "{count:,} pieces were pasted.", 2)
    assert words == [told.format(count=2)]


def test_of_a_pasted_entry_its_first_item_is_shown(window: QWidget) -> None:
    source, target = open_session("yoshiki4"), open_session("yoshiki4")
    shown: list[NodePath] = []
    target.item_requested.connect(shown.append)
    key = source.add_entry(("I.2",))
    assert key
    source.set_answer(("I.2", key, "I.2.2"), "賦課")
    assert copy_paths(source, [("I.2", key)])
    dialog_ = paste(target, window)
    assert dialog_ is not None
    dialog_.accept()
    [added] = target.root.entries(("I.2",))
    assert shown == [("I.2", added, "I.2.1")]


def test_a_removed_file_is_told_by_its_name() -> None:
    session = open_session("yoshiki4")
    words: list[str] = []
    session.taken_out.connect(words.append)
    key = session.add_entry((FILES,))
    assert key
    session.set_answer((FILES, key, "II.1"), "給付ファイル（仮）")
    session.remove_entry((FILES,), key)
    assert words == [_("“{place}” was removed.").format(place="給付ファイル（仮）")]
