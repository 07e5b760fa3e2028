"""Turns blocks into pages: measures each row, or reuses its measurement, then flows them.

A layout after an edit costs only what the edit affects: a stretch with identical blocks is reused as a whole,
others reuse rows, and only changed pages are filled again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.paper.blocks import (
    AnswerRow,
    Block,
    ColumnsRow,
    EntryRow,
    HeadingRow,
    Look,
    PageStart,
    Role,
)
from pia_desktop.paper.flow import Paginator
from pia_desktop.paper.flowed_page import Change, FlowedPage
from pia_desktop.paper.layout import (
    Anchors,
    Folio,
    Layout,
    LostPicture,
    MissingGlyph,
    OutlineEntry,
    Overflow,
    Page,
    Placed,
    Slice,
)
from pia_desktop.paper.memo import Memo, Stretch
from pia_desktop.paper.one_page import on_one_page
from pia_desktop.paper.rows import MeasuredRow, measure_row
from pia_desktop.paper.style import FOLIO_BASELINE, Style
from pia_desktop.paper.text import Setter

_ROWS: Final = HeadingRow | EntryRow | AnswerRow | ColumnsRow
Rows = list[MeasuredRow | None]


@dataclass(frozen=True, slots=True, eq=False)
class _Flowed:
    """A stretch on pages without numbers."""

    blocks: tuple[Block, ...]
    rows: Rows
    missing: tuple[MissingGlyph, ...]
    pages: list[FlowedPage]


@dataclass(frozen=True, slots=True, eq=False)
class _Numbered:
    """The pages of a stretch, numbered from ``first``."""

    flowed: _Flowed
    first: int
    pages: tuple[Page, ...]
    outline: tuple[OutlineEntry, ...]
    overflows: tuple[Overflow, ...]


class LayoutCache:
    """The last layout, for the next one after an edit.  Not thread-safe."""

    def __init__(self) -> None:
        self.memo = Memo()
        self._style = Style()
        self._kept: dict[tuple[str, ...], _Numbered] = {}

    def lay_out(self, stretches: Sequence[Stretch], style: Style) -> list[_Numbered]:
        """The stretches on numbered pages."""
        if style != self._style:
            self._style, self._kept = style, {}
        found: list[_Numbered] = []
        first = 0
        for stretch in stretches:
            old = self._kept.get(stretch.key)
            flowed = _flowed(stretch.blocks, style, old.flowed if old else None)
            if old is None or flowed is not old.flowed or first != old.first:
                old = _numbered(flowed, first, style, old)
            found.append(old)
            first += len(old.pages)
        self._kept = {stretch.key: made for stretch, made in zip(stretches, found, strict=True)}
        return found


def measure(
    stretches: Sequence[Stretch],
    style: Style,
    cache: LayoutCache,
    *,
    title: str = "",
    author: str = "",
    lost_pictures: tuple[LostPicture, ...] = (),
) -> Layout:
    """Lay out blocks on pages; ``title`` and ``author`` are the file's metadata."""
    found = cache.lay_out(stretches, style)
    return Layout(
        title,
        author,
        tuple(chain.from_iterable(one.pages for one in found)),
        tuple(chain.from_iterable(one.outline for one in found)),
        Anchors([page.anchors for one in found for page in one.flowed.pages]),
        tuple(dict.fromkeys(chain.from_iterable(one.flowed.missing for one in found))),
        tuple(chain.from_iterable(one.overflows for one in found)),
        lost_pictures,
        style.fonts,
    )


