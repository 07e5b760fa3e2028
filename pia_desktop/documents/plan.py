"""特定個人情報保護評価計画管理書 as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pia_desktop.documents.table import Column, TableDocument, TableRow, cell, grouped


def plan_document(
    title: str, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[str]], lines: Iterable[str]
) -> TableDocument:
    """The plan: headings with relative column widths, rows of as many cells, lines below the title."""
    columns = tuple(Column(head, share, names=not number) for number, (head, share) in enumerate(heads))
    table_rows = [("", TableRow(tuple(cell(words) for words in row))) for row in rows]
    return TableDocument(title, tuple(lines), columns, grouped(table_rows))


def plan_lines(agency: str, made_on: str, changed_on: str) -> list[str]:
    """The lines below the title: agency, day of creation, day of last change."""
    owner = [f"評価実施機関名：{agency}"] if agency else []
    return [*owner, f"作成日：{made_on}　　最終更新日：{changed_on}"]
