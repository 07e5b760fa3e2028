"""What the list's commands need of the window that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from db.records import AssessmentInfo
from pia_desktop.cabinet_lists.assessment_rows import Row
from pia_desktop.cabinet_lists.row_choice import Drawer
from ui.carrying.carry_commands import CarryListing

if TYPE_CHECKING:
    from ui.printing.pdf_jobs import PdfJobs
    from ui.printing.printer import PaperJobs
    from ui.printing.table_jobs import TableJobs


class Listing(CarryListing, Protocol):
    """The list of a cabinet, and its selection."""

    @property
    def pdf(self) -> PdfJobs:
        """The PDF jobs."""

    @property
    def paper(self) -> PaperJobs:
        """The printer jobs."""

    @property
    def tables(self) -> TableJobs:
        """The jobs of files of any other kind."""

    @property
    def infos(self) -> Sequence[AssessmentInfo]:
        """All assessments of the cabinet, as last read."""

    @property
    def table_rows(self) -> tuple[Sequence[str], Sequence[Row]]:
        """The column headings, and the rows shown, top to bottom."""

    @property
    def drawer(self) -> Drawer:
        """The selected drawer."""

    def show_drawer(self, drawer: Drawer) -> None:
        """Select another drawer."""

    def focus_filter(self) -> None:
        """Focus the filter's search field."""

    def show_search(self) -> None:
        """Search all assessments."""

    def show_keys(self) -> None:
        """Show the window's keyboard shortcuts."""

    def offer_undo(self, words: str) -> None:
        """Show a message with a button that undoes the last step."""

    def offer(self) -> None:
        """Update which actions are enabled."""
