"""Whether a cabinet lies on a network share, and which SQLite journal mode it needs there."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path, PurePath, PurePosixPath
from typing import Final

from db.connect import Channel
from db.errors import CabinetInUse

_NETWORK_TYPES: Final = frozenset(
    {
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "9p",
        "afs",
        "ceph",
        "fuse.sshfs",
        "fuse.davfs",
        "fuse.rclone",
        "davfs",
    }
)
_DRIVE_REMOVABLE: Final = 2
_DRIVE_REMOTE: Final = 4


def choose_journal(writer: Channel) -> None:
    """WAL on a local disk; a rollback journal on a network share, where WAL can lose data."""
    if on_network(writer.path):
        writer.pragma("journal_mode=DELETE")
        return
    with suppress(CabinetInUse):  # somebody is reading: keep the present journal mode
        writer.pragma("journal_mode=WAL")


def on_network(path: Path) -> bool:
    """Whether a file lies on a network share, where WAL's shared memory does not work."""
    if sys.platform == "win32":
        return is_unc(path) or _drive_type(path) == _DRIVE_REMOTE
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return False
    return file_system_of(path, mounts) in _NETWORK_TYPES


def on_removable(path: Path) -> bool:
    """Whether a file lies on a removable disk: a USB stick, a memory card."""
    if sys.platform == "win32":
        return _drive_type(path) == _DRIVE_REMOVABLE
    try:
        device = path.stat().st_dev
        found = Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}").resolve(strict=True)
    except OSError:
        return False
    for folder in (found, found.parent):  # a partition's parent folder is its disk
        with suppress(OSError):
            return (folder / "removable").read_text(encoding="ascii").strip() == "1"
    return False


def is_unc(path: PurePath) -> bool:
    r"""Whether a Windows path names a share, ``\\server\share`` or in its long form."""
    drive = path.drive
    return drive.startswith("\\\\?\\UNC\\") or (drive.startswith("\\\\") and not drive.startswith("\\\\?\\"))


def file_system_of(path: PurePath, mountinfo: str) -> str:
    """File system type of a path according to Linux's ``/proc/self/mountinfo``; empty if unknown."""
    best, found = -1, ""
    for line in mountinfo.splitlines():
        fields, separator, behind = line.partition(" - ")
        parts = fields.split(" ")
        if not separator or len(parts) < 5:
            continue
        mount = PurePosixPath(_unescaped(parts[4]))
        if path.is_relative_to(mount) and len(mount.parts) >= best:
            best, found = len(mount.parts), behind.split(" ")[0]
    return found


def _unescaped(field: str) -> str:
    for code in ("040", "011", "012", "134"):
        field = field.replace("\\" + code, chr(int(code, 8)))
    return field


def _drive_type(path: PurePath) -> int:
    """Result of ``GetDriveTypeW``; 0 on other systems."""
    import ctypes

    windows = getattr(ctypes, "windll", None)
    root = path.drive.removeprefix("\\\\?\\") + "\\"
    return int(windows.kernel32.GetDriveTypeW(root)) if windows else 0
