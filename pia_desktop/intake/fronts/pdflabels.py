"""Lines of a page on which a label of any form begins: there a row of a table without rules begins, too."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.forms.catalogue import all_forms
from pia_desktop.intake.anchors import ENTRY_NUMBER, Role, anchors_of
from pia_desktop.intake.fronts.pdflines import Piece
from pia_desktop.intake.words import label_key
from pia_desktop.intake.wrapping import is_date

_MOST_LINES: Final = 4
_SHORTEST: Final = 3
_SAME_COLUMN: Final = 0.6
_NEXT_LINE: Final = 2.0
"""In em: how far below a line of a label its next one stands at the most."""

_LONGEST: Final = 200
_LABELS: Final = frozenset({Role.PART, Role.HEADING, Role.ITEM, Role.COLUMN})


@dataclass(frozen=True, slots=True)
class LabelLines:
    """The first pieces of lines that begin a label, and those that go on with one, by identity."""

    begins: frozenset[int]
    goes_on: frozenset[int]


def label_lines(lines: Sequence[Sequence[Piece]]) -> LabelLines:
    """Find the labels among the first pieces of lines, which are in order from above."""
    begins: set[int] = set()
    goes_on: set[int] = set()
    firsts = [line[0] for line in lines]
    for at, first in enumerate(firsts):
        if id(first) not in goes_on and (label := _label_at(firsts, at)):
            begins.add(id(first))
            goes_on.update(map(id, label[1:]))
    return LabelLines(frozenset(begins), frozenset(goes_on))


def _label_at(firsts: Sequence[Piece], at: int) -> list[Piece]:
    """The pieces of the longest label that begins here."""
    found: list[Piece] = []
    taken = [firsts[at]]
    for piece in firsts[at + 1 :]:
        if _begins_row(taken):
            found = list(taken)
        if len(taken) == _MOST_LINES or piece.base - taken[-1].base > _NEXT_LINE * piece.size:
            break
        if abs(piece.left - taken[0].left) < _SAME_COLUMN * piece.size:
            taken.append(piece)
    return list(taken) if _begins_row(taken) else found


def _begins_row(pieces: Sequence[Piece]) -> bool:
    """Whether these lines are a label, a date (of a row of 変更箇所), or one line the number of an entry."""
    words = "".join(piece.text for piece in pieces)
    key = label_key(words) if len(words) < _LONGEST else ""
    if len(key) < _SHORTEST:
        return False
    labels, entries = _known()
    if key in labels or is_date(words):
        return True
    return len(pieces) == 1 and any(
        key.startswith(entry) and ENTRY_NUMBER.match(key, len(entry)) for entry in entries
    )


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """The labels of all forms, and the words before the numbers of their entries."""
    anchors = [anchor for form in all_forms() for anchor in anchors_of(form).all]
    labels = {anchor.key for anchor in anchors if anchor.role in _LABELS}
    return frozenset(labels), frozenset(anchor.key for anchor in anchors if anchor.role is Role.ENTRY)
