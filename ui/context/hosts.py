"""What the parts of the window may ask of the window that they belong to, and of the other windows."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

from pia_desktop.assessment.node import NodePath

if TYPE_CHECKING:
    from pia_desktop.assessment.search import Hit
    from pia_desktop.rules.stages import Stage
    from ui.context.beginning import Beginning
    from ui.context.open_cabinet import OpenCabinet
    from ui.context.session import Session
    from ui.widgets.file_chooser import FileChooser


class AssessmentHost(Protocol):
    """What a pane or a dialog may ask of the window of an open assessment."""

    @property
    def session(self) -> Session:
        """The assessment in work."""
        ...

    @property
    def cabinet(self) -> OpenCabinet | None:
        """The cabinet that it was opened from; None for a version that is read, and outside a cabinet."""
        ...

    @property
    def assessment_id(self) -> int:
        """Its id in the cabinet; 0 outside one."""
        ...

    @property
    def file_chooser(self) -> FileChooser:
        """Who asks the user for files."""
        ...

    def widget(self) -> QWidget:
        """The window itself, as the parent of dialogs."""
        ...

    def notify(self, words: str) -> None:
        """Say something in passing."""
        ...

    def tab_of(self, path: NodePath) -> int:
        """The tab that an item, an entry or a list stands in."""
        ...

    def page(self, index: int) -> QWidget:
        """The page of a tab, made when it is first wanted."""
        ...

    def go_to(self, path: NodePath) -> bool:
        """Show an item and put the cursor there."""
        ...

    def show_hit(self, hit: Hit) -> None:
        """Show a place that was found and mark its words."""
        ...

    def reveal(self, path: NodePath) -> None:
        """Bring the window to the front and show an item in it."""
        ...


class Navigator(Protocol):
    """Ways between windows.  The coordinator is the only one there is."""

    @property
    def file_chooser(self) -> FileChooser:
        """Who asks the user for files."""
        ...

    def open_assessment(self, assessment_id: int) -> AssessmentHost | None:
        """Open an assessment, or bring its window to the front; None where it cannot be opened."""
        ...

    def reopen_assessment(self, assessment_id: int) -> None:
        """Open an assessment anew: what its window shows was replaced on disk."""
        ...

    def follow_replaced(self, assessment_id: int) -> None:
        """Other contents stand in the place of an assessment's: its window, where open, shows them."""
        ...

    def follow_versions(self, assessment_id: int) -> None:
        """An assessment has other versions than before: its window, where open, lists them."""
        ...

    def close_assessments(self, ids: Collection[int]) -> bool:
        """Close the windows of assessments; False where one stays because it could not be saved."""
        ...

    def begin_assessment(self, beginning: Beginning) -> None:
        """Put a new assessment into the cabinet, and open it."""
        ...

    def offer_version(self, assessment_id: int, stage: Stage) -> None:
        """Open an assessment and offer to close a version, because it has become ``stage``."""
        ...

    def show_cabinet(self) -> None:
        """Bring the list of the cabinet to the front."""
        ...

    def search_cabinet(self) -> None:
        """Bring the search over all assessments to the front."""
        ...

    def open_cabinet(self, path: Path, *, create: bool = False) -> bool:
        """Open a cabinet in place of the one that is open; False where it cannot be, with a message."""
        ...

    def ask_new_cabinet(self, parent: QWidget) -> None:
        """Make a cabinet where the user says."""
        ...

    def ask_open_cabinet(self, parent: QWidget) -> None:
        """Open a cabinet that the user chooses."""
        ...

    def open_for_writing(self) -> None:
        """Open the cabinet anew that somebody else had when it was opened, with the windows on it."""
        ...

    def rescue(self, parent: QWidget) -> None:
        """Write all that is known into another cabinet, and offer to go on with that one."""
        ...

    def show_settings(self, parent: QWidget) -> None:
        """Let the user choose fonts and more."""
        ...

    def quit(self) -> None:
        """Close everything; stays open where something cannot be saved."""
        ...
