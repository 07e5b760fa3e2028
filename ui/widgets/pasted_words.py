"""Reads clipboard and dropped data for fields.

Text takes precedence over images in text fields, whichever a spreadsheet or word processor adds; a copied
file is never pasted as its path.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage, QTextDocumentFragment
from PySide6.QtWidgets import QToolTip, QWidget

from pia_desktop.assessment.noted import marked
from pia_desktop.exchange.cells import MOST_CELLS, Cell, Rows, as_words, is_quoted_cells, read_cells
from pia_desktop.forms.cleaning import taken_in
from pia_desktop.i18n import _
from ui.widgets.own_words import own_words

_PICTURES: Final = frozenset((".png", ".jpg", ".jpeg"))
_MOST_HTML: Final = 8_000_000
_LAST_BREAK: Final = re.compile("\u2028(?=\u2029|$)")
_EXCEL: Final = "content=excel.sheet"
_LOOKED_AT: Final = 100_000
"""Characters of HTML in which a table is looked for: a spreadsheet begins with it."""


def words_on(source: QMimeData) -> Cell | None:
    """The cleaned text and its withheld spans; None if there is no text."""
    own = own_words(source)
    if own is not None:
        return _cleaned(as_words(own))
    if files_on(source):
        return None
    cells = _cells_on(source)
    if cells:
        return _cleaned(as_words(cells))
    words = source.text() if source.hasText() else ""
    if words:
        return _cleaned(Cell(words))
    words = _words_of(_markup_on(source))
    return _cleaned(Cell(words)) if words.strip() else None


def _cells_on(source: QMimeData) -> Rows:
    """The cells of a spreadsheet or, where there is no plain text, of tables of HTML; empty for others."""
    text = source.text() if source.hasText() else ""
    if text:
        return read_cells(text) if _is_sheet(source, text) else ()
    markup = _markup_on(source)
    if "<table" not in markup.lower():
        return ()
    from pia_desktop.intake.fronts.html import table_rows

    return tuple(tuple(map(Cell, row)) for row in table_rows(markup, MOST_CELLS))


def _markup_on(source: QMimeData) -> str:
    """The HTML; empty if there is none, or more than can be laid out in a moment."""
    markup = source.html() if source.hasHtml() else ""
    return markup if len(markup) < _MOST_HTML else ""


def _words_of(markup: str) -> str:
    """The text of HTML with line breaks as in a browser: a break at the end of a paragraph adds no line."""
    raw = QTextDocumentFragment.fromHtml(markup).toRawText()
    return _LAST_BREAK.sub("", raw).replace("\u2028", "\n").replace("\u2029", "\n").replace("\xa0", " ")


def rows_on(source: QMimeData) -> Rows:
    """The cells, a single one for plain text; empty if there is no text."""
    own = own_words(source)
    if own is not None:
        return tuple(tuple(_cleaned(cell) for cell in row) for row in own)
    if files_on(source):
        return ()
    text = source.text() if source.hasText() else ""
    cells = read_cells(text) if "\t" in text else _cells_on(source)
    if cells:
        return tuple(tuple(_cleaned(cell) for cell in row) for row in cells)
    words = words_on(source)
    return ((words,),) if words else ()


def range_on(source: QMimeData, *, by_tabs: bool) -> Rows:
    """The cells of a range of a spreadsheet, without empty columns behind it; empty if it is one text.

    ``by_tabs``: plain text whose words have tabs between them is a range, too.
    """
    if not by_tabs and own_words(source) is None and not _cells_on(source):
        return ()
    rows = rows_on(source)
    filled = [at for row in rows for at, cell in enumerate(row, 1) if cell.words.strip()]
    return tuple(row[: max(filled)] for row in rows) if len(filled) > 1 else ()


def range_for(source: QMimeData, *, single: bool, whole: bool) -> Rows:
    """The cells that come into the field of a row and are for it and its neighbours; empty where words come.

    Into a longer text a single column is its lines, and a range that does not take the place of the ``whole``
    is words.
    """
    rows = range_on(source, by_tabs=single)
    columns = {at for row in rows for at, cell in enumerate(row) if cell.words.strip()}
    return rows if single or (whole and len(columns) > 1) else ()


def files_on(source: QMimeData) -> list[Path]:
    """The copied or dropped files, in order."""
    return [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()] if source.hasUrls() else []


def picture_files_on(source: QMimeData) -> list[Path]:
    """The files among them whose names are those of pictures."""
    return [file for file in files_on(source) if file.suffix.lower() in _PICTURES]


def image_on(source: QMimeData) -> QImage | None:
    """The image, if there is one that can be decoded."""
    found = source.imageData() if source.hasImage() else None
    return found if isinstance(found, QImage) and not found.isNull() else None


def tell_nothing_fits(field: QWidget) -> None:
    """Show, at the field, why nothing was pasted."""
    words = _("There are no words to paste.  Pictures and picture files go into a figure or a 別紙.")
    QToolTip.showText(field.mapToGlobal(field.rect().topLeft()), words, field)


def _is_sheet(source: QMimeData, text: str) -> bool:
    """Whether text comes from a spreadsheet: there is an HTML table, or cells are quoted."""
    if is_quoted_cells(text):
        return True
    if not ("\t" in text or text.endswith("\n")) or not source.hasHtml():
        return False
    beginning = source.html()[:_LOOKED_AT].lower()
    return "<table" in beginning or _EXCEL in beginning  # of a large workbook the styles go first


def _cleaned(cell: Cell) -> Cell:
    """The text as the program accepts it, with its spans adjusted."""
    words = taken_in(cell.words)
    spans = cell.withheld
    if spans and words != cell.words:
        spans = tuple(
            (len(taken_in(cell.words[:start])), len(taken_in(cell.words[:end]))) for start, end in spans
        )
    return Cell(*marked(words, spans))
