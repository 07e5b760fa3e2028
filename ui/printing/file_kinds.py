"""The kinds of file that tables and assessments are saved as, and where a table is saved."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QWidget

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.i18n import _
from ui.widgets.dialogs import ask_save_path
from ui.widgets.settings import settings

_KEY: Final = "export/kind"
_FIRST: Final = ".xlsx"
"""What offices edit; the interchange file is for programs."""

SUFFIXES: Final = (".pdf", ".docx", ".xlsx", ".html")


def file_kinds() -> tuple[str, ...]:
    """Name filters for Qt's file dialog, in the order of ``SUFFIXES``."""
    return (
        "PDF (*.pdf)",
        _("Word Processor") + " (*.docx)",
        "Excel (*.xlsx)",
        _("Web Page") + " (*.html)",
    )


def ask_table_path(
    parent: QWidget, title: str, document: str, snapshot: Snapshot, suffix: str = ""
) -> Path | None:
    """Ask for a file for a table; with ``suffix`` only of that kind."""
    name = snapshot.root.answer((snapshot.form.roles.title,))
    words = name if isinstance(name, str) else snapshot.form.short_title
    kinds = [kind for kind, one in zip(file_kinds(), SUFFIXES, strict=True) if suffix in ("", one)]
    suggested = f"{document}（{words}）{suffix or SUFFIXES[0]}"
    return ask_save_path(parent, title, suggested, ";;".join(kinds), suffix or SUFFIXES[0])


def export_kinds(first: str) -> str:
    """Those of an assessment, that of the suffix ``first`` leading."""
    pdf, word, excel, page = file_kinds()
    kinds = [excel, word, page, pdf, _("Interchange file (JSON)") + " (*.json)"]
    return ";;".join(sorted(kinds, key=lambda kind: f"*{first})" not in kind))


def last_export() -> str:
    """The suffix of the last export."""
    found = settings().value(_KEY)
    return found if isinstance(found, str) and f"*{found})" in export_kinds("") else _FIRST


def remember_export(suffix: str) -> None:
    """Store the suffix of an export for the next one."""
    settings().setValue(_KEY, suffix)
