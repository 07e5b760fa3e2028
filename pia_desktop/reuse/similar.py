"""Ranks what the office's other assessments say at an item: by similarity, related operation, and age."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final

from pia_desktop.assessment.node import NodePath
from pia_desktop.dataclass import dataclass

_SENTENCE: Final = re.compile(r"[^。\n]+。?")
_COMPARED: Final = 1_000
"""Characters of a text that are compared; enough to tell what a longer one is about."""
_GLANCED: Final = 250
"""Characters compared first, to select wordings worth a full comparison."""
_NAMES_KNOWN: Final = 4_096
"""Names whose characters are kept in mind: titles and entries are compared again at each item."""
_RECENT: Final = 0.1
"""Weight of age, relative to similarity."""
_MANY: Final = 0.2
"""Weight of use by many assessments."""
_KIN: Final = 0.5
"""Weight of a related operation on the same form."""
_SAME_FORM: Final = 0.4
"""Share of the form in relatedness."""
_OTHER_OFFICE: Final = 0.6
"""What relatedness loses where another office wrote, whose names and rules are not those of here."""
_PART_OF: Final = 0.9
"""Likeness of an operation to one whose name is part of its own."""
_NAMING: Final = 3
"""Characters from which a part of a name says which operation it is."""
_NAMED_ALIKE: Final = 0.4
"""Weight of an entry with a similar name."""
_BEGUN: Final = 0.9
"""Weight of containing all of the present text, relative to similarity."""
_USUAL: Final = 0.3
"""Weight of use by most entries of a related assessment."""
_ANY_WORK: Final = re.compile(
    "に(?:関する|係る|関わる)事務|の実施|事務|(?:(?:基礎|重点|全)項目)?評価書|[（）()【】・]"
)
"""Words common to titles of all operations."""
_ONLY_DASHES: Final = re.compile(r"[\s\-－ー―—–‐−ｰ─・.…]+")
SHORTEST: Final = 12
"""Minimum characters of a sentence to count as a shared passage."""


Pairs = frozenset[int]
"""The distinct pairs of neighbouring characters, as integers, which take a third of the memory of tuples."""


@dataclass(frozen=True, slots=True)
class Said:
    """An answer of some assessment.  ``edited_at``: UTC, ``2025-01-31T12:00:00Z``.

    ``path`` distinguishes places of one assessment and may be partial.  ``kinship``: similarity of its
    assessment to the asking one, at most 1, below 0 for some of another office (``related``);
    ``named_alike``: similarity of its entry's name to the asking entry's, 0 to 1.
    """

    assessment_id: int
    path: NodePath
    text: str
    edited_at: str
    kinship: float = 0.0
    named_alike: float = 0.0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A wording and everywhere it occurs, newest first.

    ``likeness`` to the present text: 0 to 1; ``same``: it is identical.
    """

    text: str
    where: tuple[Said, ...]
    likeness: float
    same: bool


def suggestions(here: str, said: Iterable[Said], limit: int = 30) -> tuple[Suggestion, ...]:
    """The wordings that others use in place of ``here``, best first, each once.

    Equally similar ones are ranked by name of entry, related operation and form, then age; if ``here`` is
    empty, also by how many assessments, or entries of a related one, use them.  A dash is ignored.
    """
    groups, entries = _grouped(said)
    others = {key: _beside_words(group, entries, shared=not here.strip()) for key, group in groups.items()}
    ages = sorted({group[0].edited_at for group in groups.values()})
    rank = {moment: number / len(ages) for number, moment in enumerate(ages, 1)}
    mine = _packed(here)

    def best(keys: Iterable[str], compared: int, count: int) -> list[tuple[str, float]]:
        """The best of some wordings by so many characters, each with its likeness."""
        pairs = _pairs(mine, compared)
        scored = []
        for key in keys:
            alike, held = _compared(pairs, _pairs(key, compared)) if mine else (0.0, 0.0)
            worth = max(alike, _BEGUN * held) + others[key] + _RECENT * rank[groups[key][0].edited_at]
            scored.append((key == mine, -worth, key, alike))
        scored.sort(key=lambda one: one[:2])
        return [(key, alike) for _same, _worth, key, alike in scored[:count]]

    likely = [key for key, _alike in best(groups, _GLANCED, 2 * limit)]
    return tuple(
        Suggestion(groups[key][0].text, tuple(groups[key]), alike, key == mine)
        for key, alike in best(likely, _COMPARED, limit)
    )


