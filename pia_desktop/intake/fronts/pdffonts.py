"""Pages that came into a PDF from another one, as the fonts within it tell.

A program that prints a document puts the letters that it needs of a font into the file once, for all pages.
A page with other letters of the same font than the pages before and behind it was printed with another one.
"""

from __future__ import annotations

import ctypes
from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

_MOST: Final = 0.6
"""Of the pages with fonts: the share that must be of one print."""

_LONGEST_NAME: Final = 200

EmbeddedFont = tuple[str, int]
"""A font that is within the file: its name without the mark of a subset, and its size in bytes."""


class PageFonts:
    """The fonts of a page that are within the file."""

    def __init__(self, pdfium: Any) -> None:  # noqa: ANN401
        self.pdfium = pdfium
        self._known: dict[int, EmbeddedFont | None] = {}
        self._uses: Counter[EmbeddedFont] = Counter()

    def look_at(self, text: Any) -> None:  # noqa: ANN401
        """Count the font of a text object."""
        font = self.pdfium.FPDFTextObj_GetFont(text)
        key = ctypes.cast(font, ctypes.c_void_p).value or 0
        if key and key not in self._known:
            self._known[key] = self._embedded(font)
        if key and (found := self._known[key]) is not None:
            self._uses[found] += 1

    def _embedded(self, font: Any) -> EmbeddedFont | None:  # noqa: ANN401
        size, name = ctypes.c_size_t(), ctypes.create_string_buffer(_LONGEST_NAME)
        if self.pdfium.FPDFFont_GetIsEmbedded(font) != 1:
            return None
        self.pdfium.FPDFFont_GetFontData(font, None, 0, size)
        self.pdfium.FPDFFont_GetBaseFontName(font, name, _LONGEST_NAME)
        return name.value.decode("latin-1").rpartition("+")[2], size.value

    def mostly(self) -> frozenset[EmbeddedFont]:
        """The sets of letters of the font that most of the page is set in."""
        names: Counter[str] = Counter()
        for (name, _size), count in self._uses.items():
            names[name] += count
        most = names.most_common(1)
        return frozenset(one for one in self._uses if (one[0], names[one[0]]) in most)


def strange_pages(fonts: Sequence[frozenset[EmbeddedFont]]) -> frozenset[int]:
    """The numbers, from 1, of pages of another print between those of the one that most pages are of."""
    prints = _prints(fonts)
    main = max(prints, key=len, default=[])
    if len(main) < _MOST * sum(map(len, prints)):
        return frozenset()
    names = {name for at in main for name, _size in fonts[at]}
    others = (at for one in prints if one is not main for at in one)
    return frozenset(
        at + 1 for at in others if main[0] < at < main[-1] and any(name in names for name, _size in fonts[at])
    )


def _prints(fonts: Sequence[frozenset[EmbeddedFont]]) -> list[list[int]]:
    """The pages that share a font, in order."""
    found: list[tuple[frozenset[EmbeddedFont], list[int]]] = []
    for at, own in enumerate(fonts):
        if not own:
            continue
        same = [one for one in found if one[0] & own]
        found = [one for one in found if one not in same]
        pages = sorted([at, *(page for _fonts, pages in same for page in pages)])
        found.append((own.union(*(held for held, _pages in same)), pages))
    return [pages for _fonts, pages in found]
