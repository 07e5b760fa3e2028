"""What changed between two states of an assessment, item by item and entry by entry, in printed order.

    found = compare(version, draft.snapshot())
    for change in found.changes:
        print(found.name(change), change)          # Ⅱ … 4. … 委託事項2 ①委託内容, AnswerChanged(…)
    draft.apply(as_edit(compare(draft.snapshot(), version)))   # the draft is as the version was

Files, entries and rows are matched by their keys, so that one that moved is still the same.  Where two lists
share no key (the one came from a file, or is a copy) they are matched by what stands in them (``matching``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import (
    Batch,
    Edit,
    InsertEntry,
    MoveEntry,
    RemoveEntry,
    SetAnswer,
    SetWithheld,
)
from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.withheld import Spans
from pia_desktop.dataclass import dataclass
from pia_desktop.errors import UserError
from pia_desktop.forms.model import FILES, Form
from pia_desktop.forms.values import Figure, Value
from pia_desktop.i18n import _
from pia_desktop.revisions.matching import matched

if TYPE_CHECKING:
    from pia_desktop.revisions.editions import Dropped


@dataclass(frozen=True, slots=True)
class AnswerChanged:
    """A changed answer; None: unanswered.

    ``path`` is in the newer state, ``old_path`` in the older one.  They differ only inside entries that were
    matched without a common key.
    """

    path: NodePath
    old_path: NodePath
    old: Value | None
    new: Value | None

    @property
    def place(self) -> NodePath:
        """Its path."""
        return self.path


@dataclass(frozen=True, slots=True)
class EntryAdded:
    """A file, entry or row that the older state lacks.  ``path`` is its list, ``index`` counts from 0."""

    path: NodePath
    key: str
    index: int
    node: Node

    @property
    def place(self) -> NodePath:
        """The entry in the newer state."""
        return (*self.path, self.key)


@dataclass(frozen=True, slots=True)
class EntryRemoved:
    """A file, entry or row that the newer state lacks; ``key`` and ``index`` are its old ones."""

    path: NodePath
    old_path: NodePath
    key: str
    index: int
    node: Node

    @property
    def place(self) -> NodePath:
        """The entry in the older state."""
        return (*self.old_path, self.key)


@dataclass(frozen=True, slots=True)
class EntryMoved:
    """An entry that moved relative to the others; its answers are unchanged.

    The smallest set of entries that explains the new order counts as moved.
    """

    path: NodePath
    old_path: NodePath
    key: str
    old_key: str
    index: int
    old_index: int

    @property
    def place(self) -> NodePath:
        """The entry in the newer state."""
        return (*self.path, self.key)


Change = AnswerChanged | EntryAdded | EntryRemoved | EntryMoved


@dataclass(frozen=True, slots=True)
class MarkChanged:
    """The withheld spans of an answer changed; not a change of contents, but included in ``as_edit``."""

    path: NodePath
    old: Spans | None
    new: Spans | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two states of one form, and all differences in printed order.

    ``marks``: changes of withheld spans, including those of pictures.

    ``renamed`` are entries matched without a common key: (list, old key, new key).
    """

    old: Snapshot
    new: Snapshot
    changes: tuple[Change, ...] = ()
    marks: tuple[MarkChanged | AnswerChanged, ...] = ()
    renamed: tuple[tuple[NodePath, str, str], ...] = ()

    @property
    def form(self) -> Form:
        """The form of both states."""
        return self.new.form

    def name(self, change: Change) -> str:
        """The printed path of a change; of a removed entry as numbered in the older state."""
        removed = isinstance(change, EntryRemoved)
        return printed_path(self.form, change.place, self.old.root if removed else self.new.root)


def compare(old: Snapshot, new: Snapshot) -> Comparison:
    """All differences from ``old`` to ``new``.

    Raises UserError if they are of different editions.
    """
    if old.form.edition != new.form.edition:
        raise UserError(
            _("{old} and {new} are different forms or editions and cannot be compared item by item.").format(
                old=old.form.edition, new=new.form.edition
            ),
            _("Move the older assessment to the newer edition first, then compare."),
        )
    walk = _Walk(new.form)
    walk.nodes(old.root, new.root, (), (), ())
    found = sorted(walk.found, key=lambda one: one[0])
    return Comparison(
        old, new, tuple(change for _order, change in found), tuple(walk.marks), tuple(walk.renamed)
    )


