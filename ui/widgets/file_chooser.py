"""Asking the user for files.  A window has a chooser, which all its dialogs use."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol, runtime_checkable

from PySide6.QtWidgets import QFileDialog, QWidget

from pia_desktop.files import kind_of
from ui.widgets.settings import last_folder, remember_folder

_ENDING: Final = re.compile(r"\(\*(\.\w+)\)")
"""In the words of a kind of file: Excel (*.xlsx)."""


class FileChooser(Protocol):
    """Asks for files and folders; None if the user cancels."""

    def open_path(self, parent: QWidget | None, title: str, kinds: str) -> Path | None:
        """A file to open; ``kinds`` is a name filter of Qt's file dialog."""

    def save_path(
        self, parent: QWidget | None, title: str, suggested: str, kinds: str, suffix: str
    ) -> Path | None:
        """A file to write; the user has confirmed replacing an existing one."""

    def folder(self, parent: QWidget | None, title: str) -> Path | None:
        """A folder to write files into."""


class SystemFiles:
    """The system's own dialogs, starting in the last used folder."""

    def open_path(self, parent: QWidget | None, title: str, kinds: str) -> Path | None:
        name, _kind = QFileDialog.getOpenFileName(parent, title, str(last_folder()), kinds)
        return _remembered(name)

    def open_paths(self, parent: QWidget | None, title: str, kinds: str) -> list[Path]:
        names, _kind = QFileDialog.getOpenFileNames(parent, title, str(last_folder()), kinds)
        paths = [Path(name) for name in names]
        if paths:
            remember_folder(paths[0].parent)
        return paths

    def save_path(
        self, parent: QWidget | None, title: str, suggested: str, kinds: str, suffix: str
    ) -> Path | None:
        """A name that ends as none of the kinds, or still as suggested, gets the ending of the chosen kind.

        So a dot may be part of it (R6.8.30), and a file of another sort is never replaced.  It asks again if
        there is such a file: nobody has agreed to replacing it.
        """
        name, kind = QFileDialog.getSaveFileName(parent, title, str(last_folder() / suggested), kinds)
        path = _remembered(name)
        if path is None:
            return None
        ending = _ENDING.search(kind)
        whole = _with_ending(path, ending[1] if ending else suffix, suffix, _ENDING.findall(kinds))
        if whole == path or not whole.exists():
            return whole
        others = [one for one in kinds.split(";;") if one != kind]
        return self.save_path(parent, title, whole.name, ";;".join([kind, *others]), suffix)

    def folder(self, parent: QWidget | None, title: str) -> Path | None:
        name = QFileDialog.getExistingDirectory(parent, title, str(last_folder()))
        if not name:
            return None
        remember_folder(Path(name))
        return Path(name)


def _with_ending(path: Path, ending: str, suggested: str, offered: Sequence[str]) -> Path:
    kind = kind_of(path)
    if kind == suggested:
        return path if kind == ending else path.with_suffix(ending)
    return path if kind in offered else path.with_name(path.name + ending)


def _remembered(name: str) -> Path | None:
    if not name:
        return None
    remember_folder(Path(name).parent)
    return Path(name)


@runtime_checkable
class ChoosesSeveral(Protocol):
    """A chooser that can select several files."""

    def open_paths(self, parent: QWidget | None, title: str, kinds: str) -> list[Path]:
        """Files to open; empty if the user cancels."""


@runtime_checkable
class ChoosesFiles(Protocol):
    """A window with a chooser."""

    file_chooser: FileChooser


def chooser_of(widget: QWidget | None) -> FileChooser:
    """The chooser of a widget's window, or the system's."""
    while widget is not None:
        if isinstance(widget, ChoosesFiles):
            return widget.file_chooser
        widget = widget.parentWidget()
    return SystemFiles()
