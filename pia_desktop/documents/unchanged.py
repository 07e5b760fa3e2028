"""Unchanged items that 新旧対照表 can show beside the changes (（同右）)."""

from __future__ import annotations

from collections.abc import Iterable

from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.search import answers_in_order
from pia_desktop.documents.changes import cell_of
from pia_desktop.forms.model import FILES, Form
from pia_desktop.revisions.compare import AnswerChanged, Change, Comparison, EntryAdded, EntryRemoved
from pia_desktop.revisions.words import host_of

_Order = tuple[int, ...]


def unchanged_items(found: Comparison) -> list[NodePath]:
    """The answered items that print the same in both states, each cell once, in form order.

    Without those in new entries, those below a ticked none-box, and 変更箇所.
    """
    form, root = found.form, found.new.root
    changed = {cell_of(form, one)[1] for one in found.changes if isinstance(one, AnswerChanged)}
    added = {one.place for one in found.changes if isinstance(one, EntryAdded)}
    cells: dict[NodePath, None] = {}
    for path, item, _value in answers_in_order(form, root):
        if path[0] == form.roles.changes or _crossed_out(form, root, path):
            continue
        if any(path[:length] in added for length in range(2, len(path), 2)):
            continue
        cell = (*path[:-1], host_of(form, item.id).id)
        if cell not in changed:
            cells[cell] = None
    return list(cells)


def in_form_order(found: Comparison, shown: Iterable[Change | NodePath]) -> list[Change | NodePath]:
    """Changes and unchanged items in printed order; a removed entry follows its former predecessor."""
    order = _Orders(found)
    return sorted(shown, key=order.of)


def _crossed_out(form: Form, root: Node, path: NodePath) -> bool:
    """Whether a ticked none-box leaves an item's cell blank on paper."""
    box = form.places[path[-1]].none_box
    if box is None:
        return False
    return root.answer((*path[: 2 * len(form.places[box.id].scope)], box.id)) is True


class _Orders:
    """Sort keys of changes and unchanged items, compatible with ``revisions.compare``."""

    def __init__(self, found: Comparison) -> None:
        form = self._form = found.form
        self._old, self._new = found.old.root, found.new.root
        self._renamed = {(path, old): new for path, old, new in found.renamed}
        self._parts = {part.id: number for number, part in enumerate(form.all_parts)}
        self._rank = {item_id: number for number, item_id in enumerate(form.places)}
        self._index: dict[NodePath, dict[str, int]] = {}

    def of(self, shown: Change | NodePath) -> _Order:
        """Part, file position, rank and position of the entry, rank inside it."""
        if isinstance(shown, tuple | AnswerChanged):
            path = shown if isinstance(shown, tuple) else shown.path
            return self._key(path[-1], path[:-1], self._positions(path[:-1]), self._rank[path[-1]])
        position = self._behind(shown) if isinstance(shown, EntryRemoved) else self._at(shown.path, shown.key)
        positions = (*self._positions(shown.path[:-1]), position)
        return self._key(self._first(shown.path[-1]), shown.place, positions, -1)

    def _key(self, item_id: str, owner: NodePath, positions: _Order, rank: int) -> _Order:
        part = self._form.places[item_id].part
        in_file = owner[:1] == (FILES,)
        file, entry = (positions[:1], positions[1:]) if in_file else ((0,), positions)
        inner = (self._rank[self._first(owner[-2])], *entry, rank) if entry else (rank,)
        return (self._parts[part.id] if part else -1, *file, *inner)

    def _first(self, list_id: str) -> str:
        return self._form.lists[list_id].item_ids[0]

    def _positions(self, owner: NodePath) -> _Order:
        return tuple(self._at(owner[: at + 1], owner[at + 1]) for at in range(0, len(owner), 2))

    def _at(self, path: NodePath, key: str) -> int:
        """Position of an entry as an even number; odd numbers are for entries removed after it."""
        index = self._index.get(path)
        if index is None:
            index = self._index[path] = {one: number for number, one in enumerate(self._new.entries(path))}
        return 2 * index[key]

    def _behind(self, gone: EntryRemoved) -> int:
        position = -1
        for key in self._old.entries(gone.old_path):
            if key == gone.key:
                break
            now = self._renamed.get((gone.path, key), key)
            if now in self._new.entries(gone.path):
                position = self._at(gone.path, now) + 1
        return position
