"""The panes beside the form: outline, search, preview and more; each is created when first shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDockWidget, QTabBar, QTabWidget, QWidget

from pia_desktop.dataclass import dataclass
from ui.widgets.focus import enter
from ui.widgets.layouts import column_of
from ui.widgets.overrides import guarded
from ui.widgets.panel import Panel
from ui.widgets.side_dock import SideDock
from ui.widgets.theme import em
from ui.widgets.unscrolled import Unscrolled

if TYPE_CHECKING:
    from ui.assessment.form_window import FormWindow

P = TypeVar("P", bound=Panel)

_SHEET = 56
"""Width in em reserved for the form; panes on the right get the rest of a wide window."""

_NARROW = 46
"""Width in em below which the form's widest rows would scroll sideways."""

_LEAST = 14
"""Width in em that a pane takes at least."""


class Side(Enum):
    """Where a pane is docked; panes on the same side are tabbed."""

    LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
    RIGHT = Qt.DockWidgetArea.RightDockWidgetArea


@dataclass(frozen=True, slots=True)
class PaneSpec:
    """Describes a pane before it is created.

    ``kept``: restored the next time if it was open on closing.  ``name`` also names its show/hide action.
    """

    name: str
    title: str
    side: Side = Side.LEFT
    open: bool = False
    kept: bool = True


class Pane(QObject, Generic[P]):
    """One pane of a window: its dock and, once created, its panel.

    ``make`` creates the panel when it is first shown.
    """

    def __init__(self, window: FormWindow, spec: PaneSpec, make: Callable[[], P], panes: Panes) -> None:
        super().__init__(window)
        self.window = window
        self.spec = spec
        self._make = make
        self._panes = panes
        self._panel: P | None = None
        self.dock = SideDock(spec.title, window)
        self.dock.setObjectName(spec.name)
        self.dock.setAllowedAreas(Side.LEFT.value | Side.RIGHT.value)
        self.dock.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        self.dock.setTitleBarWidget(QWidget(self.dock))  # tabbed docks have their titles on the tabs
        self._holder = _Holder(em(window))
        self.dock.setWidget(self._holder)
        self.dock.visibilityChanged.connect(self._shown)

    @property
    def made(self) -> bool:
        return self._panel is not None

    @property
    def panel(self) -> P:
        """The panel, created on first use."""
        if self._panel is None:
            self._panel = self._make()
            self._panel.close_requested.connect(self.hide)
            self._panel.form_requested.connect(self.window.focus_form)
            self._holder.hold(self._panel)
            self._make_room(self._panel)
        return self._panel

    @property
    def seen(self) -> bool:
        """Whether it is visible, not merely a tab behind another."""
        return self.dock.isVisible() and not self.dock.visibleRegion().isEmpty()

    @property
    def has_focus(self) -> bool:
        """Whether the focus is in it, on view or not."""
        now = QApplication.focusWidget()
        return now is not None and self.dock.isAncestorOf(now)

    def show(self) -> P:
        """Show it in front of the others on its side; returns its panel.

        It takes the focus from one that goes behind it, where keys would act out of sight.
        """
        panel = self.panel
        covers = any(pane.on_left == self.on_left and pane.has_focus for pane in self._panes)
        self.dock.show()
        self.dock.raise_()
        panel.show()
        if covers and not self.has_focus:
            enter(panel, Qt.FocusReason.OtherFocusReason)
        return panel

    def hide(self) -> None:
        """Hide it and focus the form."""
        if self.dock.isVisible():
            self.window.focus_form()  # first, or Qt moves the focus to the next field
            self.dock.hide()

    def toggle(self) -> None:
        """Show it, or hide it if it is in front."""
        if self.seen:
            self.hide()
        else:
            self.show()

    def stop(self) -> None:
        """Stop its background work: the window is closing."""
        if self._panel is not None:
            self._panel.stop()

    def _shown(self, visible: bool) -> None:
        self._panes.shown_changed.emit()
        if visible and self._panel is None:
            # later, so that the window does not wait for it
            QTimer.singleShot(0, self.dock, self._fill)

    def _fill(self) -> None:
        if self.dock.isVisible():
            self.panel.setVisible(True)

    def _make_room(self, panel: QWidget) -> None:
        if self.spec.side is Side.RIGHT:
            window = self.window
            left = max((pane.dock.width() for pane in self._panes if pane.on_left and pane.seen), default=0)
            unit, room = em(window), window.width() - left
            wanted = max(panel.sizeHint().width(), min(room - unit * _SHEET, unit * 60))
            wanted = max(min(wanted, room - unit * _NARROW), panel.minimumSizeHint().width())
            window.resizeDocks([self.dock], [wanted], Qt.Orientation.Horizontal)

    @property
    def on_left(self) -> bool:
        """Whether it is docked on the left."""
        return self.spec.side is Side.LEFT


