"""Starts this program as a child process, for work that may hang or should use several CPUs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from typing import Final

from pia_desktop.i18n import language

_NO_WINDOW: Final = 0x08000000


def start_ourselves(words: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start this program with a command's arguments, in the same language, without input and output."""
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
    """The command of this program: the packaged executable, or the interpreter."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "pia_desktop"]


def _directly(program: list[str], *, windows: bool) -> tuple[list[str], dict[str, str]]:
    """A command and environment that start a single process.

    On Windows ``python.exe`` of a virtual environment launches the real interpreter as a second process,
    which limits may forbid; so the real one is started and told its environment.
    """
    environment = {**os.environ, "PYTHONFAULTHANDLER": ""}
    base = getattr(sys, "_base_executable", sys.executable)
    if windows and not getattr(sys, "frozen", False) and program[0] == sys.executable != base:
        environment["__PYVENV_LAUNCHER__"] = program[0]
        program = [base, *program[1:]]
    return program, environment
