"""The panes of an assessment's window, in order.  A pane's code is imported when it is first shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pia_desktop.i18n import _
from ui.assessment.panes import Pane, Panes, PaneSpec, Side

if TYPE_CHECKING:
    from ui.assessment.find_panel import FindPanel
    from ui.assessment.form_window import FormWindow
    from ui.assessment.outline import OutlinePanel
    from ui.assessment.shared import SharedByPanes
    from ui.checks.panel import FindingsPanel
    from ui.guidance.pane import GuidancePane
    from ui.notes.panel import NotesPanel
    from ui.preview.panel import PreviewPanel
    from ui.reuse.pane import ReusePane
    from ui.versions.panel import VersionsPanel
    from ui.viewpoints.panel import ViewpointsPanel


class AssessmentPanes(Panes):
    """The panes; ``versions`` and ``reuse`` are None outside a cabinet."""

    def __init__(self, window: FormWindow, shared: SharedByPanes) -> None:
        super().__init__(window)
        self._shared = shared
        in_cabinet = window.cabinet is not None
        self.outline = self.add(PaneSpec("outline", _("Items"), open=True), self._outline)
        self.find = self.add(PaneSpec("find", _("Find"), kept=False), self._find)
        self.findings = self.add(PaneSpec("findings", _("Checks")), self._findings)
        self.notes = self.add(PaneSpec("notes", _("Notes")), self._notes)
        self.versions: Pane[VersionsPanel] | None = None
        if in_cabinet:
            self.versions = self.add(PaneSpec("versions", _("Versions")), self._versions)
        self.preview = self.add(PaneSpec("preview", _("Preview"), Side.RIGHT), self._preview)
        self.guidance = self.add(PaneSpec("guidance", _("Guidance"), Side.RIGHT), self._guidance)
        self.viewpoints = self.add(PaneSpec("viewpoints", _("Points of View"), Side.RIGHT), self._viewpoints)
        self.reuse: Pane[ReusePane] | None = None
        if in_cabinet:
            self.reuse = self.add(PaneSpec("reuse", _("Other Assessments"), Side.RIGHT), self._reuse)

    def _outline(self) -> OutlinePanel:
        from ui.assessment.outline import OutlinePanel

        panel = OutlinePanel(self._window.session)
        self._window.tabs.currentChanged.connect(panel.show_part)
        return panel

    def _find(self) -> FindPanel:
        from ui.assessment.find_panel import FindPanel

        panel = FindPanel(self._window.session)
        panel.hit_requested.connect(self._window.show_hit)
        return panel

    def _findings(self) -> FindingsPanel:
        from ui.checks.panel import FindingsPanel

        review = self._shared.review.get()
        review.begin()
        panel = FindingsPanel(review.watch)
        panel.save_requested.connect(lambda rows: rows.save(review.tables))
        return panel

    def _notes(self) -> NotesPanel:
        from ui.notes.panel import NotesPanel

        review = self._shared.review.get()
        review.begin()
        panel = NotesPanel(review.notes)
        panel.print_requested.connect(review.print_remarks)
        return panel

    def _versions(self) -> VersionsPanel:
        from ui.versions.panel import VersionsPanel

        panel, review = VersionsPanel(self._shared.versions.get()), self._shared.review.get()
        panel.save_requested.connect(lambda rows: rows.save(review.tables))
        return panel

    def _preview(self) -> PreviewPanel:
        from ui.preview.panel import PreviewPanel

        return PreviewPanel(self._window.session)

    def _guidance(self) -> GuidancePane:
        from ui.guidance.pane import GuidancePane

        return GuidancePane(self._window.session)

    def _viewpoints(self) -> ViewpointsPanel:
        from pia_desktop.guidance.review import review_points
        from ui.viewpoints.panel import ViewpointsPanel
        from ui.viewpoints.papers import print_outline, print_sheet

        window, review, points = self._window, self._shared.review.get(), review_points()
        panel = ViewpointsPanel(window.session, review.keep, points)
        panel.sheet_requested.connect(lambda: print_sheet(window, points, panel.found, review.tables))
        panel.outline_requested.connect(lambda: print_outline(window, review.tables))
        return panel

    def _reuse(self) -> ReusePane:
        from ui.reuse.pane import ReusePane

        cabinet, shared = self._window.cabinet, self._shared
        assert cabinet is not None
        assert shared.navigator is not None
        assert shared.cabinet_replacer is not None
        return ReusePane(self._window, cabinet, shared.navigator, shared.cabinet_replacer)
