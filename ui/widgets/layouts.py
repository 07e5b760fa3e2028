"""Rows, columns and panes with what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QSplitter, QVBoxLayout, QWidget

from pia_desktop.dataclass import dataclass

Margins = tuple[int, int, int, int]
"""Left, top, right and bottom, in pixels."""


@dataclass(frozen=True)
class Growing:
    """A part that takes the room which the others leave; of nothing, it is that empty room."""

    part: QWidget | QLayout | None = None


SPRING: Final = Growing()

Part = QWidget | QLayout | Growing


def place(box: QBoxLayout, *parts: Part) -> None:
    """Add parts to a row or a column, one after the other."""
    for part in parts:
        inner, stretch = (part.part, 1) if isinstance(part, Growing) else (part, 0)
        if inner is None:
            box.addStretch(stretch)
        elif isinstance(inner, QLayout):
            box.addLayout(inner, stretch)
        else:
            box.addWidget(inner, stretch)


def row_of(
    *parts: Part, gap: int | None = None, margins: Margins | None = None, inside: QWidget | None = None
) -> QHBoxLayout:
    """Parts side by side, ``gap`` pixels apart; ``inside`` is the widget that they fill."""
    row = QHBoxLayout()
    _fill(row, parts, gap, margins, inside)
    return row


def column_of(
    *parts: Part, gap: int | None = None, margins: Margins | None = None, inside: QWidget | None = None
) -> QVBoxLayout:
    """The same, one below the other."""
    column = QVBoxLayout()
    _fill(column, parts, gap, margins, inside)
    return column


def _fill(
    box: QBoxLayout,
    parts: tuple[Part, ...],
    gap: int | None,
    margins: Margins | None,
    inside: QWidget | None,
) -> None:
    if inside is not None:
        inside.setLayout(box)
    if gap is not None:
        box.setSpacing(gap)
    if margins is not None:
        box.setContentsMargins(*margins)
    place(box, *parts)


def flush_column(widget: QWidget, gap: int, *parts: Part) -> QVBoxLayout:
    """A column that fills a widget to its edges."""
    return column_of(*parts, gap=gap, margins=(0, 0, 0, 0), inside=widget)


def flush_row(widget: QWidget, gap: int, *parts: Part) -> QHBoxLayout:
    """The same, side by side."""
    return row_of(*parts, gap=gap, margins=(0, 0, 0, 0), inside=widget)


def side_by_side(
    parent: QWidget, *widgets: QWidget, sizes: Sequence[int] = (), shares: Sequence[int] = ()
) -> QSplitter:
    """Widgets with handles between them; none can be made to vanish.

    ``sizes``: widths at first, in pixels.  ``shares``: of the room that a larger window gives.
    """
    return _split(Qt.Orientation.Horizontal, parent, widgets, sizes, shares)


def above_below(
    parent: QWidget, *widgets: QWidget, sizes: Sequence[int] = (), shares: Sequence[int] = ()
) -> QSplitter:
    """The same, one below the other."""
    return _split(Qt.Orientation.Vertical, parent, widgets, sizes, shares)


def _split(
    orientation: Qt.Orientation,
    parent: QWidget,
    widgets: Sequence[QWidget],
    sizes: Sequence[int],
    shares: Sequence[int],
) -> QSplitter:
    split = QSplitter(orientation, parent)
    split.setChildrenCollapsible(False)
    for widget in widgets:
        split.addWidget(widget)
    for number, share in enumerate(shares):
        split.setStretchFactor(number, share)
    if sizes:
        split.setSizes(sizes)
    return split
