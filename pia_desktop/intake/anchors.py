"""Anchors: the texts that a form prints, in order, each with the items that follow it.

They are derived from the form's definition, so a new edition needs no code.  Entries, files and table rows
are loops: from inside, the alignment may return to their start.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.forms.model import FILES, Form, Item, Part, Section
from pia_desktop.intake.words import fold, label_key

_SKIP: Final = 0.12
_SKIP_MOST: Final = 1.5
_BACK_TO_ENTRY: Final = 0.05
_BACK_TO_FILE: Final = 0.5


class Role(Enum):
    """The role of an anchor."""

    FRONT = "front"
    CONTENTS = "contents"
    PART = "part"
    HEADING = "heading"
    ITEM = "item"
    ENTRY = "entry"
    BAND = "band"
    COLUMN = "column"


_LOOPS: Final = frozenset({Role.ENTRY, Role.BAND, Role.COLUMN, Role.PART})
"""Where a loop can start again."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Printed text of the form.  ``items`` take what follows it: none-boxes first, then at most one other
    item.

    ``scope`` are the lists above these items; ``list_id`` is the list whose entries start at this anchor.
    """

    key: str
    role: Role
    items: tuple[Item, ...] = ()
    scope: tuple[str, ...] = ()
    list_id: str | None = None
    part: str | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Anchors:
    """All anchors of a form, in printed order."""

    form: Form
    all: tuple[Anchor, ...]


@cache
def anchors_of(edition: Form) -> Anchors:
    """The anchors of a form edition, cached."""
    return Anchors(edition, tuple(_Walk(edition).all()))


@cache
def costs_of(edition: Form) -> tuple[tuple[float, ...], ...]:
    """The cost of each transition between anchors: ``costs[to][from]``, the last ``from`` being the start."""
    return _costs(anchors_of(edition).all, edition)


class _Walk:
    def __init__(self, form: Form) -> None:
        self.form = form

    def all(self) -> Iterator[Anchor]:
        form = self.form
        yield Anchor(label_key(form.title), Role.FRONT, label=form.title)
        for item in form.cover:
            yield from self._item(item, (), None)
        yield Anchor(label_key(form.mark), Role.FRONT, label=form.mark)
        if form.contents:
            yield Anchor("項目一覧", Role.CONTENTS, label="項目一覧")
        for line in form.contents:
            yield Anchor(label_key(line.words), Role.CONTENTS, label=line.words)
        for part in form.parts:
            yield from self._part(part)

    def _part(self, part: Part) -> Iterator[Anchor]:
        scope = (FILES,) if part.per_file else ()
        first = part.sections[0]
        own = first.items[:1] if first.title is None and first.items and first.items[0].label is None else ()
        yield Anchor(label_key(part.title), Role.PART, own, scope, part=part.id, label=part.title)
        for section in part.sections:
            yield from self._section(section, scope, part.id)

    def _section(self, section: Section, scope: tuple[str, ...], part: str) -> Iterator[Anchor]:
        lead = section.items[:1] if section.items and section.items[0].label is None else ()
        if section.title is not None:
            items = (*section.none, *(() if section.repeat else lead))
            yield Anchor(label_key(section.title), Role.HEADING, items, scope, part=part, label=section.title)
        inner = scope
        if section.repeat:
            repeat = section.repeat
            inner = (*scope, repeat.id)
            head = tuple(item for item in section.items if item.id == repeat.heading)
            yield Anchor(fold(repeat.label), Role.ENTRY, head, inner, repeat.id, part, repeat.label)
        for item in section.items:
            if item.label is not None:
                yield from self._item(item, inner, part)
        for risk in section.risks:
            lead = risk.items[:1] if risk.items and risk.items[0].label is None else ()
            yield Anchor(label_key(risk.title), Role.HEADING, lead, scope, part=part, label=risk.title)
            lines = risk.title.split("\n")
            for line in lines if len(lines) > 1 else ():
                yield Anchor(label_key(line), Role.HEADING, lead, scope, part=part, label=line)
            for item in risk.items:
                if item.label is not None:
                    yield from self._item(item, scope, part)
        if section.repeat:
            yield Anchor(fold(section.repeat.label), Role.BAND, (), scope, section.repeat.id, part)
        if section.table:
            table = (*scope, section.table.id)
            for column in section.table.columns:
                words = column.label or column.id
                yield Anchor(label_key(words), Role.COLUMN, (column,), table, section.table.id, part, words)

    def _item(self, item: Item, scope: tuple[str, ...], part: str | None) -> Iterator[Anchor]:
        words = item.label or ""
        yield Anchor(label_key(words), Role.ITEM, (item,), scope, part=part, label=words)
        for sub in item.sub:
            if sub.label is not None:
                yield from self._item(sub, scope, part)


def _costs(anchors: tuple[Anchor, ...], form: Form) -> tuple[tuple[float, ...], ...]:
    per_file = {part.id for part in form.parts if part.per_file}
    count = len(anchors)
    weights = [0.0 if anchor.role in {Role.CONTENTS, Role.BAND} else _SKIP for anchor in anchors]
    before = [0.0]
    for weight in weights:
        before.append(before[-1] + weight)
    rows = []
    for to, target in enumerate(anchors):
        row = [min(_SKIP_MOST, before[to] - before[at + 1]) for at in range(to)]
        if target.role in _LOOPS:
            row += [_back(origin, target, per_file, to, anchors) for origin in anchors[to:]]
        else:
            row += [float("inf")] * (count - to)
        rows.append((*row, min(_SKIP_MOST, before[to])))
    return tuple(rows)


def _back(origin: Anchor, target: Anchor, per_file: set[str], to: int, anchors: tuple[Anchor, ...]) -> float:
    """The cost of going back: to the next entry, the next table header, the next file."""
    within = target.list_id is not None and (
        target.list_id in origin.scope or target.list_id == origin.list_id
    )
    if within and target.role in {Role.ENTRY, Role.BAND}:
        return _BACK_TO_ENTRY
    if within and target.role is Role.COLUMN and anchors[to - 1].role is not Role.COLUMN:
        return _BACK_TO_ENTRY
    if target.role is Role.PART and target.part in per_file and origin.part in per_file:
        return _BACK_TO_FILE
    return float("inf")


MARK: Final = re.compile(r"\[?((?:平成|令和)(?:元|[0-9]{1,2})年[0-9]{1,2}月)様式([0-9])\]?")
"""A form's mark, folded: its edition and its number."""

ENTRY_NUMBER: Final = re.compile(r"([0-9]{1,3})(?:[~-]([0-9]{1,3}))?")
"""Behind an entry's label: its number, or the first and last number of a band."""
