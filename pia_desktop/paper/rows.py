"""Second pass: measures a block as a row, independent of its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Final

from pia_desktop.assessment.node import NodePath
from pia_desktop.dataclass import dataclass
from pia_desktop.paper.blocks import (
    AnswerRow,
    Block,
    Choice,
    ColumnsRow,
    Content,
    Drawing,
    EntryRow,
    Grid,
    HeadingRow,
    Level,
    Look,
    Role,
    Room,
    Strip,
    Words,
)
from pia_desktop.paper.choices import choice_slices
from pia_desktop.paper.drawings import drawing_slices
from pia_desktop.paper.grids import grid_slices, tick_runs, tick_width
from pia_desktop.paper.layout import Edge, MissingGlyph, Slice, Tag
from pia_desktop.paper.style import (
    DRAWING_HEIGHT,
    GREY_LABEL,
    GREY_RISK,
    GREY_SECTION,
    GROUP_WIDTH,
    LABEL_WIDTH,
    PAD_X,
    PAD_Y,
    ROOMY_HEIGHT,
    ROW_HEIGHT,
    STRIP_WIDTH,
    WHOLE_HEIGHT,
    Style,
)
from pia_desktop.paper.text import Setter, going_on, stacked

WHITE: Final = 1.0
ORPHANS: Final = 2
"""Minimum lines of a split text on each page."""
_REACH: Final = 6
"""Within this many lines before a page end there is a place that leaves no single line."""
_WHOLE_HEADING: Final = 240.0
"""The heading of an entry up to this height is not split; a title may be as long as one likes."""
_WHOLE_GRID: Final = 240.0
"""A check grid up to this height is not split."""
_WHOLE_CELL: Final = 240.0
"""A held cell (項目 of 変更箇所) up to this height is not split."""
_WHOLE_LABEL: Final = 120.0
"""A label up to this height is not split."""
_NOTE_GAP: Final = 2.0
_LONGEST_DAY: Final = "令和26年12月30日"
_SLACK: Final = 0.1
_ROOMS: Final = {Room.LINE: ROW_HEIGHT, Room.TEXT: ROOMY_HEIGHT, Room.DRAWING: DRAWING_HEIGHT}


@dataclass(frozen=True, slots=True)
class MeasuredCell:
    """A cell of a row: position from the table's left, shade, and slices, ``inset`` from its left.

    ``paths`` are the items it represents; ``text_height`` is the height of all slices.  ``sinks``: vertically
    centred in a taller row.  ``whole``: a choice or check grid, split only if tall.  ``part``: id of the part
    it links to.  ``held``: never split across pages.  ``edges`` are its ruled sides.
    """

    x: float
    width: float
    inset: float
    slices: tuple[Slice, ...]
    grey: float
    paths: tuple[NodePath, ...]
    text_height: float
    pad: float = PAD_Y
    sinks: bool = True
    whole: bool = False
    tag: Tag = Tag.ANSWER
    part: str = ""
    held: bool = False
    edges: Edge = Edge.ALL

    @property
    def head_height(self) -> float:
        """The minimum height at a page end: two lines and what belongs to them, or all."""
        if self.held:
            return self.height(0, len(self.slices))
        count = next((at for at in range(ORPHANS, _REACH) if self.parts_well(at)), ORPHANS)
        if len(self.slices) < count + ORPHANS:
            count = len(self.slices)
        return self.height(0, count)

    def parts_well(self, at: int) -> bool:
        """Whether a page may end before a slice: no single line of the cell or of a long paragraph is left
        alone, and no heading inside the text ends the page.
        """
        slices = self.slices
        if not ORPHANS <= at <= len(slices) - ORPHANS or self._past_blanks(at) > len(slices) - ORPHANS:
            return False
        if slices[at - 1].leads:
            return False
        return not slices[at - 1].goes_on or (slices[at - 2].goes_on and slices[at].goes_on)

    def fit(self, start: int, room: float) -> int:
        """Where a piece from ``start`` that fits must end: no single lines if possible, and no blank one
        that would begin the next page.
        """
        stop = self._filled(start, room)
        return self._past_blanks(stop) if stop > start else stop

    def _past_blanks(self, at: int) -> int:
        while at < len(self.slices) and self.slices[at].blank:
            at += 1
        return at

    def _filled(self, start: int, room: float) -> int:
        room -= 2 * self.pad
        stop, end = start, len(self.slices)
        while stop < end and self.slices[stop].height <= room:
            room -= self.slices[stop].height
            stop += 1
        if stop == end:
            return stop
        if self.held:
            return start
        least = max(start + ORPHANS, stop - _REACH + 1)
        return next((at for at in range(stop, least - 1, -1) if self.parts_well(at)), stop)

    def height(self, start: int, stop: int) -> float:
        """The height of some of its slices with padding, without blank lines behind them."""
        while stop > start and self.slices[stop - 1].blank:
            stop -= 1
        return sum([part.height for part in self.slices[start:stop]]) + 2 * self.pad


def all_but_last(start: int, stop: int) -> int:
    """Where a cell must end so that its last lines are on the next page; short pieces are not split."""
    return stop - ORPHANS if stop - start >= 2 * ORPHANS else stop


@dataclass(frozen=True, slots=True)
class MeasuredStrip:
    """A spanning cell: its position, text, and the name that its rows share.

    ``again``: its text on continuation pages.
    """

    path: NodePath
    x: float
    width: float
    slices: tuple[Slice, ...]
    joined: bool
    again: tuple[Slice, ...] = ()

    def text_height(self, done: int) -> float:
        """The height of the remaining text when ``done`` slices are on earlier pages."""
        left = self.slices[done:] or self.again
        return sum(part.height for part in left) + 2 * PAD_Y if left else 0.0


@dataclass(frozen=True, slots=True)
class MeasuredRow:
    """A row of a table, ready to be placed.

    ``height`` is that of the unsplit row, ``head_height`` the minimum on a page.  ``keep``: a heading that
    must not end a page.  ``leads``: a heading so tall that it is split; its last lines must not end a page.
    ``owns``: a strip that continues below its first cell.  ``again``: replacements of cells, by index, on
    continuation pages; ``goes_on``: on the first page too, if that begins with the row.
    """

    cells: tuple[MeasuredCell, ...]
    strips: tuple[MeasuredStrip, ...]
    height: float
    head_height: float
    keep: bool = False
    repeat: bool = False
    leads: bool = False
    owns: NodePath | None = None
    missing: tuple[MissingGlyph, ...] = ()
    again: Mapping[int, MeasuredCell] = field(default_factory=dict)
    goes_on: bool = False

    @property
    def height_again(self) -> float:
        """The minimum height for the repeated cells."""
        return max((cell.height(0, len(cell.slices)) for cell in self.again.values()), default=0.0)

    @property
    def depth(self) -> int:
        """The number of spanning cells with own text beside it."""
        return sum(not strip.joined for strip in self.strips)


@dataclass(slots=True)
class _Cells:
    """Collects the cells of one row."""

    setter: Setter
    cells: list[MeasuredCell] = field(default_factory=list)

    def add(
        self,
        x: float,
        width: float,
        content: tuple[Content, ...],
        grey: float,
        tag: Tag = Tag.ANSWER,
        *,
        pad_x: float = PAD_X,
        pad_y: float = PAD_Y,
        sinks: bool = True,
        leads_to: str = "",
    ) -> None:
        """Measure contents in a cell of the row."""
        slices: list[Slice] = []
        for part in content:
            slices.extend(_slices(self.setter, part, width - 2 * pad_x))
        paths = tuple(dict.fromkeys(path for part in content for path in _paths(part)))
        height = sum([part.height for part in slices])
        whole = any(isinstance(part, Grid | Choice) for part in content)
        held = tag is Tag.LABEL and height <= _WHOLE_LABEL
        self.cells.append(
            MeasuredCell(
                x, width, pad_x, tuple(slices), grey, paths, height, pad_y, sinks, whole, tag, leads_to, held
            )
        )

    def row(
        self,
        least: float,
        *,
        strips: tuple[MeasuredStrip, ...] = (),
        keep: bool = False,
        repeat: bool = False,
        leads: bool = False,
        owns: NodePath | None = None,
    ) -> MeasuredRow:
        """The resulting row."""
        height = max([least, *(cell.text_height + 2 * cell.pad for cell in self.cells)])
        head = min(height, max(cell.head_height for cell in self.cells))
        grid = any(cell.whole and cell.text_height <= _WHOLE_GRID for cell in self.cells)
        if keep or grid or height <= WHOLE_HEIGHT:
            head = height
        missing = tuple(self.setter.missing)
        cells_of_row = tuple(self.cells)
        return MeasuredRow(cells_of_row, strips, height, head, keep, repeat, leads, owns, missing)


def measure_row(block: Block, style: Style, width: float) -> MeasuredRow:
    """Measure a block that is a row of a table of this width (points)."""
    cells = _Cells(Setter(style))
    match block:
        case HeadingRow():
            return _heading(cells, block, width)
        case EntryRow(label, title):
            cells.add(0.0, LABEL_WIDTH, (label,), GREY_RISK, Tag.BLOCK)
            cells.add(LABEL_WIDTH, width - LABEL_WIDTH, (title,), WHITE, Tag.BLOCK)
            row = cells.row(ROW_HEIGHT, keep=True)
            return row if row.height <= _WHOLE_HEADING else cells.row(ROW_HEIGHT, leads=True)
        case AnswerRow():
            return _answer(cells, block, width)
        case ColumnsRow():
            return _columns(cells, block, width)
        case _:
            raise TypeError(f"{type(block).__name__} is not a row")


def _heading(cells: _Cells, block: HeadingRow, width: float) -> MeasuredRow:
    grey = GREY_SECTION if block.level is Level.SECTION else GREY_RISK
    setter = cells.setter
    kind = setter.style.type_of(Look.BODY)
    gap = 1.5 * kind.size
    boxes = sum(tick_width(tick, kind) + gap for tick, _ in block.boxes)
    inner = width - 2 * PAD_X
    slices = setter.words(block.words, inner - boxes)
    paths: tuple[NodePath, ...] = (block.words.path,)
    if block.boxes:
        height = sum(part.height for part in slices)
        runs = list(stacked(slices))
        x = inner - boxes + gap
        for tick, path in block.boxes:
            runs.extend(tick_runs(setter, tick, x, max(0.0, height - kind.leading) / 2, kind))
            x += tick_width(tick, kind) + gap
            paths = (*paths, path)
        slices = [Slice(max(height, kind.leading), tuple(runs))]
    height = sum(part.height for part in slices)
    tag = Tag.SECTION if block.level is Level.SECTION else Tag.BLOCK
    cells.cells.append(MeasuredCell(0.0, width, PAD_X, tuple(slices), grey, paths, height, tag=tag))
    return cells.row(ROW_HEIGHT, keep=True)


def _answer(cells: _Cells, block: AnswerRow, width: float) -> MeasuredRow:
    strips = []
    x = 0.0
    for strip in block.strips:
        measured = _strip(cells.setter, strip, x)
        strips.append(measured)
        x += measured.width
    if block.label is not None:
        cells.add(x, LABEL_WIDTH - x, (block.label,), GREY_LABEL, Tag.LABEL)
    if block.label is not None or strips:
        x = LABEL_WIDTH
    cells.add(x, width - x, block.content, WHITE)
    row = cells.row(_ROOMS[block.room], strips=tuple(strips), owns=block.owns)
    if block.label is None or not cells.setter.style.continued:
        return row
    return replace(row, again={0: _said_again(cells, 0, block.label, going_on(block.label.text), PAD_X)})


def _said_again(cells: _Cells, number: int, words: Words, text: str, air: float) -> MeasuredCell:
    """The replacement of a cell on continuation pages, padded by ``air`` points; an artifact, so that screen
    readers do not read it twice.
    """
    cell = cells.cells[number]
    said = replace(words, text=text, role=Role.ARTIFACT)
    slices = tuple(cells.setter.words(said, cell.width - 2 * air))
    return replace(cell, slices=slices, paths=(), text_height=sum(part.height for part in slices))


def _strip(setter: Setter, strip: Strip, x: float) -> MeasuredStrip:
    kind = setter.style.type_of(Look.LABEL)
    narrow = STRIP_WIDTH * setter.style.scale
    if strip.joined:
        return MeasuredStrip(strip.path, x, narrow, (), True)
    if strip.vertical:
        upright = []
        for char in setter.clean(strip.text, kind.font, strip.path):
            run = setter.run((narrow - kind.width(char)) / 2 - PAD_X, 0.0, char, kind, Role.LABEL)
            upright.append(Slice(kind.leading, (run,)))
        again = tuple(_as_artifact(part) for part in upright) if setter.style.continued else ()
        return MeasuredStrip(strip.path, x, narrow, tuple(upright), False, again)
    wide = GROUP_WIDTH * setter.style.scale
    words = Words(strip.text, strip.path, Role.LABEL, Look.LABEL)
    slices = setter.words(words, wide - 2 * PAD_X)
    said = replace(words, text=going_on(strip.text), role=Role.ARTIFACT)
    again = tuple(setter.words(said, wide - 2 * PAD_X)) if setter.style.continued else ()
    return MeasuredStrip(strip.path, x, wide, tuple(slices), False, again)


def _as_artifact(part: Slice) -> Slice:
    """A slice as artifact.  Vertical labels go without （続き）: the font has no vertical brackets."""
    return replace(part, runs=tuple(replace(run, role=Role.ARTIFACT) for run in part.runs))


def _columns(cells: _Cells, block: ColumnsRow, width: float) -> MeasuredRow:
    grey = GREY_SECTION if block.head else WHITE
    air = PAD_X if block.air is None else block.air
    sinks = block.head or block.tall > 0
    whole = Tag.COLUMN if block.head else Tag.CONTENTS if block.leads_to else None
    x = 0.0
    for words, own in zip(block.cells, _widths(block, width, cells.setter.style), strict=True):
        pad_y = min(air, 14.0) or PAD_Y
        names = words.role is Role.LABEL or (block.first_names and not cells.cells)
        tag = whole or (Tag.LABEL if names else Tag.ANSWER)
        cells.add(x, own, (words,), grey, tag, pad_x=air, pad_y=pad_y, sinks=sinks, leads_to=block.leads_to)
        x += own
    again: dict[int, MeasuredCell] = {}
    for number, text in block.held:
        cell = cells.cells[number]
        if cell.text_height > _WHOLE_CELL:
            continue
        cells.cells[number] = replace(cell, held=True)
        again[number] = _said_again(cells, number, block.cells[number], text, air)
    row = cells.row(max(block.tall, ROW_HEIGHT), keep=block.head, repeat=block.repeat)
    return replace(row, again=again) if again else row


def _widths(block: ColumnsRow, width: float, style: Style) -> list[float]:
    """The widths of the columns; those of days take from the others what large type needs."""
    total = sum(block.shares)
    widths = [width * share / total for share in block.shares]
    if not block.days:
        return widths
    needed = style.type_of(Look.COLUMN).width(_LONGEST_DAY) + 2 * PAD_X + _SLACK
    more = {at: needed - widths[at] for at in block.days if widths[at] < needed}
    others = sum(own for at, own in enumerate(widths) if at not in more)
    less = 1 - sum(more.values()) / others
    return [needed if at in more else own * less for at, own in enumerate(widths)]


def _slices(setter: Setter, content: Content, width: float) -> list[Slice]:
    match content:
        case Words(look=Look.NOTE):
            return _lowered(setter.words(content, width))
        case Words():
            return setter.words(content, width)
        case Choice():
            return choice_slices(setter, content, width)
        case Grid():
            return grid_slices(setter, content, width)
        case Drawing():
            return drawing_slices(setter, content, width)


def _lowered(slices: list[Slice]) -> list[Slice]:
    """A note, a little below the answer that it is about."""
    first, *others = slices
    runs = tuple(run.moved(0.0, _NOTE_GAP) for run in first.runs)
    return [replace(first, height=first.height + _NOTE_GAP, runs=runs), *others]


def _paths(content: Content) -> tuple[NodePath, ...]:
    if isinstance(content, Choice):
        counts = [count.path for count in content.counts]
        return (content.path, *counts, *(detail.path for detail in content.details))
    return (content.path,)
