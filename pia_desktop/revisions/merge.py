"""Two states of an assessment that were worked on apart, brought together by what both had before.

    merged = merge(form, base, ours, theirs)        # what both changed is kept as in ours
    for one in merged.conflicts: ...                # and is listed here
    merged = merge(form, base, ours, theirs, take={one.place for one in merged.conflicts})

What only one side changed is taken over, files, entries and rows by their keys; nothing is taken out on the
word of one side that the other changed.  ``as_edit(compare(ours, merged))`` is the one step that does it.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import field
from enum import Enum
from typing import Final

from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.withheld import WHOLE, Spans, followed, ordered
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.model import FILES, Form
from pia_desktop.forms.values import Value
from pia_desktop.revisions.merge_texts import both_texts


class Sort(Enum):
    """What both sides did."""

    ANSWER = "answer"
    """Both changed the answer at ``place``, each to another one."""
    REMOVED_HERE = "removed here"
    """Ours took out the entry at ``place``, and theirs changed something in it."""
    REMOVED_THERE = "removed there"
    """Theirs took out the entry at ``place``, and ours changed something in it."""
    ORDER = "order"
    """Both put the entries of the list at ``place`` in another order."""
    NO_ROOM = "no room"
    """The list has no room for the entry at ``place``, which theirs added."""


@dataclass(frozen=True, slots=True)
class Stand:
    """An answer and its withheld spans."""

    value: Value | None = None
    withheld: Spans | None = None


Side = Stand | Node | tuple[str, ...] | None
"""What one side has: an answer, an entry (None: it took it out), or a list's keys in their order."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that both sides changed; ours is kept unless theirs is taken (``choosable``).

    ``both``: ours and theirs in one, where that can be.
    """

    place: NodePath
    sort: Sort
    base: Side
    ours: Side
    theirs: Side
    choosable: bool = True
    both: Stand | None = None


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged contents, and the conflicts in form order."""

    root: Node
    conflicts: tuple[Conflict, ...] = ()


def merge(
    form: Form,
    base: Node,
    ours: Node,
    theirs: Node,
    take: Collection[Hashable] = (),
    join: Collection[Hashable] = (),
) -> Merged:
    """Merge two states; ``take``: places of conflicts where theirs wins; ``join``: where both stay."""
    walk = _Merge(form, frozenset(take), frozenset(join))
    root = walk.nodes(base, ours, theirs, ())
    rank = {item_id: number for number, item_id in enumerate(form.places)}
    for list_id, spec in form.lists.items():
        rank[list_id] = rank[spec.item_ids[0]]
    found = sorted(walk.conflicts, key=lambda one: rank[one.place[-1 - (len(one.place) % 2 == 0)]])
    return Merged(root, tuple(found))


def same(one: Node, other: Node) -> bool:
    """Whether two nodes have equal contents in the same order."""
    if one is other:
        return True
    if one.answers != other.answers or one.withheld != other.withheld:
        return False
    for list_id in {**one.lists, **other.lists}:
        mine, yours = one.lists.get(list_id, {}), other.lists.get(list_id, {})
        if list(mine) != list(yours) or not all(map(same, mine.values(), yours.values())):
            return False
    return True


_NOTHING: Final = Node()


@dataclass(slots=True)
class _Merge:
    form: Form
    take: frozenset[Hashable]
    join: frozenset[Hashable]
    conflicts: list[Conflict] = field(default_factory=list)

    def nodes(self, base: Node, ours: Node, theirs: Node, path: NodePath) -> Node:
        if same(ours, theirs) or same(base, theirs):
            return ours
        if same(base, ours):
            return theirs
        answers: dict[str, Value] = {}
        withheld: dict[str, Spans] = {}
        for item_id in {**ours.answers, **theirs.answers}:
            stand = self._answer((*path, item_id), *(_stand(one, item_id) for one in (base, ours, theirs)))
            if stand.value is not None:
                answers[item_id] = stand.value
                if stand.withheld is not None:
                    withheld[item_id] = stand.withheld
        lists: dict[str, Mapping[str, Node]] = {}
        for list_id in {**ours.lists, **theirs.lists}:
            three = [one.lists.get(list_id, {}) for one in (base, ours, theirs)]
            entries = _List(self, (*path, list_id), *three).merged()
            if entries:
                lists[list_id] = entries
        return Node(answers, lists, withheld)

    def _answer(self, path: NodePath, base: Stand, ours: Stand, theirs: Stand) -> Stand:
        if ours == theirs or base == theirs:
            return ours
        if base == ours:
            return theirs
        if ours.value == theirs.value:
            return Stand(ours.value, _marks(base, ours, theirs))
        if ours.value == base.value:
            return _moved_marks(base, ours, theirs)
        if theirs.value == base.value:
            return _moved_marks(base, theirs, ours)
        both = self._both(path, ours, theirs)
        taken = self.conflict(Conflict(path, Sort.ANSWER, base, ours, theirs, both=both))
        if both is not None and path in self.join:
            return both
        return theirs if taken else ours

    def _both(self, path: NodePath, ours: Stand, theirs: Stand) -> Stand | None:
        if ours.value is None or theirs.value is None:
            return None
        kind = self.form.item(path[-1]).kind
        found = both_texts(kind, (ours.value, ours.withheld), (theirs.value, theirs.withheld))
        return None if found is None else Stand(*found)

    def conflict(self, found: Conflict) -> bool:
        """Record a conflict; returns whether theirs is taken."""
        self.conflicts.append(found)
        return found.choosable and found.place in self.take


