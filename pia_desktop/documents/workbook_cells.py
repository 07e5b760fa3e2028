"""The contents of a form cell as boxes of a workbook's narrow columns, independent of any library."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import Enum
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.documents.form_grid import WHOLE, CellRole, FormCell, FormRow
from pia_desktop.documents.workbook_measure import (
    AIR,
    LINE,
    PART_PIXELS,
    ROW_END,
    Stretch,
    height_of,
    heights_across,
    parts_of,
    stretches_across,
)
from pia_desktop.forms.full_cells import split_into_cells
from pia_desktop.forms.values import Picture, PictureSize
from pia_desktop.paper.blocks import Align, Choice, Content, Drawing, Grid, Tick, Words
from pia_desktop.paper.choices import OPTIONS_HEAD

_MARK_PARTS: Final = 2
_NUMBER_PARTS: Final = 5
_LEAST_ROOM: Final = 8
"""Minimum columns for text in a box's （ ） beside its label."""
_BRACKET_PARTS: Final = 13
_PICTURE_PIXELS: Final = 760.0
"""Maximum height of a picture: two thirds of a page."""
_PICTURE_AIR: Final = 6
_POINTS_A_PIXEL: Final = 0.75


class BoxKind(Enum):
    """The type of a box."""

    TEXT = "text"
    MARK = "mark"
    CHOICE = "choice"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class SheetBox:
    """Columns merged into one cell, over ``lines`` of its area."""

    first: int
    parts: int
    words: str = ""
    kind: BoxKind = BoxKind.TEXT
    lines: int = 1
    options: tuple[str, ...] = ()
    centred: bool = False
    head: bool = False
    """Whether it is the head of a column."""
    pieces: tuple[Stretch, ...] = ()
    """The words by the rows of its line, where that has several in which it can be cut."""

    @property
    def end(self) -> int:
        """The column after its last one."""
        return self.first + self.parts


@dataclass(frozen=True, slots=True)
class SheetLine:
    """Boxes side by side; ``height`` (pt) may need several rows of the workbook.

    ``pictures`` are placed in its boxes, one each.  ``rows``: heights of the rows in which its text is cut.
    """

    boxes: tuple[SheetBox, ...]
    height: float = LINE
    pictures: tuple[Picture, ...] = ()
    rows: tuple[float, ...] = ()

    @property
    def heights(self) -> tuple[float, ...]:
        """The heights of its workbook rows, in points."""
        if self.rows:
            return self.rows
        whole, rest = divmod(max(self.height, LINE) + AIR, ROW_END)
        return (ROW_END,) * int(whole) + ((rest,) if rest >= LINE or not whole else ())


# ---- lines of a row of the form


def lines_of(row: FormRow, wide: float = 1.0) -> tuple[SheetLine, ...]:
    """The lines of a row: of its single answer or, for several columns, one line with a box for each.

    ``wide``: how much wider the columns are, which is made use of where there are several.
    """
    answers = [cell for cell in row.cells if cell.role in (CellRole.ANSWER, CellRole.HEAD)]
    if len(answers) == 1 and answers[0].role is CellRole.ANSWER:
        found = [line for content in answers[0].content for line in _lines(content, answers[0])]
        found = found or [SheetLine((SheetBox(answers[0].first, answers[0].parts),))]
        found = [
            replace(line, boxes=tuple(_filled(line, number, found))) for number, line in enumerate(found)
        ]
    else:
        found = list(_columns(answers, wide))
    labels = [cell for cell in row.cells if cell.role is CellRole.LABEL]
    least = max((height_of(_words(cell), cell.parts) for cell in labels), default=0.0)
    missing = least - sum(line.height for line in found)
    if missing > 0:
        found[-1] = replace(found[-1], height=found[-1].height + missing)
    return tuple(_in_rows(line, wide if len(answers) > 1 else 1.0) for line in found)


def _in_rows(line: SheetLine, wide: float) -> SheetLine:
    """A line whose text is tall, in rows of a few lines of it each."""
    pieces = [] if line.pictures else stretches_across([(box.words, box.parts * wide) for box in line.boxes])
    if not pieces:
        return line
    boxes = [replace(box, pieces=own) for box, own in zip(line.boxes, pieces, strict=True)]
    heights = heights_across(pieces)
    heights[-1] += min(max(0.0, line.height + AIR - sum(heights)), ROW_END - heights[-1])
    return replace(line, boxes=tuple(boxes), rows=tuple(heights))


def label_height(words: str, cell: FormCell) -> float:
    """Height in points that the words of a label need in its cell."""
    return len(words) * LINE if cell.vertical else height_of(words, cell.parts)


