"""What the office's other assessments say at an item, the most alike and the most recent first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pia_desktop.assessment.node import Path

_SPACE: Final = re.compile(r"\s+")
_SENTENCE: Final = re.compile(r"[^。\n]+。?")
_COMPARED: Final = 1_500
"""Characters of a text that are compared; what a longer one is about shows in these."""
_RECENT: Final = 0.2
"""How much the newest is worth against the most alike."""
SHORTEST: Final = 12
"""Characters from which a sentence that stands twice is a passage and no mere phrase."""


Pairs = frozenset[tuple[str, str]]
"""The pairs of neighbouring characters of a text, each once."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an assessment says somewhere.  ``edited_at``: UTC, ``2025-01-31T12:00:00Z``.

    ``path`` tells the places of one assessment apart; it need not be a whole path.
    """

    assessment_id: int
    path: Path
    text: str
    edited_at: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One wording and everywhere it stands, the newest first.

    ``likeness`` to the words there now: 0 to 1; ``same``: it is these very words.
    """

    text: str
    where: tuple[Said, ...]
    likeness: float
    same: bool


def suggestions(here: str, said: Iterable[Said], limit: int = 30) -> tuple[Suggestion, ...]:
    """The wordings that others use where ``here`` stands, best first; each wording once.

    Where nothing stands yet, the newest come first, and of these the ones that several use.
    """
    groups: dict[str, list[Said]] = {}
    for one in said:
        if one.text.strip():
            groups.setdefault(_SPACE.sub("", one.text), []).append(one)
    mine = _SPACE.sub("", here)
    pairs = _pairs(mine)
    by_age = sorted({max(one.edited_at for one in group) for group in groups.values()})
    rank = {moment: number / max(len(by_age), 1) for number, moment in enumerate(by_age, 1)}
    found = []
    for key, group in groups.items():
        group.sort(key=lambda one: one.edited_at, reverse=True)
        alike = likeness(pairs, _pairs(key)) if mine else 0.0
        shared = 0.0 if mine else min(len(group), 10) / 10 * _RECENT
        score = alike + shared + _RECENT * rank[group[0].edited_at]
        found.append((score, Suggestion(group[0].text, tuple(group), alike, key == mine)))
    found.sort(key=lambda pair: (pair[1].same, -pair[0]))
    return tuple(suggestion for _score, suggestion in found[:limit])


def likeness(one: Pairs, other: Pairs) -> float:
    """How alike two texts are by the pairs of characters they share (Dice): 0 to 1."""
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0


def _pairs(text: str) -> Pairs:
    text = text[:_COMPARED]
    return frozenset(pairwise(text))


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text that are long enough to be a passage which others may share."""
    for found in _SENTENCE.finditer(text):
        words = found.group().strip()
        if len(words) >= SHORTEST:
            yield words


def sentence_at(text: str, position: int) -> str:
    """The sentence around a position; empty where there is none."""
    for found in _SENTENCE.finditer(text):
        if found.start() <= position <= found.end():
            return found.group().strip()
    return ""
