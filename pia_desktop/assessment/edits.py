"""Reversible edits.  An edit is data: it is applied, stored, undone, and sent to whoever shows or checks."""

from __future__ import annotations

from dataclasses import dataclass

from pia_desktop.assessment.node import Node, NodePath, Own
from pia_desktop.assessment.withheld import Spans, followed
from pia_desktop.forms.values import Value


@dataclass(frozen=True, slots=True)
class SetAnswer:
    """Answer an item; None takes the answer away.  ``path`` ends in the item's id."""

    path: NodePath
    value: Value | None


@dataclass(frozen=True, slots=True)
class SetWithheld:
    """Keep the whole answer at ``path``, or passages of it, from the public; None: nothing of it."""

    path: NodePath
    spans: Spans | None


@dataclass(frozen=True, slots=True)
class InsertEntry:
    """Put an entry, with all that it holds, into the list at ``path`` before position ``index``."""

    path: NodePath
    key: str
    index: int
    node: Node


@dataclass(frozen=True, slots=True)
class RemoveEntry:
    """Take an entry out of the list at ``path``."""

    path: NodePath
    key: str


@dataclass(frozen=True, slots=True)
class MoveEntry:
    """Put an entry of the list at ``path`` at position ``index`` of the same list; its answers stay."""

    path: NodePath
    key: str
    index: int


@dataclass(frozen=True, slots=True)
class Batch:
    """Several edits that are one step for the user: all of them, in order, or none."""

    edits: tuple[Edit, ...]


Edit = SetAnswer | SetWithheld | InsertEntry | RemoveEntry | MoveEntry | Batch


def apply_edit(root: Node, edit: Edit) -> tuple[Node, Edit]:
    """The contents after an edit, and the edit that takes it back.

    Raises KeyError where the path leads nowhere and ValueError where a key is taken; the root is as it was.
    """
    applying = Applying(root)
    inverse = applying.apply(edit)
    return applying.root, inverse


class Applying:
    """Edits applied one after the other.  The root between two of them is there to be looked at, not kept.

    Answers that follow each other are set in lists that are copied once for all of them: thousands of rows
    would else be copied for each.  An edit that moves whole nodes ends that, for its inverse keeps them.
    """

    def __init__(self, root: Node) -> None:
        self.root = root
        self._own: Own = {}

    def apply(self, edit: Edit) -> Edit:
        """Apply the next edit; the one that takes it back.  Raises as ``apply_edit`` does."""
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
    """The edit with all that it brings about: what is withheld of an answer follows the answer's words.

    Taken off first and put on again last, so that it fits the words at every step, back as well as forth.
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
    """Where a key stands.  Taking back what was put at the end takes from the end, thousands of times."""
    return len(entries) - 1 if key == next(reversed(entries)) else list(entries).index(key)


def _placed(entries: dict[str, Node], key: str, index: int, node: Node) -> dict[str, Node]:
    if index == len(entries):  # thousands of rows that come at once are put at the end, each
        entries[key] = node
        return entries
    items = list(entries.items())
    if not 0 <= index <= len(items):
        raise ValueError(f"position {index} is outside 0 to {len(items)}")
    items.insert(index, (key, node))
    return dict(items)
