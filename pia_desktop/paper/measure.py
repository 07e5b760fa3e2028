"""Blocks become pages: each row measured, or found again as measured before, then flowed."""

from __future__ import annotations

from collections.abc import Sequence

from pia_desktop.paper.blocks import AnswerRow, Block, ColumnsRow, EntryRow, HeadingRow, PageStart
from pia_desktop.paper.flow import Paginator
from pia_desktop.paper.layout import Layout, LostPicture, MissingGlyph
from pia_desktop.paper.rows import MeasuredRow, measure_row
from pia_desktop.paper.style import Style


class LayoutCache:
    """Measured rows by their content, for laying out again after an edit; holds what the last print needed.

    Not for two threads at once.
    """

    def __init__(self) -> None:
        self._rows: dict[tuple[Block, Style, float], MeasuredRow] = {}
        self._kept: dict[tuple[Block, Style, float], MeasuredRow] = {}

    def row(self, block: Block, style: Style, width: float) -> MeasuredRow:
        """A block as a measured row."""
        key = (block, style, width)
        row = self._kept.get(key)
        if row is None:
            row = self._rows.get(key)
            if row is None:
                row = measure_row(block, style, width)
            self._kept[key] = row
        return row

    def forget_unused(self) -> None:
        """Drop what was not asked for since the last call."""
        self._rows, self._kept = self._kept, {}


def measure(
    blocks: Sequence[Block],
    style: Style,
    cache: LayoutCache,
    *,
    title: str = "",
    author: str = "",
    lost_pictures: tuple[LostPicture, ...] = (),
) -> Layout:
    """Lay out blocks on pages; ``title`` and ``author`` are what the file says of itself."""
    rows: list[MeasuredRow | None] = []
    missing: dict[MissingGlyph, None] = {}
    width = style.width(False)
    for block in blocks:
        if isinstance(block, PageStart):
            width = style.width(block.landscape)
        if isinstance(block, HeadingRow | EntryRow | AnswerRow | ColumnsRow):
            row = cache.row(block, style, width)
            rows.append(row)
            if row.missing:
                missing.update(dict.fromkeys(row.missing))
        else:
            rows.append(None)
    cache.forget_unused()
    flow = Paginator(blocks, rows, style)
    flow.run()
    return Layout(
        title,
        author,
        tuple(flow.pages),
        tuple(flow.outline),
        {path: tuple(places) for path, places in flow.anchors.items()},
        tuple(missing),
        tuple(flow.overflows),
        lost_pictures,
    )
