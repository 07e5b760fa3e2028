"""Tells that a file is ready, and opens it or the folder that it is in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from pia_desktop.i18n import _
from ui.widgets.dialogs import MessageDialog


def tell_ready(
    parent: QWidget,
    path: Path,
    *,
    heading: str = "",
    opens: str = "",
    words: str = "",
    details: str = "",
) -> MessageDialog:
    """Say where the file is; ``words`` and ``details`` are what is missing in it."""
    dialog = MessageDialog(
        parent,
        heading or _("The file is ready."),
        f"{path}\n{words}".rstrip(),
        details,
        [
            (opens or _("Open the File"), lambda: open_file(path)),
            (_("Open the Folder"), lambda: open_file(path.parent)),
            (_("Close"), None),
        ],
        symbol="warning" if details else "pdf",
    )
    dialog.open()
    return dialog


def open_file(path: Path) -> None:
    """Open a file or folder with the system's default program."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
