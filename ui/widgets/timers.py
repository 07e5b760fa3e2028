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


def once_standing(parent: QObject, pause: int, act: Callable[[], object]) -> QTimer:
    """Do something a while after the window that is being made stands.

    It counts from then: on a slow machine the making outlasts the pause, and the first picture would wait.
    """
    timer = single_shot(parent, pause, act)
    QTimer.singleShot(0, timer, timer.start)
    return timer
