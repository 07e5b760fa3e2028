"""The rows of 新旧対照表: items that belong together, paragraphs side by side, visible changes.

Long answers are split at the office's own heading lines (＜…＞, 【…】): an unchanged paragraph is （同右） on
the new side and printed in full on the old one, as is customary for councils.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from difflib import SequenceMatcher
from itertools import groupby
from typing import Final

from pia_desktop.assessment.folding import as_read
from pia_desktop.assessment.naming import plain
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.dataclass import dataclass
from pia_desktop.documents.changes import NEW, SAME_AS_OTHER, Sides, sides
from pia_desktop.documents.table import Cell, Span, cell, cell_text
from pia_desktop.forms.kinds import ChecksKind, ChoiceKind, CountKind, FlagKind, GroupKind
from pia_desktop.forms.model import Form, Item
from pia_desktop.forms.values import Checked
from pia_desktop.revisions.compare import AnswerChanged, Change, Comparison
from pia_desktop.revisions.textdiff import PassageKind, passages
from pia_desktop.revisions.words import (
    BLANK,
    LEFT_OUT,
    OTHER_PICTURE,
    REMOVED,
    TextSection,
    Words,
    abridged,
    cell_words,
    host_of,
    sections_of,
)

NO_CHOICE: Final = "［　　］"
"""A choice, a set of boxes or a box without an answer, as the form prints it."""
_ALIKE: Final = 0.4
"""Share of common character pairs from which two paragraphs count as one with a new heading."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a long answer: its heading line, folded, and its number among equal headings, from 1."""

    read: str
    nth: int = 1
    heading: str = field(default="", compare=False)
    """The heading line as it stands there."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a row: both sides of an item, or of paragraphs of it.

    ``label`` names an item other than the row's first; ``styles`` counts passages that changed in spelling
    only; ``seen``: something else changed; ``blocks`` are the paragraphs of ``item``.
    """

    new: Cell
    old: Cell
    label: str = ""
    styles: int = 0
    seen: bool = True
    item: str = ""
    blocks: tuple[Block, ...] = ()


# ---- what belongs together


def head_of(form: Form, item_id: str) -> Item:
    """The item whose row contains an item: a choice for its details (具体的な方法), else itself.

    A group that begins with a choice (保管期間: 期間, その妥当性) is one row too, unless each of its items
    has its own number.
    """
    host = host_of(form, item_id)
    for one in (*form.places[host.id].parents, host):
        begins = (
            one.sub[0].kind if one.sub and isinstance(one.kind, GroupKind) and not one.vertical else one.kind
        )
        if one.sub and isinstance(begins, ChoiceKind):
            return one
    return host


def only_styles(found: Comparison, shown: Change | NodePath) -> bool:
    """Whether a change is invisible to readers: width, character variants, 、。, line breaks (字体の統一)."""
    return isinstance(shown, AnswerChanged) and not any(one.seen for one in pieces_of(found, [shown]))


def _leader(head: Item) -> Item:
    return head.sub[0] if head.sub and isinstance(head.kind, GroupKind) and not head.vertical else head


def row_of(form: Form, shown: Change | NodePath) -> tuple[str, NodePath]:
    """The key of the row of a change or an unchanged item."""
    if isinstance(shown, AnswerChanged | tuple):
        path = shown if isinstance(shown, tuple) else shown.path
        return "", (*path[:-1], head_of(form, path[-1]).id)
    return type(shown).__name__, shown.place


def blocks_of(found: Comparison, shown: Change | NodePath) -> list[Block]:
    """The changed paragraphs of an answer, in order; empty if it is not split."""
    if not isinstance(shown, AnswerChanged):
        return []
    item_id = host_of(found.form, shown.path[-1]).id
    return [block for piece in pieces_of(found, [shown]) if piece.item == item_id for block in piece.blocks]


