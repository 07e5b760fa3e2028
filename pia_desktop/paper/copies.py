"""Copies for a purpose: for submission (提出・庁内用) or the public (公表用), optionally as draft (案).

Withheld text is removed from the contents before anything is made of them, so that no later pass can leak it:
neither pages nor title, outline or document structure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import apply_edit
from pia_desktop.assessment.node import Node
from pia_desktop.assessment.passages import (
    as_read,
    emptied,
    has_withheld_blocks,
    leaves_out,
    marking,
    marks_of,
    passages,
    remnants,
)
from pia_desktop.assessment.search import answers_in_order
from pia_desktop.assessment.withheld import WHOLE, WITHHELD_MARK, Spans, covered, passages_of, within
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import TextualKind
from pia_desktop.forms.model import Form, Item
from pia_desktop.forms.values import DataTable, Figure, Picture, RunBlock, Value


def public_copy(snapshot: Snapshot) -> Snapshot:
    """A copy without withheld text; the same object if nothing is withheld.

    ``WITHHELD_MARK`` replaces text, figures and pictures.  Choices, boxes and counts become unanswered and
    stay marked as withheld, so that the print says so; what is beside a choice goes with it.
    """
    if not leaves_out(snapshot.root):
        return snapshot
    return Snapshot(snapshot.form, _public(snapshot.form, snapshot.root))


def marked_as(old: Snapshot, new: Snapshot, once: Sequence[Snapshot] = ()) -> Snapshot:
    """The older of two states shown side by side, with everything marked that either withholds, or that
    other states (``once``) did.

    What the newer one withholds may have been public once: it is withheld in the older one too, except for
    items where the newer one still shows it.
    """
    if not any(leaves_out(one.root) for one in (old, new, *once)):
        return old
    hidden = tuple(passage for one in (old, new, *once) for passage in passages(one))
    shown = {(one.path, as_read(one.words)) for one in remnants(new, hidden)}
    carried = _as_marked_in(old, new)
    places = [one for one in remnants(carried, hidden) if (one.path, as_read(one.words)) not in shown]
    edit = marking(carried.root, places)
    return carried if edit is None else Snapshot(old.form, apply_edit(carried.root, edit)[0])


def _as_marked_in(old: Snapshot, new: Snapshot) -> Snapshot:
    """The older state with each answer and picture withheld that the newer one withholds entirely."""
    if old.form.edition != new.form.edition:
        return old
    root = old.root
    for path, _item, value in answers_in_order(new.form, new.root):
        before = root.answer(path)
        if before is None:
            continue
        if marks_of(new.form, new.root.at(path[:-1])).get(path[-1]) == WHOLE:
            root = root.with_withheld(path, WHOLE)
        elif isinstance(value, Figure) and isinstance(before, Figure) and has_withheld_blocks(value):
            root = root.with_answer(path, _with_blocks_of(before, value))
    return Snapshot(old.form, root)


def _with_blocks_of(old: Figure, new: Figure) -> Figure:
    """An older run with pictures withheld as in the newer one, and tables that share text."""
    digests = {picture.digest for picture in new.pictures if picture.withheld}
    cells = {words for table in new.tables if table.withheld for row in table.rows for words in row if words}

    def marked(block: RunBlock) -> RunBlock:
        match block:
            case Picture():
                return replace(block, withheld=block.withheld or block.digest in digests)
            case DataTable():
                shares = any(words in cells for row in block.rows for words in row)
                return replace(block, withheld=block.withheld or shares)
            case _:
                return block

    return old.each(marked)


def _public(form: Form, node: Node) -> Node:
    lists = {
        list_id: {key: _public(form, entry) for key, entry in entries.items()}
        for list_id, entries in node.lists.items()
    }
    answers: dict[str, Value] = {}
    left: dict[str, Spans] = {}
    marks = marks_of(form, node)
    for item_id, value in node.answers.items():
        shown = _shown(form.item(item_id), value, marks.get(item_id))
        if shown is None:
            left[item_id] = WHOLE
        elif not emptied(form, node, item_id):  # if its box were not ticked, the print would show it
            answers[item_id] = shown
    return Node(answers, lists, left)


def _shown(item: Item, value: Value, spans: Spans | None) -> Value | None:
    """An answer without its withheld passages; None if it is not text."""
    if isinstance(value, Figure) and isinstance(item.kind, FigureKind):
        return Figure((WITHHELD_MARK,)) if spans == WHOLE else _shown_run(value, spans)
    if spans is None:
        return value
    if isinstance(value, str) and isinstance(item.kind, TextualKind):
        return covered(passages_of(value), spans)
    return None


def _shown_run(run: Figure, spans: Spans | None) -> Figure:
    """A run with the mark in place of each withheld picture, table and passage."""
    begins = dict(run.begins())
    blocks: list[RunBlock] = []
    for index, block in enumerate(run.blocks):
        if isinstance(block, str):
            own = within(spans, begins[index], begins[index] + len(block))
            blocks.append(covered(block, own))
        else:
            blocks.append(WITHHELD_MARK if block.withheld else block)
    return Figure(tuple(blocks))
