"""Handles files that another program briefly keeps open: a virus scanner, a backup.  Windows only.

C library calls report only "Permission denied", so the system is asked again for the reason.  A file cannot
be replaced while any program has it open, whatever it shares.
"""

from __future__ import annotations

import errno
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

PATIENCE: Final = 2.0
"""Seconds for which a file is tried again that another program holds."""

_PAUSE: Final = 0.1
_HELD: Final = frozenset({32, 33})  # sharing violation, lock violation
_DENIED: Final = 5
_READ: Final = 0x80000000
_READ_AND_WRITE: Final = 0xC0000000
_ALL: Final = 7  # others may read, write and delete meanwhile

T = TypeVar("T")


def is_held(error: OSError) -> bool:
    """Whether an error means that another program has the file open."""
    number = getattr(error, "winerror", None)
    if number in _HELD:
        return True
    names = [Path(str(name)) for name in (error.filename, error.filename2) if name is not None]
    if number == _DENIED:
        return any(holds(name, _READ, 0) for name in names)
    return number is None and error.errno == errno.EACCES and any(map(holds, names))


def patiently(act: Callable[[], T]) -> T:
    """Call ``act``, retrying while another program has the file open.  Raises OSError."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return act()
        except OSError as error:
            if not is_held(error) or time.monotonic() >= end:
                raise
        time.sleep(_PAUSE)


def replace_patiently(made: Path, target: Path) -> None:
    """Replace ``target`` by ``made`` as soon as no other program has them open.  Raises OSError."""
    patiently(lambda: made.replace(target))


def holds(path: Path, right: int = _READ_AND_WRITE, share: int = _ALL) -> bool:
    """Whether some program, including this one, blocks this Windows access right on a file.

    ``share``: what others may do meanwhile; with 0 any program that has it open blocks it.
    """
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        open_existing = 3
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateFileW.restype = wintypes.HANDLE
        kernel.CreateFileW.argtypes = [
            *(wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, wintypes.LPVOID),
            *(wintypes.DWORD, wintypes.DWORD, wintypes.HANDLE),
        ]
        kernel.CloseHandle.argtypes = [wintypes.HANDLE]
        handle = kernel.CreateFileW(str(path), right, share, None, open_existing, 0, None)
        if handle == wintypes.HANDLE(-1).value:
            return ctypes.get_last_error() in _HELD
        kernel.CloseHandle(handle)
    return False