def pieces_of(found: Comparison, shown: Sequence[Change | NodePath], *, abridge: bool = False) -> list[Piece]:
    """The pieces of one row, for its changes and items.

    A choice precedes its details, changed or not.  ``abridge``: long unchanged sentences are （略） on the
    new side.
    """
    first = shown[0]
    if not isinstance(first, AnswerChanged | tuple):
        both = sides(found, first)
        return [Piece(both.new, both.old)]
    form = found.form
    cells: dict[str, AnswerChanged | NodePath] = {}
    for one in shown:
        if isinstance(one, AnswerChanged | tuple):
            item_id = host_of(form, _path(one)[-1]).id
            if not isinstance(cells.get(item_id), AnswerChanged):
                cells[item_id] = one
    head = head_of(form, _path(first)[-1])
    leader = _leader(head)
    pieces: list[Piece] = []
    for item in head.walk():
        if item.id in cells or (item is leader and head.sub and isinstance(item.kind, ChoiceKind)):
            label = plain(item.label or "") if pieces else ""
            pieces += _labelled(_item_pieces(found, item, cells.get(item.id), first, abridge), label)
    return pieces


def _path(shown: AnswerChanged | NodePath) -> NodePath:
    return shown if isinstance(shown, tuple) else shown.path


def _labelled(pieces: list[Piece], label: str) -> list[Piece]:
    first, *others = pieces
    return [replace(first, label=label), *others]


def _item_pieces(
    found: Comparison,
    item: Item,
    one: AnswerChanged | NodePath | None,
    first: AnswerChanged | NodePath,
    abridge: bool,
) -> list[Piece]:
    """The pieces of one item's cell; ``one`` None: shown only to introduce the others."""
    form, new = found.form, found.new.root.at(_path(one or first)[:-1])
    if isinstance(one, AnswerChanged):
        old = found.old.root.at(one.old_path[:-1])
        if isinstance(item.kind, ChoiceKind | ChecksKind | FlagKind):
            return [_marked_boxes(form, item, old, new)]
        pieces = _text_pieces(cell_words(old, item), cell_words(new, item), abridge)
        return [replace(piece, item=item.id) for piece in pieces]
    words = cell_words(new, item).text
    if one is None:
        return [Piece(cell(words or NO_CHOICE), cell(words or NO_CHOICE), seen=False)]
    return [Piece(cell(SAME_AS_OTHER), cell(words or _blank(item)))]


def _blank(item: Item) -> str:
    return NO_CHOICE if isinstance(item.kind, ChoiceKind | ChecksKind | FlagKind) else BLANK


# ---- choices and boxes


def _marked_boxes(form: Form, item: Item, old: Node, new: Node) -> Piece:
    """A choice with the other items in its cell, or boxes; each changed one is marked as a whole."""
    before, after = _answers(item, old), _answers(item, new)
    return Piece(_beside(after, before, item), _beside(before, after, item))


def _answers(item: Item, node: Node) -> list[str]:
    """The ticked boxes, or the choice and each answer beside it, as text."""
    value = node.answers.get(item.id)
    if isinstance(item.kind, ChecksKind):
        return list(item.kind.box_words(value)) if isinstance(value, Checked) else []
    if isinstance(item.kind, FlagKind):
        return ["［○］"] if value else []
    found = [item.kind.format(value)] if value is not None else []
    for beside in item.companions:
        answer = node.answers.get(beside.id)
        if answer is not None and isinstance(beside.kind, CountKind):
            found.append(f"（{answer}）{beside.kind.unit}")
        elif answer is not None:
            found.append(f"（{plain(beside.label or '')}：{beside.kind.format(answer)}）")
    return found


def _beside(mine: list[str], others: list[str], item: Item) -> Cell:
    between = "、" if isinstance(item.kind, ChecksKind) else ""
    if not mine:
        return (Span(NO_CHOICE, marked=True),)
    spans = []
    for number, words in enumerate(mine):
        spans += [Span(between)] if number and between else []
        spans.append(Span(words, marked=words not in others))
    return tuple(spans)


# ---- texts


