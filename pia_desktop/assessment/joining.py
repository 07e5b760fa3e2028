"""Line ends in mid-sentence taken out of an answer's words; what of them is withheld stays withheld."""

from __future__ import annotations

from pia_desktop.assessment.withheld import Spans, replaced
from pia_desktop.forms.cleaning import joints


def joined_lines(words: str, spans: Spans | None, start: int, end: int) -> tuple[str, Spans | None]:
    """Words and their passages once the lines between two characters are joined where they go on."""
    for at, between in reversed(joints(words[start:end])):
        place = start + at
        words = words[:place] + between + words[place + 1 :]
        spans = None if spans is None else replaced(spans, place, place + 1, len(between)) or None
    return words, spans
