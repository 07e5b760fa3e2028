"""The recent cabinets on the first page: nothing waits for a server that is gone, nothing is struck off."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.holding import ON_WINDOWS, held
from tests.ui.shell import MakeCoordinator
from ui.cabinet import recent
from ui.widgets import settings as settings_module
from ui.widgets.settings import recent_cabinets, remember_cabinet, remember_folder, settings


def test_a_dead_server_holds_up_nothing_and_is_struck_off_by_nobody(
    qtbot: QtBot, make_coordinator: MakeCoordinator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, away = tmp_path / "ここ.pia", Path("//dead-server/share/部署.pia")
    here.touch()
    remember_cabinet(here)
    remember_cabinet(away)
    answer = threading.Event()

    def slow(path: Path) -> bool:
        assert threading.current_thread() is not threading.main_thread()
        answer.wait(10)
        return path == here

    monkeypatch.setattr(recent, "_is_there", slow)
    page = make_coordinator().cabinet_window.pages.first
    assert list(page.links) == [str(away), str(here)], "both are shown before anything is known"
    before = page.links[str(away)].text()
    answer.set()
    qtbot.waitUntil(lambda: page.links[str(away)].text() != before)
    assert page.links[str(away)].isEnabled(), "a share may be back when it is chosen"
    assert page.links[str(here)].text() == str(here)
    assert recent_cabinets() == [away, here]


def test_opening_another_cabinet_keeps_one_that_is_away(tmp_path: Path) -> None:
    away = tmp_path / "stick" / "a.pia"
    remember_cabinet(away)
    remember_cabinet(tmp_path / "b.pia")
    assert recent_cabinets() == [tmp_path / "b.pia", away]


def test_a_stick_that_is_another_drive_next_time_still_knows_its_cabinets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "terminal" / "a.pia"
    for drive in ("E", "F"):
        stick = tmp_path / drive
        (stick / "PIA").mkdir(parents=True)
        (stick / "PIA" / "portable").touch()
        monkeypatch.setattr(settings_module, "program_folder", lambda stick=stick: stick / "PIA")
        monkeypatch.setattr(settings_module, "is_portable", lambda: True)
        if drive == "E":
            remember_cabinet(elsewhere)
            remember_cabinet(stick / "台帳" / "b.pia")
        assert recent_cabinets() == [stick / "台帳" / "b.pia", elsewhere]


@pytest.mark.skipif(not ON_WINDOWS, reason="Windows alone lets a program keep a file from others")
def test_what_is_remembered_while_a_scanner_has_the_file_is_written_after_it(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    remember_folder(tmp_path)
    kept = settings()
    kept.sync()
    with held(monkeypatch, Path(kept.fileName()), 5):
        remember_folder(tmp_path / "次")
        kept.sync()
        assert kept.status() is QSettings.Status.AccessError
    kept.sync()
    written = QSettings(kept.fileName(), QSettings.Format.IniFormat)
    assert written.value("folder") == str(tmp_path / "次")
    assert "次".encode() in Path(kept.fileName()).read_bytes(), "it is on the disk, not only remembered here"
