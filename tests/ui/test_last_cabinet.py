"""The cabinet that was open last comes back at the start, where it is there and that is wanted."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from db.cabinet import Cabinet
from tests.ui.shell import MakeCoordinator, let_pass
from ui.app import last_cabinet
from ui.app.settings_dialog import SettingsDialog
from ui.widgets.settings import opens_last_cabinet, remember_cabinet


@pytest.fixture
def last(tmp_path: Path) -> Path:
    path = tmp_path / "台帳.pia"
    Cabinet.create(path).close()
    remember_cabinet(path)
    return path


def test_it_is_opened_again(make_coordinator: MakeCoordinator, qtbot: QtBot, last: Path) -> None:
    coordinator = make_coordinator()
    coordinator.show_cabinet()
    coordinator.open_last()
    qtbot.waitUntil(lambda: coordinator.store is not None)
    assert coordinator.store is not None
    assert coordinator.store.path == last


def test_one_that_is_gone_leaves_the_first_page(
    make_coordinator: MakeCoordinator, qtbot: QtBot, last: Path
) -> None:
    last.unlink()
    coordinator = make_coordinator()
    coordinator.show_cabinet()
    coordinator.open_last()
    let_pass(qtbot)
    assert coordinator.store is None
    assert coordinator.cabinet_window.pages.first.isVisible()


def test_another_that_was_opened_meanwhile_stays(
    make_coordinator: MakeCoordinator, qtbot: QtBot, last: Path, tmp_path: Path
) -> None:
    coordinator = make_coordinator()
    coordinator.open_last()
    assert coordinator.open_cabinet(tmp_path / "別.pia", create=True)
    let_pass(qtbot)
    assert coordinator.store is not None
    assert coordinator.store.path == tmp_path / "別.pia"


def test_one_that_another_window_of_the_user_has_is_not_opened_beside_it(
    make_coordinator: MakeCoordinator, qtbot: QtBot, last: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(last_cabinet, "show_first_window", lambda path, documents: path == last)
    coordinator = make_coordinator()
    coordinator.show_cabinet()
    coordinator.open_last()
    qtbot.waitUntil(lambda: not coordinator.cabinet_window.isVisible())
    assert coordinator.store is None


def test_the_settings_say_whether(make_coordinator: MakeCoordinator, qtbot: QtBot, last: Path) -> None:
    coordinator = make_coordinator()
    dialog = SettingsDialog(coordinator.cabinet_window)
    assert dialog.open_last.isChecked()
    dialog.open_last.setChecked(False)
    dialog.accept()
    assert not opens_last_cabinet()
    coordinator.open_last()
    let_pass(qtbot)
    assert coordinator.store is None
