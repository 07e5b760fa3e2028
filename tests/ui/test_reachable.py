"""Folders and cabinets on a server that is gone: no dialog and no drop waits for it."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from pia_desktop.paths import resource_root
from tests.ui.shell import MakeCoordinator, choose_next, dialog, let_pass
from ui.app.coordinator import Coordinator
from ui.app.second_start import SecondStarts
from ui.app.settings_dialog import SettingsDialog
from ui.intake import finding
from ui.widgets import reachable
from ui.widgets.file_chooser import SystemFiles
from ui.widgets.reachable import folder_at_hand, leads_to
from ui.widgets.settings import last_folder, remember_folder

AWAY = Path("//dead-server/share/文書")
LONG = 20.0
"""Seconds in which the server says nothing, unless the test lets it."""
AT_ONCE = 5.0
"""Seconds: far below it, and long enough for a machine that is busy."""


class Server:
    """A disk that answers only when it is let; all others answer as they do."""

    def __init__(self, answer: bool) -> None:
        self.answer = answer
        self.asked = 0
        self.answers = threading.Event()

    def look(self, path: Path) -> bool:
        if path != AWAY:
            return path.is_dir()
        self.asked += 1
        assert threading.current_thread() is not threading.main_thread()
        self.answers.wait(LONG)
        return self.answer


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    made = Server(False)
    monkeypatch.setattr(reachable, "is_folder", made.look)
    monkeypatch.setattr(reachable, "_PATIENCE", 0.05)
    monkeypatch.setattr(reachable, "_looks", {})
    yield made
    made.answers.set()


@pytest.fixture
def coordinator(make_coordinator: MakeCoordinator, tmp_path: Path) -> Coordinator:
    made = make_coordinator()
    assert made.open_cabinet(tmp_path / "office.pia", create=True)
    made.show_cabinet()
    return made


def until(known: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG
    while not known():
        assert time.monotonic() < end
        time.sleep(0.01)


def known() -> bool:
    return not reachable._looks[AWAY].under_way


ASKS: dict[str, Callable[[], object]] = {
    "getOpenFileName": lambda: SystemFiles().open_path(None, "", ""),
    "getOpenFileNames": lambda: SystemFiles().open_paths(None, "", ""),
    "getSaveFileName": lambda: SystemFiles().save_path(None, "", "名", "", ".pdf"),
    "getExistingDirectory": lambda: SystemFiles().folder(None, ""),
}


@pytest.mark.parametrize("name", ASKS)
def test_a_dead_server_holds_up_nothing(server: Server, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    shown: list[Path] = []

    def show(_parent: QWidget | None, _title: str, folder: str, _kinds: str = "") -> object:
        shown.append(Path(folder))
        empty: dict[str, object] = {"getOpenFileNames": ([], ""), "getExistingDirectory": ""}
        return empty.get(name, ("", ""))

    monkeypatch.setattr(QFileDialog, name, show)
    remember_folder(AWAY)
    begun = time.monotonic()
    for _time in range(3):
        ASKS[name]()
    assert time.monotonic() - begun < AT_ONCE
    here = Path.home() / "名" if name == "getSaveFileName" else Path.home()
    assert shown == [here] * 3, "the dialogs begin in a place that is there"
    assert server.asked == 1, "as long as it says nothing, it is not asked again"


def test_what_a_server_says_late_is_remembered_and_one_that_is_back_counts_again(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember_folder(AWAY)
    assert last_folder() == Path.home()
    server.answers.set()
    until(known)  # it is not there
    monkeypatch.setattr(reachable, "_PATIENCE", LONG)  # from now on it would be seen that somebody waits
    server.answers.clear()
    server.answer = True
    begun = time.monotonic()
    assert last_folder() == Path.home()
    assert time.monotonic() - begun < AT_ONCE, "nobody waits for it twice"
    assert server.asked == 2, "it is looked for all the same"
    server.answers.set()
    until(known)
    assert last_folder() == AWAY


def test_a_folder_that_is_gone_or_closed_is_left_for_the_users_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "文書"
    remember_folder(folder)
    assert last_folder() == Path.home()
    folder.mkdir()
    assert last_folder() == folder

    def refuse(path: Path) -> bool:
        raise PermissionError(13, "refused", str(path))

    monkeypatch.setattr(Path, "is_dir", refuse)
    assert not folder_at_hand(folder)


def test_fonts_are_chosen_by_the_same_way(coordinator: Coordinator, tmp_path: Path) -> None:
    dialog = SettingsDialog(coordinator.cabinet_window)
    files = choose_next(coordinator.cabinet_window, None)
    dialog.ask_font()
    assert not files.answers
    dialog.close()


def test_the_open_cabinet_is_known_by_its_path_without_a_look_at_its_disk(
    coordinator: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = coordinator.store
    assert store is not None

    def resolve(path: Path, strict: bool = False) -> Path:
        raise AssertionError(f"{path} is looked for on its disk")

    monkeypatch.setattr(Path, "resolve", resolve)
    assert coordinator.open_cabinet(store.path)
    SecondStarts(coordinator.come_forward).watch(store.path)
    assert coordinator.store is store


def test_another_name_of_a_file_leads_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = tmp_path.resolve() / "b" / "台帳.pia"
    known.parent.mkdir()
    known.touch()
    monkeypatch.chdir(known.parent)
    assert leads_to(Path("台帳.pia"), known)
    assert leads_to(known.parent / ".." / "b" / "台帳.pia", known)
    assert not leads_to(known.with_name("別.pia"), known)
    assert not leads_to(Path("\0"), known)


@pytest.mark.skipif(os.name == "nt", reason="Windows lets few users make a link")
def test_a_link_is_followed_before_it_is_left_again(tmp_path: Path) -> None:
    known = tmp_path.resolve() / "b" / "台帳.pia"
    (known.parent / "c").mkdir(parents=True)
    other = tmp_path.resolve() / "a"
    other.mkdir()
    (other / "link").symlink_to(known.parent / "c")
    (other / "b").symlink_to(known.parent)
    assert leads_to(other / "b" / "台帳.pia", known)
    assert leads_to(other / "link" / ".." / "台帳.pia", known)
    assert not leads_to(other / "link" / ".." / "台帳.pia", other / "台帳.pia")


class SlowFolder:
    """What was dropped lies on a server that answers when it is let."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, answer: list[Path] | UserError) -> None:
        self.answers = threading.Event()
        self._answer = answer
        monkeypatch.setattr(finding, "documents_at", self._find)
        monkeypatch.setattr(finding, "_PATIENCE", 10)

    def _find(self, _paths: list[Path]) -> list[Path]:
        assert threading.current_thread() is not threading.main_thread()
        self.answers.wait(LONG)
        if isinstance(self._answer, UserError):
            raise self._answer
        return self._answer


