"""The office's year as a table, by month."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from pia_desktop.documents.table import Column, TableDocument, TableRow, cell, grouped

YEAR_TITLE: Final = "特定個人情報保護評価の年間予定"
_COLUMNS: Final = (
    Column("日", 14),
    Column("すること", 18, names=True),
    Column("評価書番号", 8, centred=True),
    Column("評価書名", 30),
    Column("担当", 12),
    Column("根拠", 30),
)


def year_document(rows: Iterable[tuple[date, Sequence[str]]], lines: Iterable[str]) -> TableDocument:
    """Rows with their days, in order; a row's texts are those of the columns."""
    table_rows = [(_month(day), TableRow(tuple(cell(one) for one in words))) for day, words in rows]
    return TableDocument(YEAR_TITLE, tuple(lines), _COLUMNS, grouped(table_rows))


def _month(day: date) -> str:
    from pia_desktop.rules.stages import day_words

    return day_words(day).rpartition("月")[0] + "月"
