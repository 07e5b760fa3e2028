"""What rules worked out from nodes at their last look: after an edit only what it touched is read again.

Nodes never change: an edit makes new ones along its path and shares the rest, so what was read of a node
holds for as long as that very node is there.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from itertools import compress
from operator import is_not
from typing import Any, Generic, TypeVar, TypeVarTuple

from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.forms.values import Value

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

Answers = Mapping[str, Value]
Parts = list[tuple[NodePath, T]]
"""What was read of parts of the contents, with the way to each from where they are put together."""


@dataclass(frozen=True, slots=True)
class _Rows(Generic[T]):
    """What was read of the rows of a list."""

    rows: Mapping[str, Node]
    found: dict[str, T]


@dataclass(frozen=True, slots=True)
class _Branch(Generic[T]):
    """What was read of the entries of a list and of all below them."""

    entries: Mapping[str, Node]
    trees: dict[str, _Tree[T]]
    whole: T


@dataclass(frozen=True, slots=True)
class _Tree(Generic[T]):
    """What was read of a node and of all below it."""

    node: Node
    own: T
    branches: dict[str, _Branch[T]]
    whole: T


@dataclass(frozen=True, slots=True)
class _Reading(Generic[T]):
    """How a tree is read: the answers of each node, then all of them put together, but for one list."""

    read: Callable[[Answers], T]
    together: Callable[[Parts[T]], T]
    without: str

    def tree(self, node: Node, before: _Tree[T] | None) -> _Tree[T]:
        if before is not None and before.node is node:
            return before
        same = before is not None and before.node.answers is node.answers
        own = before.own if same and before is not None else self.read(node.answers)
        branches = {
            list_id: self._branch(entries, before.branches.get(list_id) if before else None)
            for list_id, entries in node.lists.items()
            if list_id != self.without
        }
        parts = [((list_id,), branch.whole) for list_id, branch in branches.items()]
        return _Tree(node, own, branches, self.together([((), own), *parts]))

    def _branch(self, entries: Mapping[str, Node], before: _Branch[T] | None) -> _Branch[T]:
        if before is not None and before.entries is entries:
            return before
        known: Mapping[str, _Tree[T]] = before.trees if before else {}
        trees = {key: self.tree(node, known.get(key)) for key, node in entries.items()}
        return _Branch(entries, trees, self.together([((key,), tree.whole) for key, tree in trees.items()]))


class Memory:
    """Belongs to one assessment.  It keeps what the last look read, and no contents but those."""

    def __init__(self) -> None:
        self._rows: dict[Hashable, _Rows[Any]] = {}
        self._trees: dict[Hashable, _Tree[Any]] = {}

    def of_rows(
        self, rows: Mapping[str, Node], read: Callable[[Node, *Ts], T], *args: *Ts
    ) -> Mapping[str, T]:
        """What a function reads of each row, by the rows' keys."""
        last: _Rows[T] | None = self._rows.get((read, args))
        if last is not None and last.rows is rows:
            return last.found
        if last is not None and list(last.rows) == list(rows):
            found = {**last.found}
            others = compress(rows, map(is_not, rows.values(), last.rows.values()))
            found |= {key: read(rows[key], *args) for key in others}
        else:
            before: Mapping[str, Node] = last.rows if last else {}
            found = {
                key: last.found[key] if last is not None and before.get(key) is row else read(row, *args)
                for key, row in rows.items()
            }
        self._rows[read, args] = _Rows(rows, found)
        return found

    def of_tree(
        self,
        root: Node,
        read: Callable[[Answers], T],
        together: Callable[[Parts[T]], T],
        *,
        without: str,
    ) -> T:
        """What a function reads of the answers of each node, put together over all but one list of the root.

        ``together`` is given the parts in the order of ``Node.walk``.
        """
        tree = _Reading(read, together, without).tree(root, self._trees.get(read))
        self._trees[read] = tree
        whole: T = tree.whole
        return whole
