"""指摘対応表: the reviewers' remarks with the office's answers, by item."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pia_desktop.assessment.node import NodePath
from pia_desktop.dataclass import dataclass
from pia_desktop.documents.table import Column, TableDocument, TableRow, cell, grouped

REMARKS_TITLE: Final = "指摘対応表"
CARRIED: Final = "（第{number}版より前の指摘。持ち越し）"
DONE: Final = "済"
NOT_DONE: Final = "未"
_COLUMNS: Final = (
    Column("通番", 5, centred=True, again=True),
    Column("項目", 20, names=True),
    Column("指摘", 35),
    Column("対応", 35),
    Column("済", 5, centred=True),
)


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """A remark on an item: printed path, text, the office's answer, and whether it is done.

    ``heading`` is the title of the item's part, by which remarks are grouped; empty: none.  ``number`` is the
    remark's own, 0: its position in the table.  ``before``: the first version closed since the remark was
    made, 0: none.
    """

    item: str
    remark: str
    answer: str = ""
    done: bool = False
    heading: str = ""
    path: NodePath = ()
    number: int = 0
    before: int = 0


def remarks_document(
    remarks: Iterable[RemarkRow],
    *,
    lines: Iterable[str] = (),
    author: str = "",
) -> TableDocument:
    """The remarks in the given order; those without a number are numbered from 1.

    ``lines`` are printed below the title.
    """
    rows = []
    for number, one in enumerate(remarks, 1):
        item = one.item.removeprefix(one.heading).strip() or one.item
        carried = f"{one.remark}\n{CARRIED.format(number=one.before)}" if one.before else one.remark
        words = (str(one.number or number), item, carried, one.answer, DONE if one.done else NOT_DONE)
        rows.append((one.heading, TableRow(tuple(cell(part) for part in words), one.path)))
    return TableDocument(REMARKS_TITLE, tuple(lines), _COLUMNS, grouped(rows), author=author)
