"""A screen of its own for tests of the program itself, where what it takes can be had."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from typing import Final

import pytest

SYSTEM_PYTHON: Final = "/usr/bin/python3"
_PROGRAMS: Final = (
    "Xvfb",
    "openbox",
    "xdotool",
    "dbus-run-session",
    SYSTEM_PYTHON,
    "/usr/libexec/at-spi-bus-launcher",
)


def need(programs: Sequence[str]) -> None:
    """Skip the test where one of these is not installed."""
    if missing := [name for name in programs if shutil.which(name) is None]:
        pytest.skip(f"not installed: {' '.join(missing)}")


@pytest.fixture
def display() -> Iterator[str]:
    """The name of a display with a window manager."""
    need(_PROGRAMS)
    if subprocess.run([SYSTEM_PYTHON, "-c", "import pyatspi"], capture_output=True, check=False).returncode:
        pytest.skip("the system's Python has no pyatspi")
    ours, theirs = os.pipe()
    words = ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "1400x900x24", "-nolisten", "tcp"]
    screen = subprocess.Popen(words, pass_fds=[theirs], stderr=subprocess.DEVNULL)
    os.close(theirs)
    with os.fdopen(ours) as told:
        name = f":{told.readline().strip()}"
    manager = subprocess.Popen(
        ["openbox", "--sm-disable"],
        env={**os.environ, "DISPLAY": name},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield name
    for process in (manager, screen):
        process.terminate()
        process.wait()
