"""A file in the hands of another program: truly on Windows, elsewhere as Windows would tell of it."""

from __future__ import annotations

import errno
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
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

Hold = Callable[..., object]


@contextmanager
def held(
    monkeypatch: pytest.MonkeyPatch, path: Path, seconds: float, *, others_read: bool = False
) -> Iterator[None]:
    """For so long a scanner has the file, and lets others read it or not even that."""
    if not ON_WINDOWS:
        with monkeypatch.context() as patch:
            _simulate(patch, path, time.monotonic() + seconds, others_read=others_read)
            yield
        return
    words = [sys.executable, "-c", _HOLD, str(path), "1" if others_read else "0", str(seconds)]
    scanner = subprocess.Popen(words, stdout=subprocess.PIPE)
    assert scanner.stdout is not None
    assert scanner.stdout.readline().strip() == b"held"
    try:
        yield
    finally:
        scanner.kill()
        scanner.communicate()


def _simulate(patch: pytest.MonkeyPatch, path: Path, end: float, *, others_read: bool) -> None:
    open_, replace = Path.open, Path.replace

    def bars(asked: Path) -> bool:
        return asked == path and time.monotonic() < end

    def opened(self: Path, mode: str = "r", *arguments: object, **options: object) -> object:
        if bars(self) and not (others_read and "+" not in mode and "w" not in mode):
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return open_(self, mode, *arguments, **options)  # type: ignore[call-overload]

    def replaced(self: Path, target: Path) -> Path:
        if bars(self) or bars(target):
            error = PermissionError(errno.EACCES, "Access is denied", str(self), 5, str(target))
            error.winerror = 5  # type: ignore[attr-defined, unused-ignore]
            raise error
        return replace(self, target)

    patch.setattr(Path, "open", opened)
    patch.setattr(Path, "replace", replaced)
    for module in ("pia_desktop.held", "db.errors"):
        patch.setattr(f"{module}.holds", lambda asked, *_right: bars(asked))