def test_a_folder_that_was_dropped_is_looked_through_beside_the_window(
    coordinator: Coordinator, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = SlowFolder(monkeypatch, [resource_root() / "samples" / "yoshiki2.json"])
    told: list[str] = []
    monkeypatch.setattr(coordinator.cabinet_window, "notify", told.append)
    begun = time.monotonic()
    coordinator.cabinet_window.commands.take_dropped([AWAY])
    assert time.monotonic() - begun < AT_ONCE
    qtbot.waitUntil(lambda: told == [_("Looking for the documents…")])
    folder.answers.set()
    qtbot.waitUntil(lambda: len(coordinator.cabinet_window.infos) == 1)


def test_a_folder_that_cannot_be_read_says_why(
    coordinator: Coordinator, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> list[Path]:
        raise PermissionError(13, "権限がありません", str(path))

    monkeypatch.setattr(finding, "documents_in", refuse)
    coordinator.cabinet_window.commands.take_dropped([resource_root()])
    qtbot.waitUntil(lambda: str(resource_root()) in dialog_heading())
    dialog().close()


def dialog_heading() -> str:
    try:
        return dialog().heading
    except AssertionError:
        return ""


def test_what_is_found_when_another_cabinet_is_open_is_let_go(
    coordinator: Coordinator, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = SlowFolder(monkeypatch, [resource_root() / "samples" / "yoshiki2.json"])
    coordinator.cabinet_window.commands.take_dropped([AWAY])
    assert coordinator.open_cabinet(tmp_path / "別.pia", create=True)
    folder.answers.set()
    let_pass(qtbot)
    assert not coordinator.cabinet_window.infos
