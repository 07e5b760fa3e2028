"""What is on the clipboard."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard, QGuiApplication

CLIPBOARD: Final = QClipboard.Mode.Clipboard


def clipboard_data(mode: QClipboard.Mode = CLIPBOARD) -> QMimeData:
    """The data on the clipboard; without formats where the system has none to give.

    Qt has none at all if nobody owns the clipboard any more: what its types do not say.
    """
    found: QMimeData | None = QGuiApplication.clipboard().mimeData(mode)
    return found if found is not None else QMimeData()