def compare_editions(old: Snapshot, new: Snapshot) -> tuple[Comparison, tuple[Dropped, ...]]:
    """Like ``compare``, but ``old`` may be of another edition; it is converted first.

    Also returns the answers of ``old`` that have no place there.  Raises UserError for different forms.
    """
    if old.form.edition == new.form.edition:
        return compare(old, new), ()
    from pia_desktop.revisions.editions import move_edition  # loads tables that are rarely needed

    moved = move_edition(old, new.form)
    return compare(Snapshot(moved.form, moved.root), new), moved.dropped


Order = tuple[int, ...]
"""Part, position of the file, then rank and position of the entry and rank inside it; sorts as it prints."""


class _Walk:
    """Walks both trees in parallel, skipping shared nodes."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.found: list[tuple[Order, Change]] = []
        self.marks: list[MarkChanged | AnswerChanged] = []
        self.renamed: list[tuple[NodePath, str, str]] = []
        parts = {part.id: number for number, part in enumerate(form.all_parts)}
        self.rank = {item_id: number for number, item_id in enumerate(form.places)}
        self.part = {i: parts[place.part.id] if place.part else -1 for i, place in form.places.items()}
        for list_id, spec in form.lists.items():
            first = spec.item_ids[0]
            # A file stands before its first answer, an entry where its first answer stands.
            self.rank[list_id], self.part[list_id] = self.rank[first], self.part[first]

    def nodes(self, old: Node, new: Node, path: NodePath, old_path: NodePath, position: Order) -> None:
        """Compare a node; ``position`` has the positions of the file and entry that it is."""
        if old is new:
            return
        if old.answers is not new.answers and old.answers != new.answers:
            for item_id in {**old.answers, **new.answers}:
                before, after = old.answers.get(item_id), new.answers.get(item_id)
                if before is not after and before != after:
                    change = AnswerChanged((*path, item_id), (*old_path, item_id), before, after)
                    if _looks_alike(before, after):
                        self.marks.append(change)
                    else:
                        self._note(item_id, path, position, change)
        if old.withheld != new.withheld:
            for item_id in {**old.withheld, **new.withheld}:
                was, now = old.withheld.get(item_id), new.withheld.get(item_id)
                if was != now:
                    self.marks.append(MarkChanged((*path, item_id), was, now))
        for list_id in {**old.lists, **new.lists}:
            before_there, after_there = old.lists.get(list_id, {}), new.lists.get(list_id, {})
            if before_there is not after_there:
                self._lists(before_there, after_there, (*path, list_id), (*old_path, list_id), position)

    def _note(self, ident: str, owner: NodePath, position: Order, change: Change) -> None:
        in_file = owner[:1] == (FILES,)
        file, entry = position[:1] if in_file else (0,), position[1:] if in_file else position
        rank = self.rank[ident]
        inner: Order = (rank,) if not entry else (self.rank[owner[-2]], entry[0], rank)
        self.found.append(((self.part[ident], *file, *inner), change))

    def _lists(
        self,
        old: Mapping[str, Node],
        new: Mapping[str, Node],
        path: NodePath,
        old_path: NodePath,
        position: Order,
    ) -> None:
        pairs = matched(old, new, one_is_one=path == (FILES,))
        old_of = {new_key: old_key for old_key, new_key in pairs}
        new_of = dict(pairs)
        old_index = {key: index for index, key in enumerate(old)}
        moved = _moved([old_index[old_of[key]] for key in new if key in old_of])
        index_of = {key: index for index, key in enumerate(new)}
        for printed, (key, is_new) in enumerate(_merged(list(old), list(new), new_of)):
            change: Change | None = None
            if not is_new:
                change = EntryRemoved(path, old_path, key, old_index[key], old[key])
            elif key not in old_of:
                change = EntryAdded(path, key, index_of[key], new[key])
            else:
                was = old_of[key]
                if was != key:
                    self.renamed.append((path, was, key))
                if old_index[was] in moved:
                    change = EntryMoved(path, old_path, key, was, index_of[key], old_index[was])
                self.nodes(old[was], new[key], (*path, key), (*old_path, was), (*position, printed))
            if change is not None:
                self._note_entry(path, (*position, printed), change)

    def _note_entry(self, path: NodePath, position: Order, change: Change) -> None:
        """Record a change of an entry, sorted before the answers in it."""
        list_id = path[-1]
        in_file = path[:1] == (FILES,)
        file, entry = position[:1] if in_file else (0,), position[1:] if in_file else position
        inner: Order = (self.rank[list_id], entry[0], -1) if entry else (-1,)
        self.found.append(((self.part[list_id], *file, *inner), change))


def _moved(sequence: Sequence[int]) -> set[int]:
    """The numbers outside a longest increasing subsequence."""
    tails: list[int] = []
    before: dict[int, int | None] = {}
    for number in sequence:
        place = bisect_left(tails, number)
        before[number] = tails[place - 1] if place else None
        tails[place : place + 1] = [number]
    staying: set[int] = set()
    at = tails[-1] if tails else None
    while at is not None:
        staying.add(at)
        at = before[at]
    return set(sequence) - staying


def _merged(old: list[str], new: list[str], new_of: Mapping[str, str]) -> Iterator[tuple[str, bool]]:
    """The new entries (True) in order, and each removed one (False) after its former predecessor."""
    gone: dict[str | None, list[str]] = {}
    last: str | None = None
    for key in old:
        if key in new_of:
            last = new_of[key]
        else:
            gone.setdefault(last, []).append(key)
    yield from ((key, False) for key in gone.get(None, ()))
    for key in new:
        yield key, True
        yield from ((removed, False) for removed in gone.get(key, ()))


def _looks_alike(old: Value | None, new: Value | None) -> bool:
    """Whether two figures differ only in which pictures are withheld."""
    return isinstance(old, Figure) and isinstance(new, Figure) and old.shown == new.shown


# ---- back to edits


def as_edit(comparison: Comparison) -> Batch:
    """The edit that turns the older state into the newer one, including keys and withheld spans.

    Valid for ``Assessment.apply`` at every step; an entry matched without a key is replaced.
    """
    return Batch(tuple(_Edits(comparison).all()))


@dataclass(slots=True)
class _Edits:
    comparison: Comparison
    replaced: set[NodePath] = field(init=False)
    """Entries that are put in whole because their key is another."""

    def __post_init__(self) -> None:
        self.replaced = {(*path, key) for path, _old, key in self.comparison.renamed}

    def all(self) -> Iterator[Edit]:
        old, new = self.comparison.old.root, self.comparison.new.root
        both = (*self.comparison.changes, *self.comparison.marks)
        changed = [one for one in both if isinstance(one, AnswerChanged)]
        set_anew = {change.path for change in changed}
        for change in changed:
            if self._carried(change.path):
                continue
            if old.withheld_at(change.path) is not None:
                yield SetWithheld(change.path, None)
            yield SetAnswer(change.path, change.new)
            now = new.withheld_at(change.path)
            if now is not None:
                yield SetWithheld(change.path, now)
        for mark in self.comparison.marks:
            if isinstance(mark, MarkChanged) and mark.path not in set_anew and not self._carried(mark.path):
                yield SetWithheld(mark.path, mark.new)
        lists = [one.path for one in self.comparison.changes if not isinstance(one, AnswerChanged)]
        lists += [path for path, _old, _key in self.comparison.renamed]
        for path in dict.fromkeys(lists):
            if not self._carried(path):
                yield from _list_edits(path, list(old.entries(path)), new.entries(path))

    def _carried(self, path: NodePath) -> bool:
        return any(path[:length] in self.replaced for length in range(2, len(path), 2))


def _list_edits(path: NodePath, old: list[str], new: Mapping[str, Node]) -> Iterator[Edit]:
    """Removals first, to make room, but the last entry only after another has been added."""
    gone = [key for key in old if key not in new]
    added = [(index, key) for index, key in enumerate(new) if key not in old]
    kept = [key for key in old if key in new]
    last = [] if kept else gone[-1:]
    for key in gone[: len(gone) - len(last)]:
        yield RemoveEntry(path, key)
    if last:
        for index, key in added[:1]:
            yield InsertEntry(path, key, index, new[key])
        yield RemoveEntry(path, last[0])
        added = added[1:]
    yield from _moves(path, kept, [key for key in new if key in kept])
    for index, key in added:
        yield InsertEntry(path, key, index, new[key])


def _moves(path: NodePath, now: list[str], wanted: list[str]) -> Iterator[Edit]:
    position = {key: index for index, key in enumerate(now)}
    moved = _moved([position[key] for key in wanted])
    for before, key in zip([None, *wanted], wanted, strict=False):
        if position[key] in moved:
            now.remove(key)
            index = 0 if before is None else now.index(before) + 1
            now.insert(index, key)
            yield MoveEntry(path, key, index)
