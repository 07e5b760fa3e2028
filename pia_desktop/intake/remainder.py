"""A text from which the form's own words are struck out; what is left over must not be lost."""

from __future__ import annotations

import re
from typing import Final

from pia_desktop.intake.cells import GAP
from pia_desktop.intake.words import fold

STRUCK: Final = "\x00"
"""Stands in the folded words for each sign that was struck out."""


class Remainder:
    """Folded words, each sign with its place in the text that it came from."""

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
        """Strike out the first place of a pattern; the match, or None."""
        match = re.search(pattern, self.folded)
        if match is None or match.end() == match.start():
            return None
        struck = STRUCK * (match.end() - match.start())
        self.folded = self.folded[: match.start()] + struck + self.folded[match.end() :]
        return match

    def original(self, match: re.Match[str], group: int) -> str:
        """The words of a group as they stood, blanks and all."""
        start, end = match.span(group)
        return self.text[self.origins[start] : self.origins[end - 1] + 1] if end > start else ""

    def rest(self) -> str:
        """What no pattern struck out, its pieces on lines of their own."""
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
