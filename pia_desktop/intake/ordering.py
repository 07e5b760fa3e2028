"""Reorders worksheets that are not in the order of the form's parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median_low
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.intake.alignment import Alignment, align
from pia_desktop.intake.anchors import Role
from pia_desktop.intake.cells import Cell, Sheet, Source
from pia_desktop.intake.matching import Matcher
from pia_desktop.intake.mending import mended
from pia_desktop.intake.outside import begins_with_date
from pia_desktop.intake.words import fold, label_key

_SAME: Final = 1e-6
"""By how much the worth of two ways may differ that are equally good."""

_LONGEST: Final = 200
_HEAD: Final = 6
"""Cells at the head of a sheet among which its title stands."""


def best_way(matcher: Matcher, source: Source) -> tuple[Source, list[Cell], Alignment]:
    """The alignment of a document; with its sheets in form order if that is as good or better."""
    cells = mended(matcher, source.cells)
    way = align(matcher, cells)
    if (ordered := _in_order(matcher, source)) is not source:
        other_cells = mended(matcher, ordered.cells)
        other = align(matcher, other_cells)
        if other.score > way.score - _SAME:
            return ordered, other_cells, other
    return source, cells, way


def _in_order(matcher: Matcher, source: Source) -> Source:
    """The sheets by part and file; the same source if they are already in order."""
    held = defaultdict(list)
    for cell in source.cells:
        held[cell.sheet].append(cell)
    sheets = list(held)
    if len(sheets) < 2 or sheets[0].name is None:
        return source
    places: dict[Sheet, _Place] = {}
    before = _Place(-1)
    for sheet in sheets:
        before = places[sheet] = _place_of(matcher, held[sheet]) or before
    files = list(dict.fromkeys(place.file for place in sorted(places.values(), key=lambda one: one.part)))
    ordered = sorted(sheets, key=lambda sheet: (places[sheet].part, files.index(places[sheet].file)))
    if ordered == sheets:
        return source
    renumbered = {sheet: replace(sheet, number=number) for number, sheet in enumerate(ordered, 1)}
    cells = _renumbered([held[sheet] for sheet in ordered], renumbered)
    pictures = tuple(replace(one, sheet=renumbered.get(one.sheet, one.sheet)) for one in source.pictures)
    return replace(source, cells=tuple(cells), pictures=pictures)


@dataclass(frozen=True)
class _Place:
    """What a sheet contains: index of an anchor, and the name of a file if its title has it."""

    part: int
    file: str = ""


def _place_of(matcher: Matcher, cells: Sequence[Cell]) -> _Place | None:
    """The part that a sheet is: by title, else by labels that the form has only once."""
    if begins_with_date(cells) or _is_contents(matcher, cells):
        return None
    for cell, hits in zip(cells, matcher.hits(cells[:_HEAD]), strict=False):
        titles = [hit for hit in hits if hit.sure and matcher.anchors.all[hit.anchor].role is Role.PART]
        if titles:
            rest = next((hit.rest for hit in titles if hit.rest is not None), len(cell.text))
            named = _file_below(matcher, cells) or fold(cell.text[rest:]).strip("()")
            return _Place(titles[0].anchor, named)
    found = [matcher.exact.get(label_key(cell.text), ()) for cell in cells if len(cell.text) < _LONGEST]
    only = [places[0] for places in found if len(places) == 1]
    return _Place(median_low(only)) if only else None


def _is_contents(matcher: Matcher, cells: Sequence[Cell]) -> bool:
    """Whether a sheet goes on with the list of parts: it has titles of several, and hardly anything else."""
    titles = {
        matcher.anchors.all[hit.anchor].part
        for hits in matcher.hits(cells[: 2 * _HEAD])
        for hit in hits
        if hit.sure and matcher.anchors.all[hit.anchor].role is Role.PART
    }
    return len(titles) > 1 and 2 * len(titles) > len(cells)


def _file_below(matcher: Matcher, cells: Sequence[Cell]) -> str:
    """The name of a file at the top of a sheet, after its label."""
    anchors, role = matcher.anchors, matcher.anchors.form.roles.file_name
    labels = {anchor.key for anchor in anchors.all if any(item.id == role for item in anchor.items)}
    found = (below.text for above, below in pairwise(cells[: 2 * _HEAD]) if label_key(above.text) in labels)
    name = next(found, "")
    return "" if matcher.is_label(name) else fold(name)


def _renumbered(sheets: Sequence[Sequence[Cell]], renumbered: dict[Sheet, Sheet]) -> Iterator[Cell]:
    """The cells of consecutive sheets with rows renumbered."""
    first = 0
    for cells in sheets:
        shift = first - min(cell.row for cell in cells)
        for cell in cells:
            yield replace(cell, sheet=renumbered[cell.sheet], row=cell.row + shift)
        first = max(cell.row for cell in cells) + shift + 2
