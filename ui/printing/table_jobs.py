"""Writes tables and whole assessments to files in a thread."""

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
    from pia_desktop.assessment.pictures import PictureSource
    from pia_desktop.outputs.release import Release
    from pia_desktop.paper.style import Style

Written = tuple[str, ...] | None
"""What a written file lacks; None if it was stopped, and what was there is unchanged."""


class TableJobs(LineJobs):
    """The files that a window writes; ``line`` shows a running job and cancels it."""

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

    def start_export(self, given: Release, pictures: PictureSource, target: Path) -> None:
        """Start writing an assessment, as the kind of file that its name says; tells what it lacks."""
        self._begin(target, lambda stopped, _tell: _write_export(given, pictures, target, stopped))

    def _begin(self, target: Path, write: Callable[[Stopped, Callable[[int], None]], Written]) -> None:
        self.line.begin(_("Making {file}…").format(file=target.name), 0)
        self.jobs.begin(
            write,
            lambda missing: self._ended(target, missing),
            failed=lambda error: self.tell_failure(_("The file could not be made: {reason}"), error),
        )

    def _ended(self, target: Path, missing: Written) -> None:
        self.end_line()
        if missing is not None:
            heading = _("The file is ready, but something is missing in it.") if missing else ""
            tell_ready(self.window, target, heading=heading, details="\n".join(missing))


def write_table(
    make: Callable[[], TableDocument], target: Path, stopped: Stopped, check: FileCheck | None = None
) -> Written:
    """Write one file."""
    from pia_desktop.documents.writing import table_bytes  # the library for Word files is slow to import

    return _write_bytes(lambda style: table_bytes(make(), target, style), target, stopped, check)


def _write_bytes(
    make: Callable[[Style], bytes], target: Path, stopped: Stopped, check: FileCheck | None = None
) -> Written:
    from pia_desktop.paper.fontchain import users_fonts
    from pia_desktop.paper.style import Style

    data = make(Style(1.0, users_fonts()))
    try:
        write_bytes(target, data, unless_stopped(stopped, check))
    except WritingStopped:
        return None
    return ()


def _write_export(given: Release, pictures: PictureSource, target: Path, stopped: Stopped) -> Written:
    from pia_desktop.outputs.exporting import write_export

    try:
        return write_export(given, pictures, target, stopped)
    except WritingStopped:
        return None
