"""Writes tables to files in a thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pia_desktop.documents.table import TableDocument
from pia_desktop.files import FileCheck, WritingStopped, unless_stopped, write_bytes
from pia_desktop.i18n import _
from ui.context.background import Stopped
from ui.printing.line_jobs import LineJobs
from ui.printing.ready import tell_ready

if TYPE_CHECKING:
    from pia_desktop.paper.style import Style


class TableJobs(LineJobs):
    """The tables that a window writes; ``line`` shows a running job and cancels it."""

    def start(self, make: Callable[[], TableDocument], target: Path, check: FileCheck | None = None) -> None:
        """Start writing; ``make`` is called in the thread and must use immutable data only.

        ``check`` examines the written file before it replaces the target.
        """
        self._begin(target, lambda stopped, _tell: write_table(make, target, stopped, check))

    def start_bytes(
        self, make: Callable[[Style], bytes], target: Path, check: FileCheck | None = None
    ) -> None:
        """Like ``start``, with ``make`` returning the whole file; it gets the user's print style."""
        self._begin(target, lambda stopped, _tell: _write_bytes(make, target, stopped, check))

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
            tell_ready(self.window, target)


def write_table(
    make: Callable[[], TableDocument], target: Path, stopped: Stopped, check: FileCheck | None = None
) -> bool:
    """Write one file; False if stopped, and what was there is unchanged."""
    from pia_desktop.documents.writing import table_bytes  # the library for Word files is slow to import

    return _write_bytes(lambda style: table_bytes(make(), target, style), target, stopped, check)


def _write_bytes(
    make: Callable[[Style], bytes], target: Path, stopped: Stopped, check: FileCheck | None = None
) -> bool:
    from pia_desktop.paper.fontchain import users_fonts
    from pia_desktop.paper.style import Style

    data = make(Style(1.0, users_fonts()))
    if stopped():
        return False
    try:
        write_bytes(target, data, unless_stopped(stopped, check))
    except WritingStopped:
        return False
    return True
