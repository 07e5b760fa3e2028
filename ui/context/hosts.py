"""What parts of a window may ask of their window and of other windows."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

from pia_desktop.assessment.node import NodePath

if TYPE_CHECKING:
    from db.records import TakenIn
    from pia_desktop.assessment.search import Hit
    from pia_desktop.rules.stages import Stage
    from ui.context.beginning import Beginning
    from ui.context.open_cabinet import OpenCabinet
    from ui.context.session import Session
    from ui.widgets.file_chooser import FileChooser


class AssessmentHost(Protocol):
    """What a pane or a dialog may ask of an assessment's window."""

    @property
    def session(self) -> Session:
        """The session of the assessment."""

    @property
    def cabinet(self) -> OpenCabinet | None:
        """The cabinet it was opened from; None for a closed version, and outside a cabinet."""

    @property
    def assessment_id(self) -> int:
        """Its id in the cabinet; 0 outside one."""

    @property
    def file_chooser(self) -> FileChooser:
        """Asks the user for files."""

    def widget(self) -> QWidget:
        """The window itself, as the parent of dialogs."""

    def notify(self, words: str) -> None:
        """Show a temporary message."""

    def tab_of(self, path: NodePath) -> int:
        """Index of the tab that contains an item, entry or list."""

    def page(self, index: int) -> QWidget:
        """The page of a tab, created on first use."""

    def go_to(self, path: NodePath) -> bool:
        """Show an item and focus it."""

    def show_hit(self, hit: Hit) -> None:
        """Show a search hit and select its text."""

    def reveal(self, path: NodePath) -> None:
        """Raise the window and show an item in it."""


class Navigator(Protocol):
    """Navigation between windows.  The coordinator is the only implementation."""

    @property
    def file_chooser(self) -> FileChooser:
        """Asks the user for files."""

    def open_assessment(self, assessment_id: int) -> AssessmentHost | None:
        """Open an assessment, or raise its window; None if it cannot be opened."""

    def reopen_assessment(self, assessment_id: int) -> None:
        """Reopen an assessment whose contents were replaced on disk."""

    def follow_taken(self, taken: TakenIn) -> None:
        """Show in an assessment's window, if open, what was taken in or taken back."""

    def close_assessments(self, ids: Collection[int]) -> bool:
        """Close the windows of assessments; False where one stays because it could not be saved."""

    def begin_assessment(self, beginning: Beginning) -> None:
        """Add a new assessment to the cabinet, and open it."""

    def offer_version(self, assessment_id: int, stage: Stage) -> None:
        """Open an assessment that has reached ``stage``, and offer to close a version."""

    def show_cabinet(self) -> None:
        """Raise the list window."""

    def search_cabinet(self) -> None:
        """Raise the search over all assessments."""

    def open_cabinet(self, path: Path, *, create: bool = False) -> bool:
        """Open a cabinet in place of the present one; False, with a message, if that fails."""

    def ask_new_cabinet(self, parent: QWidget) -> None:
        """Ask for a path and create a cabinet there."""

    def ask_open_cabinet(self, parent: QWidget) -> None:
        """Ask for a cabinet and open it."""

    def open_for_writing(self) -> None:
        """Reopen, for writing, a cabinet that somebody else had open; its windows are reopened too."""

    def rescue(self, parent: QWidget) -> None:
        """Save everything to another cabinet, and offer to continue with that."""

    def show_settings(self, parent: QWidget) -> None:
        """Show the settings."""

    def quit(self) -> None:
        """Close everything, unless something cannot be saved."""
