"""Structure elements inside a cell: paragraphs, and lists of check boxes and options."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.paper.blocks import Role
from pia_desktop.paper.elements import Element
from pia_desktop.paper.layout import Placed, Run, Slice
from pia_desktop.paper.style import metrics

_OPTION_NUMBER: Final = re.compile(r"[0-9]+[)）] ?")
_BOXES: Final = "/O/List/ListNumbering/Square"
_NUMBERS: Final = "/O/List/ListNumbering/Decimal"


@dataclass(slots=True)
class _Inside:
    """State of an answer's cell: paragraphs by first line, and the current list."""

    itemised: bool = False
    paragraphs: dict[int, Element] = field(default_factory=dict)
    list: Element | None = None
    current: Element | None = None
    body: Element | None = None
    """Of a box to tick, whose words are to follow."""


_PLAIN: Final = _Inside()
"""Nothing: the cell's words are its own."""


class CellContents:
    """Creates elements inside cells; ``new`` creates one of a type within another."""

    def __init__(self, new: Callable[[str, Element], Element]) -> None:
        self._element = new
        self._insides: dict[Element, _Inside] = {}

    def pieces(self, cell: Element, piece: Placed) -> Iterator[tuple[Element, float, list[Slice]]]:
        """The elements of an answer's piece in reading order: offset from its top, and lines."""
        inside = self._inside(cell, piece)
        if inside.itemised:
            yield from self._items(cell, piece, inside)
            return
        y, at, slices = 0.0, piece.start, piece.slices
        while at < piece.stop:
            end = piece.stop if inside is _PLAIN else _paragraph_end(slices, at, piece.stop)
            own = list(slices[at:end])
            if any(part.runs for part in own):
                yield self._paragraph(cell, inside, slices, at), y, own
            y += sum(part.height for part in own)
            at = end

    def paragraph(self, cell: Element, piece: Placed, number: int) -> Element:
        """The element of the paragraph of a line: the cell itself if it has only one."""
        return self._paragraph(cell, self._inside(cell, piece), piece.slices, number)

    def _paragraph(self, cell: Element, inside: _Inside, slices: Sequence[Slice], number: int) -> Element:
        if inside is _PLAIN or not slices[number].runs:
            return cell
        while number > 0 and slices[number - 1].goes_on:
            number -= 1
        if number not in inside.paragraphs:
            inside.paragraphs[number] = self._element("P", cell)
        return inside.paragraphs[number]

    def _inside(self, cell: Element, piece: Placed) -> _Inside:
        found = self._insides.get(cell)
        if found is None:
            slices = piece.slices
            if _is_itemised(slices):
                found = self._insides[cell] = _Inside(itemised=True)
            elif cell.kind == "Div" or _paragraphs(slices) > 1:
                found = self._insides[cell] = _Inside()
            else:
                found = _PLAIN
        if piece.stop == len(piece.slices) and not any(part.pictures for part in piece.slices):
            self._insides.pop(cell, None)  # it ends here
        return found

    def _items(
        self, cell: Element, piece: Placed, inside: _Inside
    ) -> Iterator[tuple[Element, float, list[Slice]]]:
        """Boxes and options as list items; text before and after, and labels, as paragraphs."""
        y = 0.0
        gathered: list[Run] = []
        owner: Element | None = None
        for part in piece.slices[piece.start : piece.stop]:
            for whole in part.runs:
                for run in _numbered(whole) if whole.role is Role.ITEM else (whole,):
                    following = self._item_of(cell, run, inside)
                    if following is not owner:
                        if owner is not None:
                            yield owner, 0.0, [Slice(0.0, tuple(gathered))]
                        owner, gathered = following, []
                    gathered.append(run.moved(0.0, y) if y else run)
            y += part.height
        if owner is not None:
            yield owner, 0.0, [Slice(0.0, tuple(gathered))]

    def _item_of(self, cell: Element, run: Run, inside: _Inside) -> Element:
        """The element of a run: the box or number of an item is its label, the rest its body."""
        if run.role is Role.ITEM:
            if inside.list is None:
                inside.list = self._element("L", cell)
                inside.list.attributes = _BOXES if run.text.startswith("[") else _NUMBERS
            item = self._element("LI", inside.list)
            inside.current, inside.body = self._element("Lbl", item), self._element("LBody", item)
        elif run.role is Role.OPTION and inside.body is not None:
            inside.current, inside.body = inside.body, None
        elif run.role is Role.LABEL or inside.current is None or (run.role is Role.NOTE and inside.list):
            inside.list, inside.current, inside.body = None, self._element("P", cell), None
        return inside.current


def is_plain(slices: Sequence[Slice]) -> bool:
    """Whether text is a single paragraph."""
    return _paragraphs(slices) <= 1 and not _is_itemised(slices) and not any(part.pictures for part in slices)


def _is_itemised(slices: Sequence[Slice]) -> bool:
    """Whether there are check boxes or options."""
    return any(run.role is Role.ITEM for part in slices for run in part.runs)


def _paragraphs(slices: Sequence[Slice]) -> int:
    """The number of paragraphs with text; captions do not count."""
    return sum(
        1
        for number, part in enumerate(slices)
        if part.runs and not part.pictures and not (number and slices[number - 1].goes_on)
    )


def _paragraph_end(slices: Sequence[Slice], at: int, stop: int) -> int:
    while at + 1 < stop and slices[at].goes_on:
        at += 1
    return at + 1


def _numbered(run: Run) -> Sequence[Run]:
    """The first run of an item: an option's number and text, or a box's label."""
    match = _OPTION_NUMBER.match(run.text)
    if match is None or match.end() == len(run.text):
        return (run,)
    number, words = match[0], run.text[match.end() :]
    x = run.x + metrics(run.face).width(number, run.size)
    return (
        Run(run.x, run.y, run.size, run.face, number, run.role, run.meant),
        Run(x, run.y, run.size, run.face, words, Role.OPTION, run.meant),
    )
