"""An assessment being edited: its form edition, contents, and listeners."""

from __future__ import annotations

from collections.abc import Callable

from pia_desktop.assessment.edits import (
    Applying,
    Batch,
    Edit,
    InsertEntry,
    MoveEntry,
    RemoveEntry,
    SetAnswer,
    SetWithheld,
    apply_edit,
    explicit,
)
from pia_desktop.assessment.node import Node, NodePath, new_key
from pia_desktop.assessment.withheld import check_spans
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.model import FILES, Form, Item
from pia_desktop.forms.values import Value


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The contents at one moment; immutable, so safe to pass to other threads."""

    form: Form
    root: Node


@dataclass(frozen=True, slots=True)
class Prepared:
    """A computed edit: the contents it applies to, the complete edit, the resulting contents, and the inverse
    edit.
    """

    before: Node
    edit: Edit
    after: Node
    inverse: Edit

    def back(self) -> Prepared:
        """The prepared inverse."""
        return Prepared(self.after, self.inverse, self.before, self.edit)


Listener = Callable[[Edit, Edit], None]
"""Called after each edit with the complete edit (``explicit``) and its inverse."""


def blank_root(form: Form) -> Node:
    """The contents of a new assessment: empty except for one file, which every assessment has."""
    return Node(lists={FILES: {new_key(): Node()}}) if form.has_files else Node()


def prepare(snapshot: Snapshot, edit: Edit) -> Prepared:
    """Compute the effect of an edit.  Thread-safe.  Raises like ``Assessment.apply``."""
    whole = explicit(snapshot.root, edit)
    trial = Assessment(snapshot.form, snapshot.root)
    inverse = trial.apply(whole)
    return Prepared(snapshot.root, whole, trial.root, inverse)


class Assessment:
    """Contents that change only by edits, each validated against the form first."""

    def __init__(self, form: Form, root: Node | None = None) -> None:
        self.form = form
        self.root = blank_root(form) if root is None else root
        self._listeners: list[Listener] = []

    def snapshot(self) -> Snapshot:
        """The current contents, in constant time."""
        return Snapshot(self.form, self.root)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` for every edit; call the result to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def apply(self, edit: Edit) -> Edit:
        """Apply an edit; returns its inverse.

        Raises ValueError, KeyError or KindFault if it does not fit the form; then nothing is changed.
        """
        edit = explicit(self.root, edit)
        self._check(edit)
        after, inverse = apply_edit(self.root, edit)
        self._take(edit, after, inverse)
        return inverse

    def take(self, prepared: Prepared) -> Edit:
        """Apply a prepared edit; like ``apply`` if the contents have changed since."""
        if prepared.before is not self.root:
            return self.apply(prepared.edit)
        self._take(prepared.edit, prepared.after, prepared.inverse)
        return prepared.inverse

    def _take(self, edit: Edit, after: Node, inverse: Edit) -> None:
        self.root = after
        for listener in tuple(self._listeners):
            listener(edit, inverse)

    def _check(self, edit: Edit) -> None:
        match edit:
            case SetAnswer(path, value):
                item = self._item(path)
                if value is not None:
                    item.kind.validate(value)
            case SetWithheld(path, spans):
                self._item(path)
                if spans is not None:
                    check_spans(self.root.answer(path), spans)
            case InsertEntry(path, _key, _index, node):
                self._check_list(path)
                self._check_room(path)
                check_node(self.form, (*path, ""), node)
            case RemoveEntry(path, _key):
                self._check_list(path)
                if path == (FILES,) and len(self.root.entries(path)) == 1:
                    raise ValueError("an assessment holds at least one file")
            case MoveEntry(path, _key, _index):
                self._check_list(path)
            case Batch(edits):
                root = self.root
                applying = Applying(root)
                try:
                    for part in edits:
                        self._check(part)
                        applying.apply(part)
                        self.root = applying.root
                finally:
                    self.root = root

    def _item(self, path: NodePath) -> Item:
        place = self.form.places[path[-1]]
        if scope_of(path) != place.scope or not place.item.kind.answerable:
            raise ValueError(f"{path[-1]} has no answer at {path}")
        return place.item

    def _check_list(self, path: NodePath) -> None:
        if scope_of(path) != self.form.lists[path[-1]].scope:
            raise ValueError(f"{path[-1]} is not a list at {path}")

    def _check_room(self, path: NodePath) -> None:
        spec = self.form.lists[path[-1]]
        if len(self.root.entries(path)) >= spec.max:
            raise ValueError(f"{path} holds at most {spec.max}")


def scope_of(path: NodePath) -> NodePath:
    """The list ids that lead to an answer or list: its path without keys and last step."""
    return path[:-1][::2]


def validate_answer(item: Item, value: Value) -> None:
    """Raise KindFault unless the item allows this answer."""
    item.kind.validate(value)


def check_node(
    form: Form, path: NodePath, node: Node, validate: Callable[[Item, Value], None] = validate_answer
) -> None:
    """Raise unless the form allows a node's answers and lists at this place.

    ``path`` ends in the node's key, which can be any text; the root's is ``()``.  ``validate`` raises if an
    item does not allow an answer; pass a cheaper one if some are known to be valid.
    """
    scope = path[::2]
    for item_id, value in node.answers.items():
        place = form.places[item_id]
        if place.scope != scope or not place.item.kind.answerable:
            raise ValueError(f"{item_id} does not belong in {scope}")
        validate(place.item, value)
    for item_id, spans in node.withheld.items():
        check_spans(node.answers.get(item_id), spans)
    for list_id, entries in node.lists.items():
        spec = form.lists[list_id]
        if spec.scope != scope or len(entries) > spec.max:
            raise ValueError(f"{list_id} does not belong in {scope}, or holds too many entries")
        for entry in entries.values():
            check_node(form, (*path, list_id, ""), entry, validate)
