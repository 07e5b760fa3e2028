"""Withheld text, and where the same text remains elsewhere in the assessment.

Texts are compared as people read them, ignoring case, width and line breaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Final

from pia_desktop.assessment import folding
from pia_desktop.assessment.assessment import Snapshot
from pia_desktop.assessment.edits import Batch, Edit, SetAnswer, SetWithheld
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.quotations import LEAST, Quotations
from pia_desktop.assessment.search import answers_in_order, words_of
from pia_desktop.assessment.spots import Spot
from pia_desktop.assessment.withheld import WHOLE, Span, Spans, ordered
from pia_desktop.dataclass import dataclass
from pia_desktop.forms.model import Form, Item
from pia_desktop.forms.printed_words import form_words
from pia_desktop.forms.values import DataTable, Figure, Picture, Value
from pia_desktop.patterns import pattern

_QUOTED: Final = 8
"""Characters of a passage that are a quotation of it if they are half of it, too: an assessment repeats
shorter turns of phrase.
"""
_LONG: Final = 30
"""Characters that are a quotation of any passage."""
_NUMBERED: Final = 6
"""Sufficient characters with a number in them, such as that of a room or a lock."""

_NUMBER: Final = pattern(r"\d{3}")
_EDGES: Final = "".join(map(chr, range(ord("ぁ"), ord("ゖ") + 1))) + "、。,.・「」()"
"""Particles, endings and marks around the words of a passage."""
_EDGE: Final = "\0"

_AROUND: Final = 24
"""Characters of context shown on each side of a place."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Withheld text of the answer at ``path``."""

    path: NodePath
    words: str

    @property
    def read(self) -> str:
        """The text in the form in which it is compared."""
        return as_read(self.words)


@dataclass(frozen=True, slots=True)
class Remnant:
    """A place where withheld text remains: characters ``start`` to ``end`` of a spot of an answer."""

    path: NodePath
    spot: Spot
    start: int
    end: int
    before: str
    words: str
    after: str
    passage: Passage

    @property
    def place(self) -> tuple[NodePath, Spot, int, int]:
        """Its path, spot, start and end."""
        return self.path, self.spot, self.start, self.end


@lru_cache(maxsize=20_000)
def as_read(text: str) -> str:
    """Text in the form in which it is compared: folded, without spaces and line breaks."""
    return "".join(folding.as_read(text).split())


# ---- what is withheld


def marks_of(form: Form, node: Node) -> Mapping[str, Spans]:
    """The withheld spans of a node's answers by item, including the other items in the cell of a wholly
    withheld one.

    A count or detail in the cell of a choice gives the choice away.
    """
    found = node.withheld
    for item_id, marked in node.withheld.items():
        if marked != WHOLE:
            continue
        beside = [one.id for one in form.item(item_id).companions if one.id in node.answers]
        if beside:
            found = {**found, **dict.fromkeys(beside, WHOLE)}
    return found


def leaves_out(root: Node) -> bool:
    """Whether anything in an assessment is withheld."""
    return any(
        node.withheld or any(has_withheld_blocks(value) for value in node.answers.values())
        for _path, node in root.walk()
    )


def has_withheld_blocks(value: Value | None) -> bool:
    """Whether any picture or table of an answer is withheld."""
    if not isinstance(value, Figure):
        return False
    return any(picture.withheld for picture in value.pictures) or any(one.withheld for one in value.tables)


def _is_withheld(value: Value, spot: Spot) -> bool:
    """Whether the picture or table that contains a spot is withheld."""
    if not isinstance(value, Figure):
        return False
    if spot.cell is not None:
        return value.tables[spot.cell[0]].withheld
    return spot.picture is not None and value.pictures[spot.picture].withheld


def emptied(form: Form, node: Node, item_id: str) -> bool:
    """Whether a public copy lacks an answer because the none-box above it is withheld."""
    if not node.withheld:
        return False
    box = form.places[item_id].none_box
    return box is not None and box.id in node.withheld


def _parts(item: Item, value: Value, marked: Spans | None) -> Iterator[tuple[Spot, str, Spans | None]]:
    """The texts of an answer by spot, each with its withheld spans."""
    for spot, text in words_of(item, value):
        if marked == WHOLE:
            yield spot, text, WHOLE
        elif spot == Spot():
            yield spot, text, marked
        else:
            yield spot, text, WHOLE if _is_withheld(value, spot) else None


