"""The rows of a register from one assessment, given a tree with the register's items."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from pia_desktop.assessment.folding import as_read
from pia_desktop.assessment.item_state import says_taken_out
from pia_desktop.assessment.naming import printed_path
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.model import Form
from pia_desktop.registers.model import Feed, Register


@dataclass(frozen=True, slots=True)
class Source:
    """An assessment as registers use it; ``revision`` changes with each write."""

    id: int
    form: str
    version: str
    number: str
    title: str
    revision: int
    archived: bool = False


@dataclass(frozen=True, eq=False)
class RegisterRow:
    """One row: its assessment, its item, and the texts of the register's columns."""

    source: Source
    form: Form
    root: Node
    path: NodePath
    cells: tuple[str, ...]

    @property
    def name(self) -> str:
        """The subject of the row."""
        return self.cells[0]

    @cached_property
    def place(self) -> str:
        """The item's printed path, computed on demand."""
        return printed_path(self.form, self.path, self.root)

    @cached_property
    def haystack(self) -> str:
        """All text of the row except its place, folded."""
        return as_read(" ".join((*self.cells, self.source.number, self.source.title)))


def rows_of(register: Register, source: Source, form: Form, root: Node) -> tuple[RegisterRow, ...]:
    """The rows of an assessment, in the order of the register's feeds and the form."""
    return tuple(
        RegisterRow(source, form, root, path, cells)
        for feed in register.feeds
        if feed.form == form.id
        for path, cells in _fed(register, feed, form, root)
    )


def _fed(
    register: Register, feed: Feed, form: Form, root: Node
) -> Iterator[tuple[NodePath, tuple[str, ...]]]:
    first = feed.cells[register.columns[0].id]
    place = form.places.get(first)
    if place is None:  # an item of another edition
        return
    for path, chain in _nodes(root, place.scope):
        if place.scope and says_taken_out(chain[-1].answers.get(form.lists[place.scope[-1]].item_ids[0])):
            continue
        words = [
            _words(form, chain, feed.cells[column.id]) if column.id in feed.cells else ""
            for column in register.columns
        ]
        own = [
            word
            for column, word in zip(register.columns, words, strict=True)
            if column.id in feed.cells and _stands_in(form, feed.cells[column.id], place.scope)
        ]
        if not any(own):
            continue
        names = [line.strip() for line in words[0].splitlines() if line.strip()] if feed.lines else []
        for name in names or [words[0]]:
            yield (*path, first), (name, *words[1:])


def _nodes(root: Node, scope: tuple[str, ...]) -> Iterator[tuple[NodePath, tuple[Node, ...]]]:
    """All nodes of a scope, with their ancestors, outermost first."""
    if not scope:
        yield (), (root,)
        return
    for key, node in root.lists.get(scope[0], {}).items():
        for path, chain in _nodes(node, scope[1:]):
            yield (scope[0], key, *path), (root, *chain)


def _stands_in(form: Form, item: str, scope: tuple[str, ...]) -> bool:
    place = form.places.get(item)
    return place is not None and place.scope == scope


def _words(form: Form, chain: tuple[Node, ...], item: str) -> str:
    place = form.places.get(item)
    if place is None:
        return ""
    value = chain[len(place.scope)].answers.get(item)
    return "" if value is None else place.item.kind.format(value).strip()
