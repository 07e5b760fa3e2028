"""Writing a file whole or not at all."""

from __future__ import annotations

import errno
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from pia_desktop.errors import OutputError
from pia_desktop.held import is_held, replace_patiently
from pia_desktop.i18n import _

_NEW: Final = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)
_INVALID_NAME: Final = frozenset({123, 206})
"""What Windows says of a name with ``?`` or the like, or of one that is too long."""

Look = Callable[[Path], None]
"""Looks through a file that is written but has not taken its place yet; what it raises keeps it from that."""


def write_file(path: Path, text: str, look: Look | None = None) -> None:
    """Write a text in UTF-8 with ``\\n`` line ends.  Raises OutputError; then the file is as it was."""
    write_bytes(path, text.encode("utf-8"), look)


def write_bytes(path: Path, data: bytes, look: Look | None = None) -> None:
    """Write to a temporary file beside the target, then replace it, so that no half file is ever seen."""
    with replacing(path, look) as file:
        file.write(data)


@contextmanager
def replacing(path: Path, look: Look | None = None) -> Iterator[BinaryIO]:
    """A file to write to; it takes the place of ``path`` at the end, and is gone where the block raised.

    For what is too large to be made before it is written.  Raises OutputError; then ``path`` is as it was,
    as it is where ``look`` does not let the written file pass.
    """
    temporary: Path | None = None
    try:
        if path.is_reserved():  # NUL.pdf: Windows would give it to a device, and nothing would be kept
            raise ValueError(path.name)
        before = path.stat().st_mode if path.exists() else None
        made = path.with_name(f".pia-{uuid.uuid4().hex}.tmp")
        handle = os.open(made, _NEW, 0o666)
        temporary = made
        with os.fdopen(handle, "wb") as file:
            # As open as the file before it, or as the system lets a new one be; its owner's alone until then.
            mode = (os.fstat(handle).st_mode if before is None else before) & 0o777
            made.chmod(0o600)
            yield file
            file.flush()
            os.fsync(file.fileno())
        if look is not None:
            look(temporary)
        temporary.chmod(mode)
        replace_patiently(temporary, path)
    except BaseException as error:
        if temporary is not None:
            _remove(temporary)
        if not isinstance(error, OSError | ValueError):
            raise
        raise OutputError(
            _("The file {file} could not be written.").format(file=path), _remedy(path, error)
        ) from error


def _remove(temporary: Path) -> None:
    """Take away what was not let through; Windows removes nothing that is as read-only as its target was."""
    with suppress(OSError):
        temporary.chmod(0o600)
    with suppress(OSError):
        temporary.unlink()


def _bad_name(path: Path, error: OSError | ValueError) -> bool:
    """Whether the name itself is at fault: too long, or not one that this system can have."""
    if isinstance(error, ValueError) or error.errno == errno.ENAMETOOLONG:
        return True
    return getattr(error, "winerror", None) in _INVALID_NAME


def _remedy(path: Path, error: OSError | ValueError) -> str:
    if _bad_name(path, error):
        return _("Choose a shorter name without special characters.")
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return _("The folder {folder} is not there; choose another one.").format(folder=path.parent)
    if isinstance(error, IsADirectoryError) or path.is_dir():
        return _("There is a folder of this name; choose another name.")
    if isinstance(error, PermissionError) and is_held(error):
        return _("Another program is holding the file. Close it there, or wait a moment, and try again.")
    if isinstance(error, PermissionError):
        return _("Close the file if another program has it open, or choose another folder.")
    return _("Check that there is room on the disk, or choose another folder.")
