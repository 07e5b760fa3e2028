"""Words of this program on a clipboard or in a drag: they carry what of them is not for the public."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtWidgets import QToolTip, QWidget

from pia_desktop.assessment.noted import noted, noted_part
from pia_desktop.exchange.cells import Cell, Rows, as_words, from_json, read_cells, to_json
from pia_desktop.i18n import _

MIME: Final = "application/x-pia-desktop-words+json"


def own_words(source: QMimeData) -> Rows | None:
    """The cells that a field of this program put there; None where there are none, or any garbage."""
    return from_json(bytes(source.data(MIME).data())) if source.hasFormat(MIME) else None


def lines_on(source: QMimeData) -> Rows:
    """The cells, a row for each line; those of this program with what is withheld.  Empty for files."""
    own = own_words(source)
    if own is not None and any(cell.withheld for row in own for cell in row):
        return own
    return read_cells(source.text()) if source.hasText() and not source.hasUrls() else ()


def words_data(cell: Cell, plain: str) -> QMimeData:
    """Clipboard data for one text; other programs get it as ``plain``."""
    data = QMimeData()
    data.setData(MIME, QByteArray(to_json(((cell,),))))
    data.setText(plain)
    return data


def noted_data(words: str, start: int, end: int) -> QMimeData:
    """Clipboard data for part of a text that says itself what is withheld; so does what others get."""
    part = Cell(*noted_part(words, start, end))
    return words_data(part, noted(part.words, part.withheld))


def noted_words(field: QWidget, words: Cell) -> str:
    """Words for a field that keeps no marks: they say themselves what is withheld, and that is told."""
    if words.withheld:
        told = _("What is not for the public says so: 〖公表しない：…〗. Copies for the public leave it out.")
        QToolTip.showText(field.mapToGlobal(field.rect().topLeft()), told, field)
    return noted(words.words, words.withheld)


def one_text(source: QMimeData) -> Cell | None:
    """The words of this program that lie there, as one text; None where they come from elsewhere."""
    own = own_words(source)
    return None if own is None else as_words(own)
