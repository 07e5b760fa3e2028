"""Why the system refuses access to a file, in the user's words.  SQLite does not distinguish disk errors."""

from __future__ import annotations

import errno
import os
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Final

from pia_desktop.held import is_held
from pia_desktop.i18n import _

_PROBE_BYTES: Final = 65_536
_FULL: Final = frozenset({39, 112})
_QUOTA: Final = frozenset({1295})
_PROTECTED: Final = frozenset({19})
_LONG: Final = frozenset({206})
_BROKEN: Final = frozenset({23, 1117})
_TOO_LARGE: Final = frozenset({223})
_MANY_OPEN: Final = frozenset({4})
_NO_MEMORY: Final = frozenset({8, 14, 1450, 1455})
_AWAY: Final = frozenset({53, 55, 59, 64, 67, 121})


def is_full(error: OSError) -> bool:
    """Whether the disk is full or the user's quota is used up."""
    return error.errno == errno.ENOSPC or getattr(error, "winerror", None) in _FULL or is_over_quota(error)


def is_over_quota(error: OSError) -> bool:
    """Whether the user's disk quota is used up."""
    return error.errno == errno.EDQUOT or getattr(error, "winerror", None) in _QUOTA


def held_file_advice() -> str:
    """Advice for a file that an unknown program has open."""
    return _("another program is holding the file, perhaps a virus scanner or a backup")


def system_words(error: OSError) -> str:
    """The reason of a system error."""
    number = getattr(error, "winerror", None)
    if is_held(error) or error.errno == errno.EBUSY:
        return held_file_advice()
    if is_over_quota(error):
        return _("the space that you may use on this disk (your quota) is used up")
    if is_full(error):
        return _("the disk is full")
    if error.errno == errno.EROFS or number in _PROTECTED:
        return _("the disk is write-protected")
    if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.ESTALE) or number in _AWAY:
        return _("the folder or drive is not there")
    if error.errno == errno.ENAMETOOLONG or number in _LONG:
        return _("the name is too long")
    if error.errno == errno.EIO or number in _BROKEN:
        return _("the disk or network drive reports an error")
    if error.errno in (errno.EACCES, errno.EPERM):
        return _("you may not write there")
    if error.errno == errno.EFBIG or number in _TOO_LARGE:
        return _("a file of this size does not fit this disk")
    if error.errno in (errno.EMFILE, errno.ENFILE) or number in _MANY_OPEN:
        return _("too many files are open at once")
    if error.errno in (errno.ENOMEM, errno.EAGAIN) or number in _NO_MEMORY:
        return _("memory is short")
    return error.strerror or str(error)


def reading_words(error: OSError) -> str:
    """The reason why a file or folder cannot be read."""
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return _("there is no such file")
    if isinstance(error, IsADirectoryError):
        return _("it is a folder")
    if isinstance(error, PermissionError) and not is_held(error):
        return _("you may not read it")
    return system_words(error)


def write_refusal(path: Path) -> OSError | None:
    """The system's error when creating a file beside this one; None if that succeeds.

    The file itself is not opened: closing it again would release SQLite's locks on it.
    """
    probe = path.with_name(f".{path.name[:40]}.{uuid.uuid4().hex[:8]}.tmp")
    try:
        _write_probe(probe)
    except FileNotFoundError as error:
        # Folders of the system itself (/proc) deny the name where others deny the right.
        return PermissionError(errno.EACCES, "", str(probe)) if path.parent.is_dir() else error
    except OSError as error:
        return error
    finally:
        with suppress(OSError):
            probe.unlink(missing_ok=True)
    return None


def _write_probe(probe: Path) -> None:
    with probe.open("xb") as file:
        file.write(b"\0" * _PROBE_BYTES)
        file.flush()
        os.fsync(file.fileno())
