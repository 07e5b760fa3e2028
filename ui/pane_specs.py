"""Which panes an assessment's window has, in their order.  Nothing of a pane is loaded before it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pia_desktop.i18n import _
from ui.panes import PaneSpec, Side

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.assessment_window import AssessmentWindow


def pane_specs() -> tuple[PaneSpec, ...]:
    """The panes; made when asked for, because their words follow the language in use."""
    return (
        PaneSpec("outline", _("Items"), _("&Items"), _outline, symbol="outline", keys="F9", open=True),
        PaneSpec("find", _("Find"), _("&Search"), _find, symbol="find", kept=False),
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
    )


def _outline(window: AssessmentWindow) -> QWidget:
    from ui.outline import OutlinePanel

    return OutlinePanel(window.session)


def _find(window: AssessmentWindow) -> QWidget:
    from ui.find import FindPanel

    panel = FindPanel(window.session)
    panel.hit_requested.connect(window.show_hit)
    return panel


def _preview(window: AssessmentWindow) -> QWidget:
    from ui.preview.panel import PreviewPanel

    return PreviewPanel(window.session)


def _guidance(window: AssessmentWindow) -> QWidget:
    from ui.guidance_pane import GuidancePane

    return GuidancePane(window.session)
