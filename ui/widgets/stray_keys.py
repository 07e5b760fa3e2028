"""Access keys that nothing has: they type no letter into the field in hand, and choose nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


def is_stray(event: QKeyEvent) -> bool:
    """Whether a key press is Alt with a letter, which Qt's fields would take for the letter alone.

    AltGr, which does type, comes with Ctrl as well, or without Alt.
    """
    typed = event.text().strip()
    return event.modifiers() == Qt.KeyboardModifier.AltModifier and bool(typed) and typed.isprintable()
