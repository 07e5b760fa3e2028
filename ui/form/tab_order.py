"""Sets a page's tab order to that of the form, whatever order widgets were created in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def tab_by_layout(widget: QWidget) -> None:
    """Set the tab order of the fields below a widget to the order of their layouts."""
    fields = [field for field in _in_order(widget) if field.focusPolicy() & Qt.FocusPolicy.TabFocus]
    for before, after in pairwise(fields):
        QWidget.setTabOrder(before, after)


def _in_order(widget: QWidget) -> Iterator[QWidget]:
    """The widgets below one in layout order, which is the form's."""
    layout = widget.layout()
    if layout is not None:
        yield from _in_layout(layout, [child for child in widget.children() if isinstance(child, QWidget)])


def _in_layout(layout: QLayout, children: Sequence[QWidget]) -> Iterator[QWidget]:
    """The widgets of a layout; ``children`` are those of the widget it lays out.

    Looks widgets up by position instead of asking the layout for its items: PySide keeps wrappers of those
    after Qt has deleted them, and mistakes new objects at the same address for them.
    """
    inner = [child for child in layout.children() if isinstance(child, QLayout)]
    placed: list[tuple[int, QWidget | QLayout]] = [
        *((layout.indexOf(child), child) for child in children),
        *((layout.indexOf(child), child) for child in inner),
    ]
    for place, child in sorted(placed, key=itemgetter(0)):
        if place < 0:
            continue
        if isinstance(child, QLayout):
            yield from _in_layout(child, children)
        else:
            yield child
            yield from _in_order(child)
