"""No two things of a window answer to the same keys."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar, QWidget
from pytestqt.qtbot import QtBot

from pia_desktop.forms.catalogue import find_form
from ui.app.coordinator import Coordinator

PREVIEW = {"Ctrl+0", "Ctrl++", "Ctrl+-", "PgDown", "PgUp", "Home", "End"}
"""Keys that the preview answers to itself; an action of the window would take them away."""


def keys(window: QWidget) -> Counter[str]:
    found: Counter[str] = Counter()
    for action in set(window.findChildren(QAction)):
        found.update(sequence.toString() for sequence in action.shortcuts())
    for shortcut in window.findChildren(QShortcut):
        if shortcut.parent() is window:
            found[shortcut.key().toString()] += 1
    del found[QKeySequence().toString()]
    return found


def test_every_key_means_one_thing(qtbot: QtBot, tmp_path: Path) -> None:
    coordinator = Coordinator()
    assert coordinator.open_cabinet(tmp_path / "台帳.pia", create=True)
    assert coordinator.store is not None
    window = coordinator.open_assessment(coordinator.store.new(find_form("yoshiki4")))
    assert window is not None
    for one in (window, coordinator.cabinet_window):
        twice = {key: count for key, count in keys(one).items() if count > 1}
        assert twice == {}
    assert not PREVIEW & set(keys(window))
    assert window.close()
    coordinator.shut()


def in_menus(window: QMainWindow) -> set[QAction]:
    """The actions that stand in the menu bar, at whatever depth, or in a tool bar."""
    places: list[QWidget] = [window.menuBar(), *window.findChildren(QMenu), *window.findChildren(QToolBar)]
    return {action for place in places for action in place.actions()}


def test_every_action_has_words_and_a_key_or_a_place_in_a_menu(qtbot: QtBot, tmp_path: Path) -> None:
    coordinator = Coordinator()
    assert coordinator.open_cabinet(tmp_path / "台帳.pia", create=True)
    assert coordinator.store is not None
    window = coordinator.open_assessment(coordinator.store.new(find_form("yoshiki4")))
    assert window is not None
    for one, actions in (
        (window, window.actions_.all()),
        (coordinator.cabinet_window, coordinator.cabinet_window.actions_.all),
    ):
        assert len(actions) > 20
        shown = in_menus(one)
        for action in actions:
            assert action.text().strip()
            assert action.shortcuts() or action in shown, action.text()
        left_out = {action for action in one.actions() if action.shortcuts()} - set(actions)
        assert left_out == set(), "the overview of keys does not tell of these"
    assert window.close()
    coordinator.shut()
