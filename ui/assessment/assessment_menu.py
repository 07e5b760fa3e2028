"""The menu 評価書: versions, changes, what follows from the rules; nothing is loaded before it is used."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenuBar

from pia_desktop.errors import CabinetError
from pia_desktop.i18n import _
from ui.widgets.actions import make_action

if TYPE_CHECKING:
    from db.records import VersionInfo
    from ui.assessment.form_window import FormWindow
    from ui.assessment.pane_list import AssessmentPanes
    from ui.assessment.parts import WindowParts
    from ui.changes.proposals_dialog import ProposalsDialog
    from ui.comparison.window import CompareWindow
    from ui.context.hosts import Navigator
    from ui.context.open_cabinet import OpenCabinet
    from ui.versions.commands import VersionCommands

_LATER: Final = 300
"""Milliseconds after which the versions are counted: the window itself does not wait for that."""


class AssessmentActions:
    """What is done with an assessment as a whole; nothing where it is in no cabinet, as a version is.

    Comparisons that it opens close with the assessment's window.
    """

    def __init__(self, window: FormWindow, panes: AssessmentPanes, parts: WindowParts) -> None:
        self.window = window
        self.session = window.session
        self._panes = panes
        self._parts = parts
        self.actions: list[QAction] = []
        self.opened: list[CompareWindow] = []
        if window.cabinet is None or parts.navigator is None:
            return
        self._make(window.cabinet, parts.navigator)
        parts.compare_requested.connect(self.compare)
        window.closed.connect(self._close_opened)
        self.session.proposals_requested.connect(self.propose)
        QTimer.singleShot(_LATER, window, self._tell_versions)

    def _make(self, cabinet: OpenCabinet, navigator: Navigator) -> None:
        self.stages_action = make_action(
            self.window,
            _("&State and Dates…"),
            lambda: self._edit_stages(cabinet, navigator),
            "Ctrl+T",
            "stages",
        )
        self.search_action = make_action(
            self.window,
            _("&Find in All Assessments…"),
            navigator.search_cabinet,
            "Ctrl+Shift+F",
            "search-all",
        )
        self.close_action = self._action(_("&Close a Version…"), self._close_version)
        self.compare_action = self._action(_("C&ompare Changes…"), self.compare)
        self.propose_action = self._action(_("&Propose Rows for 変更箇所…"), self.propose)
        self.council_action = self._action(_("Comparison &Table for a Council…"), self.council)
        self.threshold_action = self._action(_("T&hreshold Judgement…"), self.judge_threshold)
        self.offers_action = self._action(
            _("Take Over From a &Related Assessment…"), lambda: self.take_over(cabinet)
        )
        self.edition_action = self._action(
            _("Move to a &Newer Edition of the Form…"), lambda: self.move_edition(navigator)
        )
        self.actions += [self.stages_action, self.search_action]

    def _action(self, words: str, act: Callable[[], object]) -> QAction:
        action = make_action(self.window, words, act)
        self.actions.append(action)
        return action

    def fill(self, bar: QMenuBar) -> None:
        """Put the menu into the menu bar."""
        if not self.actions:
            return
        menu = self.menu = bar.addMenu(_("&Assessment"))
        menu.addAction(self.stages_action)
        menu.addSeparator()
        menu.addAction(self.close_action)
        if self._panes.versions is not None:
            menu.addAction(self._panes.versions.action)
        menu.addSeparator()
        menu.addActions([self.compare_action, self.propose_action, self.council_action])
        menu.addSeparator()
        menu.addActions([self.threshold_action, self.offers_action, self.edition_action])
        menu.addSeparator()
        menu.addAction(self.search_action)
        menu.aboutToShow.connect(self._offer)

    def _offer(self) -> None:
        from pia_desktop.revisions.editions import newest_edition

        writing = not self.session.read_only
        self.close_action.setEnabled(writing)
        self.propose_action.setEnabled(writing)
        self.offers_action.setEnabled(writing)
        self.edition_action.setEnabled(writing and newest_edition(self.session.form) is not None)

    def _tell_versions(self) -> None:
        """The table of changes offers proposals where there are versions."""
        try:
            self.session.tell_versions(len(self._versions.shelf.versions))
        except CabinetError:  # told of by whoever opens a version
            return

    def _close_opened(self) -> None:
        for widget in list(self.opened):
            widget.close()

    @property
    def _versions(self) -> VersionCommands:
        return self._parts.versions.get()

    def _close_version(self) -> None:
        self._versions.close_version()

    def _edit_stages(self, cabinet: OpenCabinet, navigator: Navigator) -> None:
        from ui.stages.dialog import open_stages

        open_stages(self.window, cabinet, navigator, self.window.assessment_id)

    # ---- changes

    def compare(self, old: VersionInfo | None = None, new: VersionInfo | None = None) -> CompareWindow | None:
        """Show what changed, from a version (the last published) to another (the draft)."""
        from ui.comparison.opening import open_comparison

        if not self._versions.there_are_some():
            return None
        shelf = self._versions.shelf
        window = open_comparison(self.window, shelf, old or shelf.published, new)
        self.opened.append(window)  # it deletes itself
        window.closed.connect(lambda: self.opened.remove(window))
        return window

    def propose(self) -> ProposalsDialog | None:
        """Propose rows for the table of changes."""
        from ui.changes.proposals_dialog import ProposalsDialog

        if self.session.read_only or not self._versions.there_are_some():
            return None
        dialog = ProposalsDialog(self.window, self._versions.shelf)
        dialog.open()
        return dialog

    def council(self) -> None:
        """Make a 新旧対照表 of the changes since the last published version."""
        from ui.changes.council_dialog import open_council

        shelf = self._versions.shelf
        info = shelf.published if self._versions.there_are_some() else None
        if info is not None:
            open_council(self.window, shelf, info)

    # ---- rules, other assessments, editions

    def judge_threshold(self) -> None:
        """Find out which assessment is owed."""
        from ui.new_assessment.threshold_dialog import ThresholdDialog

        ThresholdDialog(self.window, self.session).open()

    def take_over(self, cabinet: OpenCabinet) -> None:
        """Offer what a related assessment says."""
        from ui.reuse.related import open_offers

        open_offers(self.window, cabinet.store, self._versions.shelf)

    def move_edition(self, navigator: Navigator) -> None:
        """Move the assessment to the newest edition of its form."""
        from ui.versions.edition_dialog import open_move

        open_move(self.window, navigator, self._versions.shelf)
