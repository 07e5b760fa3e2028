"""Tables written to files in a thread of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pia_desktop.documents.table import TableDocument
from pia_desktop.files import Look, write_bytes
from pia_desktop.i18n import _
from ui.context.background import Stopped
from ui.printing.line_jobs import LineJobs
from ui.printing.pdf_jobs import open_file
from ui.widgets.dialogs import MessageDialog

if TYPE_CHECKING:
    from pia_desktop.paper.style import Style


class TableJobs(LineJobs):
    """The tables that a window writes."""

    def start(self, make: Callable[[], TableDocument], target: Path, look: Look | None = None) -> None:
        """Begin to write; ``make`` is called in the thread and must use what does not change.

        ``look`` looks through the written file before it takes its place.
        """
        self._begin(target, lambda stopped, _tell: write_table(make, target, stopped, look))

    def start_bytes(self, make: Callable[[Style], bytes], target: Path, look: Look | None = None) -> None:
        """The same of what ``make`` gives as the whole file; it is told how the user prints."""
        self._begin(target, lambda stopped, _tell: _write_bytes(make, target, stopped, look))

    def _begin(self, target: Path, write: Callable[[Stopped, Callable[[int], None]], bool]) -> None:
        self.line.begin(_("Making {file}…").format(file=target.name), 0)
        self.jobs.begin(
            write,
            lambda whole: self._ended(target, whole),
            failed=lambda error: self.tell_failure(_("The file could not be made: {reason}"), error),
        )

    def _ended(self, target: Path, whole: bool) -> None:
        self.end_line()
        if whole:
            choices = [(_("Open the File"), lambda: open_file(target)), (_("Close"), None)]
            MessageDialog(self.window, _("The file is ready."), str(target), "", choices, symbol="pdf").open()


def write_table(
    make: Callable[[], TableDocument], target: Path, stopped: Stopped, look: Look | None = None
) -> bool:
    """Write one file; stopped before it is written, it is not: False."""
    from pia_desktop.documents.writing import table_bytes  # a word processor's file takes time to load

    return _write_bytes(lambda style: table_bytes(make(), target, style), target, stopped, look)


def _write_bytes(
    make: Callable[[Style], bytes], target: Path, stopped: Stopped, look: Look | None = None
) -> bool:
    from pia_desktop.paper.fontchain import users_fonts
    from pia_desktop.paper.style import Style

    data = make(Style(1.0, users_fonts()))
    if stopped():
        return False
    write_bytes(target, data, look)
    return True
