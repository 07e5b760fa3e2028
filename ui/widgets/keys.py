"""Keys that a field in hand leaves to what it lies on, or to nobody."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

_FORWARD = QKeySequence.StandardKey.MoveToNextPage
_BACK = QKeySequence.StandardKey.MoveToPreviousPage


def pages(event: QKeyEvent) -> int:
    """1 for a key that goes a page forward, -1 for one that goes back, 0 for any other.

    No field of a page takes them: a list would change its choice by them.
    """
    return int(event.matches(_FORWARD)) - int(event.matches(_BACK))


def is_stray(event: QKeyEvent) -> bool:
    """Whether a key press is Alt with a letter, an access key that nothing has.

    Qt's fields would take it for the letter alone.
    AltGr, which does type, comes with Ctrl as well, or without Alt.
    """
    typed = event.text().strip()
    return event.modifiers() == Qt.KeyboardModifier.AltModifier and bool(typed) and typed.isprintable()
