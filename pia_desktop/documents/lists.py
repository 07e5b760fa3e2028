"""Lists of the office as tables: the assessments of a cabinet, due dates, open remarks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pia_desktop.documents.table import Column, TableDocument, TableRow, cell, grouped

CABINET_TITLE: Final = "評価書の一覧"
DUES_TITLE: Final = "期限の一覧"
OPEN_REMARKS_TITLE: Final = "未対応の指摘"


def list_document(
    title: str,
    heads: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[str]],
    lines: Iterable[str] = (),
) -> TableDocument:
    """A list: heads with their shares of the width, rows of as many cells, lines below the title."""
    columns = tuple(Column(head, share) for head, share in heads)
    told = [("", TableRow(tuple(cell(words) for words in row))) for row in rows]
    return TableDocument(title, tuple(lines), columns, grouped(told))
