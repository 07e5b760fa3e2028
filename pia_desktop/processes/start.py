"""This program as a process beside itself: for what could hang, and for what several processors share."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Final

from pia_desktop.i18n import language

_NO_WINDOW: Final = 0x08000000


def start_ourselves(words: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start this program with the words of a command, in the same language, heard and seen by nobody."""
    program, environment = _directly(_program(), windows=sys.platform == "win32")
    return subprocess.Popen(
        [*program, *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**environment, "PIA_DESKTOP_LANG": language()},
        creationflags=_NO_WINDOW if sys.platform == "win32" else 0,
    )


def _program() -> list[str]:
    """How this program is started: the built one by itself, else by its interpreter."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "pia_desktop"]


def _directly(program: list[str], *, windows: bool) -> tuple[list[str], dict[str, str]]:
    """A command and its environment that are one process.

    On Windows the ``python.exe`` of a virtual environment only starts the real one, as a second process,
    which limits may forbid; so the real one is started here, and told whose environment it is in.
    """
    environment = {**os.environ, "PYTHONFAULTHANDLER": ""}
    base = getattr(sys, "_base_executable", sys.executable)
    if windows and not getattr(sys, "frozen", False) and program[0] == sys.executable != base:
        environment["__PYVENV_LAUNCHER__"] = program[0]
        program = [base, *program[1:]]
    return program, environment
