"""A text from which the form's own text is removed; the rest must not be lost."""

from __future__ import annotations

import re
from typing import Final

from pia_desktop.intake.cells import GAP
from pia_desktop.intake.words import fold

STRUCK: Final = "\x00"
"""Stands in the folded words for each sign that was struck out."""


class Remainder:
    """Folded text with the source position of each character."""

    def __init__(self, text: str) -> None:
        self.text = text
        signs: list[str] = []
        self.origins: list[int] = []
        for at, sign in enumerate(text):
            piece = fold(sign)
            signs.append(piece)
            self.origins += [at] * len(piece)
        self.folded = "".join(signs)

    def strike(self, pattern: str) -> re.Match[str] | None:
        """Remove the first match of a pattern; returns the match, or None."""
        match = re.search(pattern, self.folded)
        if match is None or match.end() == match.start():
            return None
        self._strike(match.start(), match.end())
        return match

    def strike_option(self, words: str) -> None:
        """Remove the first occurrence of an option with its number, which no digit of a line before is of."""
        match = re.search(rf"([0-9]{{1,2}}[).]?)?{re.escape(words)}", self.folded)
        if match is not None:
            apart = match.start() + 1
            two = self.folded[match.start() : apart + 1].isdecimal() and match[1] is not None
            gap = two and self.origins[apart] - self.origins[apart - 1] > 1
            self._strike(match.start() + gap, match.end())

    def _strike(self, start: int, end: int) -> None:
        self.folded = self.folded[:start] + STRUCK * (end - start) + self.folded[end:]

    def original(self, match: re.Match[str], group: int) -> str:
        """The source text of a group, including spaces."""
        start, end = match.span(group)
        return self.text[self.origins[start] : self.origins[end - 1] + 1] if end > start else ""

    def rest(self) -> str:
        """What no pattern removed, one piece per line."""
        kept = [False] * len(self.text)
        for at, sign in enumerate(self.folded):
            if sign != STRUCK:
                kept[self.origins[at]] = True
        pieces: list[str] = []
        before = False
        for at, sign in enumerate(self.text):
            if kept[at]:
                pieces.append(sign if before or not pieces else "\n" + sign)
                before = True
            elif fold(sign):
                before = False
            elif before and sign != GAP:
                pieces.append(sign)
        return "".join(pieces).strip()
