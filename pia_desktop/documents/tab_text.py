"""A table document as tab-separated text for the clipboard."""

from __future__ import annotations

from typing import Final

from pia_desktop.documents.table import TableDocument, cell_text, kept
from pia_desktop.exchange.cells import Cell, to_text

_BEGIN_A_FORMULA: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def table_text(document: TableDocument) -> str:
    """Headings and rows; text that a spreadsheet would take for a formula is prefixed with '."""
    rows = [[column.head for column in document.columns]]
    rows += [[kept(cell_text(spans)) for spans in row.cells] for row in document.rows()]
    return to_text([[Cell(_no_formula(words)) for words in row] for row in rows])


def _no_formula(words: str) -> str:
    return f"'{words}" if words.startswith(_BEGIN_A_FORMULA) else words
