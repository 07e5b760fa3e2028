"""Finds documents in what was chosen or dropped: files, and folders to search."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from pia_desktop.incoming import SUFFIXES
from pia_desktop.reasons import reading_words
from ui.context.background import begin_thread

_MOST: Final = 500
"""Files of one folder; nobody looks over more."""

_PATIENCE: Final = 500
"""Milliseconds after which it is said that something is looked for."""


def documents_in(folder: Path) -> list[Path]:
    """The documents of a folder by name, without its subfolders.

    Lock files of office programs (``~$…``) are skipped.
    """
    found = (one for one in folder.iterdir() if one.suffix.lower() in SUFFIXES)
    return sorted(one for one in found if one.is_file() and not one.name.startswith("~$"))[:_MOST]


def documents_at(paths: Sequence[Path]) -> list[Path]:
    """Files as they are, and the documents in folders.  Raises UserError; blocks on a slow disk."""
    try:
        return [one for path in paths for one in (documents_in(path) if path.is_dir() else [path])]
    except OSError as error:
        reason = _("The folder {folder} cannot be read: {why}.").format(
            folder=error.filename, why=reading_words(error)
        )
        raise UserError(reason, _("Choose another folder, or drop the documents themselves.")) from error


class DocumentSearch(QObject):
    """Looks for documents in daemon threads: an unreachable server takes many seconds to answer."""

    found = Signal(object)
    """The paths of one search."""
    failed = Signal(object)
    """The UserError of one search."""
    slow = Signal()
    """It takes more than a moment."""
    _ended = Signal(int, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._numbers = count()
        self._awaited: set[int] = set()
        self._ended.connect(self._hear)

    def look(self, paths: Sequence[Path]) -> None:
        """Start a search; running ones continue."""
        number = next(self._numbers)
        self._awaited.add(number)
        begin_thread(lambda: self._find(number, paths), "documents")
        QTimer.singleShot(_PATIENCE, self, lambda: self._tell_slow(number))

    def cancel(self) -> None:
        """Ignore the results of running searches."""
        self._awaited.clear()

    def _tell_slow(self, number: int) -> None:
        if number in self._awaited:
            self.slow.emit()

    def _find(self, number: int, paths: Sequence[Path]) -> None:
        ended: list[Path] | UserError
        try:
            ended = documents_at(paths)
        except UserError as error:
            ended = error
        with suppress(RuntimeError):  # the window may be closed by now
            self._ended.emit(number, ended)

    def _hear(self, number: int, ended: list[Path] | UserError) -> None:
        if number in self._awaited:
            self._awaited.remove(number)
            (self.failed if isinstance(ended, UserError) else self.found).emit(ended)
