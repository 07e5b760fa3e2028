"""TrueType fonts in a PDF as composite fonts: one subset per face, two bytes per character.

ReportLab splits a TrueType font into simple fonts of 256 characters, so that Japanese text switches fonts
every few characters.  Composite fonts (ISO 32000-1, 9.7: Type0 with CIDFontType2) avoid that; their ToUnicode
map also handles characters beyond the BMP and those sharing a glyph.  ReportLab still extracts the glyphs.
"""

from __future__ import annotations

import io
import re
import struct
import threading
from functools import cache
from itertools import islice
from struct import pack
from typing import TYPE_CHECKING, BinaryIO, Final

from reportlab.pdfbase.ttfonts import FF_SYMBOLIC, TTFError, TTFontFile

from pia_desktop.i18n import _
from pia_desktop.paper.fontmetrics import FontError, FontFace
from pia_desktop.paper.pdffile import PdfFile

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_IN_BLOCK: Final = 100
"""Entries of one bfchar block (Adobe Technical Note 5014)."""
_CUTTING = threading.Lock()
"""A font file is read through one moving cursor."""


_ANY_NAME: Final = b"Font"
_BROKEN: Final = (TTFError, OSError, ValueError, LookupError, struct.error)


class _Glyphs(TTFontFile):
    """A font's glyphs, for ReportLab to subset.

    Characters and widths, which it would read one by one, are known from ``FontFace``; the characters of a
    subset are identified by their codes in the document.
    """

    def __init__(self, file: str | BinaryIO, font: FontFace) -> None:
        super().__init__(file, charInfo=0, subfontIndex=font.index)
        head, loca, hhea, hmtx = self._tables("head", "loca", "hhea", "hmtx")
        (long,) = struct.unpack_from(">h", head, 50)
        places = struct.unpack_from(f">{self.numGlyphs + 1}{'I' if long else 'H'}", loca)
        self.glyphPos = places if long else tuple([2 * place for place in places])
        self.hmetrics = _Metrics(hhea, hmtx)

    def _tables(self, *tags: str) -> list[bytes]:
        return [self.get_table(tag) for tag in tags]  # type: ignore[no-untyped-call]

    def cut(self, glyphs: list[int]) -> bytes:
        """A font program with these glyphs, in order, and their components."""
        self.charToGlyph = dict(enumerate(glyphs))
        program: bytes = self.makeSubset(list(self.charToGlyph))
        return program


class _Metrics:
    """Advance and left bearing of each glyph (OpenType: hmtx); ReportLab writes both unsigned."""

    def __init__(self, hhea: bytes, hmtx: bytes) -> None:
        (self._count,) = struct.unpack_from(">H", hhea, 34)
        self._table = hmtx

    def __getitem__(self, glyph: int) -> tuple[int, int]:
        if glyph < self._count:
            advance, bearing = struct.unpack_from(">HH", self._table, 4 * glyph)
            return advance, bearing
        (advance,) = struct.unpack_from(">H", self._table, 4 * self._count - 4)
        (bearing,) = struct.unpack_from(">H", self._table, 4 * self._count + 2 * (glyph - self._count))
        return advance, bearing


@cache
def _font_data(font: FontFace) -> _Glyphs:
    """The glyphs of a font, cached per process.  Raises FontError if it cannot be embedded."""
    try:
        try:
            return _Glyphs(str(font.file), font)
        except TTFError:  # usually for its name, which in a 外字 font may be Japanese
            return _Glyphs(io.BytesIO(_renamed(font.file.read_bytes(), font.index)), font)
    except _BROKEN as error:
        raise _unusable(font) from error


class Codes(dict[str, str]):
    """The code of each character in a document, four hex digits, assigned on first use."""

    def __missing__(self, char: str) -> str:
        code = self[char] = f"{len(self) + 1:04X}"
        return code


class EmbeddedFont:
    """One font in one document, with only the characters and variation sequences used."""

    def __init__(self, font: FontFace, name: str) -> None:
        self.font = font
        self.name = name
        self.codes = Codes()

    def write(self, file: PdfFile) -> int:
        """Write the font after all pages are drawn; returns its object number."""
        data = _font_data(self.font)
        subset = [self._glyph(unit) for unit in self.codes]
        glyphs: dict[int, int] = {0: 0}
        places = [glyphs.setdefault(glyph, len(glyphs)) for glyph in subset]
        try:
            with _CUTTING:
                program = data.cut(subset)
        except _BROKEN as error:
            raise _unusable(self.font) from error
        base = f"{_subset_tag(self.name)}+{_plain_name(self.font)}"
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

    def _glyph(self, unit: str) -> int:
        return self.font.glyphs[unit] if len(unit) == 1 else self.font.variants[unit].glyph

    def _widths(self) -> str:
        font = self.font
        widths = [font.widths[unit] if len(unit) == 1 else font.variants[unit].width for unit in self.codes]
        return " ".join([f"{width * 1000 / font.units_per_em:.6g}" for width in widths])

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


def _unusable(font: FontFace) -> FontError:
    return FontError(
        _("The font file {name} cannot be put into a PDF.").format(name=font.file.name),
        _("Choose another font, or none."),
    )


def _renamed(program: bytes, index: int) -> bytes:
    """A font program (of a collection, font number ``index``) with a minimal name table (OpenType: name,
    format 0).
    """
    start = struct.unpack_from(">I", program, 12 + 4 * index)[0] if program[:4] == b"ttcf" else 0
    (count,) = struct.unpack_from(">H", program, start + 4)
    names = struct.pack(">HHHHHHHHH", 0, 1, 18, 1, 0, 0, 6, len(_ANY_NAME), 0) + _ANY_NAME
    renamed = bytearray(program)
    for at in range(start + 12, start + 12 + 16 * count, 16):
        if program[at : at + 4] == b"name":
            struct.pack_into(">II", renamed, at + 8, len(program), len(names))
    return bytes(renamed + names)


def _subset_tag(name: str) -> str:
    """Six capitals that identify a subset (ISO 32000-1, 9.6.4); ``name`` is F1, F2, …"""
    first, second = divmod(int(name[1:]), 26)
    return f"PIAD{chr(ord('A') + first)}{chr(ord('A') + second)}"


def _plain_name(font: FontFace) -> str:
    """The font's name as a valid PDF name."""
    return re.sub("[^A-Za-z0-9-]", "", font.name) or "Font"


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
