"""The room that text takes in a workbook, and where it can be cut: at the ends of its lines.

A page of a printed sheet ends between two rows.  Tall text therefore stands in rows of a few lines each,
merged into one cell unless a page ends between them (``workbook_columns``).
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice
from math import ceil
from typing import Final

from pia_desktop.dataclass import dataclass

LINE: Final = 13.5
"""Height of a line of text in points.  Excel gives one of 10 pt in MS Gothic, and in faces whose em is their
height as its (BIZ UDGothic), 12 points; the rest is for rounding to the dots of screens and printers.
"""
ROW_END: Final = 400.0
"""Maximum height of a row in points; Excel's own limit is 409."""
AIR: Final = 3
"""Height of a row in points beside its lines."""
PART_PIXELS: Final = 17
"""Width of a part of the sheet in pixels."""
WIDE_PIXELS: Final = 25
"""That of a sheet which lies sideways, and is then printed at the same scale."""
WHOLE_LINES: Final = 12
"""Text of up to this many lines stays on one page."""
_LEAST: Final = 4
"""Lines that a page's end leaves together, where the text has as many."""
_PARAGRAPH: Final = 8
"""Lines of a paragraph that is not cut."""
_RESERVE: Final = 1 + 1 / 25
"""Height per line, as ``height_of`` reckons a line more for every 25."""
_FULL, _HALF = 13.4, 6.9
"""Pixels of a full-width and of a half-width character, rather too many than too few."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some lines of a text, and what stands between them and the next: a line end, or nothing."""

    words: str
    behind: str = "\n"
    lines: int = 1

    @property
    def height(self) -> float:
        """In points, without the air that a cell has once."""
        return self.lines * LINE * _RESERVE


def height_of(text: str, parts: float) -> float:
    """Height in points of a text in this many columns; a mark in its own cell takes one line."""
    if len(text) < 2:
        return LINE
    room = _room(parts)
    lines = sum(_count(line, room) for line in text.split("\n"))
    return (lines + lines // 25) * LINE


def row_height(height: float) -> float:
    """The height of a row of the workbook for contents of this height, in points."""
    return min(height + AIR, ROW_END)


def parts_of(text: str) -> int:
    """Number of columns that hold a text on one line."""
    return ceil((_pixels(text) + 8) / PART_PIXELS)


def _pixels(text: str) -> float:
    return sum(_HALF if unicodedata.east_asian_width(c) in ("H", "Na", "N") else _FULL for c in text)


def _room(parts: float) -> float:
    return parts * PART_PIXELS - 8


def _count(line: str, room: float) -> int:
    return max(1, ceil(_pixels(line) / room))


# ---- where text can be cut


def stretches_across(texts: Sequence[tuple[str, float]]) -> list[tuple[Stretch, ...]]:
    """Texts side by side, with the columns of each: for each its stretches, as many as the tallest has; none
    if they are so low that they stay on one page.
    """
    tall = max(range(len(texts)), key=lambda at: height_of(*texts[at]), default=None)
    if tall is None or height_of(*texts[tall]) <= WHOLE_LINES * LINE:
        return []
    first = tuple(stretches_of(*texts[tall]))
    counts = [one.lines for one in first]
    return [first if at == tall else stretches_beside(*text, counts) for at, text in enumerate(texts)]


def heights_across(pieces: Sequence[Sequence[Stretch]]) -> list[float]:
    """The heights of the rows in which such texts stand, in points."""
    heights = [max(one.height for one in row) for row in zip(*pieces, strict=True)]
    heights[0] += AIR
    return heights


def stretches_of(text: str, parts: float) -> Iterator[Stretch]:
    """A text in stretches of a few lines, which end where a paragraph does, or a sentence of a long one."""
    room = _room(parts)
    held: list[Stretch] = []
    for line in text.split("\n"):
        for one in _sentences(line, room):
            if sum(each.lines for each in held) >= _LEAST:
                yield _together(held)
                held = []
            held.append(one)
    yield _together(held)


def _sentences(line: str, room: float) -> Iterator[Stretch]:
    """A paragraph, a long one in stretches that end with a sentence, if one ends in their second half."""
    limit = (_PARAGRAPH + _LEAST) * room
    while len(line) > _reached(line, limit):
        end = _reached(line, _PARAGRAPH * room)
        end = line.rfind("。", end // 2, end) + 1 or end
        yield Stretch(line[:end], "", _count(line[:end], room))
        line = line[end:]
    yield Stretch(line, lines=_count(line, room))


def _reached(line: str, room: float) -> int:
    """The number of characters within this many pixels, at least one, and all that belong to the last."""
    end = max(1, bisect_right(list(accumulate(map(_pixels, line[: int(room / _HALF) + 1]))), room))
    while end < len(line) and unicodedata.category(line[end]).startswith("M"):
        end += 1
    return end


def stretches_beside(text: str, parts: float, counts: Sequence[int]) -> tuple[Stretch, ...]:
    """A text in as many stretches as another beside it has, of as many lines each; the last has the rest."""
    *first, last = _wrapped(text, _room(parts))
    lines = iter((*first, Stretch(last.words, "")))
    found = [_together(list(islice(lines, count))) for count in counts[:-1]]
    return (*found, _together(list(lines)))


def _wrapped(text: str, room: float) -> Iterator[Stretch]:
    for line in text.split("\n"):
        while len(line) > (end := _reached(line, room)):
            yield Stretch(line[:end], "")
            line = line[end:]
        yield Stretch(line)


def _together(lines: Sequence[Stretch]) -> Stretch:
    return Stretch(joined(lines), lines[-1].behind if lines else "", sum(one.lines for one in lines))


def joined(stretches: Sequence[Stretch]) -> str:
    """The text of stretches that follow one another."""
    return "".join(one.words + one.behind for one in stretches[:-1]) + "".join(
        one.words for one in stretches[-1:]
    )
