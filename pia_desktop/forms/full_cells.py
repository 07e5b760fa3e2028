"""Splits and rejoins text that exceeds the limit of a workbook's cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

MOST_CHARACTERS: Final = 32_000
"""UTF-16 units of a cell's text; Excel takes 32,767."""

_HALF: Final = MOST_CHARACTERS // 2

GOES_ON: Final[Mapping[str, str]] = {"@_)": "\n", "@_(": ""}
"""Number formats of cells that go on the one above them, and what stands between the two.

They show text as it is, with a little room behind it, and other programs keep them.
"""


def split_into_cells(text: str) -> Iterator[str]:
    """Split a text by the limit of a cell, at line breaks if possible."""
    while _units(text) > MOST_CHARACTERS:
        cut = _HALF if any(c > "\uffff" for c in text) else MOST_CHARACTERS
        cut = text.rfind("\n", cut // 2, cut) + 1 or cut
        yield text[:cut].removesuffix("\n")
        text = text[cut:]
    yield text


def is_cut_within_line(text: str) -> bool:
    """Whether a cell's text was cut within a line, so that the next cell continues it."""
    return len(text) in {_HALF, MOST_CHARACTERS}


def _units(text: str) -> int:
    return len(text) + sum(c > "\uffff" for c in text)
