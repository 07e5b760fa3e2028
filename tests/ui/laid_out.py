"""What a dialog shows stands in its layouts: what was forgotten would lie over the rest at the top left."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QLayout, QWidget


def forgotten(dialog: QDialog) -> list[QWidget]:
    """The visible widgets of a dialog that stand beside the layout of the widget that holds them."""
    return [
        child
        for holder in (dialog, *dialog.findChildren(QWidget))
        if holder.window() is dialog and (layout := holder.layout()) is not None
        for child in _children(holder)
        if not _places(layout, child)
    ]


def _children(holder: QWidget) -> list[QWidget]:
    children = [child for child in holder.children() if isinstance(child, QWidget)]
    return [
        child
        for child in children
        if child.isVisible() and not child.isWindow() and not child.objectName().startswith("qt_")  # Qt's own
    ]


def _places(layout: QLayout, widget: QWidget) -> bool:
    """Whether a layout, or one inside it, has a place for a widget."""
    inside = [child for child in layout.children() if isinstance(child, QLayout)]
    return layout.indexOf(widget) >= 0 or any(_places(one, widget) for one in inside)
