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
from typing import TYPE_CHECKING, Final

from reportlab.pdfbase.ttfonts import FF_SYMBOLIC, TTFontFile

from pia_desktop.paper.pdffile import PdfFile
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
    """One face in one document, with just the characters that are drawn."""

    def __init__(self, face: Face, name: str) -> None:
        self.face = face
        self.name = name
        self.codes = Codes()

    def write(self, file: PdfFile) -> int | None:
        """Write the font when all pages are drawn; its object number, None where nothing was drawn in it."""
        if not self.codes:
            return None
        data = _font_data(self.face)
        subset = [ord(char) for char in self.codes]
        glyphs: dict[int, int] = {0: 0}
        places = [glyphs.setdefault(data.charToGlyph[code], len(glyphs)) for code in subset]
        with _CUTTING:
            program = data.makeSubset(subset)
        base = f"{_subset_tag(self.name)}+{self.face.value}"
        glyph_map = file.stream(pack(f">{len(places) + 1}H", 0, *places))
        descendant = file.add(
            f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{base}"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/FontDescriptor {_descriptor(file, data, base, program)} 0 R/DW 1000"
            f"/W[1[{self._widths()}]]/CIDToGIDMap {glyph_map} 0 R>>"
        )
        unicode = file.stream(self._to_unicode().encode("ascii"))
        return file.add(
            f"<</Type/Font/Subtype/Type0/BaseFont/{base}/Encoding/Identity-H"
            f"/DescendantFonts[{descendant} 0 R]/ToUnicode {unicode} 0 R>>"
        )

    def _widths(self) -> str:
        face = metrics(self.face)
        return " ".join([f"{face.widths[char] * 1000 / face.units_per_em:.6g}" for char in self.codes])

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


def _descriptor(file: PdfFile, data: TTFontFile, base: str, program: bytes) -> int:
    box = " ".join([f"{side:.6g}" for side in data.bbox])
    return file.add(
        f"<</Type/FontDescriptor/FontName/{base}/Flags {FF_SYMBOLIC}/FontBBox[{box}]"
        f"/ItalicAngle {data.italicAngle:.6g}/Ascent {data.ascent:.6g}/Descent {data.descent:.6g}"
        f"/CapHeight {data.capHeight:.6g}/StemV {data.stemV:.6g}"
        f"/FontFile2 {file.stream(program, f'/Length1 {len(program)}')} 0 R>>"
    )
