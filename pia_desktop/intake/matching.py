"""Which anchors a cell may match: by exact or similar text, a prefix, or its number."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.forms.kinds import ChecksKind, ChoiceKind
from pia_desktop.intake.anchors import ENTRY_NUMBER, MARK, Anchors, Role
from pia_desktop.intake.cells import GAP, Cell, Reason
from pia_desktop.intake.words import (
    alike,
    fold,
    has_added_words,
    label_key,
    without_additions,
    without_number,
)

_LONGEST: Final = 200
"""Maximum folded characters of a label; a longer cell may still start with one."""

_LEAST_ALIKE: Final = 0.8
_SHORTEST_FUZZY: Final = 4
_SHORTEST_CORE: Final = 3
_PART_OF_LABEL: Final = 0.45
_HIDDEN: Final = 0.7
_ANSWER_SIGNS: Final = ("[", "［", "<選択肢>", "□", "☐", "■", "☑", "☒")
_AHEAD: Final = 3


@dataclass(frozen=True, slots=True)
class Hit:
    """A cell matched to an anchor.

    ``sure``: an exact match; ``rest``: position in its text where something else begins; ``other``: it has
    text that the label lacks.
    """

    anchor: int
    score: float
    sure: bool = True
    rest: int | None = None
    number: int | None = None
    other: bool = False


class Matcher:
    """Finds the hits of cells for one form edition, with a cache by text."""

    def __init__(self, anchors: Anchors) -> None:
        self.anchors = anchors
        self.exact: dict[str, list[int]] = defaultdict(list)
        self.core: dict[str, list[int]] = defaultdict(list)
        self.pairs: dict[str, set[str]] = defaultdict(set)
        self.loops = [(at, a) for at, a in enumerate(anchors.all) if a.role in {Role.ENTRY, Role.BAND}]
        for at, anchor in enumerate(anchors.all):
            if anchor.role in {Role.ENTRY, Role.BAND}:
                continue
            self.exact[anchor.key].append(at)
            self.core[without_number(anchor.key)].append(at)
            for pair in _pairs(anchor.key):
                self.pairs[pair].add(anchor.key)
        self.kept: dict[str, list[Hit]] = {}

    def hits(self, cells: Sequence[Cell]) -> list[list[Hit]]:
        """The possible anchors of each cell; none for most answers."""
        found = []
        for at, cell in enumerate(cells):
            text = cell.text
            hits = [*self._whole(text), *self._named_parts(text.rstrip()), *self._beginnings(text)]
            if hits and Reason.HIDDEN in cell.doubts:
                hits = [replace(hit, score=hit.score * _HIDDEN) for hit in hits]
            if hits and self._answers_ahead(cells, at):
                hits = [self._supported(hit) for hit in hits]
            found.append(hits)
        return found

    def is_label(self, text: str) -> bool:
        """Whether text is exactly a label, a part's title (with file), or a heading."""
        key = label_key(text) if len(text) <= 2 * _LONGEST else ""
        if key in self.exact or any(hit.number is not None for hit in self._entries(key)):
            return True
        return any(True for _hit in self._named_parts(text.rstrip()))

    def _answers_ahead(self, cells: Sequence[Cell], at: int) -> bool:
        return any(fold(cell.text[:12]).startswith(_ANSWER_SIGNS) for cell in cells[at + 1 : at + 1 + _AHEAD])

    def _supported(self, hit: Hit) -> Hit:
        anchor = self.anchors.all[hit.anchor]
        boxes = any(isinstance(item.kind, ChoiceKind | ChecksKind) for item in anchor.items)
        return replace(hit, score=hit.score + 0.3) if boxes else hit

    def _whole(self, text: str) -> list[Hit]:
        key = label_key(text) if len(text) <= 2 * _LONGEST else ""
        if not key or len(key) > _LONGEST:
            return []
        if key not in self.kept:
            self.kept[key] = list(self._of_key(key))
        return self.kept[key]

    def _of_key(self, key: str) -> Iterator[Hit]:
        yield from self._entries(key)
        if key in self.exact:
            yield from (Hit(at, self._worth(at)) for at in self.exact[key])
        elif MARK.fullmatch(key):  # from another edition
            yield from (Hit(at, self._worth(at)) for at in self.exact[label_key(self.anchors.form.mark)])
        elif (bare := without_additions(key)) != key and (bare in self.exact or any(self._entries(bare))):
            yield from self._with_additions(bare, has_added_words(key, bare))
            return
        elif key.endswith(")"):
            yield from self._named_part(key)
        core = without_number(key)
        if len(core) >= _SHORTEST_CORE:
            at_core = [at for at in self.core.get(core, ()) if at not in self.exact.get(key, ())]
            yield from (Hit(at, 0.55 * self._worth(at), sure=False) for at in at_core)
        if key in self.exact or core in self.core or len(key) < _SHORTEST_FUZZY:
            return
        own = _pairs(key)
        shared = Counter(other for pair in own for other in self.pairs.get(pair, ()))
        for other, count in shared.items():
            near = 4 * count >= len(key) + len(other) - 2
            ratio = alike(key, other, _LEAST_ALIKE) if near else 0.0
            if ratio:
                yield from (
                    Hit(at, 0.7 * ratio * self._worth(at), sure=False, other=True) for at in self.exact[other]
                )
            elif count == len(own) and _begins(key, other):
                yield from (Hit(at, 0.5 * self._worth(at), sure=False) for at in self.exact[other])

    def _with_additions(self, bare: str, words: bool) -> Iterator[Hit]:
        """A label around which an office has put signs, or words."""
        yield from (Hit(at, self._worth(at), other=words) for at in self.exact.get(bare, ()))
        yield from (replace(hit, other=words) for hit in self._entries(bare))

    def _named_part(self, key: str) -> Iterator[Hit]:
        """A part's title followed by the name of its file in brackets."""
        for end in (at for at, sign in enumerate(key) if at and sign == "("):
            parts = [at for at in self.exact.get(key[:end], ()) if self.anchors.all[at].role is Role.PART]
            yield from (Hit(at, self._worth(at)) for at in parts)

    def _worth(self, at: int) -> float:
        anchor = self.anchors.all[at]
        worth = 1.5 + min(len(anchor.key), 20) / 20
        if anchor.role is Role.CONTENTS:
            return 0.4 * worth
        return worth + (0.5 if anchor.role in {Role.PART, Role.HEADING} else 0.0)

    def _entries(self, key: str) -> Iterator[Hit]:
        for at, anchor in self.loops:
            if not key.startswith(anchor.key):
                continue
            rest = key[len(anchor.key) :].replace("第", "").strip("()[]・.:")
            number = ENTRY_NUMBER.fullmatch(rest)
            if number and (number[2] is not None) == (anchor.role is Role.BAND):
                yield Hit(at, 2.2, number=int(number[1]))
            elif not rest and anchor.role is Role.ENTRY:
                yield Hit(at, 1.0, sure=False)

    def _beginnings(self, text: str) -> Iterator[Hit]:
        """Labels that are a prefix of the cell, followed by a separator."""
        for end in _part_ends(text):
            head = text[:end]
            for hit in self._heads(head):
                yield replace(hit, score=0.75 * hit.score, rest=end)

    def _named_parts(self, text: str) -> Iterator[Hit]:
        """Part titles with a file name in brackets that are a prefix of the cell."""
        at = max(text.rfind("（", 0, -2), text.rfind("(", 0, -2)) if text[-1:] in {"）", ")"} else -1
        for anchor in self.exact.get(label_key(text[:at]), ()) if at > 0 and len(text) < 2 * _LONGEST else ():
            if self.anchors.all[anchor].role is Role.PART:
                yield Hit(anchor, self._worth(anchor), rest=at)

    def _heads(self, head: str) -> list[Hit]:
        key = label_key(head)
        if key in self.exact and len(key) >= _SHORTEST_CORE:
            return [Hit(at, self._worth(at)) for at in self.exact[key]]
        return [hit for hit in self._entries(key) if hit.number is not None]


def _begins(key: str, other: str) -> bool:
    """Whether text is a sufficiently long prefix of a label."""
    return len(key) >= 5 and other.startswith(key) and len(key) >= _PART_OF_LABEL * len(other)


def _part_ends(text: str) -> list[int]:
    """Positions near the start where a label may end: at a space, line break, colon or bracket."""
    ends = []
    for at, sign in enumerate(text[:_LONGEST]):
        if at and sign in " \u3000\n\t:：[［" + GAP:
            ends.append(at)
            if len(ends) == 8:
                break
    return [end for end in ends if text[end:].strip(" \u3000\n\t:：" + GAP)]


def _pairs(key: str) -> set[str]:
    return {key[at : at + 2] for at in range(len(key) - 1)}
