"""The text size on screen: one for all windows, remembered.

Everything is measured by the application font (``theme.em``), so new widgets fit by themselves; existing ones
are adjusted where fonts, sizes or icons were set explicitly.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFont, QWheelEvent, QWindow
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QHeaderView, QToolBar, QWidget

from pia_desktop.i18n import _
from ui.widgets.overrides import guarded
from ui.widgets.settings import settings
from ui.widgets.side_dock import SideDock
from ui.widgets.steady_area import SteadyArea

SIZES: Final = (80, 90, 100, 110, 125, 150, 175, 200, 250, 300)
"""Percent of the system's size."""
USUAL: Final = 100
OWN_ZOOM: Final = "own_zoom"
"""Property of a widget that handles Ctrl+wheel itself."""
GROWS: Final = "grows"
"""Property of a header while its sections follow the text size, and not somebody who chooses their widths."""

_KEPT: Final = "text/size"
_AT_FIRST: Final = "first_font"
_HAS_FONT: Final = Qt.WidgetAttribute.WA_SetFont
_OF_A_SIZE: Final = (QHeaderView.ResizeMode.Interactive, QHeaderView.ResizeMode.Fixed)
"""Columns and rows that keep the size they were given."""
_NOTCH: Final = 120
"""Wheel delta of one step, in eighths of a degree."""
_MOST: Final = 16_777_215
"""Qt's maximum widget size, which means "not set"."""


def text_size() -> int:
    """The current size in percent of the system's."""
    try:
        kept = int(str(settings().value(_KEPT, USUAL)))
    except ValueError:
        return USUAL
    return kept if kept in SIZES else USUAL


def use_remembered_size(app: QApplication) -> None:
    """Apply the stored size; call while the application font is still the system's."""
    app.setProperty(_AT_FIRST, app.font())
    size = text_size()
    if size != USUAL:
        app.setFont(_larger(app.font(), size / USUAL))


def step_text_size(by: int) -> str:
    """Take the next larger (1), next smaller (-1) or default size (0); returns a message."""
    now = SIZES.index(text_size())
    chosen = SIZES[min(max(now + by, 0), len(SIZES) - 1)] if by else USUAL
    if chosen != SIZES[now]:
        settings().setValue(_KEPT, chosen)
        _apply(chosen, chosen / SIZES[now])
    return _("Text size: {percent} %").format(percent=chosen)


def _apply(size: int, ratio: float) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    widgets = QApplication.allWidgets()
    own = [(one, _larger(one.font(), ratio)) for one in widgets if one.testAttribute(_HAS_FONT)]
    for area in widgets:
        if isinstance(area, SteadyArea):
            area.hold()
    for widget in widgets:
        _grow(widget, ratio)
    app.setFont(_larger(_usual_font(app, size / USUAL / ratio), size / USUAL))
    for widget, font in own:
        widget.setFont(font)


def _usual_font(app: QApplication, now: float) -> QFont:
    """The font at the default size, given that the application's is ``now`` times that.

    It is stored, so that rounding errors do not add up; if the application font has been replaced since,
    sizes continue from that.
    """
    first = app.property(_AT_FIRST)
    if isinstance(first, QFont) and app.font() == _larger(first, now):
        return first
    usual = _larger(app.font(), 1 / now)
    app.setProperty(_AT_FIRST, usual)
    return usual


def _larger(font: QFont, ratio: float) -> QFont:
    made = QFont(font)
    if font.pointSizeF() > 0:
        made.setPointSizeF(font.pointSizeF() * ratio)
    else:
        made.setPixelSize(max(round(font.pixelSize() * ratio), 1))
    return made


def _grow(widget: QWidget, ratio: float) -> None:
    """Scale the explicit sizes of a widget."""
    if isinstance(widget, QAbstractButton | QToolBar | QAbstractItemView) and widget.iconSize().isValid():
        widget.setIconSize(_times(widget.iconSize(), ratio))
    if isinstance(widget, QHeaderView):
        _grow_sections(widget, ratio)
    if isinstance(widget, SideDock):
        widget.grow(ratio)
    if widget.isWindow() or isinstance(widget, SideDock):  # their layouts say what they need at least
        return
    least, most = widget.minimumSize(), widget.maximumSize()
    if least.width() or least.height():
        widget.setMinimumSize(_times(least, ratio))
    if most.width() < _MOST or most.height() < _MOST:
        widget.setMaximumSize(_times(most, ratio))
        if least.width() or least.height():  # setting a smaller maximum has reduced the minimum too
            widget.setMinimumSize(_times(least, ratio))


def _grow_sections(header: QHeaderView, ratio: float) -> None:
    header.setProperty(GROWS, True)
    for section in range(header.count()):
        if header.sectionResizeMode(section) in _OF_A_SIZE:
            header.resizeSection(section, round(header.sectionSize(section) * ratio))
    header.setProperty(GROWS, False)


def _times(size: QSize, ratio: float) -> QSize:
    def one(side: int) -> int:
        return side if side >= _MOST else round(side * ratio)

    return QSize(one(size.width()), one(size.height()))


@guarded
class WheelZoom(QObject):
    """Changes the text size by Ctrl+wheel anywhere over a window, before fields and lists see it."""

    stepped = Signal(int)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._watched: QWindow | None = None
        self._turned = 0

    def watch(self) -> None:
        """Start watching: the window is shown."""
        handle = self._window.windowHandle()
        if handle is not self._watched:
            self._watched = handle
            handle.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QWheelEvent):
            return False
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier or self._zooms(event):
            return False
        self._turned += event.angleDelta().y()
        while abs(self._turned) >= _NOTCH:
            by = 1 if self._turned > 0 else -1
            self._turned -= by * _NOTCH
            self.stepped.emit(by)
        return True

    def _zooms(self, event: QWheelEvent) -> bool:
        """Whether the widget under the pointer has a zoom of its own."""
        widget: QWidget | None = self._window.childAt(event.position().toPoint())
        while widget is not None and widget is not self._window:
            if widget.property(OWN_ZOOM):
                return True
            widget = widget.parentWidget()
        return False
