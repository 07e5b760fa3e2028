"""No two things of a window answer to the same keys."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget
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
    desk = Coordinator()
    assert desk.open_cabinet(tmp_path / "台帳.pia", create=True)
    assert desk.store is not None
    window = desk.open_assessment(desk.store.new(find_form("yoshiki4")))
    assert window is not None
    for one in (window, desk.start):
        twice = {key: count for key, count in keys(one).items() if count > 1}
        assert twice == {}
    assert not PREVIEW & set(keys(window))
    assert window.close()
    desk.shut()
