"""What the delegates of lists share: the row behind its words, and the colours of these."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ui.widgets.theme import muted


def is_picked(option: QStyleOptionViewItem) -> bool:
    """Whether the row is selected."""
    return bool(option.state & QStyle.StateFlag.State_Selected)


def row_colour(option: QStyleOptionViewItem) -> QColor:
    """The colour of a row's words, be it selected or not, in an active window or another."""
    role = QPalette.ColorRole.HighlightedText if is_picked(option) else QPalette.ColorRole.Text
    colour: QColor = option.palette.color(role)
    return colour


def quiet_colour(option: QStyleOptionViewItem) -> QColor:
    """The colour of a row's less important words."""
    return row_colour(option) if is_picked(option) else muted(option.palette)


def draw_panel(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Draw the background of a row, as the style shows selected, current and hovered ones.

    An item without contents is drawn: its panel alone shows no selection with Windows 11's style.
    """
    style = option.widget.style()
    style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)


def draw_all_but_words(painter: QPainter, option: QStyleOptionViewItem) -> str:
    """Draw a cell with its box and sign, and return its words."""
    words, option.text = option.text, ""
    draw_panel(painter, option)
    return words