def withheld_words(form: Form, node: Node, item_id: str) -> list[str]:
    """The withheld texts of one answer; empty for choices, boxes and numbers."""
    value = node.answers[item_id]
    marked = marks_of(form, node).get(item_id)
    if marked is None and not has_withheld_blocks(value):
        return []
    found = []
    for _spot, text, own in _parts(form.item(item_id), value, marked):
        found += [text] if own == WHOLE else [text[start:end] for start, end in own or ()]
    return found


def passages(snapshot: Snapshot) -> tuple[Passage, ...]:
    """All withheld texts that are long enough to be recognized, in form order."""
    if not leaves_out(snapshot.root):
        return ()
    found = [
        Passage(path, words)
        for path, item, _value in answers_in_order(snapshot.form, snapshot.root)
        for words in withheld_words(snapshot.form, snapshot.root.at(path[:-1]), item.id)
    ]
    return tuple(one for one in found if telling(one.read))


def withheld_in(text: str, *states: Snapshot) -> Spans | None:
    """What of a text stands in a withheld passage of one of these states."""
    source = folding.folded(text, folding.AS_PEOPLE_READ)
    kept = [at for at, char in enumerate(source.words) if not char.isspace()]
    read = "".join(source.words[at] for at in kept)
    secrets = dict.fromkeys(one.read for state in states for one in passages(state))
    found = ordered(span for secret in secrets for span in _occurrences(read, secret))
    return ordered(source.around(kept[start], kept[end - 1] + 1) for start, end in found) or None


def telling(read: str) -> bool:
    """Whether text is specific enough to be recognized; two or three characters only if they look like a
    name.
    """
    if len(read) >= LEAST:
        return any(char.isalnum() for char in read)
    names = [char for char in read if char.isalpha() and not "ぁ" <= char <= "ゟ"]
    return len(names) >= 2


# ---- where they remain


