"""Character widths of TrueType fonts, read directly from their tables.

Line breaking needs the width of every character of an assessment, on screen and in print, long before
anything is drawn; so this reads ``cmap``, ``hhea`` and ``hmtx`` (OpenType 1.9) instead of importing a PDF or
font library.  Widths are integers in font units: sums are exact, and equal those of the PDF library.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import field
from functools import partial
from pathlib import Path
from typing import BinaryIO
from unicodedata import category

from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.i18n import _

TAB_SPACES = 4
"""A tab is measured and drawn as this many spaces."""

_LINE_ENDS = "\n\r\v\f\x85\u2028\u2029"
_SILENT_FORMATS = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f"
"""Characters without a glyph in any font, so that dropping them loses nothing visible."""

_WIDTHLESS_CATEGORIES = frozenset(("Mn", "Me", "Cf"))

_NO_EMBEDDING, _NO_SUBSETTING, _BITMAPS_ONLY = 0x0002, 0x0100, 0x0200
_MAX_TABLE = 64 * 1024 * 1024
_MOST_GLYPHS = 0x10000
_SURROGATES = range(0xD800, 0xE000)


class FontError(UserError):
    """A font file cannot be read or is not a TrueType font."""


class Widths(dict[str, int]):
    """Advance width of each character in font units; made for ``map(widths.__getitem__, text)``.

    A missing character has the width of what is drawn instead: the ``.notdef`` box; 0 for combining marks,
    variation selectors, format characters and line breaks; ``TAB_SPACES`` spaces for a tab.  ``in`` tells
    whether the font has it.
    """

    __slots__ = ("notdef",)

    def __init__(self, widths: dict[str, int], notdef: int) -> None:
        super().__init__(widths)
        self.notdef = notdef

    def __missing__(self, char: str) -> int:
        if char == "\t":
            return TAB_SPACES * self.get(" ", self.notdef)
        if char in _LINE_ENDS or category(char) in _WIDTHLESS_CATEGORIES:
            return 0
        return self.notdef


@dataclass(frozen=True, slots=True)
class Variant:
    """The glyph of a character with a variation selector, and its advance width in font units."""

    glyph: int
    width: int


class Variants(Mapping[str, Variant]):
    """The variation sequences of a font (two characters each), read on first use.

    A broken table counts as none.
    """

    def __init__(self, cmap: bytes, glyphs: Mapping[str, int], advances: array[int]) -> None:
        self._read = partial(_variants, cmap, glyphs)
        self._advances = advances
        self._found: dict[str, Variant] | None = None

    def _all(self) -> dict[str, Variant]:
        if self._found is None:
            self._found = {}
            with suppress(struct.error, ValueError, LookupError, OverflowError):
                self._found = {pair: Variant(glyph, self._advances[glyph]) for pair, glyph in self._read()}
        return self._found

    def __getitem__(self, pair: str) -> Variant:
        return self._all()[pair]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


@dataclass(frozen=True, slots=True, eq=False)
class FontFace:
    """The measures of one font. ``ascent``, ``descent`` (negative) and ``widths`` are in font units,
    ``units_per_em`` of them to an em. Compares and hashes by identity, so that it can key a cache.
    ``variants`` are the variation sequences that it has, of two characters each.  ``embeddable``: its licence
    lets a part of it stand in a file (OpenType: OS/2, fsType).  ``glyphs``: the glyph of each character;
    ``index``: the font's number in its file, where that is a collection.  ``shaped``: those of its variation
    sequences that came up.
    """

    name: str
    units_per_em: int
    ascent: int
    descent: int
    widths: Widths
    file: Path = Path()
    variants: Mapping[str, Variant] = field(default_factory=dict)
    embeddable: bool = True
    glyphs: Mapping[str, int] = field(default_factory=dict)
    index: int = 0
    shaped: set[str] = field(default_factory=set)

    @classmethod
    def load(cls, path: Path, index: int = 0) -> FontFace:
        """Read a .ttf file, or font number ``index`` of a .ttc.  The name is the file's, without suffix.

        Raises FontError if the file cannot be read or is not a TrueType font.
        """
        try:
            with path.open("rb") as file:
                return _read_face(file, path, index)
        except OSError as error:
            raise FontError(
                _("The font file {name} cannot be read.").format(name=path.name),
                _("Check that the file is there, or choose another font."),
            ) from error
        except (struct.error, ValueError, LookupError, OverflowError) as error:
            raise FontError(
                _("The file {name} is not a TrueType font.").format(name=path.name),
                _("Choose another font."),
            ) from error

    def has(self, char: str) -> bool:
        """Whether the font has a glyph for this character."""
        return char in self.widths

    def width(self, text: str, size: float) -> float:
        """Width in points of a text on one line at ``size`` points."""
        return sum(map(self.widths.__getitem__, text)) * size / self.units_per_em

    def missing(self, text: str) -> list[tuple[int, str]]:
        """Index and character of everything that cannot be printed as typed, in text order.

        Without tabs, line breaks, and characters invisible in any font (zero-width space, joiners, soft
        hyphen, directional marks).  Includes variation selectors, as their base is printed in another shape.
        """
        lacking = {char for char in set(text).difference(self.widths) if not _is_silent(char)}
        if not lacking:
            return []
        kept = self.kept_selectors(text) if any(map(is_selector, lacking)) else frozenset()
        return [(at, char) for at, char in enumerate(text) if char in lacking and at not in kept]

    def kept_selectors(self, text: str) -> frozenset[int]:
        """Indexes of variation selectors that the font can print."""
        return frozenset(
            at for at in range(1, len(text)) if is_selector(text[at]) and self.has_pair(text[at - 1 : at + 1])
        )

    def has_pair(self, pair: str) -> bool:
        """Whether a variation sequence can be printed."""
        if pair in self.shaped:
            return True
        variant = self.variants.get(pair)
        # The selector has no width of its own, so a shape of another width than its base would not fit.
        if variant is None or variant.width != self.widths[pair[0]]:
            return False
        self.shaped.add(pair)
        return True

    def pieces(self, text: str) -> Iterator[tuple[FontFace, str]]:
        """A text split into pieces of one font each, in order.

        A variation sequence is a piece of its own.
        """
        start = at = 0
        while at < len(text):
            pair = text[at : at + 2]
            unit = pair if is_sequence(pair) and self.has_pair(pair) else text[at]
            owner = self.owner(unit)
            if owner is not None:
                if start < at:
                    yield self, text[start:at]
                yield owner, unit
                start = at + len(unit)
            at += len(unit)
        if start < at:
            yield self, text[start:at]

    def owner(self, unit: str) -> FontFace | None:
        """The font of a separate piece; None if it is joined with its neighbours."""
        return self if unit in self.shaped else None

    def is_mixed(self, text: str) -> bool:
        """Whether a text has separate pieces."""
        return bool(self.shaped) and any(map(is_selector, text))


def is_selector(char: str) -> bool:
    """Whether a character selects a shape of the previous one (Unicode: variation selectors)."""
    return "\ufe00" <= char <= "\ufe0f" or "\U000e0100" <= char <= "\U000e01ef"


def is_sequence(text: str) -> bool:
    """Whether this is one character followed by a variation selector."""
    return len(text) == 2 and is_selector(text[1])


def _is_silent(char: str) -> bool:
    return char == "\t" or char in _LINE_ENDS or char in _SILENT_FORMATS


def _read_face(file: BinaryIO, path: Path, index: int) -> FontFace:
    tables = _directory(file, index)
    head = _table(file, tables, b"head")
    hhea = _table(file, tables, b"hhea")
    (units_per_em,) = struct.unpack_from(">H", head, 18)
    ascent, descent = struct.unpack_from(">hh", hhea, 4)
    (metrics_count,) = struct.unpack_from(">H", hhea, 34)
    if not units_per_em or not metrics_count:
        raise ValueError("no em or no metrics")
    advances = _advances(_table(file, tables, b"hmtx"), metrics_count)
    cmap = _table(file, tables, b"cmap")
    glyphs = _characters(cmap)
    widths = Widths(dict(zip(glyphs, map(advances.__getitem__, glyphs.values()), strict=True)), advances[0])
    variants = Variants(cmap, glyphs, advances)
    embeddable = b"OS/2" not in tables or _may_embed(_table(file, tables, b"OS/2"))
    return FontFace(
        path.stem, units_per_em, ascent, descent, widths, path, variants, embeddable, glyphs, index
    )


def _may_embed(os2: bytes) -> bool:
    (licence,) = struct.unpack_from(">H", os2, 8)
    return licence & 0x000F != _NO_EMBEDDING and not licence & (_NO_SUBSETTING | _BITMAPS_ONLY)


def _directory(file: BinaryIO, index: int) -> dict[bytes, tuple[int, int]]:
    """Offset and length of each table (OpenType: table directory, TTC header)."""
    header = file.read(12)
    start = 0
    if header[:4] == b"ttcf":
        (count,) = struct.unpack_from(">I", header, 8)
        if not 0 <= index < count:
            raise LookupError("no such font in the collection")
        file.seek(12 + 4 * index)
        (start,) = struct.unpack(">I", file.read(4))
        file.seek(start)
        header = file.read(12)
    if header[:4] not in (b"\0\1\0\0", b"true"):
        raise ValueError("not TrueType outlines")
    (count,) = struct.unpack_from(">H", header, 4)
    records = struct.iter_unpack(">4s4xII", file.read(16 * count))
    return {tag: (offset, length) for tag, offset, length in records}


def _table(file: BinaryIO, tables: dict[bytes, tuple[int, int]], tag: bytes) -> bytes:
    offset, length = tables[tag]
    if length > _MAX_TABLE:
        raise ValueError("table too long")
    file.seek(offset)
    data = file.read(length)
    if len(data) != length:
        raise ValueError("table cut short")
    return data


def _words(data: bytes, code: str) -> array[int]:
    """A run of big-endian numbers: ``H`` 16 bits, ``h`` 16 bits signed, ``I`` 32 bits."""
    words = array(code)
    words.frombytes(data)
    if sys.byteorder == "little":
        words.byteswap()
    return words


def _advances(hmtx: bytes, count: int) -> array[int]:
    """Advance width of each possible glyph; those past the last entry share its width (hmtx:
    numberOfHMetrics).
    """
    if len(hmtx) < 4 * count:
        raise ValueError("hmtx cut short")
    found = _words(hmtx[: 4 * count], "H")[::2]
    return found + found[-1:] * (_MOST_GLYPHS - len(found))


def _characters(cmap: bytes) -> dict[str, int]:
    """The glyph of each character, from the most complete Unicode table (format 12 before 4)."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    offsets: dict[int, int] = {}
    for platform, encoding, offset in struct.iter_unpack(">HHI", cmap[4 : 4 + 8 * count]):
        if platform == 0 or (platform == 3 and encoding in (1, 10)):
            (kind,) = struct.unpack_from(">H", cmap, offset)
            offsets.setdefault(kind, offset)
    if 12 in offsets:
        return _format_12(cmap, offsets[12])
    if 4 in offsets:
        return _format_4(cmap, offsets[4])
    raise ValueError("no Unicode cmap")


