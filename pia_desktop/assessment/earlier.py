"""What an assessment once withheld, in answers that stand there no more.

Lists that keep words of then (a replacement, an earlier answer) need it: today's assessment knows only what
it withholds now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.passages import has_withheld_blocks, leaves_out
from pia_desktop.assessment.withheld import Spans
from pia_desktop.forms.model import Form
from pia_desktop.forms.values import Value

_THEN = "then"
"""The key of entries that stand for one answer."""


def once_withheld(form: Form, item_id: str, value: Value, withheld: Spans | None) -> Iterator[Snapshot]:
    """Contents that hold one earlier answer and nothing else; none where it withholds nothing."""
    place = form.places.get(item_id)
    if place is not None and (withheld or has_withheld_blocks(value)):
        marks = {item_id: withheld} if withheld else {}
        yield Snapshot(form, _within(place.scope, Node({item_id: value}, {}, marks)))


def entry_withheld(form: Form, lists: Sequence[str], entry: Node) -> Iterator[Snapshot]:
    """Contents that hold one earlier entry of a list and nothing else; ``lists``: it and those above it."""
    if leaves_out(entry):
        yield Snapshot(form, _within(lists, entry))


def all_withheld(state: Snapshot) -> Iterator[Snapshot]:
    """The answers of an earlier state of which something is withheld, each by itself."""
    for _path, node in state.root.walk():
        for item_id, value in node.answers.items():
            yield from once_withheld(state.form, item_id, value, node.withheld.get(item_id))


def _within(lists: Sequence[str], node: Node) -> Node:
    for list_id in reversed(lists):
        node = Node({}, {list_id: {_THEN: node}}, {})
    return node
