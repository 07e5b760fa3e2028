"""The window of one open assessment: form, panes, menus, checks and notes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QWidget

from ui.assessment.actions import ENTRIES, FIELD, MENUS, REDO, TOOLS, UNDO
from ui.assessment.commands import AssessmentCondition, WindowCommands
from ui.assessment.form_tab import TabFactory, form_tab
from ui.assessment.form_window import FormWindow
from ui.assessment.pane_list import AssessmentPanes
from ui.assessment.shared import SharedByPanes
from ui.widgets.actions import Actions
from ui.widgets.buttons import presses_focused
from ui.widgets.overrides import guarded
from ui.widgets.settings import first_size, restore_place
from ui.widgets.text_size import WheelZoom
from ui.widgets.theme import em
from ui.widgets.timers import once_standing

if TYPE_CHECKING:
    from ui.assessment.review import AssessmentReview
    from ui.context.hosts import Navigator
    from ui.context.open_cabinet import OpenCabinet
    from ui.context.session import Session
    from ui.printing.mistakes import Mistakes
    from ui.reuse.cabinet_replacer import CabinetReplacer
    from ui.widgets.file_chooser import FileChooser

_TABS_FIT: Final = 1280
"""Width of a window whose tabs all fit beside a narrow tree."""

_IDLE: Final = 600
"""Milliseconds after creation; the window is shown then and nobody is waiting for it."""


@guarded
class AssessmentWindow(FormWindow):
    """Assembles the window's parts; each part knows only earlier ones and the form.

    ``cabinet`` is the cabinet it was opened from.
    """

    def __init__(
        self,
        session: Session,
        flush: Callable[[], bool],
        *,
        factory: TabFactory = form_tab,
        cabinet: OpenCabinet | None = None,
        navigator: Navigator | None = None,
        cabinet_replacer: CabinetReplacer | None = None,
        files: FileChooser | None = None,
    ) -> None:
        super().__init__(
            session,
            flush,
            factory=factory,
            cabinet=cabinet,
            files=files or (navigator.file_chooser if navigator else None),
        )
        self.shared = SharedByPanes(self, navigator, cabinet_replacer)
        self.panes = AssessmentPanes(self, self.shared)
        self.commands = WindowCommands(self, self.panes, self.shared)
        self.actions_ = Actions(self, self.commands, MENUS)
        self._fill_menus()
        self._connect(navigator)
        if not restore_place(self, self.place):
            first_size(self, 1440, 860)
            spare = min(max(self.width() - _TABS_FIT, 0), em(self) * 7)  # longer names in the tree
            self.resizeDocks([self.panes.outline.dock], [em(self) * 19 + spare], Qt.Orientation.Horizontal)
        self.panes.hide_fleeting()
        self.page(0)
        once_standing(self, _IDLE, lambda: self.review.begin())  # noqa: PLW0108 (made only then)

    def _connect(self, navigator: Navigator | None) -> None:
        self.changed.connect(self.actions_.refresh)
        self.session.entries_changed.connect(self.actions_.refresh)
        self.panes.shown_changed.connect(self.actions_.refresh)
        self.close_refused.connect(self.commands.ask_unsaved)
        self.closing.connect(self.shared.remember)
        self.closing.connect(self.panes.unfold)
        self.closed.connect(self.panes.stop)
        self.closed.connect(self.shared.stop)
        self.palette_changed.connect(self.shared.refresh_colours)
        if navigator is not None:
            self.rescue_requested.connect(lambda: navigator.rescue(self))
            self.cabinet_requested.connect(navigator.show_cabinet)
            self.quit_requested.connect(navigator.quit)
            self.settings_requested.connect(lambda: navigator.show_settings(self))

    def _fill_menus(self) -> None:
        self.actions_.refresh()
        self.actions_.tool_bar(self, TOOLS)
        self.actions_.fill_bar(self.menuBar())
        self.session.menu_requested.connect(self._fill_field_menu)
        self.keys_requested.connect(self._show_keys)

        self._wheel = WheelZoom(self)
        self._wheel.stepped.connect(self.commands.step_text_size)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Explain why an action is disabled when its key is pressed and nobody else handled it."""
        if presses_focused(self, event):
            return
        row = self.actions_.refused(QKeySequence(event.keyCombination()))
        reason = self.commands.refusal(row) if row is not None else ""
        if reason:
            self.notify(reason)
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.panes.fit(self.width())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() != QEvent.Type.FontChange:
            return
        if self.panes.too_narrow(self.width()):  # at once, before panes that need more make the window wider
            self.panes.fit(self.width())
        else:  # the panes' widths follow the words first
            QTimer.singleShot(0, self, lambda: self.panes.fit(self.width()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._wheel.watch()

    def _show_keys(self) -> None:
        from ui.widgets.about import show_keys

        show_keys(self, self.actions_.overview())

    def _fill_field_menu(self, menu: QMenu, own: Sequence[QAction]) -> None:
        now = self.commands.now_at_field()
        self.actions_.offer(now)
        menu.aboutToHide.connect(self.actions_.refresh)
        self.actions_.fill(menu, (UNDO, REDO, None, lambda _do: own, None, *FIELD))
        if AssessmentCondition.ENTRY in now:
            self.actions_.fill(menu, (ENTRIES,))

    @property
    def review(self) -> AssessmentReview:
        """Checks and notes; created when a pane needs them, else once the window is shown."""
        return self.shared.review.get()

    def mistakes(self) -> Mistakes | None:
        return self.commands.review.mistakes() if self.shared.review.made else None

    def companions(self) -> Sequence[QWidget]:
        return self.commands.assessment.opened
