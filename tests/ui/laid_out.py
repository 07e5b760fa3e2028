"""What a dialog shows stands in its layouts: what was forgotten would lie over the rest at the top left."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QDialog, QLayout, QWidget


def forgotten(dialog: QDialog) -> list[QWidget]:
    """The visible widgets of a dialog that stand beside the layout of the widget that holds them."""
    holders = [dialog, *dialog.findChildren(QWidget)]
    return [
        child
        for holder in holders
        if holder.window() is dialog and holder.layout() is not None
        for child in _children(holder)
        if child not in set(_placed(holder.layout()))
    ]


def _children(holder: QWidget) -> Iterator[QWidget]:
    for child in holder.children():
        own = not child.objectName().startswith("qt_")  # Qt places its parts itself
        if isinstance(child, QWidget) and own and child.isVisible() and not child.isWindow():
            yield child


def _placed(layout: QLayout | None) -> Iterator[QWidget]:
    for index in range(layout.count() if layout is not None else 0):
        item = layout.itemAt(index) if layout is not None else None
        widget = item.widget() if item is not None else None
        if widget is not None:
            yield widget
        elif item is not None:
            yield from _placed(item.layout())
