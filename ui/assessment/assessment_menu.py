"""The menu 評価書: versions, changes, what follows from the rules; nothing is loaded before it is used."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from pia_desktop.errors import CabinetError, UserError
from pia_desktop.i18n import _
from ui.cabinet.stage_actions import add_to_assessment
from ui.widgets.actions import make_action

if TYPE_CHECKING:
    from db.records import VersionInfo
    from pia_desktop.rules.stages import Stage
    from ui.assessment.version_window import VersionWindow
    from ui.assessment.window import AssessmentWindow
    from ui.changes.proposals_dialog import ProposalsDialog
    from ui.comparison.window import CompareWindow
    from ui.context.cabinet_store import CabinetStore
    from ui.versions.close_dialog import CloseVersionDialog
    from ui.versions.shelf import Shelf
    from ui.widgets.dialogs import Choice

_LATER: Final = 300
"""Milliseconds after which the versions are counted: the window itself does not wait for that."""


class AssessmentActions:
    """What is done with an assessment as a whole.  ``menu`` takes further actions of the same sort.

    Windows that it opens (a version, a comparison) close with the assessment's own.
    """

    def __init__(self, window: AssessmentWindow, bar: QMenuBar) -> None:
        self.window = window
        self.session = window.session
        self.actions: list[QAction] = []
        self.opened: list[QWidget] = []
        self._read: dict[int, VersionWindow] = {}
        if window.desk is None or window.desk.store is None:
            self.menu = QMenu(bar)  # of a version that is read: nothing is done with it as a whole
            return
        self.menu = bar.addMenu(_("&Assessment"))
        self._make()
        self._fill()
        self.actions += add_to_assessment(window, self.menu)
        self.menu.aboutToShow.connect(self._offer)
        window.closed.connect(self._close_opened)
        self.session.proposals_requested.connect(self.propose)
        QTimer.singleShot(_LATER, window, self._tell_versions)

    def _make(self) -> None:
        self.close_action = self._action(_("&Close a Version…"), self.close_version)
        self.compare_action = self._action(_("C&ompare Changes…"), self.compare)
        self.propose_action = self._action(_("&Propose Rows for 変更箇所…"), self.propose)
        self.council_action = self._action(_("Comparison &Table for a Council…"), self.council)
        self.threshold_action = self._action(_("T&hreshold Judgement…"), self.judge_threshold)
        self.offers_action = self._action(_("Take Over From a &Related Assessment…"), self.take_over)
        self.edition_action = self._action(_("Move to a &Newer Edition of the Form…"), self.move_edition)

    def _action(self, words: str, act: Callable[[], object]) -> QAction:
        action = make_action(self.window, words, act)
        self.actions.append(action)
        return action

    def _fill(self) -> None:
        menu = self.menu
        menu.addAction(self.close_action)
        if "versions" in self.window.panes:
            menu.addAction(self.window.panes["versions"].action)
        menu.addSeparator()
        menu.addActions([self.compare_action, self.propose_action, self.council_action])
        menu.addSeparator()
        menu.addActions([self.threshold_action, self.offers_action, self.edition_action])

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
            self.session.tell_versions(len(self.shelf.versions))
        except CabinetError:  # told of by whoever opens a version
            return

    # ---- what it works on

    @property
    def store(self) -> CabinetStore:
        """The open cabinet."""
        desk = self.window.desk
        assert desk is not None
        assert desk.store is not None
        return desk.store

    @cached_property
    def shelf(self) -> Shelf:
        """The versions of this assessment."""
        from ui.context.cabinet_store import AssessmentStore
        from ui.versions.shelf import Shelf

        store = self.session.store
        assert isinstance(store, AssessmentStore)
        return Shelf(self.session, self.store, store.assessment_id, self.window)

    def _close_opened(self) -> None:
        for widget in list(self.opened):
            widget.close()

    def _keep(self, widget: QWidget) -> None:
        """Close a window when this one closes; it deletes itself."""
        self.opened.append(widget)
        closed = getattr(widget, "closed", None)
        assert closed is not None
        closed.connect(lambda: self.opened.remove(widget))

    def _show_error(self, error: UserError) -> None:
        from ui.widgets.dialogs import show_error

        show_error(self.window, error)

    # ---- versions

    def close_version(self, stage: Stage | None = None) -> CloseVersionDialog | None:
        """Let the clerk close a version; ``stage`` is what the assessment has just become, if it has."""
        from ui.versions.close_dialog import CloseVersionDialog

        if self.session.read_only:
            return None
        try:
            dialog = CloseVersionDialog(self.window, self.shelf, stage)
        except UserError as error:
            self._show_error(error)
            return None
        dialog.version_closed.connect(self._closed)
        dialog.open()
        return dialog

    def _closed(self, info: VersionInfo) -> None:
        from ui.versions.shelf import version_title

        self.window.notify(_("“{version}” was closed.").format(version=version_title(info)))

    def read(self, info: VersionInfo) -> VersionWindow | None:
        """Show a version in a window of its own, where nothing can be changed."""
        from ui.assessment.version_window import VersionWindow

        window = self._read.get(info.id)
        if window is None:
            try:
                snapshot = self.shelf.load(info.id)
            except UserError as error:
                self._show_error(error)
                return None
            window = VersionWindow(info, snapshot, self.session.store.pictures)
            assert self.window.desk is not None
            window.serve(self.window.desk)
            self._read[info.id] = window
            window.closed.connect(lambda: self._read.pop(info.id))
            self._keep(window)
        window.show()
        window.raise_()
        window.activateWindow()
        return window

    def print_version(self, info: VersionInfo, *, to_pdf: bool = False) -> None:
        """Print a version from the assessment's window."""
        from pia_desktop.paper.options import version_words
        from ui.printing.dialog import open_print
        from ui.printing.subject import Subject

        try:
            subject = Subject(
                self.shelf.load(info.id), self.session.store.pictures, version_words(info.number, info.name)
            )
        except UserError as error:
            self._show_error(error)
            return
        open_print(self.window, self.window, subject, to_pdf=to_pdf)

    def export_version(self, info: VersionInfo) -> None:
        """Write a version into an interchange file."""
        from ui.versions.export import export_version

        try:
            snapshot = self.shelf.load(info.id)
        except UserError as error:
            self._show_error(error)
            return
        export_version(self.window, info, snapshot, self.session.store.pictures)

    def restore(self, info: VersionInfo) -> None:
        """Begin the draft anew from a version, after asking."""
        from ui.versions.restoring import ask_restore

        ask_restore(self.window, self.shelf, info)

    # ---- changes

    def compare(self, old: VersionInfo | None = None, new: VersionInfo | None = None) -> CompareWindow | None:
        """Show what changed, from a version (the last published) to another (the draft)."""
        from ui.comparison.opening import open_comparison

        if not self._has_versions():
            return None
        window = open_comparison(self.window, self.shelf, old or self.shelf.published, new)
        self._keep(window)
        return window

    def propose(self) -> ProposalsDialog | None:
        """Propose rows for the table of changes."""
        from ui.changes.proposals_dialog import ProposalsDialog

        if self.session.read_only or not self._has_versions():
            return None
        dialog = ProposalsDialog(self.window, self.shelf)
        dialog.open()
        return dialog

    def council(self) -> None:
        """Make a 新旧対照表 of the changes since the last published version."""
        from ui.changes.council_dialog import open_council

        info = self.shelf.published if self._has_versions() else None
        if info is not None:
            open_council(self.window, self.shelf, info)

    def _has_versions(self) -> bool:
        """Whether there is something to compare with; else the clerk is told how to get it."""
        from ui.widgets.dialogs import tell

        try:
            if self.shelf.versions:
                return True
        except UserError as error:
            self._show_error(error)
            return False
        close: list[Choice] = [(_("Close a Version…"), self._close_first), (_("Cancel"), None)]
        tell(
            self.window,
            _("There is no closed version yet."),
            _(
                "Changes are counted from a version. Close one when the assessment is handed in or published,"
                " or now to begin with."
            ),
            [] if self.session.read_only else close,
        )
        return False

    def _close_first(self) -> None:
        self.close_version()

    # ---- rules, other assessments, editions

    def judge_threshold(self) -> None:
        """Find out which assessment is owed."""
        from ui.new_assessment.threshold_dialog import ThresholdDialog

        ThresholdDialog(self.window, self.session).open()

    def take_over(self) -> None:
        """Offer what a related assessment says."""
        from ui.reuse.related import open_offers

        open_offers(self.window, self.store, self.shelf)

    def move_edition(self) -> None:
        """Move the assessment to the newest edition of its form."""
        from ui.versions.edition_dialog import open_move

        open_move(self.window, self.shelf)


def offer_version(window: AssessmentWindow, stage: Stage) -> CloseVersionDialog | None:
    """Offer to close a version because the assessment has become ``stage`` (提出済, 公表済)."""
    return window.actions_.assessment.close_version(stage)
