"""Nothing moves where the system asks for stillness."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ui.app import motion

EFFECTS = tuple(Qt.UIEffect)
MOVING = re.compile(r"\bQ(?:Property|Variant|Sequential|Parallel)Animation\w*|\bQMovie\b|\bsetAnimated\(True")


@pytest.mark.parametrize("wanted", [True, False])
def test_menus_and_lists_come_at_once_while_animations_are_off(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, wanted: bool
) -> None:
    before = [qapp.isEffectEnabled(effect) for effect in EFFECTS]
    monkeypatch.setattr(motion, "animations_wanted", lambda: wanted)
    for effect in EFFECTS:
        qapp.setEffectEnabled(effect, True)
    follower = motion.Motion(qapp)
    try:
        assert {qapp.isEffectEnabled(effect) for effect in EFFECTS} == {wanted}
        monkeypatch.setattr(motion, "animations_wanted", lambda: not wanted)
        qapp.applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
        assert {qapp.isEffectEnabled(effect) for effect in EFFECTS} == {not wanted}
    finally:
        follower.deleteLater()
        for effect, enabled in zip(EFFECTS, before, strict=True):
            qapp.setEffectEnabled(effect, enabled)


@pytest.mark.skipif(sys.platform != "win32", reason="asks Windows")
def test_windows_is_asked() -> None:
    assert motion.animations_wanted() in (True, False)


def test_nothing_of_the_program_s_own_moves(root: Path) -> None:
    """What would move has to ask ``animations_wanted`` first; until then nothing may."""
    moving = [
        path.name for path in (root / "ui").rglob("*.py") if MOVING.search(path.read_text(encoding="utf-8"))
    ]
    assert not moving
