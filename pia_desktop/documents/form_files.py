"""Writes the whole form as a workbook, web page or Word file, by suffix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.pictures import PictureSource
from pia_desktop.i18n import _


def _workbook(snapshot: Snapshot, pictures: PictureSource, lost: str) -> bytes:
    from pia_desktop.documents.form_workbook import form_xlsx

    return form_xlsx(snapshot, pictures, lost)


def _page(snapshot: Snapshot, pictures: PictureSource, lost: str) -> bytes:
    from pia_desktop.documents.form_webpage import form_html

    return form_html(snapshot, pictures, lost).encode("utf-8")


def _word(snapshot: Snapshot, pictures: PictureSource, lost: str) -> bytes:
    from pia_desktop.documents.form_word import form_docx

    return form_docx(snapshot, pictures, lost)


_MAKERS: Final[dict[str, Callable[[Snapshot, PictureSource, str], bytes]]] = {
    ".xlsx": _workbook,
    ".html": _page,
    ".docx": _word,
}

FORM_SUFFIXES: Final = tuple(_MAKERS)
"""The ends of names that the whole form can be written under, beside .pdf and .json."""


def form_bytes(snapshot: Snapshot, pictures: PictureSource, suffix: str) -> bytes:
    """The assessment as such a file.  Raises KeyError for an unknown suffix."""
    return _MAKERS[suffix](snapshot, pictures, _("(The picture is missing.)"))
