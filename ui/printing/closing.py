"""Asks before a window closes for which a file or a print is being made."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QWidget

from pia_desktop.i18n import N_, _
from ui.widgets.dialogs import ask

_LOOK: Final = 200
"""Milliseconds between two looks at whether it is finished meanwhile."""


class Leaving(NamedTuple):
    """What the question says: what is lost, and the two ways."""

    lost: str
    stop: str
    stay: str


CLOSING: Final = Leaving(
    N_("If the window is closed now, what is not finished is lost."), N_("Stop and Close"), N_("Keep Open")
)
ANOTHER_CABINET: Final = Leaving(
    N_("If another cabinet is opened now, what is not finished is lost."), N_("Stop and Open It"), N_("Stay")
)


def may_close(
    window: QWidget, close: Callable[[], object], also: Iterable[QWidget] = (), words: Leaving = CLOSING
) -> bool:
    """Whether nothing is being made for a window, its dialogs and the windows that close with it; else asks,
    and calls ``close`` once that is stopped.
    """
    from ui.printing.line_jobs import LineJobs

    running = [one for widget in (window, *also) for one in widget.findChildren(LineJobs) if one.running]
    if not running:
        return True

    def stop() -> None:
        for one in running:
            one.cancel()
        close()

    question = ask(
        window,
        _("A file or a print is still being made."),
        _(words.lost),
        [(_(words.stop), stop), (_(words.stay), None)],
        careful=True,
    )
    _withdraw(question, lambda: not any(one.running for one in running))
    return False


def _withdraw(question: QDialog, finished: Callable[[], bool]) -> None:
    """Close a question once its jobs are finished."""
    look = QTimer(question)
    look.timeout.connect(lambda: question.reject() if finished() else None)
    look.start(_LOOK)