def _words(cell: FormCell) -> str:
    return "".join(one.text for one in cell.content if isinstance(one, Words))


def _columns(cells: Sequence[FormCell], wide: float) -> Iterator[SheetLine]:
    """Cells side by side; if one exceeds the limit, all continue on another line."""
    pieces = [list(split_into_cells(_words(cell))) for cell in cells]
    for number in range(max(map(len, pieces))):
        words = [one[number] if number < len(one) else "" for one in pieces]
        height = max(height_of(text, cell.parts * wide) for text, cell in zip(words, cells, strict=True))
        boxes = [
            SheetBox(cell.first, cell.parts, text, centred=_is_centred(cell), head=cell.role is CellRole.HEAD)
            for text, cell in zip(words, cells, strict=True)
        ]
        yield SheetLine(tuple(boxes), height)


def _is_centred(cell: FormCell) -> bool:
    return any(isinstance(one, Words) and one.align is Align.CENTRE for one in cell.content)


def _filled(line: SheetLine, number: int, lines: Sequence[SheetLine]) -> Iterator[SheetBox]:
    """The boxes of a line with empty ones in between, so that every cell gets its border."""
    taken = [
        box for back, above in enumerate(lines[:number]) for box in above.boxes if back + box.lines > number
    ]
    at = min(box.first for one in lines for box in one.boxes)
    for box in sorted((*line.boxes, *taken), key=lambda one: one.first):
        if box.first > at:
            yield SheetBox(at, box.first - at)
        if box not in taken:
            yield box
        at = box.end
    if at < WHOLE:
        yield SheetBox(at, WHOLE - at)


# ---- contents


def _lines(content: Content, cell: FormCell) -> Iterator[SheetLine]:
    match content:
        case Words():
            for text in split_into_cells(content.text):
                box = SheetBox(cell.first, cell.parts, text, centred=content.align is Align.CENTRE)
                yield SheetLine((box,), height_of(text, cell.parts))
        case Choice():
            yield from _choice(content, cell)
        case Grid():
            yield from _grid(content, cell)
        case Drawing():
            yield from _drawing(content, cell)


def _drawing(drawing: Drawing, cell: FormCell) -> Iterator[SheetLine]:
    """Pictures side by side, with caption lines above and below."""
    share = cell.parts // len(drawing.pictures)
    places = [
        (
            cell.first + number * share,
            share if number < len(drawing.pictures) - 1 else cell.parts - number * share,
        )
        for number in range(len(drawing.pictures))
    ]
    captions = [
        ["" if one.above is not above else one.caption for one in drawing.pictures] for above in (True, False)
    ]
    yield from _captions(captions[0], places)
    sizes = [
        picture_size_in(picture, parts)
        for picture, (_first, parts) in zip(drawing.pictures, places, strict=True)
    ]
    height = max(high for _wide, high in sizes) * _POINTS_A_PIXEL + 2 * _PICTURE_AIR
    yield SheetLine(tuple(SheetBox(first, parts) for first, parts in places), height, drawing.pictures)
    yield from _captions(captions[1], places)


def _captions(captions: Sequence[str], places: Sequence[tuple[int, int]]) -> Iterator[SheetLine]:
    if any(captions):
        boxes = [
            SheetBox(first, parts, words) for words, (first, parts) in zip(captions, places, strict=True)
        ]
        yield SheetLine(tuple(boxes), max(height_of(box.words, box.parts) for box in boxes))


def picture_size_in(picture: Picture, parts: int) -> tuple[float, float]:
    """Width and height, in pixels, of a picture over this many columns."""
    room = parts * PART_PIXELS - 2 * _PICTURE_AIR
    half = picture.size is PictureSize.HALF
    wanted = room / 2 if half else room if picture.size is not PictureSize.OWN else min(room, picture.width)
    wide = max(1.0, min(wanted, _PICTURE_PIXELS * picture.width / max(picture.height, 1)))
    return wide, wide * picture.height / max(picture.width, 1)


