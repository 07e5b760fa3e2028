"""Reversible edits as data, to be applied, stored, undone and signalled."""

from __future__ import annotations

from pia_desktop.assessment.node import Node, NodePath, Own
from pia_desktop.assessment.withheld import Spans, followed
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.values import Value


@dataclass(frozen=True, slots=True)
class SetAnswer:
    """Set an answer; None removes it.  ``path`` ends in the item's id."""

    path: NodePath
    value: Value | None


@dataclass(frozen=True, slots=True)
class SetWithheld:
    """Withhold the whole answer at ``path`` or spans of it from the public; None: nothing."""

    path: NodePath
    spans: Spans | None


@dataclass(frozen=True, slots=True)
class InsertEntry:
    """Insert an entry with its contents before position ``index`` of the list at ``path``."""

    path: NodePath
    key: str
    index: int
    node: Node


@dataclass(frozen=True, slots=True)
class RemoveEntry:
    """Remove an entry from the list at ``path``."""

    path: NodePath
    key: str


@dataclass(frozen=True, slots=True)
class MoveEntry:
    """Move an entry of the list at ``path`` to position ``index``."""

    path: NodePath
    key: str
    index: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Several edits that are one step for the user: all in order, or none."""

    edits: tuple[Edit, ...]


Edit = SetAnswer | SetWithheld | InsertEntry | RemoveEntry | MoveEntry | Batch


def apply_edit(root: Node, edit: Edit) -> tuple[Node, Edit]:
    """The contents after an edit, and the inverse edit.

    Raises KeyError if the path does not exist, ValueError if a key does; ``root`` is unchanged.
    """
    applying = Applying(root)
    inverse = applying.apply(edit)
    return applying.root, inverse


class Applying:
    """Applies edits one after the other.  Do not keep the root between two of them: it may change in place.

    Consecutive answers in one list share a single copy of it: otherwise thousands of rows would be copied for
    each.  An edit that moves whole nodes ends the sharing, as its inverse keeps them.
    """

    def __init__(self, root: Node) -> None:
        self.root = root
        self._own: Own = {}

    def apply(self, edit: Edit) -> Edit:
        """Apply the next edit; returns its inverse.  Raises like ``apply_edit``."""
        if isinstance(edit, Batch):
            return Batch(tuple(reversed([self.apply(part) for part in edit.edits])))
        if not isinstance(edit, SetAnswer | SetWithheld):
            self._own = {}
        self.root, inverse = _applied(self.root, edit, self._own)
        return inverse


def _applied(
    root: Node, edit: SetAnswer | SetWithheld | InsertEntry | RemoveEntry | MoveEntry, own: Own
) -> tuple[Node, Edit]:
    match edit:
        case SetAnswer(path, value):
            old = root.at(path[:-1]).answers.get(path[-1])
            return root.with_answer(path, value, own), SetAnswer(path, old)
        case SetWithheld(path, spans):
            before = root.at(path[:-1]).withheld.get(path[-1])
            return root.with_withheld(path, spans, own), SetWithheld(path, before)
        case InsertEntry(path, key, index, node):
            entries = dict(root.at(path[:-1]).lists.get(path[-1], {}))
            if key in entries:
                raise ValueError(f"key {key} is taken in {path}")
            return root.with_entries(path, _placed(entries, key, index, node)), RemoveEntry(path, key)
        case RemoveEntry(path, key):
            entries = dict(root.at(path[:-1]).lists[path[-1]])
            removed = entries[key]
            index = _index(entries, key)
            del entries[key]
            return root.with_entries(path, entries), InsertEntry(path, key, index, removed)
        case MoveEntry(path, key, index):
            entries = dict(root.at(path[:-1]).lists[path[-1]])
            node = entries[key]
            old_index = list(entries).index(key)
            del entries[key]
            return root.with_entries(path, _placed(entries, key, index, node)), MoveEntry(
                path, key, old_index
            )


def explicit(root: Node, edit: Edit) -> Edit:
    """The edit with its side effects: withheld spans follow the text of their answer.

    Spans are removed before and set after the answer, so that they fit the text at each step, forwards and
    backwards.
    """
    match edit:
        case SetAnswer(path, value):
            spans = root.withheld_at(path)
            if spans is None:
                return edit
            off = SetWithheld(path, None)
            now = followed(spans, root.answer(path), value)
            return Batch((off, edit) if now is None else (off, edit, SetWithheld(path, now)))
        case Batch(edits) if any(isinstance(part, SetAnswer | Batch) for part in edits):
            parts: list[Edit] = []
            applying = Applying(root)
            for part in edits:
                parts.append(explicit(applying.root, part))
                applying.apply(parts[-1])
            return Batch(tuple(parts))
        case _:
            return edit


def _index(entries: dict[str, Node], key: str) -> int:
    """The position of a key, searched from the end: undoing appends removes there, thousands of times."""
    return len(entries) - 1 if key == next(reversed(entries)) else list(entries).index(key)


def _placed(entries: dict[str, Node], key: str, index: int, node: Node) -> dict[str, Node]:
    if index == len(entries):  # thousands of rows added at once are all appended
        entries[key] = node
        return entries
    items = list(entries.items())
    if not 0 <= index <= len(items):
        raise ValueError(f"position {index} is outside 0 to {len(items)}")
    items.insert(index, (key, node))
    return dict(items)
