"""Puts tables on the clipboard, for spreadsheets and word processors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from pia_desktop.documents.tab_text import table_text
from pia_desktop.documents.webpage import table_html

if TYPE_CHECKING:
    from pia_desktop.documents.table import TableDocument
    from pia_desktop.outputs.guard import Guard


def put_on_clipboard(document: TableDocument, guard: Guard | None = None) -> None:
    """Copy a table as cells.  Raises WordsLeaked."""
    html, text = table_html(document), table_text(document)
    if guard is not None:
        guard.check(html.encode("utf-8"), ".html")
    data = QMimeData()
    data.setHtml(html)
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)
