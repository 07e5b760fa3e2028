"""Makes a PDF booklet of a form's guidance."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.pictures import PictureDict
from pia_desktop.documents.booklet import BOOKLET_TITLE
from pia_desktop.documents.guide import layout_guide
from pia_desktop.i18n import _
from ui.printing.pdf_jobs import PdfJobs
from ui.printing.task import Print
from ui.widgets.dialogs import ask_save_path, busy


def make_booklet(parent: QWidget, snapshot: Snapshot, jobs: PdfJobs) -> None:
    """Ask for a file and write the booklet of the form's guidance to it."""
    name = f"{BOOKLET_TITLE} {snapshot.form.short_title}.pdf"
    path = ask_save_path(parent, _("Make a Booklet of the Guidance"), name, "PDF (*.pdf)", ".pdf")
    if path is None:
        return
    with busy():
        layout = layout_guide(snapshot.form)
    pages = tuple(range(len(layout.pages)))
    jobs.start(Print(snapshot, layout, PictureDict({}), pages), path)
