"""Builds the window of an assessment in a cabinet, and the reader of its versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.assessment.form_tab import TabFactory
from ui.assessment.window import AssessmentWindow
from ui.carrying.out_line import OutLine
from ui.widgets.lazy import Lazy

if TYPE_CHECKING:
    from ui.assessment.version_window import VersionReader
    from ui.context.hosts import Navigator
    from ui.context.open_cabinet import OpenCabinet
    from ui.context.session import Session
    from ui.reuse.cabinet_replacer import CabinetReplacer


def build_window(
    session: Session,
    cabinet: OpenCabinet,
    navigator: Navigator,
    cabinet_replacer: CabinetReplacer,
    factory: TabFactory,
) -> AssessmentWindow:
    """The window of an assessment, connected to the saved state and to a reader of its versions."""
    store = cabinet.store
    window = AssessmentWindow(
        session,
        store.flush,
        factory=factory,
        cabinet=cabinet,
        navigator=navigator,
        cabinet_replacer=cabinet_replacer,
    )
    window.show_state(store.state)
    store.state_changed.connect(window.show_state)
    window.closed.connect(lambda: store.state_changed.disconnect(window.show_state))
    line = OutLine(window, cabinet, window.assessment_id)
    window.statusBar().addPermanentWidget(line)
    window.closed.connect(line.leave)

    def make_reader() -> VersionReader:
        from ui.assessment.version_window import VersionReader

        return VersionReader(window, navigator)

    reader = Lazy(make_reader)
    window.shared.read_requested.connect(lambda info, snapshot: reader.get().show(info, snapshot))
    return window
