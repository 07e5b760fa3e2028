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
from pia_desktop.assessment.edits import SetAnswer, SetWithheld
from pia_desktop.assessment.node import Node
from pia_desktop.forms.catalogue import find_form
from pia_desktop.i18n import _
from tests.ui.shell import MakeCoordinator, let_pass, newest
from ui.app.coordinator import Coordinator
from ui.app.settings_dialog import SettingsDialog
from ui.cabinet.actions import RESTORE_BACKUP, TAKE_OUT
from ui.cabinet.backups_dialog import BackupsDialog
from ui.widgets.settings import keep_copies, keeps_copies, recent_cabinets

TITLE = ("cover.title",)


def opened(coordinator: Coordinator, tmp_path: Path, broken: bool = False) -> Path:
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
    assert coordinator.open_cabinet(path)
    coordinator.show_cabinet()
    return path


def backups(coordinator: Coordinator) -> BackupsDialog:
    coordinator.cabinet_window.actions_[RESTORE_BACKUP].trigger()
    return newest(BackupsDialog)


def reading(coordinator: Coordinator) -> bool:
    return coordinator.store is not None and coordinator.store.read_only


def titles(coordinator: Coordinator) -> dict[int, str]:
    assert coordinator.store is not None
    return {info.id: info.title for info in coordinator.store.infos()}


def mark(dialog: BackupsDialog, row: int) -> None:
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    dialog.table.selectionModel().select(dialog.table.model().index(row, 0), flags)


def test_one_comes_back_with_its_version_and_nothing_else_is_touched(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    dialog = backups(coordinator)
    days = [dialog.days.item(row).text() for row in range(dialog.days.count())]
    assert days == ["令和8年11月25日 09:00", "令和8年11月24日 09:00"]
    today = [dialog.table.item(row, 2).text() for row in range(3)]  # type: ignore[union-attr]
    assert len(set(today)) == 3
    assert not dialog.restore.isEnabled()
    mark(dialog, 1)
    dialog.restore.click()
    assert coordinator.store is not None
    assert titles(coordinator) == {1: "事務1の三", 2: "事務2", 3: "事務3"}
    (version,) = coordinator.store.versions(2)
    assert version.name == "初版"
    picked = coordinator.cabinet_window.picked()
    assert picked is not None
    assert picked.id == 2


def test_all_of_an_earlier_day_stand_beside_what_is_there_today(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    dialog = backups(coordinator)
    dialog.days.setCurrentRow(1)
    assert dialog.table.item(0, 1).text() == "事務1"  # type: ignore[union-attr]
    dialog.restore_all.click()
    assert sorted(titles(coordinator).values()) == ["事務1", "事務1の三", "事務2", "事務3", "事務3"]
    step = _("Selected in the list; keep one of the two, and move the other to the trash.")
    assert coordinator.cabinet_window.status.notice.text().endswith(step)


def test_what_is_withheld_today_is_so_in_what_comes_back(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path)
    assert coordinator.store is not None
    cabinet = coordinator.store.cabinet
    spans = ((0, len("事務1")),)
    cabinet.apply(1, [SetWithheld(TITLE, spans)])
    dialog = backups(coordinator)
    dialog.days.setCurrentRow(1)
    mark(dialog, 0)
    dialog.restore.click()
    [back] = [one for one in titles(coordinator) if one > 3]
    assert cabinet.load(back).root.answer(TITLE) == "事務1"
    assert cabinet.load(back).root.withheld_at(TITLE) == spans


def test_of_a_broken_backup_what_can_be_read_comes_back_and_the_rest_is_named(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    opened(coordinator, tmp_path, broken=True)
    dialog = backups(coordinator)
    assert "読み取れない" in dialog.days.item(0).text()
    assert "読み取れない" not in dialog.days.item(1).text()
    dialog.restore_all.click()
    assert list(titles(coordinator).values()).count("事務2") == 1
    assert list(titles(coordinator).values()).count("事務3") == 1


def test_a_backup_is_only_read_and_taken_out_as_a_cabinet(
    make_coordinator: MakeCoordinator, tmp_path: Path, chosen: list[Path | None]
) -> None:
    coordinator = make_coordinator()
    path = opened(coordinator, tmp_path)
    dialog = backups(coordinator)
    dialog.read.click()
    assert coordinator.store is not None
    assert reading(coordinator)
    assert coordinator.store.path != path
    assert coordinator.cabinet_window.actions_[TAKE_OUT].isVisible()
    assert path in recent_cabinets()
    assert coordinator.store.path not in recent_cabinets()
    assert coordinator.cabinet_window.banner.isVisible()
    again = backups(coordinator)
    assert not again.restore_all.isEnabled()
    chosen.append(tmp_path / "取り出した.pia")
    again.take_out.click()
    assert not reading(coordinator)
    assert coordinator.store.path == tmp_path / "取り出した.pia"
    assert titles(coordinator)[1] == "事務1の二"


def test_without_a_cabinet_the_backups_of_all_are_shown(
    make_coordinator: MakeCoordinator, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    path = opened(coordinator, tmp_path)
    coordinator.shut()
    path.unlink()
    dialog = backups(coordinator)
    assert dialog.chosen.currentText() == str(path)
    assert dialog.table.rowCount() == 3
    assert dialog.take_out.isEnabled()
    assert not dialog.restore_all.isEnabled()
    dialog.reject()


def test_a_terminal_that_is_to_keep_nothing_keeps_nothing(
    make_coordinator: MakeCoordinator, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    coordinator = make_coordinator()
    path = opened(coordinator, tmp_path)
    coordinator.shut()
    monkeypatch.setattr("ui.cabinet.banner.on_removable", lambda _path: True)
    assert coordinator.open_cabinet(path)
    assert "端末" in coordinator.cabinet_window.banner._words.text()
    settings = SettingsDialog(coordinator.cabinet_window)
    settings.no_copies.setChecked(True)
    settings.accept()
    assert not keeps_copies()
    coordinator.shut()
    assert coordinator.open_cabinet(path)
    assert not coordinator.cabinet_window.banner.isVisible()
    assert coordinator.store is not None
    before = backups_under(coordinator.store.cabinet.uid)
    coordinator.store.back_up()
    with SearchIndex.open(coordinator.store.cabinet, keep=keeps_copies()) as index:
        index.sync()
        assert index.search("事務")
    let_pass(qtbot)
    assert backups_under(coordinator.store.cabinet.uid) == before
    assert not list((tmp_path / "home").glob("search/*"))
    keep_copies(True)
    assert keeps_copies()