def _choice(choice: Choice, cell: FormCell) -> Iterator[SheetLine]:
    """``[ answer ]`` on the left, ＜選択肢＞ on the right, then counts and details."""
    columns = choice.columns
    right = cell.first + _BRACKET_PARTS
    room = (WHOLE - right) // columns
    numbered = choice.numbered
    while columns > 1 and any(parts_of(words) > room for words in numbered):
        columns -= 1
        room = (WHOLE - right) // columns
    rows = [numbered[at : at + columns] for at in range(0, len(numbered), columns)]
    span = 1 + len(rows)
    middle = _BRACKET_PARTS - 3
    left = (
        SheetBox(cell.first, 1, "[", lines=span, centred=True),
        SheetBox(cell.first + 1, middle, choice.answer, BoxKind.CHOICE, span, choice.options, centred=True),
        SheetBox(cell.first + 1 + middle, 1, "]", lines=span, centred=True),
    )
    yield SheetLine((*left, SheetBox(right, WHOLE - right, OPTIONS_HEAD)))
    for words in rows:
        boxes = [
            SheetBox(right + at * room, room if at < columns - 1 else WHOLE - right - at * room, one)
            for at, one in enumerate(words)
        ]
        yield SheetLine(tuple(boxes), max(height_of(box.words, box.parts) for box in boxes))
    for count in choice.counts:
        number = "" if count.number is None else str(count.number)
        yield SheetLine(tuple(_number(cell.first, number, count.unit)))
    for detail in choice.details:
        label = f"（{detail.label}：" if detail.label else "（"
        lead = min(parts_of(label), cell.parts // 2)
        room = cell.parts - lead - 1
        boxes = [
            SheetBox(cell.first, lead, label),
            SheetBox(cell.first + lead, room, detail.text),
            SheetBox(cell.first + lead + room, 1, "）"),
        ]
        yield SheetLine(tuple(boxes), max(height_of(box.words, box.parts) for box in boxes[:2]))


def _number(first: int, number: str, unit: str) -> Iterator[SheetBox]:
    yield SheetBox(first, 1, "（")
    yield SheetBox(first + 1, _NUMBER_PARTS - 1, number, BoxKind.NUMBER, centred=True)
    yield SheetBox(first + _NUMBER_PARTS, parts_of(f"）{unit}"), f"）{unit}")


def _grid(grid: Grid, cell: FormCell) -> Iterator[SheetLine]:
    for group in grid.groups:
        if group.label:
            yield SheetLine((SheetBox(cell.first, cell.parts, group.label),))
        for row in (part for whole in group.rows for part in _fitting(whole, grid.columns, cell.parts)):
            room = cell.parts // max(grid.columns, len(row))
            boxes: list[SheetBox] = []
            below: list[SheetLine] = []
            for number, tick in enumerate(row):
                first = cell.first + number * room
                last = number == len(row) - 1
                end = WHOLE if last else first + room
                boxes += _tick(tick, first, end, below)
            yield SheetLine(tuple(boxes), max(height_of(box.words, box.parts) for box in boxes))
            yield from below


def _fitting(row: Sequence[Tick], columns: int, parts: int) -> Iterator[Sequence[Tick]]:
    """A row of boxes, or each on its own if one with a number does not fit."""
    room = parts // max(columns, len(row))
    taken = [
        1 + _MARK_PARTS + parts_of(f"] {tick.label}") + _NUMBER_PARTS + parts_of(f"）{tick.unit}")
        for tick in row
        if tick.unit is not None
    ]
    if max(taken, default=0) <= room:
        yield row
    else:
        yield from ([tick] for tick in row)


def _tick(tick: Tick, first: int, end: int, below: list[SheetLine]) -> Iterator[SheetBox]:
    """A check box in its cells; text that does not fit is added to ``below``."""
    yield from tick_boxes(tick, first, end)
    label = f"] {tick.label}"
    at = first + 1 + _MARK_PARTS + min(parts_of(label), end - first - 1 - _MARK_PARTS)
    if tick.unit is not None:
        number = "" if tick.number is None else str(tick.number)
        yield from _number(at, number, tick.unit)
    if tick.text is None:
        return
    room = end - at - 2
    if room >= _LEAST_ROOM:
        yield from _in_brackets(tick.text, at, end)
        return
    boxes = tuple(_in_brackets(tick.text, first, WHOLE))
    below.append(SheetLine(boxes, height_of(tick.text, WHOLE - first - 2)))


def tick_boxes(tick: Tick, first: int, end: int) -> Iterator[SheetBox]:
    """``[``, the mark, and ``] label``."""
    label = f"] {tick.label}"
    yield SheetBox(first, 1, "[", centred=True)
    yield SheetBox(first + 1, _MARK_PARTS, "○" if tick.ticked else "", BoxKind.MARK, centred=True)
    at = first + 1 + _MARK_PARTS
    alone = tick.text is None and tick.unit is None
    yield SheetBox(at, end - at if alone else min(parts_of(label), end - at), label)


def _in_brackets(text: str, first: int, end: int) -> Iterator[SheetBox]:
    yield SheetBox(first, 1, "（", centred=True)
    yield SheetBox(first + 1, end - first - 2, text)
    yield SheetBox(end - 1, 1, "）", centred=True)
