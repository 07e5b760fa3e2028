"""Asks before a window with a running print closes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, Protocol

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QWidget

from pia_desktop.i18n import _
from ui.widgets.dialogs import ask

_LOOK: Final = 200
"""Milliseconds between two looks at whether it is finished meanwhile."""


class Running(Protocol):
    """A job of a window."""

    @property
    def running(self) -> bool:
        """Whether it is still running."""
        ...

    def cancel(self) -> None:
        """Cancel it."""
        ...


def may_close(window: QWidget, jobs: Iterable[Running | None], close: Callable[[], object]) -> bool:
    """Whether no job is running; else asks, and calls ``close`` once they are stopped."""
    running = [one for one in jobs if one is not None and one.running]
    if not running:
        return True

    def stop() -> None:
        for one in running:
            one.cancel()
        close()

    question = ask(
        window,
        _("A file or a print is still being made."),
        _("If the window is closed now, what is not finished is lost."),
        [(_("Stop and Close"), stop), (_("Keep Open"), None)],
        careful=True,
    )
    _withdraw(question, lambda: not any(one.running for one in running))
    return False


def _withdraw(question: QDialog, finished: Callable[[], bool]) -> None:
    """Close a question once its jobs are finished."""
    look = QTimer(question)
    look.timeout.connect(lambda: question.reject() if finished() else None)
    look.start(_LOOK)
