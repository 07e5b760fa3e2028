"""Copies for a purpose: to hand in (提出用), for the public (公表用), to work on (下書き).

What is not for the public is taken out of the contents before anything is made of them, so that no later pass
can let it through: not the pages, nor the title, the outline or the structure of the file.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import Final

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.withheld import WHOLE, Spans, passages_of
from pia_desktop.forms.kinds import FigureKind, TextualKind
from pia_desktop.forms.model import Form, Item
from pia_desktop.forms.values import Figure, Value

WITHHELD_MARK: Final = "【非公表】"
"""Stands in the place of what was taken out."""


class Copy(Enum):
    """What a print is for; the values are those of the command line."""

    SUBMISSION = "submission"
    PUBLIC = "public"
    DRAFT = "draft"


# ---- for the public


def public_copy(snapshot: Snapshot) -> Snapshot:
    """The same without a word of what is withheld; the very same where nothing is.

    ``WITHHELD_MARK`` stands for words and figures.  What is chosen, ticked or counted is unanswered and still
    marked as withheld, which tells the print to say so.
    """
    if not leaves_out(snapshot.root):
        return snapshot
    return Snapshot(snapshot.form, _public(snapshot.form, snapshot.root))


def _public(form: Form, node: Node) -> Node:
    lists = {
        list_id: {key: _public(form, entry) for key, entry in entries.items()}
        for list_id, entries in node.lists.items()
    }
    answers: dict[str, Value] = {}
    left: dict[str, Spans] = {}
    for item_id, value in node.answers.items():
        spans = node.withheld.get(item_id)
        shown = value if spans is None else _without(form.item(item_id), value, spans)
        if shown is not None:
            answers[item_id] = shown
        else:
            left[item_id] = WHOLE
    for item_id in left:
        _empty_below(form, item_id, answers)
    return Node(answers, lists, left)


def _without(item: Item, value: Value, spans: Spans) -> Value | None:
    """An answer without its withheld passages; None where no words can stand for it."""
    if isinstance(value, Figure) and isinstance(item.kind, FigureKind):
        if spans == WHOLE:
            return Figure(WITHHELD_MARK)
        return replace(value, text=_cut(value.text, spans))
    if isinstance(value, str) and isinstance(item.kind, TextualKind):
        return WITHHELD_MARK if spans == WHOLE else _cut(passages_of(value), spans)
    return None


def _cut(text: str, spans: Spans) -> str:
    ends = [0, *(end for _start, end in spans)]
    starts = [*(start for start, _end in spans), len(text)]
    return WITHHELD_MARK.join(text[end:start] for end, start in zip(ends, starts, strict=True))


def _empty_below(form: Form, box_id: str, answers: dict[str, Value]) -> None:
    """Take out what a withheld none-box hid on paper: without its tick, the print would show it."""
    for item_id in list(answers):
        box = form.places[item_id].none_box
        if box is not None and box.id == box_id:
            del answers[item_id]


def leaves_out(root: Node) -> bool:
    """Whether anything in an assessment is withheld."""
    return any(node.withheld for _path, node in root.walk())
