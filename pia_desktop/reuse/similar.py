"""What the office's other assessments say at an item: like words, like works and the most recent first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pia_desktop.assessment.node import NodePath

_SENTENCE: Final = re.compile(r"[^。\n]+。?")
_COMPARED: Final = 1_000
"""Characters of a text that are compared; what a longer one is about shows in these."""
_RECENT: Final = 0.1
"""How much the newest is worth against the most alike."""
_MANY: Final = 0.2
"""How much it is worth that many assessments say so."""
_KIN: Final = 0.5
"""How much a like work on the same form is worth."""
_SAME_FORM: Final = 0.4
"""How much of a like work the form is."""
_NAMED_ALIKE: Final = 0.4
"""How much an entry with a like name is worth."""
_USUAL: Final = 0.3
"""How much it is worth that most entries of a like assessment say so."""
_ANY_WORK: Final = re.compile(
    "に(?:関する|係る|関わる)事務|の実施|事務|(?:(?:基礎|重点|全)項目)?評価書|[（）()【】・]"
)
"""What titles have in common whatever the work."""
_ONLY_DASHES: Final = re.compile(r"[\s\-－ー―—–‐−ｰ─・.…]+")
SHORTEST: Final = 12
"""Characters from which a sentence that stands twice is a passage and no mere phrase."""


Pairs = frozenset[int]
"""The pairs of neighbouring characters of a text, each once, as numbers: these cost a third of tuples."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an assessment says somewhere.  ``edited_at``: UTC, ``2025-01-31T12:00:00Z``.

    ``path`` tells the places of one assessment apart; it need not be a whole path.  ``kinship``: how like the
    assessment is to the one that asks, 0 to 1 (``kinship``); ``named_alike``: how like the name of the entry
    is to that of the entry that asks, 0 to 1.
    """

    assessment_id: int
    path: NodePath
    text: str
    edited_at: str
    kinship: float = 0.0
    named_alike: float = 0.0


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

    Of equally alike words those of an entry with a like name and of a like work on the same form come first,
    then the newest; where nothing stands yet, also the ones that several assessments, or most entries of a
    like one, use.  A dash is no wording.
    """
    groups: dict[str, list[Said]] = {}
    entries: Counter[int] = Counter()
    for one in said:
        if one.text.strip() and not _ONLY_DASHES.fullmatch(one.text):
            groups.setdefault(_packed(one.text), []).append(one)
            entries[one.assessment_id] += 1
    mine = _packed(here)
    pairs = _pairs(mine)
    by_age = sorted({max(one.edited_at for one in group) for group in groups.values()})
    rank = {moment: number / max(len(by_age), 1) for number, moment in enumerate(by_age, 1)}
    found = []
    for key, group in groups.items():
        group.sort(key=lambda one: one.edited_at, reverse=True)
        alike = likeness(pairs, _pairs(key)) if mine else 0.0
        shared = 0.0 if mine else _shared(group, entries)
        kin = max(_KIN * one.kinship + _NAMED_ALIKE * one.named_alike for one in group)
        score = alike + shared + kin + _RECENT * rank[group[0].edited_at]
        found.append((score, Suggestion(group[0].text, tuple(group), alike, key == mine)))
    found.sort(key=lambda pair: (pair[1].same, -pair[0]))
    return tuple(suggestion for _score, suggestion in found[:limit])


def _shared(group: Iterable[Said], entries: Mapping[int, int]) -> float:
    """How much it counts that many say so: assessments, or entries of one that is like the one that asks."""
    kin = {one.assessment_id: one.kinship for one in group}
    said = Counter(one.assessment_id for one in group)
    usual = max((kin[one] * count / entries[one] for one, count in said.items() if count > 1), default=0.0)
    return _MANY * min(len(said), 10) / 10 + _USUAL * usual


def kinship(form: str, title: str, other_form: str, other_title: str) -> float:
    """How like two assessments are as works: by the form, and by what is their own in the titles."""
    alike = names_alike(_ANY_WORK.sub("", title), _ANY_WORK.sub("", other_title))
    return _SAME_FORM * (form == other_form) + (1 - _SAME_FORM) * alike


def names_alike(one: str, other: str) -> float:
    """How alike two names are: 0 to 1."""
    return likeness(_pairs(_packed(one)), _pairs(_packed(other)))


def likeness(one: Pairs, other: Pairs) -> float:
    """How alike two texts are by the pairs of characters they share (Dice): 0 to 1."""
    total = len(one) + len(other)
    return 2 * len(one & other) / total if total else 0.0


def _packed(text: str) -> str:
    return "".join(text.split())


def _pairs(text: str) -> Pairs:
    units = memoryview(text[:_COMPARED].encode("utf-16-le", "surrogatepass"))
    found: set[int] = set()
    for beginning in (units, units[2:]):  # pairs that begin at an even character, and at an odd one
        found.update(beginning[: len(beginning) // 4 * 4].cast("I"))
    return frozenset(found)


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
