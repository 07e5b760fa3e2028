"""Renders pages of PDFs as images, in a child process on demand."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from pia_desktop.errors import UserError
from pia_desktop.intake.child import Reading
from ui.context.background import Jobs, Stopped

_KEPT: Final = 12
"""Pages; one has about a million pixels."""

WantedPage = tuple[Path, int]


class SourcePages(QObject):
    """Renders pages; of the pages requested meanwhile only the last is rendered."""

    drawn = Signal(object, object)
    """A page is there: ``(path, number)``, and its ``QImage`` or, where it cannot be drawn, the UserError."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = Jobs(self)
        self._pages: dict[WantedPage, QImage] = {}
        self._drawing: WantedPage | None = None
        self._next: WantedPage | None = None

    def page(self, path: Path, number: int) -> QImage | None:
        """A rendered page; else None, and ``drawn`` is emitted when it is ready."""
        wanted = path, number
        if wanted in self._pages:
            self._next = None
            return self._pages[wanted]
        if self._drawing is None:
            self._begin(wanted)
        else:
            self._next = wanted if wanted != self._drawing else None
        return None

    def cancel(self) -> None:
        """Stop rendering and end the child process."""
        self._next = None
        self._drawing = None
        self._jobs.cancel()

    def _begin(self, wanted: WantedPage) -> None:
        self._drawing = wanted
        self._jobs.begin(
            lambda stopped, _tell: _draw(wanted, stopped),
            lambda image: self._done(wanted, image),
            failed=lambda error: self._done(wanted, error),
        )

    def _done(self, wanted: WantedPage, found: QImage | UserError | None) -> None:
        self._drawing = None
        if isinstance(found, QImage):
            while len(self._pages) >= _KEPT:
                del self._pages[next(iter(self._pages))]
            self._pages[wanted] = found
        if found is not None:
            self.drawn.emit(wanted, found)
        following, self._next = self._next, None
        if following is not None:
            self._begin(following)


def _draw(wanted: WantedPage, stopped: Stopped) -> QImage | None:
    path, number = wanted
    data = Reading(path, page=number).picture(stopped)
    return None if data is None else QImage.fromData(data)