class Panes(QObject):
    """All panes of a window, by name and in order."""

    shown_changed = Signal()
    """One was shown or hidden."""

    def __init__(self, window: FormWindow) -> None:
        super().__init__(window)
        self._window = window
        self._panes: dict[str, Pane[Panel]] = {}
        self._narrow = False
        self._folded: list[Pane[Panel]] = []
        self._in_front: list[Pane[Panel]] = []
        """Those of them that were no tabs behind others."""
        window.setDockNestingEnabled(True)
        for side in Side:
            window.setTabPosition(side.value, QTabWidget.TabPosition.North)
        window.pane_tabs_made.connect(self._follow_tabs)

    def add(self, spec: PaneSpec, make: Callable[[], P]) -> Pane[P]:
        """Append a pane; ``make`` creates its panel when it is first shown."""
        before = [pane for pane in self if pane.spec.side is spec.side]
        pane = Pane(self._window, spec, make, self)
        self._window.addDockWidget(spec.side.value, pane.dock)
        if before:
            self._window.tabifyDockWidget(before[-1].dock, pane.dock)
        pane.dock.setVisible(spec.open)
        self._panes[spec.name] = pane  # type: ignore[assignment]
        return pane

    def __iter__(self) -> Iterator[Pane[Panel]]:
        return iter(self._panes.values())

    def toggle(self, name: str) -> None:
        """Show a pane, or hide it if it is in front."""
        self._panes[name].toggle()

    def fit(self, width: int) -> None:
        """Fold the panes on the left where a window has no room for them beside the form.

        One that is shown there all the same stays until the window changes between narrow and wide.
        """
        narrow = self.too_narrow(width)
        if narrow and not self._narrow:
            self._folded = [pane for pane in self if pane.on_left and not pane.dock.isHidden()]
            self._in_front = [pane for pane in self._folded if pane.seen]
            for pane in self._folded:
                if pane.has_focus:
                    self._window.focus_form()  # first, or Qt moves the focus to the next field
                pane.dock.hide()
        elif self._narrow and not narrow:
            self._show_folded()
        self._narrow = narrow

    def too_narrow(self, width: int) -> bool:
        """Whether a window has no room for panes beside the form."""
        return width < em(self._window) * (_NARROW + _LEAST)

    def unfold(self) -> None:
        """Show the folded panes again, as a wider window is to have them next time."""
        self._show_folded()
        self._narrow = False

    def _show_folded(self) -> None:
        for pane in self._folded:
            pane.dock.show()
        for pane in self._in_front:
            pane.dock.raise_()
            pane.dock.settle()
        self._folded, self._in_front = [], []

    def hide_fleeting(self) -> None:
        """Hide the panes that are not restored."""
        for pane in self:
            if not pane.spec.kept:
                pane.dock.hide()

    def seen_panels(self) -> list[Panel]:
        """The visible panels, left to right."""
        seen = [pane for pane in self if pane.seen]
        seen.sort(key=lambda pane: pane.spec.side is Side.RIGHT)
        return [pane.panel for pane in seen]

    def step(self, by: int = 1) -> None:
        """Move the focus to the next pane or the form; each restores its own focus."""
        stops = [*self.seen_panels(), self._window.current_page()]
        now = QApplication.focusWidget()
        at = next((i for i, stop in enumerate(stops) if now and (stop is now or stop.isAncestorOf(now))), -1)
        goal = stops[(at + by) % len(stops)]
        enter(goal, Qt.FocusReason.ShortcutFocusReason)

    def _follow_tabs(self, bar: QTabBar) -> None:
        """Let a click on a pane's tab move the focus into the pane, where keys and help then act; no wheel.

        For keys there is ``step``: by Tab the bars would be stops even while they are empty and out of sight.
        """
        bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        bar.installEventFilter(Unscrolled(bar))
        bar.tabBarClicked.connect(
            lambda index: self._enter_titled(bar.tabText(index)), Qt.ConnectionType.QueuedConnection
        )

    def _enter_titled(self, title: str) -> None:
        for pane in self:
            if pane.spec.title == title and pane.seen:
                enter(pane.panel, Qt.FocusReason.MouseFocusReason)

    def stop(self) -> None:
        """Stop all background work: the window is closing."""
        for pane in self:
            pane.stop()


@guarded
class _Holder(QWidget):
    """Placeholder in a dock until its panel is created; it needs a size, or Qt hides the dock."""

    def __init__(self, unit: int) -> None:
        super().__init__()
        self._unit = unit
        self._column = column_of(margins=(0, 0, 0, 0), inside=self)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return hint.expandedTo(QSize(self._unit * 20, self._unit * 10))

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(self._unit * _LEAST, self._unit * 8))

    def hold(self, panel: QWidget) -> None:
        self._column.addWidget(panel)