def _grouped(said: Iterable[Said]) -> tuple[dict[str, list[Said]], Mapping[int, int]]:
    """What says anything by its wording, the newest first; how many places each assessment has."""
    packed: dict[str, str] = {}
    groups: dict[str, list[Said]] = {}
    entries: Counter[int] = Counter()
    for one in said:
        if one.text not in packed:
            packed[one.text] = "" if _ONLY_DASHES.fullmatch(one.text) else _packed(one.text)
        if packed[one.text]:
            groups.setdefault(packed[one.text], []).append(one)
            entries[one.assessment_id] += 1
    for group in groups.values():
        group.sort(key=lambda one: one.edited_at, reverse=True)
    return groups, entries


def _beside_words(group: Collection[Said], entries: Mapping[int, int], *, shared: bool) -> float:
    """What a wording is worth whatever it says: by who says it, and how many do where that counts."""
    kin = max(_KIN * one.kinship + _NAMED_ALIKE * one.named_alike for one in group)
    return kin + (_shared(group, entries) if shared else 0.0)


def _shared(group: Iterable[Said], entries: Mapping[int, int]) -> float:
    """The weight of a wording's frequency: in assessments, or in entries of a related one."""
    kin = {one.assessment_id: one.kinship for one in group}
    said = Counter(one.assessment_id for one in group)
    usual = max((kin[one] * count / entries[one] for one, count in said.items() if count > 1), default=0.0)
    return _MANY * min(len(said), 10) / 10 + _USUAL * usual


def kinship(form: str, title: str, other_form: str, other_title: str) -> float:
    """Similarity of two assessments' operations, by form and by the specific part of their titles."""
    one, other = sorted((_own_words(title), _own_words(other_title)), key=len)
    alike = _PART_OF if len(one) >= _NAMING and one in other else 0.0
    return _SAME_FORM * (form == other_form) + (1 - _SAME_FORM) * max(alike, names_alike(one, other))


def same_office(agency: str, other: str) -> bool:
    """Whether two 評価実施機関 can share an office: 北原市長 and 北原市教育委員会 do, an unnamed one may."""
    one, another = (_packed(name).removesuffix("長") for name in (agency, other))
    return one.startswith(another) or another.startswith(one)


def related(kinship: float, *, same_office: bool) -> float:
    """A kinship, less where another office wrote."""
    return kinship if same_office else kinship - _OTHER_OFFICE


@lru_cache(_NAMES_KNOWN)
def _own_words(title: str) -> str:
    return _ANY_WORK.sub("", title)


def names_alike(one: str, other: str) -> float:
    """Similarity of two names: 0 to 1."""
    return _compared(_name_pairs(one), _name_pairs(other))[0]


def _compared(one: Pairs, other: Pairs) -> tuple[float, float]:
    """How alike two texts are by the pairs of characters that they share, and how much of one the other has.

    Each 0 to 1, the first by Dice.  Of a text that was only begun, the whole one has all.
    """
    total = len(one) + len(other)
    common = len(one & other)
    return 2 * common / total if total else 0.0, common / len(one) if one else 0.0


def _packed(text: str) -> str:
    return "".join(text.split())


@lru_cache(_NAMES_KNOWN)
def _name_pairs(name: str) -> Pairs:
    return _pairs(_packed(name), _COMPARED)


def _pairs(text: str, compared: int) -> Pairs:
    units = memoryview(text[:compared].encode("utf-16-le", "surrogatepass"))
    found: set[int] = set()
    for beginning in (units, units[2:]):  # pairs at even positions, then at odd ones
        found.update(beginning[: len(beginning) // 4 * 4].cast("I"))
    return frozenset(found)


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text that are long enough to be shared by others."""
    for found in _SENTENCE.finditer(text):
        words = found.group().strip()
        if len(words) >= SHORTEST:
            yield words


def sentence_at(text: str, position: int) -> str:
    """The sentence at a position; empty if there is none."""
    for found in _SENTENCE.finditer(text):
        if found.start() <= position <= found.end():
            return found.group().strip()
    return ""
