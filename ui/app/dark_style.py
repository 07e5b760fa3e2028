"""Visible check boxes on dark desktops.

Fusion outlines boxes, fields and buttons in a darker shade of the window colour, which is invisible on a dark
desktop.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QWidget

from ui.widgets.overrides import guarded
from ui.widgets.theme import mixed

_BOX = QStyle.PrimitiveElement.PE_IndicatorCheckBox
_RADIO = QStyle.PrimitiveElement.PE_IndicatorRadioButton
_LIST_BOX = QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck
_OUTLINED = frozenset(
    (
        _BOX,
        _LIST_BOX,
        _RADIO,
        QStyle.PrimitiveElement.PE_FrameLineEdit,
        QStyle.PrimitiveElement.PE_PanelButtonCommand,
    )
)
_ROUND = 2.0


def is_dark(palette: QPalette) -> bool:
    """Whether text is lighter than its background."""
    text, base = palette.color(QPalette.ColorRole.Text), palette.color(QPalette.ColorRole.Base)
    return text.lightness() > base.lightness()


@guarded
class DarkFusion(QProxyStyle):
    """Fusion with outlines in a shade of the text colour."""

    def __init__(self) -> None:
        super().__init__("fusion")
        self.setObjectName("fusion")

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        super().drawPrimitive(element, option, painter, widget)
        if element not in _OUTLINED:
            return
        palette: QPalette = option.palette
        base, text = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        colour = palette.color(QPalette.ColorRole.Highlight) if focused else mixed(base, text, 0.6)
        place = QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if element == _RADIO:
            painter.drawEllipse(place)
        else:
            painter.drawRoundedRect(place, _ROUND, _ROUND)
        painter.restore()
