"""Prints to PDF in a thread, from a frozen snapshot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.files import WritingStopped, replacing, unless_stopped
from pia_desktop.i18n import _, ngettext
from ui.context.background import Stopped
from ui.printing.line_jobs import MAX_LISTED, LineJobs
from ui.printing.ready import tell_ready

if TYPE_CHECKING:
    from pia_desktop.paper.layout import Layout
    from ui.printing.task import Print, ProgressCall


def write_pdf(job: Print, target: Path, stopped: Stopped, progress: ProgressCall) -> bool:
    """Write a PDF; False if stopped, and no file is left.  Raises OutputError."""
    from pia_desktop.paper import draw  # imported only when something is printed

    def advance(done: int) -> None:
        progress(done)
        if stopped():
            raise WritingStopped

    check = None if job.guard is None else job.guard.file_check(".pdf")
    try:
        with replacing(target, unless_stopped(stopped, check)) as file:
            draw.write_pdf(job.layout, job.pictures, file, job.pages, advance)
    except WritingStopped:
        return False
    return True


Writer = Callable[["Print", Path, Stopped, "ProgressCall"], bool]


class PdfJobs(LineJobs):
    """The PDF jobs of one window; ``line`` shows a running one."""

    def __init__(self, window: QWidget, writer: Writer = write_pdf) -> None:
        super().__init__(window)
        self._writer = writer

    def start(self, job: Print, target: Path) -> None:
        writer = self._writer
        self.line.begin(_("Making {file}…").format(file=target.name), len(job.pages))
        self.jobs.begin(
            lambda stopped, tell: writer(job, target, stopped, tell),
            lambda whole: self._ended(job, target, whole),
            progress=self.line.advance,
            failed=lambda error: self.tell_failure(_("The PDF could not be made: {reason}"), error),
        )

    def _ended(self, job: Print, target: Path, whole: bool) -> None:
        self.end_line()
        if not whole:
            return
        words = ""
        if job.lost:
            what = ngettext(
                "{count:,} thing could not be printed as it stands:",
                "{count:,} things could not be printed as they stand:",
                len(job.lost),
            )
            words = what.format(count=len(job.lost))
        self.keep_report(
            tell_ready(
                self.window,
                target,
                heading=_("The PDF is ready."),
                opens=_("Open the PDF"),
                words=words,
                details="\n".join(job.lost[:MAX_LISTED]),
            )
        )


def lost_words(snapshot: Snapshot, layout: Layout) -> tuple[str, ...]:
    """What a layout reports as unprintable, each with its item."""
    from pia_desktop.paper.findings import print_findings

    return tuple(dict.fromkeys(str(fault) for fault in print_findings(layout, snapshot)))
