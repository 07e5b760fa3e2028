"""What lies upon the pages of a PDF: remarks, stamps, drawings, filled fields; and files within it.

Fields become part of their pages, so that their words are read where they stand; a ticked one is a sign.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

from pia_desktop.intake.cells import Box, Cell, Sheet
from pia_desktop.intake.fronts.pdfdrawn import Edges, around
from pia_desktop.intake.fronts.pdfpage import Sign, Turn
from pia_desktop.intake.fronts.pdfupright import set_upright
from pia_desktop.intake.refusal import too_large
from pia_desktop.intake.told import DRAWING, INSIDE, LINKS, REMARK

if TYPE_CHECKING:
    import pypdfium2  # type: ignore[import-untyped]  # it ships no types

_REMARK, _LINK, _POPUP, _FILE, _FIELD = 1, 2, 16, 17, 20
_DRAWN: Final = frozenset({4, 5, 6, 7, 8, 13, 15})
"""Lines, shapes, stamps, and what was drawn by hand."""

_BUTTON, _TICK, _CHOICE, _SIGNATURE = 1, 2, 3, 7
_HIDDEN: Final = 0x2 | 0x20
_MOST: Final = 5_000
"""Notes upon a page, and files within a document."""

_MOST_SIGNS: Final = 2_000_000
_MOST_BYTES: Final = 400_000
_TICKED, _EMPTY = "☑", "□"
_BASE: Final = 0.15
"""Of its height: where the line of a tick's sign runs in its box."""

_NOTHING: Final = 2
"""Bytes of a string without signs."""

_ON_DISPLAY: Final = 0


class PageNotes:
    """Takes what lies upon the pages of a document off them, one page after another."""

    def __init__(self, document: pypdfium2.PdfDocument) -> None:
        from pypdfium2 import raw

        self.document, self.pdfium = document, raw
        if document.get_formtype() != raw.FORMTYPE_NONE:
            document.init_forms()
        self.found: list[Cell] = []
        self.links: dict[str, None] = {}
        self.signs = 0
        """Characters of all that was found."""

    def page(self, at: int) -> tuple[pypdfium2.PdfPage, list[Sign]]:
        """A page of which its fields are a part, and the signs of those that are ticked or not."""
        page = self.document[at]
        count = self.pdfium.FPDFPage_GetAnnotCount(page.raw)
        if count <= 0:
            return page, []
        if count > _MOST:
            raise too_large()
        set_upright(page)
        upon = _Upon(self, page, Sheet(at + 1))
        for number in reversed(range(count)):
            upon.take(number)
        self.found += reversed(upon.found)
        if not upon.kept:
            return page, upon.signs
        self.pdfium.FPDFPage_Flatten(page.raw, _ON_DISPLAY)
        page.close()
        return self.document[at], upon.signs

    def beside(self) -> Iterator[Cell]:
        """What was found, and the files and addresses within the document."""
        yield from self.found
        first = Box(0, 0, 1, 1)
        for number in range(min(self.pdfium.FPDFDoc_GetAttachmentCount(self.document.raw), _MOST)):
            one = self.pdfium.FPDFDoc_GetAttachment(self.document.raw, number)
            name = (
                _words(lambda *held, one=one: self.pdfium.FPDFAttachment_GetName(one, *held)) if one else ""
            )
            yield Cell(INSIDE + name, Sheet(1), first, 0)
        if self.links:
            yield Cell(LINKS + "\n".join(self.links), Sheet(1), first, 0)


