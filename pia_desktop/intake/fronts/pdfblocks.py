"""Text outside of rules: rows of tables without lines, recognized by where their lines begin.

A row starts at a line with several pieces, or with a label; lines closely below that begin in the same
columns belong to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import field, replace
from itertools import pairwise
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.intake.cells import Box
from pia_desktop.intake.fronts.pdflabels import LabelLines, label_lines
from pia_desktop.intake.fronts.pdflines import Columns, Piece, columns_in

_SAME_COLUMN: Final = 0.6
_JOINED: Final = 1.3
_WIDEST: Final = 1.7
_CLOSE: Final = 1.25
"""In lines: how far below another a line of the same row may stand."""


@dataclass
class Block:
    """The lines of one cell."""

    lines: list[list[Piece]] = field(default_factory=list)

    def box(self) -> Box:
        """The bounding box of the lines."""
        pieces = [piece for line in self.lines for piece in line]
        size = pieces[0].size
        top, bottom = min(one.base for one in pieces) - size, max(one.base for one in pieces) + 0.2 * size
        return Box(min(one.left for one in pieces), top, max(one.right for one in pieces), bottom)


def blocks_of(lines: Sequence[list[Piece]]) -> list[Block]:
    """The cells formed by the lines of a page."""
    columns = columns_in(lines)
    lines = sorted((_without_small_gaps(line, columns) for line in lines), key=lambda line: line[0].base)
    leading = _leading(lines)
    labels = label_lines(lines)
    found: list[Block] = []
    row: list[Block] = []
    before: list[Piece] = []
    for line in lines:
        placed = _places(row, line, before, leading, labels)
        if placed is None:
            row = [Block([[piece]]) for piece in line]
            found += row
        else:
            for block, piece in placed:
                if block.lines[-1][0].base == piece.base:
                    block.lines[-1].append(piece)
                else:
                    block.lines.append([piece])
        before = line
    return found


def _places(
    row: list[Block], line: list[Piece], before: list[Piece], leading: float, labels: LabelLines
) -> list[tuple[Block, Piece]] | None:
    """The block of each piece; None if a new row starts."""
    if len(row) < 2 or line[0].base - before[0].base > _CLOSE * leading:
        return None
    first = _column(row[0].lines[0][0], line[0]) and id(line[0]) not in labels.goes_on
    if first and (id(line[0]) in labels.begins or not _column(row[0].lines[0][0], before[0])):
        return None
    placed = []
    for piece in line:
        fitting = [block for block in row if block.lines[0][0].left - _SAME_COLUMN * piece.size <= piece.left]
        if not fitting or (fitting[-1] is row[0] and not _column(row[0].lines[0][0], piece)):
            return None
        placed.append((fitting[-1], piece))
    return placed


def _column(one: Piece, other: Piece) -> bool:
    return abs(one.left - other.left) < _SAME_COLUMN * one.size


def _without_small_gaps(line: list[Piece], columns: Columns) -> list[Piece]:
    """Merge pieces: a gap between two words only separates cells if many lines begin after it."""
    kept: list[Piece] = []
    for piece in line:
        near = kept and piece.left - kept[-1].right < _JOINED * piece.size
        if near and not {round(piece.left) + by for by in (-1, 0, 1)} & columns:
            kept[-1] = replace(kept[-1], text=f"{kept[-1].text}\u3000{piece.text}", right=piece.right)
        else:
            kept.append(piece)
    return kept


def _leading(lines: Sequence[Sequence[Piece]]) -> float:
    """The smallest common line distance; that of single spacing if there is none."""
    steps = Counter(round(2 * (below[0].base - above[0].base)) / 2 for above, below in pairwise(lines))
    size = lines[0][0].size if lines else 10.0
    often = max(3, 0.15 * max(steps.values(), default=0))
    usual = min((step for step, count in steps.items() if step > 0.9 * size and count >= often), default=0.0)
    return usual if 0 < usual < _WIDEST * size else 1.35 * size
