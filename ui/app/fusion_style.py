"""Fusion with visible outlines, checked buttons and focus frames.

Fusion outlines boxes, fields and buttons in a darker shade of the window colour, which is invisible on a dark
desktop; it shows a checked button by a slightly different shade only, and draws pale focus frames.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QWidget

from ui.widgets.contrast import FOR_MARKS, mixed, readable
from ui.widgets.overrides import guarded
from ui.widgets.theme import button_background, is_dark

_ELEMENT = QStyle.PrimitiveElement
_TAB_LABEL = QStyle.ControlElement.CE_TabBarTabLabel
_STATE = QStyle.StateFlag
_BOX = QStyle.PrimitiveElement.PE_IndicatorCheckBox
_RADIO = QStyle.PrimitiveElement.PE_IndicatorRadioButton
_LIST_BOX = QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck
_OUTLINED = frozenset((_BOX, _LIST_BOX, _RADIO, _ELEMENT.PE_FrameLineEdit, _ELEMENT.PE_PanelButtonCommand))
_DRAWN_OVER = _OUTLINED | {_ELEMENT.PE_FrameFocusRect, _ELEMENT.PE_PanelButtonTool}
_ROUND = 2.0
_THIN = 1.0
_STRONG = 2.0


@guarded
class ClearFusion(QProxyStyle):
    """Fusion with visible outlines and frames."""

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
        if element not in _DRAWN_OVER:  # every part of every widget comes here: what is asked of it costs
            return
        palette: QPalette = option.palette
        if element == _ELEMENT.PE_FrameFocusRect or (
            element in _OUTLINED and option.state & _STATE.State_HasFocus
        ):
            _outline(painter, option, _focus_colour(palette), _STRONG, circle=element == _RADIO)
        elif element in _OUTLINED and is_dark(palette):
            _outline(painter, option, _line_colour(palette), _THIN, circle=element == _RADIO)
        elif element == _ELEMENT.PE_PanelButtonTool and option.state & _STATE.State_On:
            _outline(painter, option, _line_colour(palette), _THIN)

    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        super().drawControl(element, option, painter, widget)
        if element is _TAB_LABEL and option.state & _STATE.State_HasFocus:
            _outline(painter, option, _focus_colour(option.palette), _STRONG)


def _line_colour(palette: QPalette) -> QColor:
    return mixed(palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text), 0.6)


def _focus_colour(palette: QPalette) -> QColor:
    base, window = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Window)
    backgrounds = (base, window, button_background(palette))
    return readable(palette.color(QPalette.ColorRole.Highlight), *backgrounds, least=FOR_MARKS)


def _outline(
    painter: QPainter, option: QStyleOption, colour: QColor, width: float, *, circle: bool = False
) -> None:
    inset = 0.5 if width == _THIN else width  # a strong line runs inside Fusion's own outline
    place = QRectF(option.rect).adjusted(inset, inset, -inset, -inset)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if circle:
        painter.drawEllipse(place)
    else:
        painter.drawRoundedRect(place, _ROUND, _ROUND)
    painter.restore()
