"""Words of users and files in places where Qt would take them for markup or for a key."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


def tip(words: str) -> str:
    """Words for a tooltip: ``<b>`` in them is shown, not obeyed."""
    if "<" not in words and "&" not in words:
        return words
    import html  # with a table of all entities, which hardly ever is wanted

    return f"<span>{html.escape(words)}</span>"


def caption(words: str) -> str:
    """Words for a button or a menu: ``&`` in them is shown, not a key."""
    return words.replace("&", "&&")


def plain_label(parent: QWidget, words: str = "") -> QLabel:
    """A label that takes its words as they are."""
    label = QLabel(words, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def note(parent: QWidget, words: str) -> QLabel:
    """Words that explain a page."""
    label = plain_label(parent, words)
    label.setWordWrap(True)
    return label
