"""What of a window the keyboard alone cannot do."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QCalendarWidget,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTableView,
    QTextEdit,
    QToolBar,
    QWidget,
)

_WITH_KEYS_OF_THEIR_OWN = (QLineEdit, QAbstractSpinBox, QTabBar, QToolBar, QCalendarWidget, QAbstractItemView)
"""Their buttons do what keys do in them, or what a menu does."""


def mouse_only(window: QWidget) -> list[str]:
    """Buttons that Tab does not reach, and fields and tables that Tab does not leave."""
    shown = [one for one in window.findChildren(QWidget) if one.isVisible() and one.window() is window]
    return [*_unreached(shown), *_traps(shown)]


def _unreached(widgets: list[QWidget]) -> Iterator[str]:
    for widget in widgets:
        if not isinstance(widget, QAbstractButton) or not widget.isEnabled() or _by_tab(widget):
            continue
        if not any(isinstance(holder, _WITH_KEYS_OF_THEIR_OWN) for holder in _holders(widget)):
            yield f"unreached {type(widget).__name__} {widget.text() or widget.accessibleName()}"


def _traps(widgets: list[QWidget]) -> Iterator[str]:
    for widget in widgets:
        match widget:
            case QTextEdit() | QPlainTextEdit() if not widget.tabChangesFocus() and not widget.isReadOnly():
                yield f"trap {type(widget).__name__} {widget.accessibleName()}"
            case QTableView() if widget.tabKeyNavigation():
                yield f"trap {type(widget).__name__} {widget.accessibleName()}"


def _by_tab(button: QAbstractButton) -> bool:
    return bool(button.focusPolicy() & Qt.FocusPolicy.TabFocus) or button.autoExclusive()


def _holders(widget: QWidget) -> Iterator[QWidget]:
    holder = widget.parentWidget()
    while holder is not None:
        yield holder
        holder = holder.parentWidget()
