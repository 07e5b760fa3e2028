"""Joins lines broken in mid-sentence, keeping withheld spans."""

from __future__ import annotations

from pia_desktop.assessment.withheld import Spans, replaced
from pia_desktop.forms.cleaning import joints


def joined_lines(words: str, spans: Spans | None, start: int, end: int) -> tuple[str, Spans | None]:
    """Text and spans with the lines between two characters joined where a sentence continues."""
    for at, between in reversed(joints(words[start:end])):
        place = start + at
        words = words[:place] + between + words[place + 1 :]
        spans = None if spans is None else replaced(spans, place, place + 1, len(between)) or None
    return words, spans