class Wanted:
    """Passages to look for in an assessment of a form, whole and quoted."""

    def __init__(self, form: Form, withheld: Iterable[Passage]) -> None:
        self._form = form
        self._passages: dict[str, Passage] = {}
        for passage in withheld:
            self._passages.setdefault(passage.read, passage)

    def __bool__(self) -> bool:
        return bool(self._passages)

    def places(self, text: str) -> Iterator[tuple[Span, Passage]]:
        """The spans of a text that say a passage, or quote enough of it."""
        read = as_read(text)
        whole = [(span, one) for one in self._passages for span in _occurrences(read, one)]
        taken = ordered(span for span, _secret in whole)
        found = [*whole, *self._quoted_between(read, taken)]
        if not found:
            return
        source = folding.folded(text, folding.AS_PEOPLE_READ)
        kept = [at for at, char in enumerate(source.words) if not char.isspace()]
        for (start, end), secret in found:
            yield source.around(kept[start], kept[end - 1] + 1), self._passages[secret]

    def _quoted_between(self, read: str, taken: Sequence[Span]) -> Iterator[tuple[Span, str]]:
        """What is quoted beside whole passages, which are marked by themselves."""
        begins = [0, *(end for _start, end in taken)]
        ends = [*(start for start, _end in taken), len(read)]
        for begin, end in zip(begins, ends, strict=True):
            for one in self._quotations.of(read[begin:end]):
                yield (begin + one.start, begin + one.end), one.secret

    @cached_property
    def _quotations(self) -> Quotations:
        return Quotations(self._passages, self._is_quotation, lambda stretch: stretch.strip(_EDGES))

    def _is_quotation(self, stretch: str, secret: str) -> bool:
        length = len(stretch)
        enough = (
            length >= max(_QUOTED, min(_LONG, (len(secret) + 1) // 2))
            or (length >= _NUMBERED and _NUMBER.search(stretch) is not None)
            or (length >= LEAST and stretch == secret.strip(_EDGES))
        )
        return enough and telling(stretch) and stretch not in _printed_words(form_words(self._form))


@lru_cache(maxsize=16)
def _printed_words(words: tuple[str, ...]) -> str:
    return _EDGE.join(map(as_read, words))


def _occurrences(read: str, secret: str) -> Iterator[Span]:
    at = read.find(secret)
    while at >= 0:
        yield at, at + len(secret)
        at = read.find(secret, at + len(secret))


def remnants(snapshot: Snapshot, withheld: Iterable[Passage] | None = None) -> list[Remnant]:
    """The places that a public copy would still show, in form order, each once."""
    wanted = Wanted(snapshot.form, passages(snapshot) if withheld is None else withheld)
    if not wanted:
        return []
    found: list[Remnant] = []
    for path, _item, _value in answers_in_order(snapshot.form, snapshot.root):
        found += remnants_at(snapshot.form, snapshot.root, path, wanted)
    return found


def remnants_at(form: Form, root: Node, path: NodePath, wanted: Wanted) -> list[Remnant]:
    """The places in one answer."""
    node = root.find(path[:-1])
    value = node.answers.get(path[-1]) if node is not None else None
    if node is None or value is None or emptied(form, node, path[-1]):
        return []
    found: dict[tuple[NodePath, Spot, int, int], Remnant] = {}
    for spot, text, marked in _parts(form.item(path[-1]), value, marks_of(form, node).get(path[-1])):
        for first, last in gaps(text, marked):
            for (start, end), passage in wanted.places(text[first:last]):
                one = _remnant(path, spot, text, (first + start, first + end), passage)
                found.setdefault(one.place, one)
    return sorted(found.values(), key=lambda one: (one.spot != Spot(), one.start, one.end))


def shown_words(snapshot: Snapshot) -> Iterator[str]:
    """Every stretch of text that is not marked as withheld."""
    for path, item, value in answers_in_order(snapshot.form, snapshot.root):
        node = snapshot.root.at(path[:-1])
        if emptied(snapshot.form, node, item.id):
            continue
        marked = marks_of(snapshot.form, node).get(item.id)
        if marked is None and not has_withheld_blocks(value):
            yield item.kind.format(value)
        for _spot, text, own in _parts(item, value, marked):
            for start, end in gaps(text, own):
                yield text[start:end]


def gaps(text: str, marked: Spans | None) -> list[Span]:
    """The spans of a text that are not withheld."""
    if marked == WHOLE:
        return []
    edges = [0, *(edge for span in marked or () for edge in span), len(text)]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [(start, end) for start, end in pairs if start < end]


def _remnant(path: NodePath, spot: Spot, text: str, span: Span, passage: Passage) -> Remnant:
    start, end = span
    before = text[max(start - _AROUND, 0) : start].rpartition("\n")[2]
    after = text[end : end + _AROUND].partition("\n")[0]
    return Remnant(path, spot, start, end, before, text[start:end], after, passage)


# ---- marking them


def marking(root: Node, places: Iterable[Remnant]) -> Batch | None:
    """The edit that withholds these places as one step; None if there are none.

    Text in the （　） of a check box is withheld with the whole answer, a caption with its picture, a cell
    with its table.
    """
    by_path: dict[NodePath, list[Remnant]] = {}
    for place in places:
        by_path.setdefault(place.path, []).append(place)
    edits: list[Edit] = []
    for path, own in by_path.items():
        value = root.answer(path)
        if value is None:
            continue
        if isinstance(value, Figure) and any(one.spot != Spot() for one in own):
            edits.append(SetAnswer(path, with_withheld(value, [one.spot for one in own])))
        now = root.withheld_at(path)
        if any(one.spot.box is not None for one in own):
            edits.append(SetWithheld(path, WHOLE))
        elif now != WHOLE and any(one.spot == Spot() for one in own):
            words = ((one.start, one.end) for one in own if one.spot == Spot())
            edits.append(SetWithheld(path, ordered((*(now or ()), *words))))
    return Batch(tuple(edits)) if edits else None


def with_withheld(run: Figure, spots: Sequence[Spot]) -> Figure:
    """The run with the pictures and tables that contain these spots withheld."""
    pictures, tables = run.places(Picture), run.places(DataTable)
    hidden = {pictures[spot.picture] for spot in spots if spot.picture is not None}
    hidden |= {tables[spot.cell[0]] for spot in spots if spot.cell is not None}
    return Figure(
        tuple(
            replace(block, withheld=True) if index in hidden and not isinstance(block, str) else block
            for index, block in enumerate(run.blocks)
        )
    )
