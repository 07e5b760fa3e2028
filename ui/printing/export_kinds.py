"""The kinds of file that an assessment is exported as, the one used last first."""

from __future__ import annotations

from typing import Final

from pia_desktop.i18n import _
from ui.printing.table_path import file_kinds
from ui.widgets.settings import settings

_KEY: Final = "export/kind"
_FIRST: Final = ".xlsx"
"""What offices edit; the interchange file is for programs."""


def export_kinds(first: str) -> str:
    """Name filters for Qt's file dialog, that of the suffix ``first`` leading."""
    pdf, word, excel, page = file_kinds()
    kinds = [excel, word, page, pdf, _("Interchange file (JSON)") + " (*.json)"]
    return ";;".join(sorted(kinds, key=lambda kind: f"*{first})" not in kind))


def last_export() -> str:
    """The suffix of the last export."""
    found = settings().value(_KEY)
    return found if isinstance(found, str) and f"*{found})" in export_kinds("") else _FIRST


def remember_export(suffix: str) -> None:
    """Keep the suffix of an export for the next one."""
    settings().setValue(_KEY, suffix)
