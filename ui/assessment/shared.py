"""What the panes and menus of an assessment's window share; each part is created on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui.widgets.lazy import Lazy

if TYPE_CHECKING:
    from ui.assessment.form_window import FormWindow
    from ui.assessment.review import AssessmentReview
    from ui.context.hosts import Navigator
    from ui.reuse.cabinet_replacer import CabinetReplacer
    from ui.versions.commands import VersionCommands


class SharedByPanes(QObject):
    """Checks and notes, versions, and navigation; None where they do not apply."""

    read_requested = Signal(object, object)
    compare_requested = Signal(object, object)
    """As those of ``VersionCommands``."""

    def __init__(
        self, window: FormWindow, navigator: Navigator | None, cabinet_replacer: CabinetReplacer | None
    ) -> None:
        super().__init__(window)
        self._window = window
        self.navigator = navigator
        self.cabinet_replacer = cabinet_replacer
        self.review: Lazy[AssessmentReview] = Lazy(self._make_review)
        self.versions: Lazy[VersionCommands] = Lazy(self._make_versions)

    def _make_review(self) -> AssessmentReview:
        from ui.assessment.review import AssessmentReview

        return AssessmentReview(self._window)

    def _make_versions(self) -> VersionCommands:
        from ui.versions.commands import VersionCommands

        assert self._window.cabinet is not None
        commands = VersionCommands(self._window, self._window, self._window.cabinet)
        commands.read_requested.connect(self.read_requested)
        commands.compare_requested.connect(self.compare_requested)
        if self.navigator is not None:
            commands.reopen_requested.connect(self.navigator.reopen_assessment)
        return commands

    def remember(self) -> None:
        """Save view state: the window was asked to close."""
        if self.review.made is not None:
            self.review.made.remember()

    def stop(self) -> None:
        """Stop background work: the window is closing."""
        if self.review.made is not None:
            self.review.made.stop()

    def refresh_colours(self) -> None:
        """Apply a new colour scheme."""
        if self.review.made is not None:
            self.review.made.show_tabs()
