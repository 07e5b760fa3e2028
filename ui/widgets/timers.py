"""Pauses: what is done once after a while."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def single_shot(parent: QObject, pause: int, act: Callable[[], object]) -> QTimer:
    """A timer that does something once, ``pause`` milliseconds after each ``start``."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(pause)
    timer.timeout.connect(act)
    return timer
