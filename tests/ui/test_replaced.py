"""Another program at the open file, and somebody else who writes: what the windows say and offer."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.forms.catalogue import find_form
from pia_desktop.i18n import _
from tests.db.replacing import WAYS, other
from tests.ui.shell import MakeCoordinator, dialog
from ui.app.coordinator import Coordinator
from ui.comparison.window import CompareWindow

TITLE = ("cover.title",)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "家"
    folder.mkdir()
    path = folder / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        cabinet.new(find_form("yoshiki3"), Node({TITLE[0]: "以前"}))
    return path


def replaced(
    qtbot: QtBot, make_coordinator: MakeCoordinator, path: Path, way: str
) -> tuple[Coordinator, bytes]:
    """A window in which something was typed, and saved, before another program put back the older file."""
    older = path.parent.with_name("older")
    shutil.copyfile(path, older)
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(path)
    window = coordinator.open_assessment(1)
    assert window is not None
    assert coordinator.store is not None
    window.session.set_answer(TITLE, "打った文")
    assert coordinator.store.flush()
    with other() as program:
        program.do(way, older, path)
    coordinator.store.check_soon()
    qtbot.waitUntil(window.saved.rescue.isVisible)
    assert _("Cannot save: {reason}").format(reason="")[:6] in window.saved.words.text()
    return coordinator, older.read_bytes()


@pytest.mark.parametrize("way", WAYS)
def test_it_is_told_and_all_goes_elsewhere(
    qtbot: QtBot, make_coordinator: MakeCoordinator, chosen: list[Path | None], path: Path, way: str
) -> None:
    coordinator, older = replaced(qtbot, make_coordinator, path, way)
    copy = path.parent.with_name("別.pia")
    chosen.append(copy)
    QTest.keyClick(dialog(), Qt.Key.Key_Return)  # somebody is typing in the window below
    assert dialog().button(_("Later")).isDefault()
    dialog().button(_("Save Elsewhere…")).click()
    dialog().button(_("Go On With the Copy")).click()
    assert coordinator.store is not None
    assert coordinator.store.path == copy
    coordinator.show_cabinet()
    assert [info.title for info in coordinator.store.infos()] == ["打った文"]
    assert path.read_bytes() == older
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_what_lies_there_is_opened_only_when_asked_twice(
    qtbot: QtBot, make_coordinator: MakeCoordinator, path: Path
) -> None:
    coordinator, older = replaced(qtbot, make_coordinator, path, "in place")
    dialog().button(_("Open What Lies There…")).click()
    dialog().button(_("Cancel")).click()
    assert coordinator.windows[1].session.answer(TITLE) == "打った文"
    coordinator.rescue(coordinator.windows[1])
    dialog().button(_("Open What Lies There…")).click()
    dialog().button(_("Give Up and Open")).click()
    assert coordinator.windows[1].session.answer(TITLE) == "以前"
    assert coordinator.store is not None
    assert coordinator.store.state.error is None
    assert not coordinator.store.read_only
    assert path.read_bytes() == older


def test_what_lies_there_and_is_no_cabinet_costs_nothing(
    qtbot: QtBot, make_coordinator: MakeCoordinator, path: Path
) -> None:
    """It is told, and what the windows hold can still be saved elsewhere."""
    coordinator, _older = replaced(qtbot, make_coordinator, path, "in place")
    garbage = bytes(range(256)) * 400
    path.write_bytes(garbage)
    dialog().button(_("Open What Lies There…")).click()
    dialog().button(_("Give Up and Open")).click()
    dialog().button(_("Close")).click()
    assert coordinator.windows[1].session.answer(TITLE) == "打った文"
    coordinator.rescue(coordinator.windows[1])
    assert dialog().button(_("Save Elsewhere…")).isEnabled()
    dialog().button(_("Later")).click()
    assert path.read_bytes() == garbage


def test_another_cabinet_there_shows_none_of_its_own_in_the_windows_place(
    qtbot: QtBot, make_coordinator: MakeCoordinator, path: Path
) -> None:
    """Its first assessment is not the first of the cabinet that was open."""
    coordinator, _older = replaced(qtbot, make_coordinator, path, "in place")
    path.unlink()
    with Cabinet.create(path) as cabinet:
        cabinet.new(find_form("yoshiki3"), Node({TITLE[0]: "よその評価書"}))
    dialog().button(_("Open What Lies There…")).click()
    dialog().button(_("Give Up and Open")).click()
    assert coordinator.store is not None
    assert [info.title for info in coordinator.store.infos()] == ["よその評価書"]
    assert not coordinator.windows


def test_what_was_rescued_without_the_file_is_shown_though_it_has_another_number_there(
    qtbot: QtBot, make_coordinator: MakeCoordinator, chosen: list[Path | None], path: Path
) -> None:
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(path)
    assert coordinator.store is not None
    second = coordinator.open_assessment(coordinator.store.new(find_form("yoshiki3")))
    assert second is not None
    second.session.set_answer(TITLE, "二つ目")
    assert coordinator.store.flush()
    path.write_bytes(bytes(range(256)) * 400)
    coordinator.store.check_soon()
    qtbot.waitUntil(second.saved.rescue.isVisible)
    chosen.append(path.parent.with_name("別.pia"))
    dialog().button(_("Save Elsewhere…")).click()
    dialog().button(_("Go On With the Copy")).click()
    (shown,) = coordinator.windows.values()
    assert shown.session.answer(TITLE) == "二つ目"


@pytest.mark.parametrize("way", WAYS)
def test_the_two_are_compared(qtbot: QtBot, make_coordinator: MakeCoordinator, path: Path, way: str) -> None:
    _coordinator, older = replaced(qtbot, make_coordinator, path, way)
    dialog().button(_("Compare the Two")).click()
    (window,) = [one for one in QApplication.topLevelWidgets() if isinstance(one, CompareWindow)]
    assert window.comparison is not None
    assert window.comparison.old.root.answer(TITLE) == "以前"
    assert window.comparison.new.root.answer(TITLE) == "打った文"
    assert window.council_button.isHidden(), "nobody is there to carry it out"
    assert path.read_bytes() == older
    window.close()


def test_a_replaced_file_does_not_let_a_window_close_in_silence(
    qtbot: QtBot, make_coordinator: MakeCoordinator, path: Path
) -> None:
    older = path.parent.with_name("older")
    shutil.copyfile(path, older)
    coordinator = make_coordinator()
    assert coordinator.open_cabinet(path)
    window = coordinator.open_assessment(1)
    assert window is not None
    window.session.set_answer(TITLE, "打った文")
    assert coordinator.store is not None
    assert coordinator.store.flush()
    with other() as program:
        program.do("in place", older, path)
    window.close()
    assert window.isVisible()


def test_a_window_that_reads_follows_the_one_that_writes(
    qtbot: QtBot, make_coordinator: MakeCoordinator, path: Path
) -> None:
    with Cabinet.open(path) as writer:
        coordinator = make_coordinator()
        assert coordinator.open_cabinet(path)
        assert coordinator.store is not None
        assert coordinator.store.read_only
        coordinator.show_cabinet()
        window = coordinator.open_assessment(1)
        assert window is not None
        writer.apply(1, [SetAnswer(TITLE, "同僚の文")])
        coordinator.store.check_soon()
        qtbot.waitUntil(lambda: window.session.answer(TITLE) == "同僚の文")
        assert [row.title for row in coordinator.cabinet_window.model.infos] == ["同僚の文"]
        writer.check_and_checkpoint()
        writer.apply(1, [SetAnswer(TITLE, "また")])
        coordinator.store.check_soon()
        qtbot.waitUntil(lambda: window.session.answer(TITLE) == "また")
        assert coordinator.cabinet_window.banner.write.isHidden()
    coordinator.store.check_soon()
    qtbot.waitUntil(lambda: not coordinator.cabinet_window.banner.write.isHidden())
    coordinator.cabinet_window.banner.write.click()
    assert coordinator.windows[1].session.answer(TITLE) == "また"
    assert not coordinator.windows[1].session.read_only
    assert coordinator.cabinet_window.banner.isHidden()


@pytest.mark.skipif("rename" not in WAYS, reason="nobody puts a file in the place of one that is open")
def test_a_file_that_is_only_read_is_followed_when_it_is_replaced(tmp_path: Path, path: Path) -> None:
    newer = tmp_path / "newer"
    shutil.copyfile(path, newer)
    with Cabinet.open(newer) as cabinet:
        cabinet.apply(1, [SetAnswer(TITLE, "新")])
    with Cabinet.open(path, read_only=True) as reader, other() as program:
        assert reader.list()[0].title == "以前"
        assert not reader.follow()
        program.do("rename", newer, path)
        assert reader.follow()
        assert reader.list()[0].title == "新"
        assert not reader.follow()


@pytest.mark.skipif("rename" not in WAYS, reason="nobody puts a file in the place of one that is open")
def test_remarks_for_a_council_go_with_what_is_saved_elsewhere(
    qtbot: QtBot, make_coordinator: MakeCoordinator, path: Path
) -> None:
    """The file is replaced while their dialog is open: what was written is lost no more than an edit."""
    coordinator, older = replaced(qtbot, make_coordinator, path, "rename")
    dialog().close()
    assert coordinator.store is not None
    coordinator.store.put_council_remarks(1, {"k": "審査願います。"})
    copy = path.parent.with_name("別.pia")
    assert coordinator.store.rescue(copy, {}).whole
    with Cabinet.open(copy, read_only=True) as cabinet:
        assert cabinet.council_remarks(1) == {"k": "審査願います。"}
    assert path.read_bytes() == older
    for window in coordinator.open_windows:
        window.close_unsaved()
