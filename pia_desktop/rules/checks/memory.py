"""Caches what rules computed from nodes, so that after an edit only changed nodes are read.

Nodes are immutable and shared between versions, so a result is valid as long as the node object is in use.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from itertools import compress
from operator import is_not
from typing import Any, Generic, TypeVar, TypeVarTuple

from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.values import Value

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

Answers = Mapping[str, Value]
Parts = list[tuple[NodePath, T]]
"""What was read of parts of the contents, with the way to each from where they are put together."""


@dataclass(frozen=True, slots=True)
class _Rows(Generic[T]):
    """Results per row of a list."""

    rows: Mapping[str, Node]
    found: dict[str, T]


@dataclass(frozen=True, slots=True)
class _Branch(Generic[T]):
    """Results for the entries of a list and everything below."""

    entries: Mapping[str, Node]
    trees: dict[str, _Tree[T]]
    whole: T


@dataclass(frozen=True, slots=True)
class _Tree(Generic[T]):
    """Results for a node and everything below."""

    node: Node
    own: T
    branches: dict[str, _Branch[T]]
    whole: T


@dataclass(frozen=True, slots=True)
class _Reading(Generic[T]):
    """How a tree is read: the answers of each node, then combined, leaving out one list."""

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
    """Belongs to one assessment.  Keeps only the results of the last run."""

    def __init__(self) -> None:
        self._rows: dict[Hashable, _Rows[Any]] = {}
        self._trees: dict[Hashable, _Tree[Any]] = {}

    def of_rows(
        self, rows: Mapping[str, Node], read: Callable[[Node, *Ts], T], *args: *Ts
    ) -> Mapping[str, T]:
        """The result of a function for each row, by row key."""
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
        """The results of a function for each node's answers, combined over all but one list of the root.

        ``together`` gets the parts in the order of ``Node.walk``.
        """
        tree = _Reading(read, together, without).tree(root, self._trees.get(read))
        self._trees[read] = tree
        whole: T = tree.whole
        return whole
