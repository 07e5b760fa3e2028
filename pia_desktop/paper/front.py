"""The cover and the page 項目一覧, as blocks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.forms.model import CoverPlace, Form, Item
from pia_desktop.paper.blocks import (
    Align,
    Block,
    ColumnsRow,
    Look,
    Mark,
    PageStart,
    Role,
    Space,
    Title,
    Words,
)

COVER_OUTLINE: Final = "表紙"
CONTENTS_TITLE: Final = "項目一覧"
_HEAD_SHARES: Final = (20, 80)


def cover_page(form: Form, root: Node) -> Iterator[Block]:
    """The form's title, the two-cell table, boxes, and the form's mark."""
    yield PageStart(whole=True)
    yield Title(Words(form.title, (), Role.HEADING, Look.TITLE, Align.CENTRE), 62.0, 44.0, COVER_OUTLINE)
    by_place = {place: [item for item in form.cover if item.place is place] for place in CoverPlace}
    yield from _head_table(by_place[CoverPlace.HEAD], root)
    yield from _boxes(by_place[CoverPlace.BOX], root)
    for item in by_place[CoverPlace.FOOT]:
        yield Space(16.0)
        yield ColumnsRow((_label(item),), (100,), head=True, tall=21.0)
        yield ColumnsRow((_answer(item, root, Align.CENTRE),), (100,), tall=27.0)
    yield Mark(Words(form.mark, (), Role.NOTE, Look.FOOT, Align.RIGHT))


def _head_table(items: list[Item], root: Node) -> Iterator[Block]:
    if not items:
        return
    shares = _HEAD_SHARES if len(items) == 2 else (1,) * len(items)
    yield ColumnsRow(tuple(_label(item) for item in items), shares, head=True, tall=21.0)
    yield ColumnsRow(tuple(_answer(item, root, Align.CENTRE) for item in items), shares, tall=38.0)


def _boxes(items: list[Item], root: Node) -> Iterator[Block]:
    for number, item in enumerate(items):
        yield Space(20.0 if number == 0 else 16.0)
        yield ColumnsRow((_label(item),), (100,), head=True, tall=21.0)
        air, tall = (18.0, 150.0) if number == 0 else (9.0, 72.0)
        yield ColumnsRow((_answer(item, root, Align.LEFT),), (100,), air=air, tall=tall)


def _label(item: Item) -> Words:
    return Words(item.label or "", (item.id,), Role.LABEL, Look.SECTION, Align.CENTRE)


def _answer(item: Item, root: Node, align: Align) -> Words:
    path: NodePath = (item.id,)
    value = root.answer(path)
    return Words(value if isinstance(value, str) else "", path, Role.ANSWER, Look.COVER, align)


def contents_page(form: Form) -> Iterator[Block]:
    """項目一覧: a stack of boxes, one per part.  Empty for a form without it."""
    if not form.contents:
        return
    yield PageStart()
    heading = Words(CONTENTS_TITLE, (), Role.HEADING, Look.PART, Align.CENTRE)
    yield Title(heading, 40.0, 20.0, CONTENTS_TITLE)
    for line in form.contents:
        yield ColumnsRow(
            (Words(line.words, (), Role.LABEL, Look.CONTENTS),),
            (100,),
            air=14.0,
            tall=46.0,
            leads_to=line.part,
        )
