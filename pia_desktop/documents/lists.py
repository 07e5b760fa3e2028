"""Lists as tables: the assessments of a cabinet, due dates, open remarks, findings, versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pia_desktop.documents.table import Column, TableDocument, TableRow, cell, grouped

CABINET_TITLE: Final = "評価書の一覧"
DUES_TITLE: Final = "期限の一覧"
FINDINGS_TITLE: Final = "点検の結果"
VERSIONS_TITLE: Final = "版の一覧"
OPEN_REMARKS_TITLE: Final = "未対応の指摘"
ALL_REMARKS_TITLE: Final = "指摘の一覧"
_REMARK_COLUMNS: Final = (
    ("評価書番号", 7),
    ("評価書名", 22),
    ("項目", 24),
    ("指摘", 34),
    ("指摘した人", 10),
    ("日", 12),
)
_NAMING: Final = 2
"""The first columns of a list, which say which assessment a row is about."""
_ANSWER_COLUMNS: Final = (("対応", 24), ("済", 5))


def list_document(
    title: str,
    heads: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[str]],
    lines: Iterable[str] = (),
) -> TableDocument:
    """A list: headings with relative column widths, rows of as many cells, lines below the title."""
    columns = tuple(Column(head, share, again=at < _NAMING) for at, (head, share) in enumerate(heads))
    table_rows = [("", TableRow(tuple(cell(words) for words in row))) for row in rows]
    return TableDocument(title, tuple(lines), columns, grouped(table_rows))


def remarks_list(rows: Iterable[Sequence[str]], *, answers: bool = False) -> TableDocument:
    """Remarks on all assessments: open ones, or (``answers``) all with their answers."""
    if answers:
        return list_document(ALL_REMARKS_TITLE, (*_REMARK_COLUMNS, *_ANSWER_COLUMNS), rows)
    return list_document(OPEN_REMARKS_TITLE, _REMARK_COLUMNS, rows)
