"""Words that are not for the public, where no mark can stand beside them: in notes, remarks, opinions.

There the words themselves say so, for the eye and for whatever reads them: 〖公表しない：…〗.  A copy for the
public has the usual mark in its place; in an answer of the form they become words with a mark again.
"""

from __future__ import annotations

import re
from typing import Final

from pia_desktop.assessment.edits import Edit, SetAnswer, SetWithheld
from pia_desktop.assessment.node import NodePath
from pia_desktop.assessment.withheld import WHOLE, Span, Spans, ordered
from pia_desktop.patterns import pattern

_OPENS: Final = "〖公表しない："
_CLOSES: Final = "〗"
_NOTED: Final = pattern(f"{_OPENS}(.*?)(?:{_CLOSES}|\\Z)", re.DOTALL)
"""Without its end it goes to the end of the words: whoever deletes a bracket gives nothing away."""


def noted(words: str, withheld: Spans | None) -> str:
    """Text with its withheld spans marked within the text itself."""
    spans = ((0, len(words)),) if withheld == WHOLE and words else withheld or ()
    for start, end in reversed(spans):
        inner = words[start:end].replace(_CLOSES, "】")
        words = f"{words[:start]}{_OPENS}{inner}{_CLOSES}{words[end:]}"
    return words


def marked(words: str, withheld: Spans | None = None) -> tuple[str, Spans | None]:
    """Text without such marks, and the spans withheld by them or in addition."""
    if _OPENS not in words:
        return words, withheld
    found: list[tuple[int, int]] = []
    kept: list[int] = []  # the places of the characters that stay
    at = 0
    for match in _NOTED.finditer(words):
        start, end = match.span(1)
        kept += range(at, match.start())
        found.append((len(kept), len(kept) + end - start))
        kept += range(start, end)
        at = match.end()
    kept += range(at, len(words))
    plain = "".join(words[one] for one in kept)
    if withheld == WHOLE:
        return plain, WHOLE
    for start, end in withheld or ():
        found.append((sum(one < start for one in kept), sum(one < end for one in kept)))
    return plain, ordered(found) or None


def says_so(words: str) -> bool:
    """Whether a text contains such marks."""
    return _OPENS in words


def noted_stretches(words: str) -> list[tuple[Span, str]]:
    """The span of each such mark with its brackets, and the text in it."""
    return [(match.span(), match.group(1)) for match in _NOTED.finditer(words)]


def noted_part(words: str, start: int, end: int) -> tuple[str, Spans | None]:
    """Part of a text, without such marks, and its withheld spans, even if it begins inside a mark."""
    for match in _NOTED.finditer(words):
        first, last = match.span(1)
        if match.start() < start < last:
            return marked(_OPENS + words[max(start, first) : end])
    return marked(words[start:end])


def without_noted(words: str, instead: str) -> str:
    """The text without what is marked as withheld."""
    return _NOTED.sub(instead, words) if _OPENS in words else words


def answering(path: NodePath, words: str) -> list[Edit]:
    """The edits that make text from elsewhere an answer, with the spans it marks as withheld."""
    plain, withheld = marked(words)
    marks: list[Edit] = [SetWithheld(path, withheld)] if withheld and plain else []
    return [SetAnswer(path, plain or None), *marks]
