"""Writes files all or nothing."""

from __future__ import annotations

import errno
import os
import stat
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from pia_desktop.errors import OutputError
from pia_desktop.held import is_held, replace_patiently
from pia_desktop.i18n import _
from pia_desktop.reasons import system_words

_NEW: Final = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)
_INVALID_NAME: Final = frozenset({123, 206})
"""The Windows error for a name with ``?`` or the like, or one that is too long."""


class _NoFileError(OSError):
    """The name is taken by a folder, a device or a pipe, which no file may replace."""


FileCheck = Callable[[Path], None]
"""Checks a written file before it replaces its target; an exception prevents that."""


class WritingStopped(Exception):
    """The file is no longer wanted; what was there is unchanged."""


def kind_of(path: Path) -> str:
    """The kind of a file by its name, as a suffix: of two names for one kind always the same."""
    suffix = path.suffix.lower()
    return ".html" if suffix == ".htm" else suffix


def unless_stopped(stopped: Callable[[], bool], check: FileCheck | None = None) -> FileCheck:
    """A check that keeps a file from its place once it is no longer wanted; a slow disk takes its time."""

    def look(temporary: Path) -> None:
        if check is not None and not stopped():
            check(temporary)
        if stopped():
            raise WritingStopped

    return look


def write_file(path: Path, text: str, check: FileCheck | None = None) -> None:
    r"""Write UTF-8 text with ``\n`` line ends.  Raises OutputError; then the file is unchanged."""
    write_bytes(path, text.encode("utf-8"), check)


def write_bytes(path: Path, data: bytes, check: FileCheck | None = None) -> None:
    """Write to a temporary file beside the target, then replace it, so that no partial file is
    ever visible.
    """
    with replacing(path, check) as file:
        file.write(data)


@contextmanager
def replacing(path: Path, check: FileCheck | None = None) -> Iterator[BinaryIO]:
    """A temporary file that replaces ``path`` at the end of the block, or is deleted if the block raises.

    For output that is too large for memory.  ``check`` examines the file before it replaces ``path``.  Raises
    OutputError; then ``path`` is unchanged.
    """
    temporary: Path | None = None
    try:
        if path.is_reserved():  # NUL.pdf: on Windows this is a device, and the output would be lost
            raise ValueError(path.name)
        before = path.stat().st_mode if path.exists() else None
        if before is not None and not stat.S_ISREG(before):
            raise _NoFileError(path.name)
        temporary = path.with_name(f".pia-{uuid.uuid4().hex}.tmp")
        with open(temporary, "wb", opener=lambda made, _flags: os.open(made, _NEW, 0o666)) as file:
            # Private until complete, then with the permissions of the old file, or the default for new ones.
            mode = (os.fstat(file.fileno()).st_mode if before is None else before) & 0o777
            temporary.chmod(0o600)
            yield file
            file.flush()
            os.fsync(file.fileno())
        if check is not None:
            check(temporary)
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
    """Delete a rejected file; Windows does not delete files with the target's read-only flag."""
    with suppress(OSError):
        temporary.chmod(0o600)
    with suppress(OSError):
        temporary.unlink()


def _bad_name(error: OSError) -> bool:
    """Whether the name itself is invalid: too long, or impossible on this system."""
    return error.errno == errno.ENAMETOOLONG or getattr(error, "winerror", None) in _INVALID_NAME


def _remedy(path: Path, error: OSError | ValueError) -> str:
    if isinstance(error, ValueError) or _bad_name(error):
        return _("Choose a shorter name without special characters.")
    if path.is_dir():
        return _("There is a folder of this name; choose another name.")
    if isinstance(error, _NoFileError):
        return _("This is a device or a pipe, not a file; choose another name.")
    if isinstance(error, FileNotFoundError | NotADirectoryError) and not path.parent.is_dir():
        return _("The folder {folder} is not there; choose another one.").format(folder=path.parent)
    if isinstance(error, FileNotFoundError):
        return _("No file can be made in the folder {folder}; choose another one.").format(folder=path.parent)
    if isinstance(error, PermissionError) and is_held(error):
        return _("Another program is holding the file. Close it there, or wait a moment, and try again.")
    if isinstance(error, PermissionError):
        return _("Close the file if another program has it open, or choose another folder.")
    return _("The reason: {why}. Mend that and try again, or choose another folder.").format(
        why=system_words(error)
    )
