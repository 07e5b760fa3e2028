"""TrueType fonts in a PDF as composite fonts: one subset for a face, two bytes a character.

ReportLab cuts a TrueType font into simple fonts of 256 characters, so that a Japanese line changes its font
every few characters and each run is taken apart in Python.  A composite font (ISO 32000-1, 9.7: Type0 with
CIDFontType2) needs neither; its ToUnicode map also tells apart characters beyond the BMP and those that share
a glyph.  The glyphs are still cut out by ReportLab.
"""

from __future__ import annotations

import threading
from functools import cache
from itertools import islice
from struct import pack
from typing import TYPE_CHECKING, Final, cast

from reportlab.pdfbase import pdfdoc
from reportlab.pdfbase.pdfdoc import PDFDocument, PDFObjectReference
from reportlab.pdfbase.ttfonts import FF_SYMBOLIC, TTFontFile

from pia_desktop.paper.style import Face, font_file, metrics

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_IN_BLOCK: Final = 100
"""Entries of one bfchar block (Adobe Technical Note 5014)."""
_CUTTING = threading.Lock()
"""A font file is read through one moving cursor."""


@cache
def _font_data(face: Face) -> TTFontFile:
    """The glyphs of a face, read once in a process."""
    data = TTFontFile(str(font_file(face)))
    widths = metrics(face).widths
    # ReportLab misreads the advance of glyphs past numberOfHMetrics; PDF/A wants them as the widths say.
    for code, glyph in data.charToGlyph.items():
        data.hmetrics[glyph] = (widths[chr(code)], data.hmetrics[glyph][1])
    return data


class Codes(dict[str, str]):
    """The code of each character in a document, four hex digits, given out as characters come up."""

    def __missing__(self, char: str) -> str:
        code = self[char] = f"{len(self) + 1:04X}"
        return code


class EmbeddedFont:
    """One face in one document.  ReportLab calls ``addObjects`` when all pages are drawn."""

    def __init__(self, face: Face, name: str) -> None:
        self.face = face
        self.name = name
        self.codes = Codes()

    def attach(self, document: PDFDocument) -> None:
        """Make the font known to a document under its name."""
        document.fontMapping[self.face.value] = "/" + self.name
        document.delayedFonts.append(self)

    def addObjects(self, document: PDFDocument) -> None:  # noqa: N802 - ReportLab's name
        """Write the font with just the characters that were drawn."""
        if not self.codes:
            return
        data = _font_data(self.face)
        subset = [ord(char) for char in self.codes]
        glyphs: dict[int, int] = {0: 0}
        places = [glyphs.setdefault(data.charToGlyph[code], len(glyphs)) for code in subset]
        with _CUTTING:
            program = data.makeSubset(subset)
        base = f"{_subset_tag(self.name)}+{self.face.value}"
        descendant = {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": "/" + base,
            "CIDSystemInfo": pdfdoc.PDFDictionary(
                {
                    "Registry": pdfdoc.PDFString("Adobe"),
                    "Ordering": pdfdoc.PDFString("Identity"),
                    "Supplement": 0,
                }
            ),
            "FontDescriptor": self._descriptor(document, data, base, program),
            "DW": 1000,
            "W": self._widths(),
            "CIDToGIDMap": self._stream(document, pack(f">{len(places) + 1}H", 0, *places), "map"),
        }
        font = {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": "/" + base,
            "Encoding": "/Identity-H",
            "DescendantFonts": pdfdoc.PDFArray([self._dictionary(document, descendant, "cid")]),
            "ToUnicode": self._stream(document, self._to_unicode().encode("ascii"), "unicode"),
        }
        reference = self._dictionary(document, font, "font")
        fonts = cast(pdfdoc.PDFDictionary, document.idToObject["BasicFonts"])
        fonts[self.name] = reference

    def _descriptor(
        self, document: PDFDocument, data: TTFontFile, base: str, program: bytes
    ) -> PDFObjectReference:
        descriptor = {
            "Type": "/FontDescriptor",
            "FontName": "/" + base,
            "Flags": FF_SYMBOLIC,
            "FontBBox": pdfdoc.PDFArray([round(side, 3) for side in data.bbox]),
            "ItalicAngle": data.italicAngle,
            "Ascent": data.ascent,
            "Descent": data.descent,
            "CapHeight": data.capHeight,
            "StemV": data.stemV,
            "FontFile2": self._stream(document, program, "file", Length1=len(program)),
        }
        return self._dictionary(document, descriptor, "descriptor")

    def _dictionary(self, document: PDFDocument, entries: dict[str, object], what: str) -> PDFObjectReference:
        return self._refer(document, pdfdoc.PDFDictionary(entries), what)

    def _stream(self, document: PDFDocument, content: bytes, what: str, **entries: int) -> PDFObjectReference:
        stream = pdfdoc.PDFStream(pdfdoc.PDFDictionary(entries), content, [pdfdoc.PDFZCompress])
        return self._refer(document, stream, what)

    def _refer(self, document: PDFDocument, entry: pdfdoc.PDFObject, what: str) -> PDFObjectReference:
        reference: PDFObjectReference = document.Reference(entry, f"{what}:{self.name}")  # type: ignore[no-untyped-call]
        return reference

    def _widths(self) -> pdfdoc.PDFArray:
        face = metrics(self.face)
        widths = [round(face.widths[char] * 1000 / face.units_per_em, 3) for char in self.codes]
        return pdfdoc.PDFArray([1, pdfdoc.PDFArray(widths)])

    def _to_unicode(self) -> str:
        lines = [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<0000> <FFFF>",
            "endcodespacerange",
        ]
        for block in _blocks(self.codes):
            lines.append(f"{len(block)} beginbfchar")
            lines.extend(f"<{code}> <{char.encode('utf-16-be').hex().upper()}>" for char, code in block)
            lines.append("endbfchar")
        lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
        return "\n".join(lines)


def _subset_tag(name: str) -> str:
    """Six capitals that tell the subsets of a file apart (ISO 32000-1, 9.6.4); ``name`` is F1, F2, …"""
    return f"PIADS{chr(ord('A') + int(name[1:]))}"


def _blocks(codes: Codes) -> Iterator[list[tuple[str, str]]]:
    entries = iter(codes.items())
    while block := list(islice(entries, _MOST_IN_BLOCK)):
        yield block


class InitialFont:
    """What ReportLab takes for the font of a page where nothing was chosen, so that it adds no Helvetica."""

    fontName: Final = "PIADesktopInitial"  # noqa: N815 - ReportLab's name
    _dynamicFont: Final = 1  # noqa: N815 - ReportLab's name
    _multiByte: Final = 1  # noqa: N815 - ReportLab's name

    class _Face:
        name: Final = "PIADesktopInitial"
        builtIn: Final = 0  # noqa: N815 - ReportLab's name
        ascent: Final = 880
        descent: Final = -120

    face: Final = _Face()
