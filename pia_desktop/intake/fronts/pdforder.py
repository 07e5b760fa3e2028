"""The order of the pages of a PDF by the numbers printed on them: stacks are scanned and printed as they lie.

Only numbers that leave no doubt are followed: one on each page but covers, none twice on pages that differ.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field
from itertools import pairwise
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.intake.fronts.pdfcells import SAME_ROW, Filled
from pia_desktop.intake.fronts.pdfcuts import in_margins, words_of_cell
from pia_desktop.intake.fronts.pdfgrid import Grid
from pia_desktop.intake.words import fold, is_page_number

_FEWEST: Final = 3
"""Pages with numbers from which on an order can be told."""

_NUMBER: Final = re.compile(r"([0-9]{1,4})(?:[/／]([0-9]{1,4}))?")


@dataclass
class PageOrder:
    """Positions of the pages in the order of their numbers.

    ``again``: pages that are there a second time; ``gaps``: places in ``pages`` before which one is missing.
    """

    pages: list[int]
    again: list[int] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)


def page_order(filled: Sequence[Sequence[Filled]], grids: Sequence[Grid]) -> PageOrder:
    """How the pages belong; as they are if their numbers do not tell."""
    printed = [_printed(page, grid) for page, grid in zip(filled, grids, strict=True)]
    again = _again(filled, printed)
    pages = [at for at in range(len(filled)) if at not in again]
    known = [at for at in pages if printed[at]]
    numbers = [printed[at][0] for at in known]
    if len(known) < _FEWEST or len(set(numbers)) < len(numbers):
        return PageOrder(list(range(len(filled))))
    if numbers != sorted(numbers):
        covers = [at for at in pages if not printed[at]]
        if len(covers) >= max(min(numbers), 2):
            return PageOrder(list(range(len(filled))))
        pages = [*covers, *sorted(known, key=lambda at: printed[at][0])]
    return PageOrder(pages, again, _gaps(pages, printed))


def at_gaps(filled: Sequence[Sequence[Filled]], gaps: Sequence[int]) -> frozenset[int]:
    """The cells, by identity, that stand at the end or the beginning of a page beside one that is missing."""
    found: set[int] = set()
    for gap in gaps:
        for page in filled[gap - 1 : gap]:
            lowest = max((one.box.bottom for one in page), default=0.0)
            found.update(id(one) for one in (*page[-1:], *page) if one.box.bottom > lowest - SAME_ROW)
            found.update(map(id, page[-1:]))
        for page in filled[gap : gap + 1]:
            highest = min((one.box.top for one in page), default=0.0)
            found.update(id(one) for one in page if one.box.top < highest + SAME_ROW)
    return frozenset(found)


def _printed(page: Sequence[Filled], grid: Grid) -> tuple[int, ...]:
    """The number printed on a page, and how many there are if it says so; empty if there is none or two."""
    words = [fold(words_of_cell(one)) for one in in_margins(page, grid)]
    found = [match for one in words if is_page_number(one) and (match := _NUMBER.search(one))]
    return tuple(int(one) for one in found[0].groups() if one) if len(found) == 1 else ()


def _again(filled: Sequence[Sequence[Filled]], printed: Sequence[tuple[int, ...]]) -> list[int]:
    """Pages with the number and the words of one before them."""
    told: set[tuple[tuple[int, ...], str]] = set()
    found = []
    for at, (page, number) in enumerate(zip(filled, printed, strict=True)):
        seen = number, "\n".join(words_of_cell(one) for one in page)
        if number and seen in told:
            found.append(at)
        told.add(seen)
    return found


def _gaps(pages: Sequence[int], printed: Sequence[tuple[int, ...]]) -> list[int]:
    """Where numbers are left out, other than those of pages that bear none; behind the last one, too."""
    numbered = [(place, printed[at][0]) for place, at in enumerate(pages) if printed[at]]
    found = [
        place
        for (before, number), (place, following) in pairwise(numbered)
        if following - number not in {1, place - before}
    ]
    totals = {printed[at][1] for at in pages if len(printed[at]) > 1}
    if len(totals) == 1 and max(totals) > numbered[-1][1] + len(pages) - 1 - numbered[-1][0]:
        found.append(len(pages))
    return found
