"""Writes copies of fields, and tells why something cannot be pasted.

Text copied from this program carries its withheld spans, in a format of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtWidgets import QToolTip, QWidget

from pia_desktop.errors import UserError
from pia_desktop.exchange.cells import (
    Cell,
    to_html,
    to_json,
    to_text,
)
from pia_desktop.forms.values import MAX_TEXT
from pia_desktop.i18n import _
from ui.widgets.dialogs import show_error
from ui.widgets.own_words import MIME, words_data

MOST_AT_ONCE: Final = 100_000
"""Maximum characters per paste, about ninety printed pages: laying out more would block the window."""


def clipping(rows: Sequence[Sequence[Cell]]) -> QMimeData:
    """Clipboard data for this and other programs; a single cell becomes plain text."""
    if len(rows) == 1 and len(rows[0]) == 1:
        return words_data(rows[0][0], rows[0][0].words)
    data = QMimeData()
    data.setData(MIME, QByteArray(to_json(rows)))
    data.setText(to_text(rows))
    data.setHtml(to_html(rows))
    return data


def fits(field: QWidget, words: str, room: int) -> bool:
    """Whether text can be pasted into an answer; if not, shows the limit."""
    if len(words) <= min(room, MOST_AT_ONCE):
        return True
    if len(words) > MOST_AT_ONCE:
        fault = _("{count:,} characters are too many to paste at once: {limit:,} can be.").format(
            count=len(words), limit=MOST_AT_ONCE
        )
    else:
        fault = _("With these words, the answer would grow beyond {limit:,} characters.").format(
            limit=MAX_TEXT
        )
    show_error(
        field.window(),
        UserError(fault, _("Nothing was pasted.  Paste the words in parts, or fewer of them.")),
    )
    return False


def tell_full(field: QWidget) -> None:
    """Show why nothing more can be typed."""
    words = _("An answer has at most {limit:,} characters.").format(limit=MAX_TEXT)
    QToolTip.showText(field.mapToGlobal(field.rect().topLeft()), words, field)


def tell_unreadable(field: QWidget) -> None:
    """Show that characters had been lost before the paste."""
    words = _("Characters that the other program could not read stand as � in what was pasted.")
    QToolTip.showText(field.mapToGlobal(field.rect().topLeft()), words, field)
