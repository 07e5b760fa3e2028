"""The 別紙 as blocks: each on its own pages, text and pictures in boxes, tables as rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby
from typing import Final

from pia_desktop.assessment.annexes import annex_name
from pia_desktop.assessment.node import Node, NodePath
from pia_desktop.assessment.withheld import WITHHELD_MARK
from pia_desktop.forms.model import ANNEX_BODY, ANNEX_TITLE, ANNEXES
from pia_desktop.forms.values import DataTable, Figure, RunBlock
from pia_desktop.paper.blocks import (
    Align,
    AnswerRow,
    Block,
    ColumnsRow,
    Look,
    PageStart,
    Role,
    Room,
    Space,
    Title,
    Words,
)
from pia_desktop.paper.memo import Memo, Stretch
from pia_desktop.paper.runs import run_contents

_AIR: Final = 8.0
"""Points between the boxes of a 別紙."""
_WIDE: Final = 8
"""A table of so many columns stands on a page lying sideways."""
_LEAST_PART: Final = 0.026
"""The part of a sideways page that a character of the largest type takes, with the air beside it."""
_NARROWEST, _WIDEST = 3.0, 30.0
"""Of a column, in em: what it is given whatever stands in it, and at the most."""
LONGEST_IN_TITLE: Final = 60
"""Characters of a name that the title of a part says."""


def in_a_title(words: str) -> str:
    """A name shortened to one line above a part."""
    whole = " ".join(words.split())
    return whole if len(whole) <= LONGEST_IN_TITLE else f"{whole[:LONGEST_IN_TITLE]}…"


def annex_stretches(root: Node, memo: Memo) -> Iterator[Stretch]:
    """The stretch of each 別紙, in order."""
    for number, (key, node) in enumerate(root.entries((ANNEXES,)).items(), 1):
        path = (ANNEXES, ANNEXES, key)
        make = partial(_blocks, number, (ANNEXES, key), node)
        yield Stretch(path, memo.blocks(path, (number, node), make))


def _blocks(number: int, owner: NodePath, node: Node, _memo: Memo) -> Iterator[Block]:
    body = node.answers.get(ANNEX_BODY)
    run = body if isinstance(body, Figure) else Figure()
    path = (*owner, ANNEX_BODY)
    yield PageStart(any(table.columns >= _WIDE for table in run.tables))
    answer, own = node.answers.get(ANNEX_TITLE), (*owner, ANNEX_TITLE)
    title = answer if isinstance(answer, str) else ""
    said = " ".join(f"{annex_name(number)}　{in_a_title(title)}".split())
    yield Title(Words(said, own, Role.HEADING, Look.PART), 0.0, 7.0, said, ANNEXES)
    if len(" ".join(title.split())) > LONGEST_IN_TITLE:
        yield AnswerRow(None, (Words(title, own),))
        yield Space(_AIR)
    if body is None and ANNEX_BODY in node.withheld:
        run = Figure((WITHHELD_MARK,))
    began = False
    for is_table, blocks in groupby(run.blocks, key=lambda block: isinstance(block, DataTable)):
        for part in _parts(list(blocks), is_table=is_table):
            if began:
                yield Space(_AIR)
            began = True
            yield from _table(part, path) if isinstance(part, DataTable) else _box(part, path)
    if not began:
        yield from _box(Figure(), path)


def _parts(blocks: Sequence[RunBlock], *, is_table: bool) -> Iterator[DataTable | Figure]:
    """Tables one by one, and everything between them together."""
    if is_table:
        yield from (block for block in blocks if isinstance(block, DataTable))
    elif any(blocks):
        yield Figure(tuple(blocks))


def _box(run: Figure, path: NodePath) -> Iterator[Block]:
    yield AnswerRow(None, tuple(run_contents(run, path)), room=Room.TEXT)


def _table(table: DataTable, path: NodePath) -> Iterator[Block]:
    shares = _shares(table)
    for number, row in enumerate(table.rows):
        head = table.head and number == 0
        if head:
            cells = tuple(Words(one, path, Role.LABEL, Look.COLUMN_HEAD, Align.CENTRE) for one in row)
        else:
            cells = tuple(Words(one, path, look=Look.COLUMN) for one in row)
        # PDF/UA-1 requires header cells: without a header row, the first cell of each row is one.
        yield ColumnsRow(cells, shares, head=head, first_names=not table.head, repeat=head)


def _shares(table: DataTable) -> tuple[int, ...]:
    """Relative column widths, by the longest line of each column, within limits.

    If there are many, each is widened by the same, so that the narrowest has room for a character.
    """
    ems = [min(max(*map(_ems, column), _NARROWEST), _WIDEST) for column in zip(*table.rows, strict=True)]
    least = min(_LEAST_PART, 0.9 / len(ems))
    missing = max(0.0, (least * sum(ems) - min(ems)) / (1 - least * len(ems)))
    return tuple(round(10 * (own + missing)) for own in ems)


def _ems(words: str) -> float:
    return max((sum(map(_em, line)) for line in words.split("\n")), default=0.0) + 1.0


def _em(char: str) -> float:
    return 0.5 if unicodedata.east_asian_width(char) in ("H", "Na", "N") else 1.0
