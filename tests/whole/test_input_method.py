"""Words composed with a real input method, Mozc under IBus: none is lost, none doubled."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from pia_desktop.cli import main
from tests.conftest import ROOT
from tests.whole.screen import SYSTEM_PYTHON, display, need

__all__ = ["display"]

TYPING = Path(__file__).with_name("ime_words.py")
SAMPLE = ROOT / "resources" / "samples" / "yoshiki3.json"
NOBODY: Final = "nobody"
ENGINE = """engines {
  name: "mozc-jp" longname: "Mozc" layout: "default" layout_variant: "" layout_option: "" rank: 80
}
active_on_launch: True
"""
"""Begins with kana, not with Latin letters."""


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder of the one who types, who may not be the superuser: Mozc serves none."""
    need(["ibus-daemon", "/usr/lib/mozc/mozc_server", "runuser"])
    folder = Path(tempfile.mkdtemp(prefix="pia-ime-"))
    mozc = folder / ".config" / "mozc"
    mozc.mkdir(parents=True)
    (mozc / "ibus_config.textproto").write_text(ENGINE, encoding="utf-8")
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def typist(folder: Path) -> tuple[list[str], str]:
    """How a command is run by somebody other than the superuser, and a Python that they may start."""
    if os.name == "nt" or os.geteuid() != 0:
        return [], sys.executable
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, NOBODY)
    folder.chmod(0o700)
    their = [str(shutil.which("runuser")), "-u", NOBODY, "--"]
    for python in (sys.executable, SYSTEM_PYTHON):
        words = [*their, "env", f"PYTHONPATH={python_path()}", python, "-c", "import PySide6, ui"]
        if subprocess.run(words, capture_output=True, check=False, cwd="/").returncode == 0:
            return their, python
    pytest.skip("the superuser types, whom Mozc does not serve, and nobody else may read the program")


def python_path() -> str:
    """Where the program and its packages lie."""
    return f"{ROOT}:{sysconfig.get_path('purelib')}"


def test_two_hundred_words_are_there_once_each(display: str, home: Path) -> None:
    cabinet, told = home / "cabinet.pia", home / "told"
    assert main(["import", str(cabinet), str(SAMPLE)]) == 0
    their, python = typist(home)
    environment = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home),
        "DISPLAY": display,
        "LC_ALL": "C.UTF-8",
        "QT_IM_MODULE": "ibus",
        "XMODIFIERS": "@im=ibus",
        "GSETTINGS_BACKEND": "memory",
        "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONPATH": python_path(),
    }
    program = [python, "-m", "pia_desktop", str(cabinet)]
    words = [*their, "env", "-i", *(f"{name}={value}" for name, value in environment.items())]  # theirs alone
    words += ["dbus-run-session", "--", SYSTEM_PYTHON, str(TYPING), str(told), *program]
    done = subprocess.run(words, capture_output=True, check=False, timeout=500, cwd="/")
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
    assert told.read_text(encoding="utf-8") == "情報" * 200
