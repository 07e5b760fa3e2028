"""Which panes an assessment's window has, in their order.  Nothing of a pane is loaded before it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pia_desktop.i18n import _
from ui.assessment.panes import PaneSpec, Side

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.assessment.window import AssessmentWindow


def pane_specs() -> tuple[PaneSpec, ...]:
    """The panes; made when asked for, because their words follow the language in use."""
    return (
        PaneSpec("outline", _("Items"), _("&Items"), _outline, symbol="outline", keys="F9", open=True),
        PaneSpec("find", _("Find"), _("&Search"), _find, symbol="find", kept=False),
        PaneSpec("findings", _("Checks"), _("&Checks"), _findings, symbol="findings", keys="F4"),
        PaneSpec("notes", _("Notes"), _("&Notes and Remarks"), _notes, symbol="note", keys="Ctrl+M"),
        PaneSpec(
            "versions", _("Versions"), _("&Versions"), _versions, symbol="versions", keys="F11", desk=True
        ),
        PaneSpec(
            "preview", _("Preview"), _("&Preview"), _preview, side=Side.RIGHT, symbol="preview", keys="F7"
        ),
        PaneSpec(
            "guidance",
            _("Guidance"),
            _("&Guidance"),
            _guidance,
            side=Side.RIGHT,
            symbol="guidance",
            keys="Shift+F1",
        ),
        PaneSpec(
            "reuse",
            _("Other Assessments"),
            _("&Other Assessments and Phrases"),
            _reuse,
            side=Side.RIGHT,
            symbol="reuse",
            keys="F2",
            desk=True,
        ),
    )


def _outline(window: AssessmentWindow) -> QWidget:
    from ui.assessment.outline import OutlinePanel

    return OutlinePanel(window.session)


def _find(window: AssessmentWindow) -> QWidget:
    from ui.assessment.find_panel import FindPanel

    panel = FindPanel(window.session)
    panel.hit_requested.connect(window.show_hit)
    return panel


def _findings(window: AssessmentWindow) -> QWidget:
    from ui.checks.panel import FindingsPanel

    window.review.begin()
    return FindingsPanel(window.review.watch)


def _notes(window: AssessmentWindow) -> QWidget:
    from ui.notes.panel import NotesPanel

    review = window.review
    review.begin()
    panel = NotesPanel(review.notes)
    panel.print_requested.connect(review.print_remarks)
    return panel


def _versions(window: AssessmentWindow) -> QWidget:
    from ui.versions.panel import VersionsPanel

    return VersionsPanel(window.actions_.assessment)


def _preview(window: AssessmentWindow) -> QWidget:
    from ui.preview.panel import PreviewPanel

    return PreviewPanel(window.session)


def _guidance(window: AssessmentWindow) -> QWidget:
    from ui.guidance.pane import GuidancePane

    return GuidancePane(window.session)


def _reuse(window: AssessmentWindow) -> QWidget:
    from ui.context.cabinet_store import AssessmentStore
    from ui.reuse.pane import ReusePane

    assert window.desk is not None
    assert window.desk.store is not None
    assert isinstance(window.session.store, AssessmentStore)
    return ReusePane(window, window.desk.store, window.session.store.assessment_id)
