"""The commands of the 評価書 menu: versions, changes, rules.  Each imports what it needs on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pia_desktop.errors import CabinetError
from ui.widgets.timers import once_standing

if TYPE_CHECKING:
    from db.records import VersionInfo
    from ui.assessment.form_window import FormWindow
    from ui.assessment.shared import SharedByPanes
    from ui.changes.proposals_dialog import ProposalsDialog
    from ui.comparison.window import CompareWindow
    from ui.context.hosts import Navigator
    from ui.context.open_cabinet import OpenCabinet
    from ui.versions.commands import VersionCommands

_LATER: Final = 300
"""Milliseconds after which the versions are counted: the window itself does not wait for that."""


class AssessmentCommands:
    """Commands on an assessment as a whole; without a cabinet, as for a closed version, they do nothing.

    Comparisons opened here close with the assessment's window.
    """

    def __init__(self, window: FormWindow, shared: SharedByPanes) -> None:
        self.window = window
        self.session = window.session
        self._shared = shared
        self.opened: list[CompareWindow] = []
        self.newer_edition = False
        if not self.in_cabinet:
            return
        shared.compare_requested.connect(self.compare)
        window.closed.connect(self._close_opened)
        self.session.proposals_requested.connect(self.propose)
        once_standing(window, _LATER, self._tell_versions)

    @property
    def in_cabinet(self) -> bool:
        """Whether the assessment belongs to a cabinet that other windows show."""
        return self.window.cabinet is not None and self._shared.navigator is not None

    def look_for_edition(self) -> None:
        """Check whether the form has a newer edition."""
        from pia_desktop.revisions.editions import newest_edition

        self.newer_edition = newest_edition(self.session.form) is not None

    def search_cabinet(self) -> None:
        self._navigator.search_cabinet()

    def _tell_versions(self) -> None:
        """Tell the editor of 変更箇所 whether there are versions to propose rows from."""
        try:
            self.session.tell_versions(len(self._versions.version_store.versions))
        except CabinetError:  # whoever opens the version reports the error
            return

    def _close_opened(self) -> None:
        for widget in list(self.opened):
            widget.close()

    @property
    def _navigator(self) -> Navigator:
        assert self._shared.navigator is not None
        return self._shared.navigator

    @property
    def _cabinet(self) -> OpenCabinet:
        assert self.window.cabinet is not None
        return self.window.cabinet

    @property
    def _versions(self) -> VersionCommands:
        return self._shared.versions.get()

    def close_version(self) -> None:
        self._versions.close_version()

    def edit_stages(self) -> None:
        from ui.stages.dialog import open_stages

        open_stages(self.window, self._cabinet, self._navigator, self.window.assessment_id)

    # ---- changes

    def compare(self, old: VersionInfo | None = None, new: VersionInfo | None = None) -> CompareWindow | None:
        """Compare a version (default: the last published) with another (default: the draft)."""
        from ui.comparison.opening import open_comparison

        if not self._versions.there_are_some():
            return None
        version_store = self._versions.version_store
        window = open_comparison(self.window, version_store, old or version_store.published, new)
        self.opened.append(window)  # it deletes itself
        window.closed.connect(lambda: self.opened.remove(window))
        return window

    def propose(self) -> ProposalsDialog | None:
        """Propose rows for 変更箇所."""
        from ui.changes.proposals_dialog import ProposalsDialog

        if self.session.read_only or not self._versions.there_are_some():
            return None
        dialog = ProposalsDialog(self.window, self._versions.version_store)
        dialog.open()
        return dialog

    def council(self) -> None:
        """Make a 新旧対照表 of the changes since the last published version."""
        from ui.changes.council_dialog import open_council

        version_store = self._versions.version_store
        info = version_store.published if self._versions.there_are_some() else None
        if info is not None:
            open_council(self.window, version_store, info)

    # ---- hearings

    def opinions(self) -> None:
        from ui.hearing.opinions_dialog import open_opinions

        open_opinions(self.window)

    def make_hearing(self) -> None:
        """Make the papers for a hearing."""
        from ui.hearing.papers import make_hearing

        make_hearing(self.window, self._versions.version_store, self._shared.review.get().tables)

    def make_counter(self) -> None:
        """Make the copy for the counter."""
        from ui.hearing.papers import CounterDialog

        CounterDialog(self.window, self._shared.review.get().tables).open()

    # ---- rules, other assessments, editions

    def judge_threshold(self) -> None:
        """Determine which assessment is required (しきい値判断)."""
        from ui.new_assessment.threshold_dialog import ThresholdDialog

        ThresholdDialog(self.window, self.session).open()

    def take_over(self) -> None:
        """Offer answers of related assessments."""
        from ui.reuse.related import open_offers

        open_offers(self.window, self._cabinet.store, self._versions.version_store)

    def move_edition(self) -> None:
        from ui.versions.edition_dialog import open_move

        open_move(self.window, self._navigator, self._versions.version_store)