def _stand(node: Node, item_id: str) -> Stand:
    return Stand(node.answers.get(item_id), node.withheld.get(item_id))


def _marks(base: Stand, ours: Stand, theirs: Stand) -> Spans | None:
    """The withheld spans of an answer whose text is the same on both sides."""
    if base.value == ours.value and base.withheld in (ours.withheld, theirs.withheld):
        return theirs.withheld if base.withheld == ours.withheld else ours.withheld
    return _either(ours.withheld, theirs.withheld)


def _moved_marks(base: Stand, marked: Stand, changed: Stand) -> Stand:
    """One side changed only the withheld spans, the other the text: the spans follow the text."""
    spans = None if marked.withheld is None else followed(marked.withheld, base.value, changed.value)
    own = None if base.withheld is None else followed(base.withheld, base.value, changed.value)
    if changed.value is None or changed.withheld != own:
        spans = None if changed.value is None else _either(spans, changed.withheld)
    return Stand(changed.value, spans)


def _either(one: Spans | None, other: Spans | None) -> Spans | None:
    """The spans withheld on either side: in doubt nothing becomes public."""
    if WHOLE in (one, other):
        return WHOLE
    return ordered((*(one or ()), *(other or ()))) or None


@dataclass(slots=True)
class _List:
    """The entries of one list in the three states."""

    whole: _Merge
    path: NodePath
    base: Mapping[str, Node]
    ours: Mapping[str, Node]
    theirs: Mapping[str, Node]

    def merged(self) -> dict[str, Node]:
        found = {}
        for key in {**self.ours, **self.theirs}:
            node = self._entry(key)
            if node is not None:
                found[key] = node
        if self.path == (FILES,) and not found:
            found = self._last_files()
        for key in self._without_room(found):
            self.whole.conflict(
                Conflict((*self.path, key), Sort.NO_ROOM, None, None, found.pop(key), choosable=False)
            )
        return {key: found[key] for key in self._order(found)}

    def _entry(self, key: str) -> Node | None:
        base, ours, theirs = (side.get(key) for side in (self.base, self.ours, self.theirs))
        place = (*self.path, key)
        if ours is not None and theirs is not None:
            return self.whole.nodes(base or _NOTHING, ours, theirs, place)
        if base is None:
            return ours if ours is not None else theirs
        left = ours if ours is not None else theirs
        assert left is not None
        if same(base, left):
            return None
        sort = Sort.REMOVED_HERE if ours is None else Sort.REMOVED_THERE
        taken = self.whole.conflict(Conflict(place, sort, base, ours, theirs))
        return theirs if taken else ours

    def _last_files(self) -> dict[str, Node]:
        """Handle the removal of all files by both sides together: an assessment has at least one."""
        for key, node in self.ours.items():
            found = Conflict((*self.path, key), Sort.REMOVED_THERE, self.base.get(key), node, None, False)
            self.whole.conflict(found)
        return dict(self.ours)

    def _without_room(self, found: Mapping[str, Node]) -> list[str]:
        surplus = len(found) - self.whole.form.lists[self.path[-1]].max
        added = [key for key in found if key not in self.ours]
        return added[len(added) - surplus :] if surplus > 0 else []

    def _order(self, kept: Mapping[str, Node]) -> list[str]:
        """The kept entries in the order of the side that moved some; added ones follow their predecessor."""
        shared = [key for key in self.ours if key in kept and key in self.theirs]
        both = frozenset(shared)
        old = [key for key in self.base if key in both]
        ours = [key for key in shared if key in self.base]
        yours = [key for key in self.theirs if key in both]
        theirs = [key for key in yours if key in self.base]
        lead = shared
        if theirs not in (ours, old):
            if old == ours:
                lead = yours
            else:
                three = (tuple(self.base), tuple(self.ours), tuple(self.theirs))
                taken = self.whole.conflict(Conflict(self.path, Sort.ORDER, *three))
                lead = yours if taken else shared
        behind: dict[str | None, list[list[str]]] = {}
        for side in (self.ours, self.theirs):
            for anchor, block in _blocks(side, kept, both).items():
                behind.setdefault(anchor, []).append(block)
        order: list[str] = []
        for anchor in (None, *lead):
            order += [] if anchor is None else [anchor]
            # By key, so that both terminals get the same order.
            for block in sorted(behind.get(anchor, ()), key=min):
                order += block
        return order


def _blocks(
    side: Mapping[str, Node], kept: Mapping[str, Node], shared: frozenset[str]
) -> dict[str | None, list[str]]:
    """What one side added, by the shared entry it follows; None: before all."""
    found: dict[str | None, list[str]] = {}
    anchor: str | None = None
    for key in side:
        if key in shared:
            anchor = key
        elif key in kept:
            found.setdefault(anchor, []).append(key)
    return found
