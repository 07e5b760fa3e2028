"""The access keys (Alt and a letter) of what a window shows: each means one thing."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QGroupBox, QLabel, QMainWindow, QTabBar, QWidget


def shared_keys(window: QWidget) -> dict[str, list[str]]:
    """The keys that several things of a window answer to, and these by their words."""
    found: dict[str, list[str]] = {}
    for words in _all_words(window):
        key = QKeySequence.mnemonic(words).toString()
        if key:
            found.setdefault(key, []).append(words)
    return {key: words for key, words in found.items() if len(words) > 1}


def _all_words(window: QWidget) -> Iterator[str]:
    if isinstance(window, QMainWindow):
        yield from (action.text() for action in window.menuBar().actions() if action.isVisible())
    for widget in window.findChildren(QWidget):
        if widget.isVisible() and widget.window() is window:
            yield from _words_of(widget)


def _words_of(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QAbstractButton) or (isinstance(widget, QLabel) and widget.buddy() is not None):
        yield widget.text()
    elif isinstance(widget, QGroupBox):
        yield widget.title()
    elif isinstance(widget, QTabBar):
        yield from (widget.tabText(at) for at in range(widget.count()))
