"""What the list's commands need of the window that shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QMainWindow

from db.records import AssessmentInfo
from pia_desktop.cabinet_lists.assessment_rows import Row
from pia_desktop.cabinet_lists.row_choice import Drawer

if TYPE_CHECKING:
    from ui.context.cabinet_store import CabinetStore
    from ui.context.hosts import Navigator
    from ui.context.open_cabinet import OpenCabinet
    from ui.printing.pdf_jobs import PdfJobs
    from ui.printing.printer import PaperJobs


class Listing(Protocol):
    """The list of a cabinet, and its selection."""

    @property
    def cabinet(self) -> OpenCabinet | None:
        """The cabinet shown."""
        ...

    @property
    def store(self) -> CabinetStore | None:
        """Its store."""
        ...

    @property
    def navigator(self) -> Navigator:
        """Navigation to other windows."""
        ...

    @property
    def pdf(self) -> PdfJobs:
        """The PDF jobs."""
        ...

    @property
    def paper(self) -> PaperJobs:
        """The printer jobs."""
        ...

    @property
    def infos(self) -> Sequence[AssessmentInfo]:
        """All assessments of the cabinet, as last read."""
        ...

    @property
    def table_rows(self) -> tuple[Sequence[str], Sequence[Row]]:
        """The column headings, and the rows shown, top to bottom."""
        ...

    @property
    def drawer(self) -> Drawer:
        """The selected drawer."""
        ...

    def widget(self) -> QMainWindow:
        """The window itself, for menus and as the parent of dialogs."""
        ...

    def picked(self) -> AssessmentInfo | None:
        """The selected assessment, if exactly one is selected."""
        ...

    def picked_all(self) -> list[AssessmentInfo]:
        """The selected assessments, top to bottom."""
        ...

    def pick(self, *assessment_ids: int) -> None:
        """Select assessments, clearing filters that hide them."""
        ...

    def show_drawer(self, drawer: Drawer) -> None:
        """Select another drawer."""
        ...

    def focus_filter(self) -> None:
        """Focus the filter's search field."""
        ...

    def show_search(self) -> None:
        """Search all assessments."""
        ...

    def show_keys(self) -> None:
        """Show the window's keyboard shortcuts."""
        ...

    def notify(self, words: str) -> None:
        """Show a temporary message."""
        ...

    def offer_undo(self, words: str) -> None:
        """Show a message with a button that undoes the last step."""
        ...

    def offer(self) -> None:
        """Update which actions are enabled."""
        ...
