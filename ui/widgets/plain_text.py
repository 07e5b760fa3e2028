"""Labels, and text escaped where Qt would interpret markup or mnemonics."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


def tip(words: str) -> str:
    """Text for a tooltip: ``<b>`` is shown literally."""
    if "<" not in words and "&" not in words:
        return words
    import html  # imports a table of all entities, which is rarely needed

    return f"<span>{html.escape(words)}</span>"


def caption(words: str) -> str:
    """Text for a button or menu: ``&`` is shown literally."""
    return words.replace("&", "&&")


def plain_label(parent: QWidget, words: str = "") -> QLabel:
    """A label with plain text."""
    label = QLabel(words, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def note(parent: QWidget, words: str) -> QLabel:
    """A label with an explanation."""
    label = plain_label(parent, words)
    label.setWordWrap(True)
    return label


def label_for(field: QWidget, words: str) -> QLabel:
    """A label whose access key focuses a field."""
    label = QLabel(words, field.parentWidget())
    label.setBuddy(field)
    return label
