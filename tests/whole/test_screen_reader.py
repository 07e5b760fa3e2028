"""What assistive technology is told over AT-SPI, of the program itself, where such a bus can be had."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from pia_desktop.cli import main
from tests.conftest import ROOT
from tests.whole.screen import SYSTEM_PYTHON, display

__all__ = ["display"]

WALK = Path(__file__).with_name("atspi_walk.py")
SAMPLE = ROOT / "resources" / "samples" / "yoshiki3.json"
FIELDS = ("text", "entry")
PATIENCE = 1800


def walked(display: str, tmp_path: Path, *how: str) -> dict[str, list[tuple[str, str]]]:
    """What the walk tells: kind and name of each thing that is acted on, by page."""
    cabinet = tmp_path / "台帳.pia"
    assert main(["import", str(cabinet), str(SAMPLE)]) == 0
    place = tmp_path / "run"
    place.mkdir(mode=0o700)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(place),
        "DISPLAY": display,
        "LC_ALL": "C.UTF-8",
        "PIA_DESKTOP_HOME": str(tmp_path / "home"),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
    }
    told, program = tmp_path / "told", [sys.executable, "-m", "pia_desktop", str(cabinet)]
    words = ["dbus-run-session", "--", SYSTEM_PYTHON, str(WALK), *how, str(told), *program]
    done = subprocess.run(words, env=environment, capture_output=True, check=False, timeout=PATIENCE)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return dict(map(json.loads, told.read_text(encoding="utf-8").splitlines()))


def test_everything_that_is_acted_on_has_a_name_and_no_two_fields_share_theirs(
    display: str, tmp_path: Path
) -> None:
    pages = walked(display, tmp_path)
    assert len(pages) == 10
    for page, things in pages.items():
        assert not [kind for kind, name in things if not name.strip()], page
        fields = Counter(name for kind, name in things if kind in FIELDS)
        assert not [name for name, times in fields.items() if times > 1], page
    assert any("個人のプライバシー" in name for _kind, name in pages["表紙"])


def test_so_has_everything_in_the_dialogs_windows_and_panes_that_menus_open(
    display: str, tmp_path: Path
) -> None:
    """No two things of a kind share a name there, buttons counted with the field or group around them."""
    pages = walked(display, tmp_path, "--menus")
    opened = {page.split("：")[1].partition("(")[0] for page in pages}
    inside = {page.split("：")[-1].partition(" — ")[0] for page in pages}
    assert {"独自の変更", "審議会の日程", "フォントの追加", "庁内で共通の記載"} <= inside
    assert {
        "印刷",
        "状態と日付",
        "点検",
        "版の一覧",
        "設定",
        "計画管理書",
        "横断一覧",
        "控えから戻す",
    } <= opened
    for page, things in pages.items():
        assert not [kind for kind, name in things if not name.strip()], page
        # on Linux Qt tells what is chosen in a box with a list as its name
        told = Counter((kind, name) for kind, name in things if kind != "combo box")
        shared = [thing for thing, times in told.items() if times > 1]
        assert not shared, page