def _text_pieces(old: Words, new: Words, abridge: bool) -> list[Piece]:
    if old.text == new.text:  # only pictures differ
        after = (*cell(f"{new.text}\n" if new.text else ""), Span(OTHER_PICTURE, marked=True))
        return [Piece(after, cell(old.text))]
    if not old.text or not new.text:
        after = (Span(new.text, marked=True),) if new.text else cell(BLANK)
        before = (Span(old.text, marked=True),) if old.text else cell(BLANK)
        return [Piece(after, before)]
    pairs = _pairs(sections_of(old.text), sections_of(new.text))
    pieces = [
        replace(_block(was, now, abridge), blocks=(block,) if block.read else ())
        for block, (was, now) in _named(pairs)
    ]
    found: list[Piece] = []
    for seen, group in groupby(pieces, key=lambda piece: piece.seen):
        together = list(group)
        found += together if seen else [_together(together)]
    return found


_Pair = tuple[TextSection | None, TextSection | None]


def _pairs(old: Sequence[TextSection], new: Sequence[TextSection]) -> Iterator[_Pair]:
    """Paragraphs side by side in the new order, deleted ones at their old position."""
    before = [as_read(one.heading) for one in old]
    after = [as_read(one.heading) for one in new]
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(old[i:j], new[k:m], strict=True)
            continue
        gone, come = list(old[i:j]), list(new[k:m])
        while gone and come and _alike(gone[0].text, come[0].text):
            yield gone.pop(0), come.pop(0)
        yield from ((one, None) for one in gone)
        yield from ((None, one) for one in come)


def _named(pairs: Iterable[_Pair]) -> Iterator[tuple[Block, _Pair]]:
    """The paragraphs with their names: the heading on the new side, if there."""
    seen: Counter[str] = Counter()
    for was, now in pairs:
        side = now or was
        heading = side.heading if side is not None else ""
        read = as_read(heading)
        seen[read] += 1
        yield Block(read, seen[read], heading), (was, now)


def _alike(one: str, other: str) -> bool:
    pairs = [{text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other)]
    return 2 * len(pairs[0] & pairs[1]) >= _ALIKE * (len(pairs[0]) + len(pairs[1]))


def _together(pieces: Sequence[Piece]) -> Piece:
    """Neighbouring unchanged pieces merged."""
    new, old = (
        "\n".join(map(cell_text, side)) for side in zip(*((p.new, p.old) for p in pieces), strict=True)
    )
    blocks = tuple(block for piece in pieces for block in piece.blocks)
    return Piece(
        cell(new), cell(old), styles=sum(piece.styles for piece in pieces), seen=False, blocks=blocks
    )


def _block(old: TextSection | None, new: TextSection | None, abridge: bool) -> Piece:
    if old is None or new is None:
        after = (Span(new.text.strip("\n"), marked=True),) if new else cell(REMOVED)
        before = (Span(old.text.strip("\n"), marked=True),) if old else cell(NEW)
        return Piece(after, before)
    was, now = old.text.strip("\n"), new.text.strip("\n")
    both, styles, seen = _marked(was, now)
    if not seen:
        return Piece(cell(f"{new.heading}{SAME_AS_OTHER}"), cell(was), styles=styles, seen=False)
    after = both.new
    if abridge:
        shorter = abridged(Words(was), Words(now))
        after = _marked(shorter[0].text, shorter[1].text)[0].new
    return Piece(after, both.old, styles=styles)


def _marked(old: str, new: str) -> tuple[Sides, int, bool]:
    """Both sides with visible changes marked, the number of spelling-only changes, and whether there are
    others.  A （略） on both sides is no change.
    """
    pairs = [(old, new)]
    if old.count(LEFT_OUT) == new.count(LEFT_OUT):
        pairs = list(zip(old.split(LEFT_OUT), new.split(LEFT_OUT), strict=True))
    before: list[Span] = []
    after: list[Span] = []
    styles, seen = 0, False
    for number, (was, now) in enumerate(pairs):
        for side in (before, after) if number else ():
            side.append(Span(LEFT_OUT))
        for one in passages(was, now):
            marked = one.kind is not PassageKind.SAME and not one.only_style
            styles += one.kind is not PassageKind.SAME and not marked
            seen = seen or marked
            before += [Span(one.old, marked)] if one.old else []
            after += [Span(one.new, marked)] if one.new else []
    return Sides(tuple(after), tuple(before)), styles, seen
