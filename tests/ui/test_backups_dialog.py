"""控えから戻す: by day, beside today, one with all that belongs to it, or all; a backup is only ever read."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel
from pytestqt.qtbot import QtBot

from db.backup import back_up, backups_under
from db.cabinet import Cabinet
from db.search import SearchIndex
from pia_desktop.assessment.edits import SetAnswer
from pia_desktop.assessment.node import Node
from pia_desktop.forms.catalogue import find_form
from tests.ui.shell import MakeDesk, dialogs
from ui.app.coordinator import Coordinator
from ui.app.settings_dialog import SettingsDialog
from ui.cabinet.backups_dialog import BackupsDialog
from ui.widgets.settings import keep_copies, keeps_copies, recent_cabinets

TITLE = ("cover.title",)


def opened(desk: Coordinator, tmp_path: Path, broken: bool = False) -> Path:
    """Backed up on two days; today 1 is changed, 2 is gone for good, 3 as it was."""
    path = tmp_path / "台帳.pia"
    with Cabinet.create(path) as cabinet:
        for number in (1, 2, 3):
            cabinet.new(find_form("yoshiki2"), Node({"cover.title": f"事務{number}"}))
        cabinet.close_version(2, "初版", "2025-04-01")
    back_up(path, datetime(2026, 11, 24, 9, 0))
    if broken:
        with closing(sqlite3.connect(path, isolation_level=None)) as raw:
            raw.execute("UPDATE answer SET value = '[' WHERE assessment_id = 3")
    with Cabinet.open(path) as cabinet:
        cabinet.apply(1, [SetAnswer(TITLE, "事務1の二")])
    back_up(path, datetime(2026, 11, 25, 9, 0))
    with Cabinet.open(path) as cabinet:
        cabinet.apply(1, [SetAnswer(TITLE, "事務1の三")])
        cabinet.delete(2)
    assert desk.open_cabinet(path)
    desk.show_cabinet()
    return path


def backups(desk: Coordinator) -> BackupsDialog:
    desk.start.actions_.restore_backup.trigger()
    found = dialogs(BackupsDialog)[-1]
    assert isinstance(found, BackupsDialog)
    return found


def reading(desk: Coordinator) -> bool:
    return desk.store is not None and desk.store.read_only


def titles(desk: Coordinator) -> dict[int, str]:
    assert desk.store is not None
    return {info.id: info.title for info in desk.store.infos()}


def mark(dialog: BackupsDialog, row: int) -> None:
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    dialog.table.selectionModel().select(dialog.table.model().index(row, 0), flags)


def test_one_comes_back_with_its_version_and_nothing_else_is_touched(
    make_desk: MakeDesk, tmp_path: Path
) -> None:
    desk = make_desk()
    opened(desk, tmp_path)
    dialog = backups(desk)
    days = [dialog.days.item(row).text() for row in range(dialog.days.count())]
    assert days == ["令和8年11月25日 09:00", "令和8年11月24日 09:00"]
    today = [dialog.table.item(row, 2).text() for row in range(3)]  # type: ignore[union-attr]
    assert len(set(today)) == 3
    assert not dialog.restore.isEnabled()
    mark(dialog, 1)
    dialog.restore.click()
    assert desk.store is not None
    assert titles(desk) == {1: "事務1の三", 2: "事務2", 3: "事務3"}
    (version,) = desk.store.versions(2)
    assert version.name == "初版"
    picked = desk.start.picked()
    assert picked is not None
    assert picked.id == 2


def test_all_of_an_earlier_day_stand_beside_what_is_there_today(make_desk: MakeDesk, tmp_path: Path) -> None:
    desk = make_desk()
    opened(desk, tmp_path)
    dialog = backups(desk)
    dialog.days.setCurrentRow(1)
    assert dialog.table.item(0, 1).text() == "事務1"  # type: ignore[union-attr]
    dialog.restore_all.click()
    assert sorted(titles(desk).values()) == ["事務1", "事務1の三", "事務2", "事務3", "事務3"]


def test_of_a_broken_backup_what_can_be_read_comes_back_and_the_rest_is_named(
    make_desk: MakeDesk, tmp_path: Path
) -> None:
    desk = make_desk()
    opened(desk, tmp_path, broken=True)
    dialog = backups(desk)
    assert "読み取れない" in dialog.days.item(0).text()
    assert "読み取れない" not in dialog.days.item(1).text()
    dialog.restore_all.click()
    assert list(titles(desk).values()).count("事務2") == 1
    assert list(titles(desk).values()).count("事務3") == 1


def test_a_backup_is_only_read_and_taken_out_as_a_cabinet(
    make_desk: MakeDesk, tmp_path: Path, chosen: list[Path | None]
) -> None:
    desk = make_desk()
    path = opened(desk, tmp_path)
    dialog = backups(desk)
    dialog.read.click()
    assert desk.store is not None
    assert reading(desk)
    assert desk.store.path != path
    assert desk.start.actions_.take_out.isVisible()
    assert path in recent_cabinets()
    assert desk.store.path not in recent_cabinets()
    assert desk.start.banner.isVisible()
    again = backups(desk)
    assert not again.restore_all.isEnabled()
    chosen.append(tmp_path / "取り出した.pia")
    again.take_out.click()
    assert not reading(desk)
    assert desk.store.path == tmp_path / "取り出した.pia"
    assert titles(desk)[1] == "事務1の二"


def test_without_a_cabinet_the_backups_of_all_are_shown(make_desk: MakeDesk, tmp_path: Path) -> None:
    desk = make_desk()
    path = opened(desk, tmp_path)
    desk.shut()
    path.unlink()
    dialog = backups(desk)
    assert dialog.chosen.currentText() == str(path)
    assert dialog.table.rowCount() == 3
    assert dialog.take_out.isEnabled()
    assert not dialog.restore_all.isEnabled()
    dialog.reject()


def test_a_terminal_that_is_to_keep_nothing_keeps_nothing(
    make_desk: MakeDesk, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = make_desk()
    path = opened(desk, tmp_path)
    desk.shut()
    monkeypatch.setattr("ui.cabinet.banner.on_removable", lambda _path: True)
    assert desk.open_cabinet(path)
    assert "端末" in desk.start.banner._words.text()
    settings = SettingsDialog(desk.start)
    settings.no_copies.setChecked(True)
    settings.accept()
    assert not keeps_copies()
    desk.shut()
    assert desk.open_cabinet(path)
    assert not desk.start.banner.isVisible()
    assert desk.store is not None
    before = backups_under(desk.store.cabinet.uid)
    desk.store.back_up()
    with SearchIndex.open(desk.store.cabinet, keep=keeps_copies()) as index:
        index.sync()
        assert index.search("事務")
    qtbot.wait(100)
    assert backups_under(desk.store.cabinet.uid) == before
    assert not list((tmp_path / "home").glob("search/*"))
    keep_copies(True)
    assert keeps_copies()
