"""What the office's other assessments say at an item: like words, like works and the most recent first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pia_desktop.assessment.node import NodePath

_SPACE: Final = re.compile(r"\s+")
_SENTENCE: Final = re.compile(r"[^。\n]+。?")
_COMPARED: Final = 1_500
"""Characters of a text that are compared; what a longer one is about shows in these."""
_RECENT: Final = 0.2
"""How much the newest is worth against the most alike."""
_KIN: Final = 0.4
"""How much a like work on the same form is worth."""
_ONLY_DASHES: Final = re.compile(r"[\s\-－ー―—–‐−ｰ─・.…]+")
SHORTEST: Final = 12
"""Characters from which a sentence that stands twice is a passage and no mere phrase."""


Pairs = frozenset[tuple[str, str]]
"""The pairs of neighbouring characters of a text, each once."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an assessment says somewhere.  ``edited_at``: UTC, ``2025-01-31T12:00:00Z``.

    ``path`` tells the places of one assessment apart; it need not be a whole path.  ``kinship``: how like the
    assessment is to the one that asks, 0 to 1 (``kinship``).
    """

    assessment_id: int
    path: NodePath
    text: str
    edited_at: str
    kinship: float = 0.0


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

    Of equally alike words those of a like work on the same form come first, then the newest; where nothing
    stands yet, also the ones that several assessments use.  A dash is no wording.
    """
    groups: dict[str, list[Said]] = {}
    for one in said:
        if one.text.strip() and not _ONLY_DASHES.fullmatch(one.text):
            groups.setdefault(_SPACE.sub("", one.text), []).append(one)
    mine = _SPACE.sub("", here)
    pairs = _pairs(mine)
    by_age = sorted({max(one.edited_at for one in group) for group in groups.values()})
    rank = {moment: number / max(len(by_age), 1) for number, moment in enumerate(by_age, 1)}
    found = []
    for key, group in groups.items():
        group.sort(key=lambda one: one.edited_at, reverse=True)
        alike = likeness(pairs, _pairs(key)) if mine else 0.0
        users = len({one.assessment_id for one in group})
        shared = 0.0 if mine else min(users, 10) / 10 * _RECENT
        kin = _KIN * max(one.kinship for one in group)
        score = alike + shared + kin + _RECENT * rank[group[0].edited_at]
        found.append((score, Suggestion(group[0].text, tuple(group), alike, key == mine)))
    found.sort(key=lambda pair: (pair[1].same, -pair[0]))
    return tuple(suggestion for _score, suggestion in found[:limit])


def kinship(form: str, title: str, other_form: str, other_title: str) -> float:
    """How like two assessments are as works: the form is one half, the words of their titles the other."""
    alike = likeness(_pairs(_SPACE.sub("", title)), _pairs(_SPACE.sub("", other_title)))
    return (form == other_form) / 2 + alike / 2


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
