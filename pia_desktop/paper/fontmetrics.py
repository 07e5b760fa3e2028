"""Character widths of TrueType fonts, read directly from their tables.

Line breaking needs the width of every character of an assessment, on screen and in print, long before
anything is drawn; so this reads ``cmap``, ``hhea`` and ``hmtx`` (OpenType 1.9) instead of importing a PDF or
font library.  Widths are integers in font units: sums are exact, and equal those of the PDF library.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from itertools import filterfalse
from pathlib import Path
from typing import BinaryIO
from unicodedata import category

from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.i18n import _
from pia_desktop.paper.charactermap import MOST_GLYPHS, Variant, Variants, big_endian, read_characters

TAB_SPACES = 4
"""A tab is measured and drawn as this many spaces."""

_LINE_ENDS = "\n\r\v\f\x85\u2028\u2029"
_SILENT_FORMATS = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f"
"""Characters without a glyph in any font, so that dropping them loses nothing visible."""

_WIDTHLESS_CATEGORIES = frozenset(("Mn", "Me", "Cf"))

_NO_EMBEDDING, _NO_SUBSETTING, _BITMAPS_ONLY = 0x0002, 0x0100, 0x0200
_MAX_TABLE = 64 * 1024 * 1024


class FontError(UserError):
    """A font file cannot be read or is not a TrueType font."""


class Widths(dict[str, int]):
    """Advance width of each character in font units; made for ``map(widths.__getitem__, text)``.

    A missing character has the width of what is drawn instead: the ``.notdef`` box; 0 for combining marks,
    variation selectors, format characters and line breaks; ``TAB_SPACES`` spaces for a tab.  ``in`` tells
    whether the font has it.  As a dictionary it holds what came up so far: a font has more than 10,000
    characters, a form some 1,000.
    """

    __slots__ = ("_advances", "_glyphs", "notdef")

    def __init__(self, glyphs: Mapping[str, int], advances: array[int]) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._advances = advances
        self.notdef = advances[0]

    def apart(self) -> Widths:
        """The same widths, to which those of other fonts can be added."""
        return Widths(self._glyphs, self._advances)

    def lacking(self, chars: Iterable[str]) -> set[str]:
        """Those of these characters that the font does not have."""
        return {char for char in filterfalse(super().__contains__, chars) if not self._came_up(char)}

    def __contains__(self, char: object) -> bool:
        return super().__contains__(char) or (isinstance(char, str) and self._came_up(char))

    def __missing__(self, char: str) -> int:
        if self._came_up(char):
            return self[char]
        if char == "\t":
            return TAB_SPACES * self[" "]
        if char in _LINE_ENDS or category(char) in _WIDTHLESS_CATEGORIES:
            return 0
        return self.notdef

    def _came_up(self, char: str) -> bool:
        glyph = self._glyphs.get(char)
        if glyph is not None:
            self[char] = self._advances[glyph]
        return glyph is not None


@dataclass(frozen=True, slots=True, eq=False)
class FontFace:
    """The measures of one font. ``ascent``, ``descent`` (negative) and ``widths`` are in font units,
    ``units_per_em`` of them to an em. Compares and hashes by identity, so that it can key a cache.
    ``variants`` are the variation sequences that it has, of two characters each.  ``embeddable``: its licence
    lets a part of it stand in a file (OpenType: OS/2, fsType).  ``glyphs``: the glyph of each character,
    all of them;
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
        lacking = {char for char in self.widths.lacking(set(text)) if not _is_silent(char)}
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
    glyphs = read_characters(cmap)
    widths = Widths(glyphs, advances)
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


def _advances(hmtx: bytes, count: int) -> array[int]:
    """Advance width of each possible glyph; those past the last entry share its width (hmtx:
    numberOfHMetrics).
    """
    if len(hmtx) < 4 * count:
        raise ValueError("hmtx cut short")
    found = big_endian(hmtx[: 4 * count], "H")[::2]
    return found + found[-1:] * (MOST_GLYPHS - len(found))
