"""Page Up and Page Down, which no field of a page takes: a list would change its choice by them."""

from __future__ import annotations

from PySide6.QtGui import QKeyEvent, QKeySequence

_FORWARD = QKeySequence.StandardKey.MoveToNextPage
_BACK = QKeySequence.StandardKey.MoveToPreviousPage


def pages(event: QKeyEvent) -> int:
    """1 for a key that goes a page forward, -1 for one that goes back, 0 for any other."""
    return int(event.matches(_FORWARD)) - int(event.matches(_BACK))
