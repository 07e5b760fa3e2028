"""The contents of an assessment as a persistent tree.

A node is the assessment itself, one 特定個人情報ファイル, one entry (委託事項2) or one row of a table.  It
has answers by item id, and lists of child nodes by stable key.  Nodes are immutable: an edit creates new
nodes along its path and shares the others, so that a snapshot is just the root, and two snapshots are
compared by skipping identical objects.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from types import MappingProxyType
from typing import Final

from pia_desktop.assessment.withheld import Spans
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.values import Value

NodePath = tuple[str, ...]
"""Of an answer: ``("files", k1, "II.4.e", k7, "II.4.e.1")``; of a list it ends in its id, of a node in its
key.
"""


Own = dict[int, dict[str, "Node"]]
"""Lists created since a batch began, by ``id``: nobody else refers to them, so they can be
modified in place.
"""


@dataclass(frozen=True, slots=True)
class Node:
    """Answers by item id, and lists by list id; a list maps entry keys to nodes, in order.

    ``withheld`` has, by item id, the spans that are not for the public.
    """

    answers: Mapping[str, Value] = field(default_factory=dict)
    lists: Mapping[str, Mapping[str, Node]] = field(default_factory=dict)
    withheld: Mapping[str, Spans] = field(default_factory=dict)

    def at(self, path: NodePath) -> Node:
        """The node at a path that ends in a key.  Raises KeyError."""
        node = self
        for i in range(0, len(path), 2):
            node = node.lists[path[i]][path[i + 1]]
        return node

    def find(self, path: NodePath) -> Node | None:
        """The node at a path, or None."""
        try:
            return self.at(path)
        except KeyError:
            return None

    def has_place(self, path: NodePath) -> bool:
        """Whether the place exists: the node of an answer or list, or an entry."""
        return self.find(path if len(path) % 2 == 0 else path[:-1]) is not None

    def answer(self, path: NodePath) -> Value | None:
        """The answer at a path; None if it is unanswered or its entry does not exist."""
        node = self.find(path[:-1])
        return None if node is None else node.answers.get(path[-1])

    def withheld_at(self, path: NodePath) -> Spans | None:
        """The withheld spans of the answer at a path; None if there are none."""
        node = self.find(path[:-1])
        return None if node is None else node.withheld.get(path[-1])

    def entries(self, path: NodePath) -> Mapping[str, Node]:
        """The entries of the list at a path, in order; empty if there are none."""
        node = self.find(path[:-1])
        return _NONE if node is None else node.lists.get(path[-1], _NONE)

    def with_answer(self, path: NodePath, value: Value | None, own: Own | None = None) -> Node:
        """A copy with one answer set or removed.

        With ``own``, lists in it are modified in place; this node must then not be used any more.
        """

        def change(node: Node) -> Node:
            answers = {**node.answers}
            if value is None:
                answers.pop(path[-1], None)
            else:
                answers[path[-1]] = value
            return Node(answers, node.lists, node.withheld)

        return self._changed(path[:-1], change, own)

    def with_withheld(self, path: NodePath, spans: Spans | None, own: Own | None = None) -> Node:
        """A copy with spans of one answer withheld, or (None) none.  ``own``: see ``with_answer``."""

        def change(node: Node) -> Node:
            withheld = {**node.withheld}
            if spans is None:
                withheld.pop(path[-1], None)
            else:
                withheld[path[-1]] = spans
            return Node(node.answers, node.lists, withheld)

        return self._changed(path[:-1], change, own)

    def with_entries(self, path: NodePath, entries: Mapping[str, Node]) -> Node:
        """A copy with the whole list at a path replaced."""

        def change(node: Node) -> Node:
            lists = {**node.lists}
            if entries:
                lists[path[-1]] = dict(entries)
            else:
                lists.pop(path[-1], None)
            return Node(node.answers, lists, node.withheld)

        return self._changed(path[:-1], change)

    def _changed(self, path: NodePath, change: Callable[[Node], Node], own: Own | None = None) -> Node:
        if not path:
            return change(self)
        list_id, key = path[0], path[1]
        there = self.lists[list_id]
        entries = own.get(id(there)) if own is not None else None
        if entries is None:
            entries = {**there}
            if own is not None:
                own[id(entries)] = entries
        entries[key] = entries[key]._changed(path[2:], change, own)
        return Node(self.answers, {**self.lists, list_id: entries}, self.withheld)

    def walk(self, path: NodePath = ()) -> Iterator[tuple[NodePath, Node]]:
        """This node and all its descendants, with their paths."""
        yield path, self
        for list_id, entries in self.lists.items():
            for key, node in entries.items():
                yield from node.walk((*path, list_id, key))

    @property
    def empty(self) -> bool:
        """Whether there is no answer here or below."""
        return not self.answers and all(
            node.empty for entries in self.lists.values() for node in entries.values()
        )


_NONE: Final[Mapping[str, Node]] = MappingProxyType({})


def new_key() -> str:
    """A globally unique key for a file, entry or row, by which versions are compared."""
    return secrets.token_hex(8)


def with_new_keys(node: Node) -> Node:
    """A deep copy with new keys, to be kept beside the original."""
    return Node(
        node.answers,
        {
            list_id: {new_key(): with_new_keys(entry) for entry in entries.values()}
            for list_id, entries in node.lists.items()
        },
        node.withheld,
    )