class _Upon:
    """What lies upon one page."""

    def __init__(self, notes: PageNotes, page: pypdfium2.PdfPage, sheet: Sheet) -> None:
        self.pdfium, self.notes, self.page, self.sheet = notes.pdfium, notes, page, sheet
        self.form = notes.document.formenv.raw if notes.document.formenv else None
        self.turn = Turn(page)
        self.signs: list[Sign] = []
        self.found: list[Cell] = []
        self.kept = False

    def take(self, number: int) -> None:
        """Take one off the page, unless it is a field whose words the page is to show."""
        one = self.pdfium.FPDFPage_GetAnnot(self.page.raw, number)
        if not one:
            return
        kind = self.pdfium.FPDFAnnot_GetSubtype(one)
        keep = kind == _FIELD and self._field(one)
        if kind == _LINK:
            self._link(one)
        elif kind not in {_POPUP, _FIELD}:
            self._note(one, kind)
        self.pdfium.FPDFPage_CloseAnnot(one)
        self.kept = self.kept or keep
        if not keep:
            self.pdfium.FPDFPage_RemoveAnnot(self.page.raw, number)

    def _field(self, one: Any) -> bool:  # noqa: ANN401
        """Read a field; whether it is to stay."""
        sort = self.pdfium.FPDFAnnot_GetFormFieldType(self.form, one) if self.form else 0
        if sort in {_TICK, _CHOICE}:
            left, top, right, bottom = self._edges(one)
            state = _EMPTY if self._string(one, "AS") in {"", "Off"} else _TICKED
            base = bottom - _BASE * (bottom - top)
            self.signs.append(Sign(state, left, right, base, bottom - top))
            return False
        if sort == _BUTTON:
            return False
        if sort == _SIGNATURE:
            self._tell(one, REMARK)  # it may show a name, too
        shown = self.pdfium.FPDFAnnot_GetAP(one, 0, None, 0) > _NOTHING
        if shown and not self.pdfium.FPDFAnnot_GetFlags(one) & _HIDDEN:
            return True
        self._tell(one, self._value(one))
        return False

    def _value(self, one: Any) -> str:  # noqa: ANN401
        if self.form is None:
            return self._string(one, "V")
        return _words(lambda *held: self.pdfium.FPDFAnnot_GetFormFieldValue(self.form, one, *held))

    def _note(self, one: Any, kind: int) -> None:  # noqa: ANN401
        words = self._string(one, "Contents")
        if kind == _FILE:
            name = INSIDE + _file_name(self.pdfium, self.pdfium.FPDFAnnot_GetFileAttachment(one))
            self._tell(one, "\n".join(filter(None, (name, words))))
            return
        self._tell(one, words if words.strip() else DRAWING if kind in _DRAWN else REMARK)

    def _link(self, one: Any) -> None:  # noqa: ANN401
        link = self.pdfium.FPDFAnnot_GetLink(one)
        action = self.pdfium.FPDFLink_GetAction(link) if link else None
        if action:
            size = min(
                self.pdfium.FPDFAction_GetURIPath(self.notes.document.raw, action, None, 0), _MOST_BYTES
            )
            held = ctypes.create_string_buffer(max(size, 1))
            self.pdfium.FPDFAction_GetURIPath(self.notes.document.raw, action, held, size)
            if address := held.value.decode("utf-8", "replace").strip():
                self.notes.links[address] = None

    def _string(self, one: Any, key: str) -> str:  # noqa: ANN401
        return _words(lambda *held: self.pdfium.FPDFAnnot_GetStringValue(one, key.encode(), *held))

    def _edges(self, one: Any) -> Edges:  # noqa: ANN401
        rect = self.pdfium.FS_RECTF()
        self.pdfium.FPDFAnnot_GetRect(one, rect)
        corners = (self.turn.point(rect.left, rect.bottom), self.turn.point(rect.right, rect.top))
        return around((x, y, x, y) for x, y in corners)

    def _tell(self, one: Any, words: str) -> None:  # noqa: ANN401
        self.found.append(Cell(words, self.sheet, Box(*self._edges(one)), 0))
        self.notes.signs += len(words)
        if self.notes.signs > _MOST_SIGNS:  # thousands may share one text
            raise too_large()


def _file_name(pdfium: Any, file: Any) -> str:  # noqa: ANN401
    return _words(lambda *held: pdfium.FPDFAttachment_GetName(file, *held)) if file else ""


def _words(ask: Callable[[Any, int], int]) -> str:
    """What pdfium tells in a buffer of UTF-16; empty if it tells nothing."""
    size = min(ask(None, 0), _MOST_BYTES)
    if size <= 0:
        return ""
    held = ctypes.create_string_buffer(size)
    ask(ctypes.cast(held, ctypes.POINTER(ctypes.c_ushort)), size)
    words = held.raw.decode("utf-16-le", "replace").partition("\0")[0]
    return words.replace("\r\n", "\n").replace("\r", "\n")