def _format_12(cmap: bytes, at: int) -> dict[str, int]:
    (count,) = struct.unpack_from(">I", cmap, at + 12)
    groups = cmap[at + 16 : at + 16 + 12 * count]
    found: dict[str, int] = {}
    before = -1
    for first, last, glyph in struct.iter_unpack(">III", groups):
        # Groups lie in order; a file that repeats or reverses them could keep us busy for hours.
        if not before < first <= last <= sys.maxunicode or glyph + last - first >= _MOST_GLYPHS:
            raise ValueError("groups out of order")
        before = last
        if first == last and glyph and first not in _SURROGATES:  # most groups are of one character
            found[chr(first)] = glyph
        else:
            _add(found, first, last, glyph)
    return found


def _add(found: dict[str, int], first: int, last: int, glyph: int) -> None:
    """Add a range of characters with consecutive glyphs; skips glyph 0 and surrogates."""
    if glyph == 0:
        first, glyph = first + 1, 1
    if first <= last and not (first < _SURROGATES.stop and last >= _SURROGATES.start):
        found.update(
            zip(map(chr, range(first, last + 1)), range(glyph, glyph + last + 1 - first), strict=True)
        )
        return
    for code in range(first, last + 1):
        if code not in _SURROGATES:
            found[chr(code)] = glyph + code - first


