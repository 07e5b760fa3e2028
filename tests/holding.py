"""A file in the hands of another program: truly on Windows, elsewhere as Windows would tell of it."""

from __future__ import annotations

import errno
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ON_WINDOWS = sys.platform == "win32"

_HOLD = """
import ctypes, sys, time
from ctypes import wintypes
kernel = ctypes.WinDLL("kernel32", use_last_error=True)
kernel.CreateFileW.restype = wintypes.HANDLE
handle = kernel.CreateFileW(sys.argv[1], 0x80000000, int(sys.argv[2]), None, 3, 0, None)
assert handle not in (None, wintypes.HANDLE(-1).value), ctypes.get_last_error()
print("held", flush=True)
time.sleep(float(sys.argv[3]))
"""

NOTHING, READING, EVERYTHING = 0, 1, 7
"""What a scanner lets others do with the file that it has open; nothing takes its place in either case."""

_WRITE = 0x40000000


@contextmanager
def held(
    monkeypatch: pytest.MonkeyPatch, path: Path, seconds: float, shares: int = NOTHING
) -> Iterator[None]:
    """For so long a scanner has the file open."""
    if not ON_WINDOWS:
        with monkeypatch.context() as patch:
            _simulate(patch, path, time.monotonic() + seconds, shares)
            yield
        return
    words = [sys.executable, "-c", _HOLD, str(path), str(shares), str(seconds)]
    scanner = subprocess.Popen(words, stdout=subprocess.PIPE)
    assert scanner.stdout is not None
    assert scanner.stdout.readline().strip() == b"held"
    try:
        yield
    finally:
        scanner.kill()
        scanner.communicate()


def _simulate(patch: pytest.MonkeyPatch, path: Path, end: float, shares: int) -> None:
    open_, replace = Path.open, Path.replace

    def is_open(asked: Path) -> bool:
        return asked == path and time.monotonic() < end

    def opened(self: Path, mode: str = "r", *arguments: object, **options: object) -> object:
        if is_open(self) and shares != EVERYTHING and (shares == NOTHING or "+" in mode or "w" in mode):
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return open_(self, mode, *arguments, **options)  # type: ignore[call-overload]

    def replaced(self: Path, target: Path) -> Path:
        if is_open(self) or is_open(target):
            error = PermissionError(errno.EACCES, "Access is denied", str(self), 5, str(target))
            error.winerror = 5  # type: ignore[attr-defined, unused-ignore]
            raise error
        return replace(self, target)

    def holds(asked: Path, right: int = _WRITE, share: int = EVERYTHING) -> bool:
        barred = shares == NOTHING or share == NOTHING or (shares == READING and right & _WRITE)
        return is_open(asked) and bool(barred)

    patch.setattr(Path, "open", opened)
    patch.setattr(Path, "replace", replaced)
    for module in ("pia_desktop.held", "db.errors"):
        patch.setattr(f"{module}.holds", holds)
