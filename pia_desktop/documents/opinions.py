"""意見一覧: the opinions received in a hearing, with the office's answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pia_desktop.assessment.node import NodePath
from pia_desktop.dataclass import dataclass
from pia_desktop.documents.table import Column, TableDocument, TableGroup, TableRow, cell

OPINIONS_TITLE: Final = "意見の内容及び対応"
_COLUMNS: Final = (
    Column("番号", 5, centred=True, again=True),
    Column("受付日", 11),
    Column("該当する項目", 16, names=True),
    Column("意見の要旨", 28),
    Column("評価実施機関の考え方", 24),
    Column("評価書への反映", 16),
)


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """A row of the table; ``item`` is the printed path of its subject."""

    number: int
    day: str
    item: str
    gist: str
    answer: str
    reflected: str
    path: NodePath = ()


def opinions_document(opinions: Iterable[OpinionRow], *, lines: Iterable[str] = ()) -> TableDocument:
    """The opinions in the given order.  ``lines`` are printed below the title."""
    rows = tuple(
        TableRow(
            tuple(map(cell, (str(one.number), one.day, one.item, one.gist, one.answer, one.reflected))),
            one.path,
        )
        for one in opinions
    )
    return TableDocument(OPINIONS_TITLE, tuple(lines), _COLUMNS, (TableGroup("", rows),))