def _format_4(cmap: bytes, at: int) -> dict[str, int]:
    (doubled,) = struct.unpack_from(">H", cmap, at + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", cmap, at + 14)
    starts, deltas, ranges = (
        struct.unpack_from(f">{count}H", cmap, at + 16 + step * doubled) for step in (1, 2, 3)
    )
    ranges_at = at + 16 + 3 * doubled
    found: dict[str, int] = {}
    before = -1
    for number, (first, last) in enumerate(zip(starts, ends, strict=True)):
        if not before < first <= last:
            raise ValueError("segments out of order")
        before = last
        for code in range(first, last + 1):
            glyph = code
            if ranges[number]:
                place = ranges_at + 2 * number + ranges[number] + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", cmap, place)
            if ranges[number] and not glyph:
                continue
            glyph = (glyph + deltas[number]) & 0xFFFF
            if glyph and code != 0xFFFF and code not in _SURROGATES:
                found[chr(code)] = glyph
    return found


def _variants(cmap: bytes, glyphs: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """The glyph of each variation sequence (cmap format 14), including default shapes."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    for _platform, _encoding, at in struct.iter_unpack(">HHI", cmap[4 : 4 + 8 * count]):
        if struct.unpack_from(">H", cmap, at) != (14,):
            continue
        (selectors,) = struct.unpack_from(">I", cmap, at + 6)
        for record in struct.iter_unpack(">3sII", cmap[at + 10 : at + 10 + 11 * selectors]):
            selector = chr(int.from_bytes(record[0], "big"))
            defaults, others = record[1:]
            if defaults:
                for char in _default_variants(cmap, at + defaults):
                    if char in glyphs:
                        yield char + selector, glyphs[char]
            if others:
                (length,) = struct.unpack_from(">I", cmap, at + others)
                found = cmap[at + others + 4 : at + others + 4 + 5 * length]
                for base, glyph in struct.iter_unpack(">3sH", found):
                    yield chr(int.from_bytes(base, "big")) + selector, glyph


def _default_variants(cmap: bytes, at: int) -> Iterator[str]:
    (length,) = struct.unpack_from(">I", cmap, at)
    for first, more in struct.iter_unpack(">3sB", cmap[at + 4 : at + 4 + 4 * length]):
        start = int.from_bytes(first, "big")
        yield from map(chr, range(start, start + more + 1))
