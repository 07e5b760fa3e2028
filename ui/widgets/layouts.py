"""Layouts without margins, for widgets that are part of another."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget


def flush_column(widget: QWidget, spacing: int) -> QVBoxLayout:
    """A column that fills a widget to its edges, with this many pixels between two parts."""
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    return column


def flush_row(widget: QWidget, spacing: int) -> QHBoxLayout:
    """The same, side by side."""
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(spacing)
    return row
