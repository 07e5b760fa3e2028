"""How high a line of text is on screen: the same whatever stands in it."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QFont, QTextBlockFormat, QTextCursor, QTextDocument, QTextLayout

LINE_HEIGHT: Final = 130.0
"""Per cent of the font's own line height."""

_WORDS: Final = "漢a"
_known: dict[str, float] = {}


def line_height(font: QFont) -> float:
    """The height of a line of Japanese text, in device-independent pixels.

    Where the font has no ideographs, others stand in that are a little higher: a line would grow with its
    first character, and the page below it would jump.
    """
    key = font.toString()
    if key not in _known:
        layout = QTextLayout(_WORDS, font)
        layout.beginLayout()
        line = layout.createLine()
        line.setNumColumns(len(_WORDS))
        layout.endLayout()
        _known[key] = line.height() * LINE_HEIGHT / 100
    return _known[key]


def is_spaced(document: QTextDocument, font: QFont) -> bool:
    """Whether the lines of a document are that high."""
    return document.firstBlock().blockFormat().lineHeight() == line_height(font)


def space_lines(document: QTextDocument, font: QFont) -> None:
    """Make the lines of a document that high; new paragraphs inherit it.

    Qt puts the room of such a line above its words.  They begin where the margin ends all the same, as those
    of the label beside them do, and the room is left below the last line.
    """
    height = line_height(font)
    paragraph = QTextBlockFormat()
    paragraph.setLineHeight(height, QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
    cursor = QTextCursor(document)
    cursor.beginEditBlock()  # both changes are laid out together: a page has hundreds of fields
    cursor.select(QTextCursor.SelectionType.Document)
    cursor.mergeBlockFormat(paragraph)
    frame, room = document.rootFrame(), height - height * 100 / LINE_HEIGHT
    margins = frame.frameFormat()
    margins.setTopMargin(document.documentMargin() - room)
    margins.setBottomMargin(document.documentMargin() + room)
    frame.setFrameFormat(margins)
    cursor.endEditBlock()
