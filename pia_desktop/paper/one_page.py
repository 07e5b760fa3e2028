"""Blocks that belong on one page: the air between them gives way when type or words are large."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pia_desktop.paper.blocks import Block, Mark, PageStart, Space, Title
from pia_desktop.paper.rows import MeasuredRow
from pia_desktop.paper.style import BOTTOM, PAD_Y, TOP, Style
from pia_desktop.paper.text import Setter

_LEAST: Final = 0.2
"""The part of the air that stays; if that is not enough, all of it does."""
_SLACK: Final = 1.0
"""Points for what rounding adds up to."""


def on_one_page(
    blocks: tuple[Block, ...], rows: Sequence[MeasuredRow | None], style: Style
) -> tuple[Block, ...]:
    """The blocks with less air above and below, if that lets them fit on one page."""
    start = blocks[0]
    assert isinstance(start, PageStart)
    setter, width = Setter(style), style.width(start.landscape)
    room = style.page_size(start.landscape)[1] - TOP - BOTTOM - _SLACK
    air = 0.0
    for block, row in zip(blocks, rows, strict=True):
        match block:
            case Space(height):
                air += height
            case Title(words, above, below):
                air += above + below
                room -= sum(part.height for part in setter.title(words, width))
            case Mark(words):
                room -= sum(part.height for part in setter.words(words, width)) + PAD_Y
            case _:
                room -= row.height if row is not None else 0.0
    share = room / air if air else 1.0
    return tuple([_aired(block, share) for block in blocks]) if _LEAST <= share < 1.0 else blocks


def _aired(block: Block, share: float) -> Block:
    match block:
        case Space(height):
            return Space(height * share)
        case Title():
            return replace(block, above=block.above * share, below=block.below * share)
    return block
