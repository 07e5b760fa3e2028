"""Labels, and text escaped where Qt would interpret markup or mnemonics."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QLabel, QWidget

from ui.widgets.theme import quieten


def tip(words: str) -> str:
    """Text for a tooltip: ``<b>`` is shown literally."""
    if "<" not in words and "&" not in words:
        return words
    import html  # imports a table of all entities, which is rarely needed

    return f"<span>{html.escape(words)}</span>"


def caption(words: str) -> str:
    """Text for a button or menu: ``&`` is shown literally."""
    return words.replace("&", "&&")


def plain_label(
    parent: QWidget, words: str = "", font: QFont | None = None, *, quiet: bool = False
) -> QLabel:
    """A label with plain text; ``quiet`` for secondary text."""
    label = QLabel(words, parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if font is not None:
        label.setFont(font)
    if quiet:
        quieten(label)
    return label


def note(parent: QWidget, words: str = "", font: QFont | None = None, *, quiet: bool = False) -> QLabel:
    """The same in as many lines as it needs."""
    label = plain_label(parent, words, font, quiet=quiet)
    label.setWordWrap(True)
    return label


def label_for(field: QWidget, words: str) -> QLabel:
    """A label whose access key focuses a field."""
    label = QLabel(words, field.parentWidget())
    label.setBuddy(field)
    return label
