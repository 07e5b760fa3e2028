"""The characters and variation sequences of a TrueType font (OpenType 1.9: ``cmap``).

Functions raise struct.error, ValueError or LookupError where a table is broken.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial

from pia_desktop.dataclass import dataclass

MOST_GLYPHS = 0x10000
_SURROGATES = range(0xD800, 0xE000)


def big_endian(data: bytes, code: str) -> array[int]:
    """A run of big-endian numbers: ``H`` 16 bits, ``h`` 16 bits signed, ``I`` 32 bits."""
    words = array(code)
    words.frombytes(data)
    if sys.byteorder == "little":
        words.byteswap()
    return words


def read_characters(cmap: bytes) -> Mapping[str, int]:
    """The glyph of each character, from the most complete Unicode table (format 12 before 4)."""
    (count,) = struct.unpack_from(">H", cmap, 2)
    offsets: dict[int, int] = {}
    for platform, encoding, offset in struct.iter_unpack(">HHI", cmap[4 : 4 + 8 * count]):
        if platform == 0 or (platform == 3 and encoding in (1, 10)):
            (kind,) = struct.unpack_from(">H", cmap, offset)
            offsets.setdefault(kind, offset)
    if 12 in offsets:
        return _Ranges(cmap, offsets[12])
    if 4 in offsets:
        return _format_4(cmap, offsets[4])
    raise ValueError("no Unicode cmap")


class _Ranges(Mapping[str, int]):
    """Ranges of characters with consecutive glyphs, in order (cmap format 12).

    Looked up where asked: of 10,000 ranges a form touches some hundreds.
    """

    def __init__(self, cmap: bytes, at: int) -> None:
        (count,) = struct.unpack_from(">I", cmap, at + 12)
        words = big_endian(cmap[at + 16 : at + 16 + 12 * count], "I")
        self._firsts, self._lasts, self._glyphs = words[::3], words[1::3], words[2::3]
        ends = list(words)
        del ends[2::3]
        # Ranges that are repeated or reversed could keep us busy for hours; a sort finds them soonest.
        if len(words) != 3 * count or ends != sorted(ends) or (ends and ends[-1] > sys.maxunicode):
            raise ValueError("ranges cut short or out of order")

    def __getitem__(self, char: str) -> int:
        code = ord(char)
        number = bisect_right(self._firsts, code) - 1
        if number >= 0 and code <= self._lasts[number] and code not in _SURROGATES:
            glyph = self._glyphs[number] + code - self._firsts[number]
            if 0 < glyph < MOST_GLYPHS:  # 0 is drawn for what is missing
                return glyph
        raise KeyError(char)

    def __iter__(self) -> Iterator[str]:
        for first, last in zip(self._firsts, self._lasts, strict=True):
            yield from filter(self.__contains__, map(chr, range(first, last + 1)))

    def __len__(self) -> int:
        return sum(1 for _char in self)


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
