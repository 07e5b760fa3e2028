"""The recent cabinets on the first page, and which of them exist."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from pia_desktop.i18n import _
from ui.cabinet.welcome import WelcomePage
from ui.context.background import begin_thread
from ui.widgets.settings import recent_cabinets

_SHOWN: Final = 5


class RecentCabinets(QObject):
    """Shows them at once and looks for them in a thread: an unreachable server takes seconds to fail.

    Missing ones are marked but stay in the list; a share is often only offline.
    """

    _missing = Signal(object)

    def __init__(self, page: WelcomePage) -> None:
        super().__init__(page)
        self._page = page
        self._missing.connect(page.mark_missing)

    def show(self) -> None:
        """Put them on the page."""
        recent = recent_cabinets()[:_SHOWN]
        self._page.show_links(_("Recent cabinets"), [str(path) for path in recent])
        if recent:
            begin_thread(lambda: self._look(recent), "recent cabinets")

    def _look(self, paths: Sequence[Path]) -> None:
        for path in paths:
            if not _is_there(path):
                with suppress(RuntimeError):  # the window may be gone by now
                    self._missing.emit([str(path)])


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False
