"""What of a sheet is the form's: not the columns beside it that an office has added, nor lists behind it.

Row numbers stand at its left, remarks at its right.  Where a form ends is known from its labels, as its
headings span its width.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from pia_desktop.intake.cells import Box, Cell, Sheet
from pia_desktop.intake.words import fold
from pia_desktop.intake.wrapping import is_date

_FEWEST_LABELS: Final = 3
_NARROWEST: Final = 2
_FEWEST_ROWS: Final = 6
_COUNT: Final = re.compile("[0-9]{1,4}")

_SPANNING: Final = 0.9
"""Share of the labels' reach that a heading must cover to be one that spans the form."""

_MOST_RIGHT: Final = 0.75
"""Share of a sheet's answers that may be right of all labels: where more are, the answers stand there."""


def beside_the_form(cells: Sequence[Cell], labels: Collection[int]) -> frozenset[int]:
    """Positions of the cells that are left or right of the whole form.

    A page without labels goes on with the table of the page before it.
    """
    by_sheet: dict[Sheet, list[int]] = defaultdict(list)
    for at, cell in enumerate(cells):
        if cell.boxed:
            by_sheet[cell.sheet].append(at)
    found = set(_row_numbers(cells, by_sheet, labels))
    before: list[Box] = []
    for sheet, held in by_sheet.items():
        own = [cells[at].box for at in held if at in labels] or (before if sheet.name is None else [])
        before = own
        answers = [at for at in held if at not in labels]
        first, last = _reach(own, [cells[at].box for at in answers])
        reach = last - first
        spanned = reach >= _NARROWEST and any(box.right - box.left >= _SPANNING * reach for box in own)
        if spanned or len(own) >= _FEWEST_LABELS:
            found.update(at for at in answers if cells[at].box.right <= first)
        right = [at for at in answers if cells[at].box.left >= last]
        if spanned and len(right) < _MOST_RIGHT * len(answers):
            found.update(right)
    return frozenset(found)


def _row_numbers(
    cells: Sequence[Cell], by_sheet: Mapping[Sheet, Sequence[int]], labels: Collection[int]
) -> Iterator[int]:
    """Numbers that an office has put before the rows of a sheet: they count up in its first column."""
    for sheet, held in by_sheet.items():
        first = min(cells[at].box.left for at in held)
        before = [at for at in held if cells[at].box.left == first]
        numbered = [at for at in before if at not in labels and _COUNT.fullmatch(fold(cells[at].text))]
        numbers = [int(fold(cells[at].text)) for at in numbered]
        if sheet.name is not None and len(numbers) >= _FEWEST_ROWS and numbers == sorted(set(numbers)):
            yield from numbered


def _reach(labels: Sequence[Box], answers: Sequence[Box]) -> tuple[float, float]:
    """Left and right edge of a form: of its labels, and of answers partly below or above them."""
    first, last = min((box.left for box in labels), default=0), max((box.right for box in labels), default=0)
    for box in sorted(answers, key=lambda box: box.left):
        last = max(last, box.right) if box.left < last else last
    for box in sorted(answers, key=lambda box: -box.right):
        first = min(first, box.left) if box.right > first else first
    return first, last


def table_rows(cells: Sequence[Cell]) -> dict[Sheet, int]:
    """The first table row of each sheet that can go on with a table without its headings: it has a date."""
    found = {}
    for sheet, rows in _several(cells).items():
        if any(is_date(cell.text) for own in rows for cell in own):
            found[sheet] = rows[0][0].row
    return found


def begins_with_date(cells: Sequence[Cell]) -> bool:
    """Whether the first row of several cells begins with a date: a table goes on, whatever its cells name."""
    return any(is_date(rows[0][0].text) for rows in _several(cells).values())


def _several(cells: Sequence[Cell]) -> dict[Sheet, list[list[Cell]]]:
    """The rows of more than one cell of each sheet that has any."""
    rows: dict[Sheet, dict[int, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for cell in cells:
        if cell.sheet.name is not None:
            rows[cell.sheet][cell.row].append(cell)
    found = {sheet: [own for own in held.values() if len(own) > 1] for sheet, held in rows.items()}
    return {sheet: several for sheet, several in found.items() if several}
