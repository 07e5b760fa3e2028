"""The contents of a choice cell: ``[　answer　]`` and counts on the left, ＜選択肢＞ on the right."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.paper.blocks import Choice, Count, Detail, Look, Role, Words
from pia_desktop.paper.layout import Run, Slice
from pia_desktop.paper.style import Type
from pia_desktop.paper.text import Setter, text_slices

OPTIONS_HEAD: Final = "＜選択肢＞"
_LEFT_EMS: Final = 18.0
"""The bracket's usual share of a cell, so that brackets and options align down the page."""
_GAP_EMS: Final = 1.2
_COLUMN_GAP_EMS: Final = 1.4
_BRACKET_EMS: Final = 0.8
_WRAPPED_LEFT: Final = 0.37
_COUNT_EMS: Final = 3.2


@dataclass(frozen=True, slots=True)
class _Column:
    x: float
    width: float


def choice_slices(setter: Setter, choice: Choice, width: float) -> list[Slice]:
    """The cell as one unbreakable slice, followed by the lines of its details."""
    kind = setter.style.type_of(Look.BODY)
    words = choice.numbered
    columns = _columns(words, choice.columns, kind)
    block = columns[-1].x + columns[-1].width
    gap, left = _GAP_EMS * kind.size, _LEFT_EMS * kind.size
    least = max(kind.width(word) for word in choice.options) + (2 * _BRACKET_EMS + 1) * kind.size
    least += _counts_width(choice.counts, kind)
    if left + gap + block > width:
        left = width - gap - block
    if left < least and left < _LEFT_EMS * kind.size:
        left = width * _WRAPPED_LEFT
        columns = (_Column(0.0, width - left - gap),)
    right_height, right = _options(setter, words, columns, left + gap, kind, choice)
    left_height, runs = _bracket(setter, choice, left, kind)
    height = max(left_height, right_height)
    runs = [run.moved(0.0, (height - left_height) / 2) for run in runs]
    right = [run.moved(0.0, (height - right_height) / 2) for run in right]
    slices = [Slice(height, (*runs, *right))]
    for detail in choice.details:
        slices.extend(_detail(setter, detail, width, kind))
    return slices


def _columns(words: list[str], count: int, kind: Type) -> tuple[_Column, ...]:
    columns: list[_Column] = []
    x = 0.0
    for number in range(count):
        widths = [kind.width(word) for word in words[number::count]]
        if widths:
            columns.append(_Column(x, max(widths)))
            x += max(widths) + _COLUMN_GAP_EMS * kind.size
    return tuple(columns)


def _options(
    setter: Setter, words: list[str], columns: tuple[_Column, ...], x: float, kind: Type, choice: Choice
) -> tuple[float, list[Run]]:
    runs = [setter.run(x, 0.0, OPTIONS_HEAD, kind, Role.MARK)]
    y = kind.leading
    marker = kind.width(f"{len(words)}） ")
    for first in range(0, len(words), len(columns)):
        tallest = 1
        for column, word in zip(columns, words[first : first + len(columns)], strict=False):
            if kind.width(word) <= column.width + 0.01:
                runs.append(setter.run(x + column.x, y, word, kind, Role.ITEM, choice.path))
                continue
            lines = setter.lines(word, column.width - marker, kind, choice.path, hanging=False)
            for number, line in enumerate(lines):
                at = x + column.x + (marker if number else 0.0)
                role = Role.OPTION if number else Role.ITEM
                runs.append(setter.run(at, y + number * kind.leading, line.text, kind, role))
            tallest = max(tallest, len(lines))
        y += tallest * kind.leading
    return y, runs


def _counts_width(counts: tuple[Count, ...], kind: Type) -> float:
    return sum(kind.width(f"（）{count.unit}") + (_COUNT_EMS + 0.5) * kind.size for count in counts)


def _bracket(setter: Setter, choice: Choice, width: float, kind: Type) -> tuple[float, list[Run]]:
    """``[　answer　]（　5　）件`` within a width; a long answer wraps inside its brackets."""
    width -= _counts_width(choice.counts, kind)
    edge = _BRACKET_EMS * kind.size
    inner = width - 2 * edge
    lines = setter.lines(choice.answer, inner, kind, choice.path, hanging=False)
    if len(lines) > 1:
        lines = setter.balanced(Words(choice.answer, choice.path), inner, kind)
    height = len(lines) * kind.leading
    middle = (height - kind.leading) / 2
    runs = [setter.run(0.0, middle, "[", kind, Role.MARK)]
    for number, line in enumerate(lines):
        if line.text:
            x = edge + (inner - line.width) / 2
            runs.append(setter.run(x, number * kind.leading, line.text, kind, Role.ANSWER))
    runs.append(setter.run(width - kind.width("]"), middle, "]", kind, Role.MARK))
    x = width + 0.5 * kind.size
    for count in choice.counts:
        runs.extend(count_runs(setter, count.number, count.unit, x, middle, kind))
        x += kind.width(f"（）{count.unit}") + (_COUNT_EMS + 0.5) * kind.size
    return height, runs


def count_runs(setter: Setter, number: int | None, unit: str, x: float, y: float, kind: Type) -> list[Run]:
    """``（　5　）件`` with the number centred; without one, space to write it."""
    runs = [setter.run(x, y, "（", kind, Role.MARK)]
    x += kind.width("（")
    room = _COUNT_EMS * kind.size
    if number is not None:
        runs.append(setter.run(x + (room - kind.width(str(number))) / 2, y, str(number), kind, Role.ANSWER))
    runs.append(setter.run(x + room, y, f"）{unit}", kind, Role.MARK))
    return runs


def count_width(unit: str, kind: Type) -> float:
    """Width of ``（　　）件`` in points."""
    return kind.width(f"（）{unit}") + _COUNT_EMS * kind.size


def _detail(setter: Setter, detail: Detail, width: float, kind: Type) -> list[Slice]:
    """``（手数料額、納付方法：　text　）`` over the cell's width."""
    opening = f"（{detail.label}：" if detail.label else "（"
    start, end = kind.width(opening) + kind.size * 0.5, kind.width("）")
    lines = setter.lines(detail.text, width - start - end, kind, detail.path, hanging=False)
    slices = text_slices(lines, width - start - end, kind, Role.ANSWER)
    last = len(slices) - 1
    found = []
    for number, part in enumerate(slices):
        runs = [run.moved(start, 0.0) for run in part.runs]
        if number == 0:
            runs.insert(0, setter.run(0.0, 0.0, opening, kind, Role.LABEL))
        if number == last:
            runs.append(setter.run(width - end, 0.0, "）", kind, Role.MARK))
        found.append(replace(part, runs=tuple(runs)))
    return found
