"""Joins characters of a page to pieces of lines, without wide gaps or rules inside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from pia_desktop.dataclass import dataclass
from pia_desktop.intake.fronts.pdfgrid import Grid
from pia_desktop.intake.fronts.pdfpage import Sign

SAME_LINE: Final = 0.35
"""In em: how far baselines of one line may be apart."""

_WORD_GAP: Final = 0.22
_SCRIPT_GAP: Final = 0.3
"""A word processor leaves a quarter of an em between Latin and Japanese signs where nobody typed a blank."""

_OVERLAP: Final = -0.7
"""In em: how far brackets are set into each other where a line is justified."""

_CELL_GAP: Final = 1.1
_COLUMN_GAP: Final = 0.3
"""In em: the smallest gap that parts two columns where no rule does."""

_HOLE: Final = 0.5
_SLACK: Final = 0.15
"""In em: the smallest gap in which another run may stand, and how far it may stand out of it."""

_OFTEN: Final = 4

Columns = frozenset[int]
"""Left edges, in whole points, at which several lines of a page begin."""

NO_COLUMNS: Final[Columns] = frozenset()

_INSET: Final = 4.0
"""Points from the edge of what is seen of a cell to where the cell surely is."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters of one line without wide gaps; ``clip`` and ``hidden`` as in ``Sign``."""

    text: str
    left: float
    right: float
    base: float
    size: float
    clip: tuple[float, float] | None = None
    hidden: bool = False


def lines_of(signs: list[Sign], grid: Grid, columns: Columns = NO_COLUMNS) -> Iterator[list[Piece]]:
    """Pieces with about the same baseline, left to right; ``columns`` part them where no rule does."""
    line: list[Piece] = []
    for piece in sorted(_pieces(signs, grid, columns), key=lambda piece: piece.base):
        if line and piece.base - line[0].base > SAME_LINE * min(piece.size, line[0].size):
            yield _merged(line, grid, columns)
            line = []
        line.append(piece)
    if line:
        yield _merged(line, grid, columns)


def columns_in(lines: Iterable[Sequence[Piece]]) -> Columns:
    """The left edges at which pieces of several lines begin."""
    begins = Counter(round(piece.left) for line in lines for piece in line)
    return frozenset(left for left, count in begins.items() if count >= _OFTEN)


def _pieces(signs: list[Sign], grid: Grid, columns: Columns) -> Iterator[Piece]:
    """Characters in order of writing, so that overlapping texts stay separate."""
    runs: list[list[Sign]] = [[]]
    for sign in signs:
        if runs[-1] and not _follows(runs[-1][-1], sign, grid, columns):
            runs.append([])
        runs[-1].append(sign)
    for run in _parted_at_holes(runs):
        yield from _piece(run)


def _parted_at_holes(runs: Sequence[list[Sign]]) -> Iterator[list[Sign]]:
    """Runs, parted where another one is written into a gap of theirs.

    Writer paints what another font has, a ① say, after the rest of its line.
    """
    by_base: dict[int, list[list[Sign]]] = {}
    for run in runs:
        if run:
            by_base.setdefault(round(run[0].base), []).append(run)
    for run in runs:
        start = 0
        written = [at for at, sign in enumerate(run) if sign.char.strip()]
        for at, after in pairwise(written):
            if run[after].left - run[at].right > _HOLE * run[at].size and _filled(
                run[at], run[after], by_base
            ):
                yield run[start:after]
                start = after
        yield run[start:]


def _filled(before: Sign, after: Sign, by_base: Mapping[int, Sequence[Sequence[Sign]]]) -> bool:
    """Whether a run stands between two characters of another."""
    slack = _SLACK * before.size
    base = round(before.base)
    return any(
        before.right - slack <= run[0].left and run[-1].right <= after.left + slack
        for near in (base - 1, base, base + 1)
        for run in by_base.get(near, ())
    )


def _follows(before: Sign, sign: Sign, grid: Grid, columns: Columns) -> bool:
    size = sign.size
    if (
        sign.clip != before.clip
        or sign.hidden != before.hidden
        or abs(sign.base - before.base) > SAME_LINE * min(size, before.size)
    ):
        return False
    if not _OVERLAP * size < sign.left - before.right < _CELL_GAP * size:
        return False
    return not _parted(before, sign, grid, columns)


def _parted(before: Sign | Piece, one: Sign | Piece, grid: Grid, columns: Columns) -> bool:
    """Whether a rule is between two places of a line, or a gap where other lines begin."""
    if columns and one.left - before.right > _COLUMN_GAP * one.size:
        at = round(one.left)
        if not columns.isdisjoint((at - 1, at, at + 1)):
            return True
    return grid.parted(before.right - 0.5, one.left + 0.5, height_of(one))


def height_of(one: Sign | Piece) -> float:
    """The y coordinate to compare with rules: for clipped or hidden text, where its cell is visible."""
    height = one.base - 0.35 * one.size
    if one.clip is None:
        return height
    inset = min(_INSET, (one.clip[1] - one.clip[0]) / 4)
    return min(max(height, one.clip[0] + inset), one.clip[1] - inset)


def _merged(line: list[Piece], grid: Grid, columns: Columns) -> list[Piece]:
    """Touching pieces merged; text printed twice for boldness once."""
    kept: list[Piece] = []
    for piece in sorted(line, key=lambda piece: piece.left):
        if any(one.text == piece.text and abs(piece.left - one.left) < 0.2 * piece.size for one in kept[-3:]):
            continue
        before = min(kept[-3:], key=lambda one: abs(piece.left - one.right), default=None)
        if before is None or not _touch(before, piece, grid, columns, loosely=before is kept[-1]):
            kept.append(piece)
            continue
        blank = piece.left - before.right > _WORD_GAP * piece.size and not before.text.endswith(" ")
        words = before.text + (" " if blank else "") + piece.text
        kept[kept.index(before)] = replace(before, text=words, right=piece.right)
    return kept


def _touch(before: Piece, piece: Piece, grid: Grid, columns: Columns, *, loosely: bool) -> bool:
    """Whether a piece continues another; overlapping text must be very close."""
    gap = (piece.left - before.right) / piece.size
    if before.hidden != piece.hidden or not -0.15 < gap < (_CELL_GAP if loosely else 0.15):
        return False
    return not _parted(before, piece, grid, columns)


def _piece(signs: list[Sign]) -> Iterator[Piece]:
    while signs and not signs[0].char.strip() and signs[0].char != "\u3000":
        signs = signs[1:]
    while signs and not signs[-1].char.strip():
        signs = signs[:-1]
    if not signs or not any(sign.char.strip() for sign in signs):
        return
    words = signs[0].char
    for before, sign in pairwise(signs):
        gap = _WORD_GAP if before.char.isascii() == sign.char.isascii() else _SCRIPT_GAP
        blank = sign.left - before.right > gap * sign.size and words[-1] != " " and sign.char != " "
        words += (" " if blank else "") + sign.char
    size = sorted(sign.size for sign in signs)[len(signs) // 2]
    yield Piece(words, signs[0].left, signs[-1].right, signs[0].base, size, signs[0].clip, signs[0].hidden)
