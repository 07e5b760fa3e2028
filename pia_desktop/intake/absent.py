"""What of a form a document lacks: items whose labels were not met, as on a page missing or misplaced."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Final

from pia_desktop.forms.model import FILES
from pia_desktop.intake.anchors import Anchor, Anchors, Role
from pia_desktop.intake.cells import Cell, Reason
from pia_desktop.intake.gather import Gathered, Path, Slot
from pia_desktop.intake.report import DocPath
from pia_desktop.intake.words import label_key

_NO_ITEMS: Final = frozenset({Role.ENTRY, Role.BAND, Role.COLUMN, Role.CONTENTS})
_MISPLACED: Final = 2
"""Labels on one page that its document lacks elsewhere, and that stand there out of order."""


def not_found(anchors: Anchors, found: Gathered) -> list[DocPath]:
    """Items outside of entries whose labels were not met, and those in entries beside a missing page."""
    missing = [
        (*(base or ("values",)), item.id)
        for anchor, base in _unmet(anchors, found.slots)
        for item in anchor.items
        if item.kind.answerable
    ]
    tables = {slot.anchor.list_id for slot in found.slots if slot.columns}
    own = (anchor for anchor in anchors.all if anchor.role is Role.COLUMN and anchor.scope[:1] != (FILES,))
    missing += dict.fromkeys(("values", str(one.list_id)) for one in own if one.list_id not in tables)
    missing += [path for path in _beside_gaps(anchors, found.slots) if path not in missing]
    return [*missing, *(path for path in _skipped_entries(anchors, found.slots) if path not in missing)]


def out_of_order(anchors: Anchors, found: Gathered, strayed: Sequence[Cell]) -> bool:
    """Whether a page stands at the wrong place: its labels are those that are missed elsewhere.

    A part's pages that changed places are read as two files, of which one has what the other lacks; the
    entries on two such pages count back.
    """
    if _halves(found.slots) or _counts_back(found.slots):
        return True
    missed = {anchor.key for anchor, _base in _unmet(anchors, found.slots)}
    pages = Counter(
        cell.sheet.number for cell in strayed if cell.sheet.name is None and label_key(cell.text) in missed
    )
    return any(count >= _MISPLACED for count in pages.values())


def doubt_strayed(found: Gathered, strayed: Sequence[Cell]) -> None:
    """Doubt the answers that took a label which is out of order."""
    labels = set(map(id, strayed))
    for slot in found.slots:
        if not slot.columns and any(id(cell) in labels for cell in slot.cells):
            slot.doubts.add(Reason.SEVERAL_CELLS)


def _halves(slots: Sequence[Slot]) -> bool:
    """Whether two files that follow each other have no label of a part in common."""
    met: dict[tuple[str, int], set[str]] = defaultdict(set)
    for slot in slots:
        own = slot.anchor
        if own.scope == (FILES,) and own.role not in {*_NO_ITEMS, Role.PART} and own.part is not None:
            met[own.part, int(slot.path[1])].add(own.key)
    pairs = ((keys, met.get((part, number + 1), set())) for (part, number), keys in met.items())
    return any(len(one) > 1 and len(other) > 1 and not one & other for one, other in pairs)


def _counts_back(slots: Sequence[Slot]) -> bool:
    """Whether the entries of a list go on with a lower number on another page."""
    last: dict[Path, Slot] = {}
    for slot in slots:
        if slot.anchor.role is not Role.ENTRY or slot.hit.number is None or slot.label.sheet.name is not None:
            continue
        before = last.get(slot.path[:-1])
        if before is not None and before.label.sheet != slot.label.sheet and before.path > slot.path:
            return True
        last[slot.path[:-1]] = slot
    return False


def _unmet(anchors: Anchors, slots: Sequence[Slot]) -> Iterator[tuple[Anchor, Path]]:
    """Anchors outside of entries that were not met, of each file."""
    met = {
        (slot.anchor.key, slot.anchor.part, slot.path)
        for slot in slots
        if slot.cells or not slot.label.sheet.hidden  # the words of an option in a list for drop-downs
    }
    files = sorted({slot.path[:2] for slot in slots if slot.path[:1] == (FILES,)}) or [(FILES, 0)]
    for anchor in anchors.all:
        if anchor.role in _NO_ITEMS or len(anchor.scope) > 1 or (anchor.scope and anchor.scope[0] != FILES):
            continue
        for base in files if anchor.scope else [()]:
            if (anchor.key, anchor.part, base) not in met:
                yield anchor, base


def _beside_gaps(anchors: Anchors, slots: Sequence[Slot]) -> Iterator[DocPath]:
    """Items between the last label before a missing page and the first behind it."""
    met = {slot.path for slot in slots}
    places = {id(anchor): at for at, anchor in enumerate(anchors.all)}
    for before, behind in pairwise(slots):
        if before.label.sheet == behind.label.sheet or not (_is_at_gap(before) or _is_at_gap(behind)):
            continue
        first, end = places[id(before.anchor)] + 1, places[id(behind.anchor)]
        between = anchors.all[first:end] if first <= end else _rest_of_entry(anchors, before, first)
        for anchor in between:
            path = next((one.path for one in (before, behind) if one.anchor.scope == anchor.scope), None)
            if path is None or anchor.role in _NO_ITEMS:
                continue
            yield from _items_at(anchor, path)
        yield from _entries_before(anchors, behind, met)


def _skipped_entries(anchors: Anchors, slots: Sequence[Slot]) -> Iterator[DocPath]:
    """The items of entries whose numbers are left out between others."""
    lists: dict[Path, set[int]] = defaultdict(set)
    for slot in slots:
        if slot.anchor.role is Role.ENTRY:
            lists[slot.path[:-1]].add(int(slot.path[-1]))
    for path, numbers in lists.items():
        for number in sorted(set(range(max(numbers))) - numbers):
            for anchor in anchors.all:
                if anchor.scope[-1:] == path[-1:] and anchor.role not in _NO_ITEMS:
                    yield from _items_at(anchor, (*path, number))


def _items_at(anchor: Anchor, path: Path) -> Iterator[DocPath]:
    start = path if path[:1] == (FILES,) else ("values", *path)
    return ((*start, item.id) for item in anchor.items if item.kind.answerable)


def _entries_before(anchors: Anchors, slot: Slot, met: Collection[Path]) -> Iterator[DocPath]:
    """The items of entries before the first one behind a missing page, of which nothing was met."""
    if slot.anchor.scope[-1:] in {(), (FILES,)} or slot.anchor.role is Role.COLUMN:
        return
    *above, number = slot.path
    for path in ((*above, at) for at in range(int(number)) if (*above, at) not in met):
        for anchor in anchors.all:
            if anchor.scope == slot.anchor.scope:
                yield from _items_at(anchor, path)


def _rest_of_entry(anchors: Anchors, slot: Slot, first: int) -> Iterator[Anchor]:
    """The anchors of an entry behind one of them, where the next entry begins anew."""
    return (anchor for anchor in anchors.all[first:] if anchor.scope == slot.anchor.scope)


def _is_at_gap(slot: Slot) -> bool:
    return any(Reason.PAGES in cell.doubts for cell in (slot.label, *slot.cells))
