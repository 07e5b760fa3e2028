"""What the actions of the list ask of the window that shows it."""

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
    """The list of a cabinet, and which of its rows are marked."""

    @property
    def cabinet(self) -> OpenCabinet | None:
        """The cabinet that is shown."""
        ...

    @property
    def store(self) -> CabinetStore | None:
        """Its store."""
        ...

    @property
    def navigator(self) -> Navigator:
        """The ways to other windows."""
        ...

    @property
    def pdf(self) -> PdfJobs:
        """The prints into files."""
        ...

    @property
    def paper(self) -> PaperJobs:
        """The prints on paper."""
        ...

    @property
    def infos(self) -> Sequence[AssessmentInfo]:
        """All assessments of the cabinet as they were read last."""
        ...

    @property
    def table_rows(self) -> tuple[Sequence[str], Sequence[Row]]:
        """The heads of the table, and the rows that are shown, from top to bottom."""
        ...

    @property
    def drawer(self) -> Drawer:
        """The drawer that is looked into."""
        ...

    def widget(self) -> QMainWindow:
        """The window itself, for menus and as the parent of dialogs."""
        ...

    def picked(self) -> AssessmentInfo | None:
        """The assessment that is marked, where it is one alone."""
        ...

    def picked_all(self) -> list[AssessmentInfo]:
        """The assessments that are marked, from top to bottom."""
        ...

    def pick(self, *assessment_ids: int) -> None:
        """Mark assessments; filters that leave them out are cleared."""
        ...

    def show_drawer(self, drawer: Drawer) -> None:
        """Look into another drawer of the cabinet."""
        ...

    def focus_filter(self) -> None:
        """Take the cursor to the filter."""
        ...

    def show_search(self) -> None:
        """Look for words in all assessments."""
        ...

    def show_keys(self) -> None:
        """Show the keys of the window."""
        ...

    def notify(self, words: str) -> None:
        """Say something in passing."""
        ...

    def offer_undo(self, words: str) -> None:
        """Say what was done, with a button that takes the last step back."""
        ...

    def offer(self) -> None:
        """Offer what can be done now."""
        ...