def _flowed(blocks: tuple[Block, ...], style: Style, old: _Flowed | None) -> _Flowed:
    """The blocks of a stretch on pages, reusing those of last time."""
    if old is not None and old.blocks is blocks:
        return old
    old_blocks, old_rows = (old.blocks, old.rows) if old is not None else ((), [])
    first, behind = _common(blocks, old_blocks)
    known = {
        block: row
        for block, row in zip(
            old_blocks[first : len(old_blocks) - behind],
            old_rows[first : len(old_rows) - behind],
            strict=True,
        )
        if row is not None
    }
    width = style.width(any(isinstance(block, PageStart) and block.landscape for block in blocks[:1]))
    middle = [_measured(block, style, width, known) for block in blocks[first : len(blocks) - behind]]
    rows = [*old_rows[:first], *middle, *old_rows[len(old_rows) - behind :]]
    missing = dict.fromkeys(chain.from_iterable(row.missing for row in rows if row is not None))
    if blocks and isinstance(blocks[0], PageStart) and blocks[0].whole:
        flow = Paginator(on_one_page(blocks, rows, style), rows, style)
    elif old is None:
        flow = Paginator(blocks, rows, style)
    else:
        change = _change(blocks, rows, old, first, behind)
        if change is None:
            return replace(old, blocks=blocks, rows=rows, missing=tuple(missing))
        flow = Paginator(blocks, rows, style, old.pages, change)
    flow.run()
    return _Flowed(blocks, rows, tuple(missing), flow.pages)


def _measured(
    block: Block, style: Style, width: float, known: dict[Block, MeasuredRow]
) -> MeasuredRow | None:
    if not isinstance(block, _ROWS):
        return None
    return known.get(block) or measure_row(block, style, width)


def _common(blocks: Sequence[object], old: Sequence[object]) -> tuple[int, int]:
    """The number of identical objects at the start, and at the end, of both."""
    most = min(len(blocks), len(old))
    first = 0
    while first < most and blocks[first] is old[first]:
        first += 1
    most -= first
    behind = 0
    while behind < most and blocks[-1 - behind] is old[-1 - behind]:
        behind += 1
    return first, behind


def _change(blocks: tuple[Block, ...], rows: Rows, old: _Flowed, first: int, behind: int) -> Change | None:
    """The rows that changed between identical blocks; None if there are none."""

    def same(at: int, was: int) -> bool:
        row = rows[at]
        return row is old.rows[was] if row is not None else blocks[at] == old.blocks[was]

    end, old_end = len(blocks) - behind, len(old.blocks) - behind
    while first < min(end, old_end) and same(first, first):
        first += 1
    while min(end, old_end) > first and same(end - 1, old_end - 1):
        end, old_end = end - 1, old_end - 1
    return Change(first, old_end, end) if first < max(end, old_end) else None


def _numbered(flowed: _Flowed, first: int, style: Style, old: _Numbered | None) -> _Numbered:
    """A stretch with page numbers; unchanged pages stay the same objects."""
    known = (
        {(id(one.page), number): page for number, (one, page) in _pages_of(old)} if old is not None else {}
    )
    pages = []
    outline = []
    overflows = []
    for number, one in enumerate(flowed.pages, first):
        pages.append(known.get((id(one.page), number)) or with_number(one.page, number + 1, style))
        outline.extend([OutlineEntry(words, level, number, y) for words, level, y in one.outline])
        overflows.extend([Overflow(path, number) for path in one.overflows])
    return _Numbered(flowed, first, tuple(pages), tuple(outline), tuple(overflows))


def _pages_of(old: _Numbered) -> enumerate[tuple[FlowedPage, Page]]:
    return enumerate(zip(old.flowed.pages, old.pages, strict=True), old.first)


def with_number(page: Page, number: int, style: Style) -> Page:
    """The page with its number, from 1, at the bottom."""
    return replace(page, placed=(*page.placed, _folio(page, Folio(number), style)))


def with_folio(page: Page, folio: Folio, style: Style) -> Page:
    """A numbered page with another number at the bottom."""
    plain = _folio(page, Folio(folio.number), style)
    placed = tuple(piece for piece in page.placed if piece != plain)
    return replace(page, placed=(*placed, _folio(page, folio, style)))


def _folio(page: Page, folio: Folio, style: Style) -> Placed:
    kind = style.type_of(Look.FOOT)
    x = (page.width - kind.width(folio.words)) / 2
    run = Setter(style).run(x, 0.0, folio.words, kind, Role.ARTIFACT)
    y = page.height - FOLIO_BASELINE - kind.baseline
    return Placed(0.0, y, (Slice(kind.leading, (run,)),), 0, 1, ())
