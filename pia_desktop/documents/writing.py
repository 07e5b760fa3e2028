"""Writes a table document to a file, in the format given by its suffix."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from pia_desktop.documents.sheets import table_pdf
from pia_desktop.documents.table import TableDocument
from pia_desktop.documents.table_workbook import table_xlsx
from pia_desktop.documents.webpage import table_html
from pia_desktop.documents.word import table_docx
from pia_desktop.errors import OutputError
from pia_desktop.files import FileCheck, kind_of, write_bytes
from pia_desktop.i18n import _
from pia_desktop.paper.style import Style

SUFFIXES: Final = (".pdf", ".docx", ".xlsx", ".html")


def write_table(
    document: TableDocument, target: Path, style: Style | None = None, check: FileCheck | None = None
) -> None:
    """Write a document as PDF, .docx, .xlsx or HTML by the path's suffix, all or nothing.

    ``style`` is for PDF only; ``check`` examines the file before it replaces the target.  Raises OutputError
    for an unknown suffix, or if it cannot be written.
    """
    write_bytes(target, table_bytes(document, target, style), check)


def table_bytes(document: TableDocument, target: Path, style: Style | None = None) -> bytes:
    """The bytes of such a file.  Raises the same errors for its name."""
    makers: dict[str, Callable[[], bytes]] = {
        ".pdf": lambda: table_pdf(document, style),
        ".docx": lambda: table_docx(document),
        ".xlsx": lambda: table_xlsx(document),
        ".html": lambda: table_html(document).encode("utf-8"),
    }
    make = makers.get(kind_of(target))
    if make is None:
        raise OutputError(
            _("{file} does not end in .pdf, .docx, .xlsx or .html.").format(file=target.name),
            _("Name the file after what it is to be."),
        )
    return make()
