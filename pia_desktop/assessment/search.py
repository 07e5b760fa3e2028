"""Finds text in all text answers of an assessment.

Only text written by the clerk is searched: texts, lines, dates, the （　） of check boxes, text
and captions of figures, cells of tables; never choices, counts and none-boxes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from typing import Final

from pia_desktop.assessment import folding
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.folding import Folding
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.spots import Spot
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.figure_kind import FigureKind
from pia_desktop.forms.kinds import ChecksKind, TextualKind
from pia_desktop.forms.model import FILES, Form, Item, Section
from pia_desktop.forms.values import Checked, Figure, Value

_CONTEXT: Final = 24
"""Characters shown before a hit; after it, twice as many."""


@dataclass(frozen=True, slots=True)
class Query:
    """What to find.  ``fold_case`` ignores case, ``fold_width`` all differences that readers do not see."""

    words: str
    fold_case: bool = True
    fold_width: bool = True

    @property
    def folding(self) -> Folding:
        """The folding applied to text and query."""
        return Folding(self.fold_case, self.fold_width)


@dataclass(frozen=True, slots=True)
class Hit:
    """A match: characters ``start`` to ``end`` of a spot, with the line around them.

    ``text`` is all that stands in the spot.
    """

    path: NodePath
    spot: Spot
    start: int
    end: int
    before: str
    words: str
    after: str
    text: str = field(repr=False, compare=False)

    @property
    def in_own_words(self) -> bool:
        """Whether it is in the answer's main text, not in a check box or caption."""
        return self.spot == Spot()


def spans(text: str, query: Query) -> list[tuple[int, int]]:
    """The non-overlapping matches in a text, left to right."""
    return folding.spans(text, query.words, query.folding)


# ---- the words of an answer


def words_of(item: Item, value: Value) -> Iterator[tuple[Spot, str]]:
    """The texts of an answer that a clerk wrote, with their spots."""
    if isinstance(item.kind, TextualKind) and isinstance(value, str):
        yield Spot(), value
    elif isinstance(item.kind, ChecksKind) and isinstance(value, Checked):
        for box in item.kind.boxes:
            text = value.text(box.label)
            if text:
                yield Spot(box=box.label), text
    elif isinstance(item.kind, FigureKind) and isinstance(value, Figure):
        yield from _words_of_run(value)


def _words_of_run(run: Figure) -> Iterator[tuple[Spot, str]]:
    for number, picture in enumerate(run.pictures):
        if picture.caption:
            yield Spot(picture=number), picture.caption
    if run.text.strip("\n"):
        yield Spot(), run.text
    for number, table in enumerate(run.tables):
        for row, cells in enumerate(table.rows):
            for column, words in enumerate(cells):
                if words:
                    yield Spot(cell=(number, row, column)), words


def answers_in_order(form: Form, root: Node) -> Iterator[tuple[NodePath, Item, Value]]:
    """All answers in form order: by part, file and entry."""
    for item in form.cover:
        if item.id in root.answers:
            yield (item.id,), item, root.answers[item.id]
    for part in form.all_parts:
        owners: list[NodePath] = [(FILES, key) for key in root.entries((FILES,))] if part.per_file else [()]
        for owner in owners:
            for section in part.sections:
                yield from _section_answers(section, owner, root.at(owner))


def _section_answers(section: Section, owner: NodePath, node: Node) -> Iterator[tuple[NodePath, Item, Value]]:
    inner = section.repeat or section.table
    boxes = {box.id for box in section.none}
    for item in section.none:
        if item.id in node.answers:
            yield (*owner, item.id), item, node.answers[item.id]
    nodes: list[tuple[NodePath, Node]] = [(owner, node)]
    if inner:
        nodes = [((*owner, inner.id, key), entry) for key, entry in node.lists.get(inner.id, {}).items()]
    for path, holder in nodes:
        for item in section.walk():
            if item.id in holder.answers and item.id not in boxes:
                yield (*path, item.id), item, holder.answers[item.id]


# ---- finding


def find_all(snapshot: Snapshot, query: Query) -> list[Hit]:
    """All matches, in form order."""
    if not query.words:
        return []
    return [
        hit
        for path, item, value in answers_in_order(snapshot.form, snapshot.root)
        for hit in _hits(path, item, value, query)
    ]


def hits_in(snapshot: Snapshot, path: NodePath, query: Query) -> list[Hit]:
    """The matches in one answer."""
    value = snapshot.root.answer(path)
    return [] if value is None else list(_hits(path, snapshot.form.item(path[-1]), value, query))


def _hits(path: NodePath, item: Item, value: Value, query: Query) -> Iterator[Hit]:
    for spot, text in words_of(item, value):
        for start, end in spans(text, query):
            yield hit_at(path, spot, text, start, end)


def hit_at(path: NodePath, spot: Spot, text: str, start: int, end: int) -> Hit:
    """A match with the line around it."""
    before = text[max(start - _CONTEXT, 0) : start].rpartition("\n")[2]
    after = text[end : end + 2 * _CONTEXT].partition("\n")[0]
    return Hit(path, spot, start, end, before, text[start:end], after, text)
