"""The contents of a check cell: a grid of ``[ ○ ] label``, some with text or a number in （　）."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from pia_desktop.assessment.node import NodePath
from pia_desktop.paper.blocks import Grid, Look, Role, Tick
from pia_desktop.paper.choices import count_runs, count_width
from pia_desktop.paper.layout import Run, Slice
from pia_desktop.paper.style import Type
from pia_desktop.paper.text import Setter

TICK: Final = "○"
_BOX_EMS: Final = 2.75
"""From the opening bracket of ``[ ○ ]`` to the label."""
_GAP_EMS: Final = 1.0
_LEAST_ROOM_EMS: Final = 8.0
"""Words in （　） stand beside their label where this much is left, else below it."""


def tick_width(tick: Tick, kind: Type) -> float:
    """Natural width in points of a box with label and number, without text."""
    width = _BOX_EMS * kind.size + kind.width(tick.label)
    return width + (count_width(tick.unit, kind) if tick.unit else 0.0)


def tick_runs(setter: Setter, tick: Tick, x: float, y: float, kind: Type) -> list[Run]:
    """A box and its label on one line, as in a heading row."""
    runs = _box_runs(setter, tick, x, y, kind)
    runs.append(setter.run(x + _BOX_EMS * kind.size, y, tick.label, kind, Role.OPTION))
    return runs


def _box_runs(setter: Setter, tick: Tick, x: float, y: float, kind: Type) -> list[Run]:
    runs = [setter.run(x, y, "[", kind, Role.ITEM)]
    inner = (_BOX_EMS - 0.35) * kind.size
    if tick.ticked:
        runs.append(setter.run(x + (inner - kind.width(TICK)) / 2, y, TICK, kind, Role.ANSWER))
    runs.append(setter.run(x + inner - kind.width("]"), y, "]", kind, Role.MARK))
    return runs


def grid_slices(setter: Setter, grid: Grid, width: float) -> list[Slice]:
    """The grid, one slice per printed line; long text wraps inside its （　）."""
    kind = setter.style.type_of(Look.BODY)
    indent = kind.size if any(group.label for group in grid.groups) else 0.0
    grid = _in_rows_that_fit(grid, width - indent, kind)
    columns = _column_widths(grid, width - indent, kind)
    brackets = _bracket_place(grid, kind) if grid.columns == 1 else None
    slices: list[Slice] = []
    for group in grid.groups:
        if group.label:
            slices.append(Slice(kind.leading, (setter.run(0.0, 0.0, group.label, kind, Role.LABEL),)))
        for row in group.rows:
            slices.extend(_row(setter, grid.path, row, columns, indent, brackets, kind))
    return slices


def _in_rows_that_fit(grid: Grid, width: float, kind: Type) -> Grid:
    """The grid in as many of its columns as hold the labels on one line, as large type may need fewer."""
    found = grid
    while found.columns > 1 and sum(_natural_widths(found, kind)) > width:
        found = _of_columns(grid, found.columns - 1)
    return found


def _of_columns(grid: Grid, columns: int) -> Grid:
    groups = [replace(group, rows=tuple(_refilled(group.rows, columns))) for group in grid.groups]
    return replace(grid, columns=columns, groups=tuple(groups))


def _refilled(rows: Sequence[tuple[Tick, ...]], columns: int) -> Iterator[tuple[Tick, ...]]:
    """The boxes in rows of so many; その他（　） keeps its own."""
    filled: list[Tick] = []
    for row in rows:
        for tick in row:
            alone = len(row) == 1 and tick.text is not None
            if filled and (alone or len(filled) == columns):
                yield tuple(filled)
                filled = []
            filled.append(tick)
    if filled:
        yield tuple(filled)


def _bracket_place(grid: Grid, kind: Type) -> float:
    """The common x of the （ in a one-column grid."""
    labels = [tick for group in grid.groups for row in group.rows for tick in row if tick.text is not None]
    return max((tick_width(tick, kind) for tick in labels), default=0.0) + 0.5 * kind.size


def _spans(row: tuple[Tick, ...], columns: int, kind: Type) -> list[int]:
    """The number of columns of each box in a row: spare ones go to text, else to the widest label."""
    spans = [1] * len(row)
    spare = columns - len(row)
    if spare > 0 and row:
        if row[-1].text is not None:
            spans[-1] += spare
        else:
            widths = [tick_width(tick, kind) for tick in row]
            spans[widths.index(max(widths))] += spare
    return spans


def _column_widths(grid: Grid, width: float, kind: Type) -> list[float]:
    """Widths that hold the labels and fill the cell; if too long, the widest column is reduced."""
    widths = _natural_widths(grid, kind)
    spare = width - sum(widths)
    if spare < 0 and (widest := max(widths)) + spare > width / (2 * grid.columns):
        widths[widths.index(widest)] += spare
        return widths
    if spare < 0:
        return [column * width / (width - spare) for column in widths]
    growing = _worded(grid) or range(grid.columns)
    return [column + spare / len(growing) * (number in growing) for number, column in enumerate(widths)]


def _natural_widths(grid: Grid, kind: Type) -> list[float]:
    """Widths that hold each label on one line, with a gap after every column."""
    gap = _GAP_EMS * kind.size
    widths = [0.0] * grid.columns
    rows = [row for group in grid.groups for row in group.rows]
    for row in sorted(rows, key=lambda row: grid.columns - len(row)):
        first = 0
        for tick, span in zip(row, _spans(row, grid.columns, kind), strict=True):
            short = tick_width(tick, kind) + gap - sum(widths[first : first + span])
            if short > 0:
                widths[first + span - 1] += short
            first += span
    return widths


def _worded(grid: Grid) -> list[int]:
    """The last column if only it has （　） with text: it gets the spare width."""
    full = [row for group in grid.groups for row in group.rows if len(row) == grid.columns]
    return [grid.columns - 1] if any(row[-1].text is not None for row in full) else []


def _row(
    setter: Setter,
    path: NodePath,
    row: tuple[Tick, ...],
    columns: list[float],
    indent: float,
    brackets: float | None,
    kind: Type,
) -> list[Slice]:
    cells = []
    x, first = indent, 0
    for tick, span in zip(row, _spans(row, len(columns), kind), strict=True):
        width = sum(columns[first : first + span])
        last = first + span == len(columns)
        cells.append(_cell(setter, path, tick, x, width - (0.0 if last else 0.5 * kind.size), brackets, kind))
        x += width
        first += span
    return _row_slices(cells, kind.leading)


def _row_slices(cells: list[list[tuple[int, Run]]], leading: float) -> list[Slice]:
    """The lines of a row, box by box in reading order; only the last box continues in further slices."""
    head = max((line for cell in cells[:-1] for line, _ in cell), default=0) + 1
    runs = [run.moved(0.0, line * leading) for cell in cells for line, run in cell if line < head]
    tail: dict[int, list[Run]] = {}
    for line, run in cells[-1]:
        if line >= head:
            tail.setdefault(line, []).append(run)
    last = max(tail, default=head - 1)
    further = [
        Slice(leading, tuple(tail.get(line, ())), goes_on=line < last) for line in range(head, last + 1)
    ]
    return [Slice(head * leading, tuple(runs), goes_on=bool(further)), *further]


def _cell(
    setter: Setter, path: NodePath, tick: Tick, x: float, width: float, brackets: float | None, kind: Type
) -> list[tuple[int, Run]]:
    """The runs of one box by line, within ``width`` from ``x``."""
    found = [(0, run) for run in _box_runs(setter, tick, x, 0.0, kind)]
    indent = _BOX_EMS * kind.size
    room = width - indent
    after = count_width(tick.unit, kind) if tick.unit else 0.0
    label = setter.lines(tick.label, room if room > after + kind.size else width, kind, path, hanging=False)
    for number, line in enumerate(label):
        found.append((number, setter.run(x + indent, 0.0, line.text, kind, Role.OPTION)))
    line_number, end = len(label) - 1, indent + label[-1].width
    if tick.unit:
        if end + after > width + 0.01:
            line_number, end = line_number + 1, indent
        counted = count_runs(setter, tick.number, tick.unit, x + end, 0.0, kind)
        found.extend((line_number, run) for run in counted)
    if tick.text is not None:
        start = brackets if brackets is not None and len(label) == 1 else end + 0.25 * kind.size
        found.extend(_words(setter, path, tick.text, (x, start, indent, width), line_number, kind))
    return found


def _words(
    setter: Setter, path: NodePath, text: str, place: tuple[float, float, float, float], line: int, kind: Type
) -> list[tuple[int, Run]]:
    """``（　text　）`` up to the cell's right edge; on the next line if there is too little space."""
    x, start, indent, width = place
    opening, closing = kind.width("（"), kind.width("）")
    if width - start < _LEAST_ROOM_EMS * kind.size + opening + closing:
        line, start = line + 1, indent
    room = width - start - opening - closing - kind.size * 0.5
    lines = setter.lines(text, max(room, kind.size), kind, path, hanging=False)
    found = [(line, setter.run(x + start, 0.0, "（", kind, Role.MARK))]
    for number, part in enumerate(lines):
        if part.text:
            at = x + start + opening + kind.size * 0.25
            run = setter.run(at, 0.0, part.text, kind, Role.ANSWER, meant=part.meant)
            found.append((line + number, run))
    last = line + len(lines) - 1
    found.append((last, setter.run(x + width - closing, 0.0, "）", kind, Role.MARK)))
    return found
